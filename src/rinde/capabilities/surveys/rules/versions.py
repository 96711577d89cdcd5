"""What makes a question the same one in two versions of a survey, so that their answers may be counted together. Pure.

Nobody is asked whether it is: the key must be the same, and so must the words, up to accents, capitals and points. A
corrected typing error keeps answers together; another wording, another option or another scale parts them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rinde.capabilities.surveys.rules.questions import Question
from rinde.foundations.text.folding import fold

Meaning = tuple[object, ...]


def meaning(question: Question) -> Meaning:
    """What of a question decides what its answers say. Its help, its place and whether it is required do not."""
    return (
        question.key,
        str(question.kind),
        fold(question.label),
        tuple(sorted((one.code, fold(one.label)) for one in question.options)),
        question.lowest,
        question.highest,
        fold(question.low_label),
        fold(question.high_label),
        question.most,
        question.allows_unknown,
        question.is_personal,
    )


@dataclass(frozen=True, slots=True)
class AskedIn:
    """A question with the numbers of the versions that asked it, first one first; the words are the newest ones."""

    question: Question
    versions: tuple[int, ...]


def joined(versions: Iterable[tuple[int, Sequence[Question]]]) -> tuple[AskedIn, ...]:
    """Put together what the versions asked: those of the newest in its order, then what only earlier ones asked."""
    found: dict[Meaning, AskedIn] = {}
    for number, questions in sorted(versions, key=lambda one: -one[0]):
        for question in questions:
            before = found.setdefault(meaning(question), AskedIn(question, ()))
            found[meaning(question)] = replace(before, versions=(number, *before.versions))
    return tuple(found.values())


def what_changes(before: Sequence[Question], after: Sequence[Question]) -> tuple[str, ...]:
    """Say in Spanish what a new version does to the answers that are there; nothing where all questions stay."""
    old, new = {one.key: one for one in before}, {one.key: one for one in after}
    said = [f"Se agrega «{one.label}»." for one in after if one.key not in old]
    said += [f"Se quita «{one.label}»; sus respuestas se conservan." for one in before if one.key not in new]
    changed = [one for one in after if one.key in old and meaning(one) != meaning(old[one.key])]
    said += [f"Cambia «{one.label}»: sus respuestas se cuentan aparte de las anteriores." for one in changed]
    return tuple(said)
