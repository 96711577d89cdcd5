"""One difference said in words, and how two texts of the same place are told apart. Pure."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from rinde.capabilities.plans.rules.change_requests.phrases import capital, of, quoted, quoted_pair
from rinde.capabilities.plans.rules.changes import FieldChange


@dataclass(frozen=True, slots=True)
class Clause:
    """What differs: the column that it is about, as `activity_facts` names it, and a sentence without its period."""

    label: str
    text: str


def text_clauses(label: str, phrase: str, subject: str, before: str, after: str) -> Iterator[Clause]:
    """Say that a text changed, came or went.

    Args:
        phrase: what it is, with its article: «la meta», «los recursos».
        subject: of what, with its article: «la actividad 3.2».
    """
    before, after = before.strip(), after.strip()
    if before == after:
        return
    many = phrase.startswith(("los ", "las "))
    if not before:
        bare = phrase.split(" ", 1)[1]
        yield Clause(label, f"{capital(subject)} dice ahora {bare}: {quoted(after, 160)}")
    elif not after:
        yield Clause(label, f"{capital(subject)} ya no dice {phrase}; decía {quoted(before, 160)}")
    else:
        one, other = quoted_pair(before, after)
        yield Clause(label, f"{capital(phrase)} {of(subject)} {'pasaron' if many else 'pasó'} de {one} a {other}")


def untold(fields: Iterable[FieldChange], told: Collection[str], where: str) -> Iterator[Clause]:
    """Say what differs and no sentence of its own has said: nothing that a reader can see goes without words.

    Args:
        told: the labels of what was said.
        where: «la actividad 3.2».
    """
    for field in fields:
        if field.label in told:
            continue
        one, other = quoted_pair(field.before or "nada", field.after or "nada")
        moved = f"pasó de {one} a {other}" if one != other else "cambió"
        yield Clause(field.label, f"En {where}, «{field.label}» {moved}")
