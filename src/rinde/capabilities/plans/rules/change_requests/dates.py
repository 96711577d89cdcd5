"""Deadlines that moved, came or went, said in words, with «cuando ya había vencido» where that was so. Pure."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from rinde.capabilities.plans.rules.change_requests.clauses import Clause
from rinde.capabilities.plans.rules.change_requests.phrases import capital, day, from_to, listed, of, quoted
from rinde.capabilities.plans.rules.content import MilestoneContent
from rinde.capabilities.plans.rules.measures import figure

_LABEL = "Fechas"
_MANY = 4  # differences that are said one by one; of more, how many there were and are
LATE = "cuando ya había vencido"

Pair = tuple[MilestoneContent | None, MilestoneContent | None]


def date_clauses(
    old: Sequence[MilestoneContent], new: Sequence[MilestoneContent], subject: str, late: Collection[date] = ()
) -> Iterator[Clause]:
    """Say what happened to the dates of one deliverable.

    Args:
        late: deadlines that had passed when the change was asked for, where the contents do not remember it yet.
    """
    passed = frozenset(late) | _newly_remembered(old, new)
    pairs = [pair for pair in _paired(old, new) if _differ(*pair)]
    if len(pairs) > _MANY:
        yield _in_bulk(old, new, pairs, subject, passed)
        return
    for before, after in pairs:
        for text in _said(before, after, subject, only=len(old) == len(new) == 1, passed=passed):
            yield Clause(_LABEL, text)


def _newly_remembered(old: Sequence[MilestoneContent], new: Sequence[MilestoneContent]) -> frozenset[date]:
    """The deadlines whose late move stands in the newer content and not in the older one."""
    known = [move for one in old for move in one.late_moves]
    return frozenset(move.from_on for one in new for move in one.late_moves if move not in known)


def _paired(old: Sequence[MilestoneContent], new: Sequence[MilestoneContent]) -> list[Pair]:
    """By number, then alike, then by name, then in order where as many are left; the rest came or went."""
    left, waiting, pairs = list(old), list(new), list[Pair]()
    for same in (_same_row, _alike, _same_name):
        for one in tuple(waiting):
            match = next((each for each in left if same(each, one)), None)
            if match is not None:
                left.remove(match)
                waiting.remove(one)
                pairs.append((match, one))
    if len(left) == len(waiting) and not any(a.name and b.name for a, b in zip(left, waiting, strict=True)):
        pairs += zip(left, waiting, strict=True)
    else:
        pairs += [*((one, None) for one in left), *((None, one) for one in waiting)]
    return sorted(pairs, key=_first_day)


def _same_row(a: MilestoneContent, b: MilestoneContent) -> bool:
    return a.id is not None and a.id == b.id


def _alike(a: MilestoneContent, b: MilestoneContent) -> bool:
    return (a.due_on, a.starts_on, a.name) == (b.due_on, b.starts_on, b.name)


def _same_name(a: MilestoneContent, b: MilestoneContent) -> bool:
    return bool(a.name) and a.name == b.name


def _first_day(pair: Pair) -> date:
    return min(one.due_on for one in pair if one)


def _differ(before: MilestoneContent | None, after: MilestoneContent | None) -> bool:
    if before is None or after is None:
        return True
    facts = ((one.due_on, one.starts_on, one.name, one.expected_quantity, one.late_moves) for one in (before, after))
    return len(set(facts)) > 1


def _said(
    before: MilestoneContent | None,
    after: MilestoneContent | None,
    subject: str,
    *,
    only: bool,
    passed: frozenset[date],
) -> Iterator[str]:
    if before is None or after is None:
        yield _came_or_went(before, after, subject, passed)
        return
    if before.due_on != after.due_on:
        which = "la fecha" if only else f"la fecha {quoted(after.name)}" if after.name else "una fecha"
        late = f", {LATE}" if before.due_on in passed else ""
        yield f"{capital(which)} {of(subject)} pasó {from_to(before.due_on, after.due_on)}{late}"
    elif after.late_moves != before.late_moves:
        yield f"La fecha del {day(after.due_on)} {of(subject)} se movió en otra versión, {LATE}"
    yield from _beginning(before, after, subject)
    if before.name != after.name:
        name = f"se llama ahora {quoted(after.name)}" if after.name else "ya no tiene nombre"
        was = f" (se llamaba {quoted(before.name)})" if before.name else ""
        yield f"La fecha del {day(after.due_on)} {of(subject)} {name}{was}"
    if before.expected_quantity != after.expected_quantity:
        amounts = [_amount(one) for one in (before, after)]
        yield f"Lo que {subject} debe llevar al {day(after.due_on)} pasó de {amounts[0]} a {amounts[1]}"


def _amount(one: MilestoneContent) -> str:
    return "no decirse" if one.expected_quantity is None else figure(one.expected_quantity)


def _came_or_went(
    before: MilestoneContent | None, after: MilestoneContent | None, subject: str, passed: frozenset[date]
) -> str:
    if after is not None:
        return f"{capital(subject)} tiene una fecha más: {_whole(after)}"
    if before is None:
        return ""
    late = f", {LATE}" if before.due_on in passed else ""
    return f"{capital(subject)} ya no tiene la fecha del {_whole(before)}{late}"


def _whole(one: MilestoneContent) -> str:
    starts = f"desde el {day(one.starts_on)}" if one.starts_on else ""
    amount = f"con {figure(one.expected_quantity)}" if one.expected_quantity is not None else ""
    more = ", ".join(filter(None, (quoted(one.name) if one.name else "", starts, amount)))
    return f"{day(one.due_on)} ({more})" if more else day(one.due_on)


def _beginning(before: MilestoneContent, after: MilestoneContent, subject: str) -> Iterator[str]:
    if before.starts_on == after.starts_on:
        return
    if before.starts_on and after.starts_on:
        yield f"El comienzo {of(subject)} pasó {from_to(before.starts_on, after.starts_on)}"
    elif after.starts_on:
        yield f"{capital(subject)} comienza ahora el {day(after.starts_on)}"
    elif before.starts_on:
        yield f"{capital(subject)} ya no dice cuándo comienza; decía el {day(before.starts_on)}"


def _in_bulk(
    old: Sequence[MilestoneContent],
    new: Sequence[MilestoneContent],
    pairs: Sequence[Pair],
    subject: str,
    passed: frozenset[date],
) -> Clause:
    """Many dates at once, as when a plan goes from every month to every quarter."""
    gone = [before.due_on for before, after in pairs if before and (after is None or after.due_on != before.due_on)]
    late = [day(one) for one in sorted(set(gone) & passed)]
    said = f"; {'habían' if len(late) > 1 else 'había'} vencido ya {listed(late, _MANY)}" if late else ""
    pause = "," if len(old) else ""
    if _extent(old) == _extent(new):
        what = f"Cambian {listed(_what_differs(pairs))} de {len(pairs)} fechas {of(subject)}"
        return Clause(_LABEL, f"{what}{said}")
    return Clause(_LABEL, f"Las fechas {of(subject)} pasaron de {_extent(old)}{pause} a {_extent(new)}{said}")


def _what_differs(pairs: Sequence[Pair]) -> list[str]:
    """What the dates of as many days before as after say otherwise."""
    both = [(one, other) for one, other in pairs if one and other]
    differing = (
        ("los días", len(both) < len(pairs) or any(one.due_on != other.due_on for one, other in both)),
        ("los comienzos", any(one.starts_on != other.starts_on for one, other in both)),
        ("los nombres", any(one.name != other.name for one, other in both)),
        ("las cantidades", any(one.expected_quantity != other.expected_quantity for one, other in both)),
        ("lo que se movió ya vencido", any(one.late_moves != other.late_moves for one, other in both)),
    )
    return [name for name, differs in differing if differs]


def _extent(ones: Sequence[MilestoneContent]) -> str:
    days = sorted(one.due_on for one in ones)
    if not days:
        return "ninguna"
    if len(days) == 1:
        return f"una, el {day(days[0])}"
    return f"{len(days)}, {from_to(days[0], days[-1])}"
