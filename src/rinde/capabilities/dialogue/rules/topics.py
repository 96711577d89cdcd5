"""Topics that people asked for, and what an entity decides of them: against the votes only with a reason. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST_NAME, LONGEST_WHY, MOST_TOPICS = 200, 500, 40
FEWEST_SHOWN = 5  # a smaller count could tell who voted; it is never published


@dataclass(frozen=True, slots=True)
class TopicDecision:
    """What is decided of one topic. `rank` 1 is the first priority; None leaves it out. `votes` None: nobody asked."""

    name: str
    votes: int | None
    rank: int | None
    why: str = ""


def names_gaps(names: Sequence[str]) -> tuple[str, ...]:
    """List in Spanish what is wrong with the topics that somebody writes."""
    return tuple(_names_gaps(names))


def _names_gaps(names: Sequence[str]) -> Iterator[str]:
    if not names:
        yield "Escriba al menos un tema, uno por línea."
    if len(names) > MOST_TOPICS:
        yield f"Son {len(names)} temas y caben {MOST_TOPICS}. Nadie escoge bien entre tantos: junte los parecidos."
    for name in names:
        if len(name) > LONGEST_NAME:
            yield f"«{name[:60]}…» tiene {len(name)} caracteres y caben {LONGEST_NAME}."


def decision_gaps(decisions: Sequence[TopicDecision]) -> tuple[str, ...]:
    """List in Spanish what is wrong with the priorities of a year."""
    return tuple(_decision_gaps(decisions))


def _decision_gaps(decisions: Sequence[TopicDecision]) -> Iterator[str]:
    ranks = sorted(one.rank for one in decisions if one.rank is not None)
    if not ranks:
        yield "Priorice al menos un tema."
    if ranks != list(range(1, len(ranks) + 1)):
        yield "Numere los temas priorizados 1, 2, 3…, sin saltar ni repetir."
    for one in decisions:
        if len(one.why) > LONGEST_WHY:
            yield f"El motivo de «{one.name}» tiene {len(one.why)} caracteres y caben {LONGEST_WHY}."
        if needs_reason(one, decisions) and not one.why.strip():
            yield f"La gente votó otra cosa: diga por qué «{one.name}» {_decided(one)}."


def _decided(one: TopicDecision) -> str:
    return "queda sin priorizar" if one.rank is None else f"queda de {one.rank}.º"


def needs_reason(one: TopicDecision, all_decisions: Sequence[TopicDecision]) -> bool:
    """Tell whether a decision goes against the votes: ahead of a topic with more of them, or out with more than one in.

    Without a consultation there are no votes to go against.
    """
    if one.votes is None:
        return False
    others = [other for other in all_decisions if other is not one and other.votes is not None]
    if one.rank is None:
        return any(other.rank is not None and other.votes < one.votes for other in others if other.votes is not None)
    return any(
        other.votes > one.votes and (other.rank is None or other.rank > one.rank)
        for other in others
        if other.votes is not None
    )


def votes_in_public(votes: int | None, voters: int | None) -> str:
    """«34 de 120 personas»; a count under five is not told; empty where nobody was asked."""
    if votes is None or voters is None:
        return ""
    if voters < FEWEST_SHOWN or 0 < votes < FEWEST_SHOWN or 0 < voters - votes < FEWEST_SHOWN:
        return "Muy pocas respuestas para mostrar la cifra"
    return f"{votes} de {voters} personas"
