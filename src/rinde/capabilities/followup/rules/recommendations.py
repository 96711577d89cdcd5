"""Whose a recommendation is, what an improvement action needs, and when it is overdue. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rinde.capabilities.followup.choices import RecommendationStatus
from rinde.capabilities.plans.rules.acts import reason_gaps
from rinde.foundations.law import plain_day

TEXT_LENGTH = 4000
SHORTEST = 10
FARTHEST_YEARS = 5  # a date further off is a slip of the pen
ALL_TOGETHER = 0  # chosen: all of an activity's units answer as one
NAMED = 2  # units of a shared recommendation; the rest is counted

Actors = Sequence[tuple[int | None, str]]


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who has to act. `actor_id` None: whichever of several units, or nobody that was matched."""

    actor_id: int | None
    name: str


def addressee(actors: Actors, *, at_fault: Collection[int | None], chosen: int | None = None) -> Addressee:
    """Tell whose a recommendation on an activity is: the one that internal control chose, the only one, or the only one
    that did not deliver; else all of them together.

    Args:
        actors: number and name of each of the activity's, in its order.
        at_fault: those with something due that is not done.
    """
    names = dict(actors)
    together = Addressee(None, in_few_words([name for name in names.values() if name]))
    if chosen == ALL_TOGETHER:
        return together
    if chosen is not None and chosen in names:
        return Addressee(chosen, names[chosen])
    if len(names) == 1:
        return Addressee(*actors[0])
    missing = [number for number in names if number in at_fault]
    if len(missing) == 1:
        return Addressee(missing[0], names[missing[0]])
    return together


def in_few_words(names: Sequence[str]) -> str:
    """«Hacienda, Salud y 26 más»."""
    more = len(names) - NAMED
    return f"{', '.join(names[:NAMED])} y {more} más" if more > 0 else " y ".join(names)


def is_overdue(status: str, action_due_on: date | None, today: date) -> bool:
    """Whether an improvement action should be done by now: its own day counts until midnight."""
    return status == RecommendationStatus.PLANNED and action_due_on is not None and action_due_on < today


def action_gaps(text: str, due_on: date | None, *, today: date) -> Iterator[str]:
    """Find what an improvement action lacks."""
    missing = "Escriba qué va a hacer la dependencia."
    yield from _text_gaps(text, missing)
    if due_on is None:
        yield "Escriba para cuándo va a estar hecha."
    elif due_on < today:
        yield f"El {plain_day(due_on)} ya pasó. Escriba para cuándo va a estar hecha."
    elif due_on.year > today.year + FARTHEST_YEARS:
        yield f"El {plain_day(due_on)} queda demasiado lejos. Revise el año."


def done_gaps(text: str, *, proofs: int, is_general: bool) -> Iterator[str]:
    """Find what the report of a finished action lacks.

    Args:
        proofs: how many of the plan's proofs it names.
        is_general: of the plan in general: no activity has a proof of it.
    """
    yield from _text_gaps(text, "Escriba qué se hizo.")
    if not proofs and not is_general:
        yield "Escoja al menos una prueba de que se hizo. Si no está en la lista, agréguela al reporte de la actividad."


def verification_gaps(reason: str) -> Iterator[str]:
    """Find what internal control's verification lacks: also a good outcome says how it was seen."""
    yield from _text_gaps(reason, "Escriba qué revisó y por qué resolvió o no resolvió.")


def _text_gaps(text: str, missing: str) -> Iterator[str]:
    words = " ".join(text.split())
    if words and len(words) < SHORTEST:
        yield f"El texto es muy corto. Explique con al menos {SHORTEST} letras."
    else:
        yield from reason_gaps(text, missing=missing, longest=TEXT_LENGTH, shortest=SHORTEST)
