"""A change said to people: «La fecha de la actividad 3.2 pasó del 30 de abril al 30 de junio de 2026 porque…». Pure.

Works on what `rules.changes.changes_between` finds between any two contents: a request's before and after, or two
versions years apart. Each clause is one difference without its final period, so that the reason can follow it.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from rinde.capabilities.plans.choices import ChangeStatus
from rinde.capabilities.plans.rules.change_requests.clauses import Clause, text_clauses, untold
from rinde.capabilities.plans.rules.change_requests.dates import LATE
from rinde.capabilities.plans.rules.change_requests.deliverables import deliverable_clauses
from rinde.capabilities.plans.rules.change_requests.phrases import capital, day, listed, of, quoted, with_article
from rinde.capabilities.plans.rules.change_requests.plan_words import header_clauses, part_clauses
from rinde.capabilities.plans.rules.changes import ActivityChange, PlanChanges, has_moved
from rinde.capabilities.plans.rules.content import ActivityContent, DeliverableContent, PlacedActivity
from rinde.capabilities.plans.rules.facts import DATES, DATES_IN_WORDS, ORDER_OF_PRODUCTS, place_of
from rinde.capabilities.plans.rules.products import are_reordered, matched, named_product
from rinde.foundations.text.folding import fold

_MANY = 4  # dates and responsibles that the sentence of a new activity names
# First words that lose their capital after «porque»; any other may be a name.
_LINKING_WORDS = (
    "a al algunas algunos ante aun ayer con cuando de debido del desde dos durante el ella ellos en entre es esa ese "
    "esta estas este estos fue ha haber hace han hasta hay hoy la las le les lo los mientras ni no nos nuestra nuestro "
    "para pero por porque primero pues que quien se si sin sobre solo su sus tambien tras tres un una unas unos ya"
)
_LINKING = frozenset(_LINKING_WORDS.split())


def clauses_of(changes: PlanChanges, *, late: Collection[date] = ()) -> tuple[Clause, ...]:
    """Say every difference, activities first, then components, then what the plan says of itself.

    Args:
        late: deadlines that had passed when the change was asked for, where the contents do not remember it yet.
    """
    return (
        *(clause for one in changes.added for clause in _added(one)),
        *(clause for one in changes.removed for clause in _removed(one, late)),
        *(clause for one in changes.changed for clause in activity_clauses(one, late)),
        *(clause for one in changes.nodes for clause in part_clauses(one)),
        *header_clauses(changes),
    )


def sentences_of(changes: PlanChanges, *, late: Collection[date] = ()) -> tuple[str, ...]:
    """Say every difference as a whole sentence."""
    return tuple(f"{one.text}." for one in clauses_of(changes, late=late))


def with_reason(clauses: Sequence[str], reason: str) -> str:
    """Put what changed and why into one text: «… porque …» for one difference, the reason at the end for several."""
    why = without_porque(reason).removesuffix(".")
    if not clauses:
        return f"{why}."
    if len(clauses) == 1:
        pause = "," if clauses[0].endswith(LATE) else ""
        return f"{clauses[0]}{pause} porque {_after_porque(why)}."
    return f"{' '.join(f'{one}.' for one in clauses)} Motivo: {why}."


# How each stage of a request that is not public yet begins its sentence; a published one is told in the past.
_NOT_YET = {
    ChangeStatus.REQUESTED: "Si se aprueba, ",
    ChangeStatus.WITH_OPINION: "Si se aprueba, ",
    ChangeStatus.APPROVED: "Al publicarse, ",
    ChangeStatus.REJECTED: "Se pidió: ",
    ChangeStatus.WITHDRAWN: "Se pidió: ",
}
_PRESENT = {"pasó": "pasa", "pasaron": "pasan", "se movió": "se mueve"}
_PAST = re.compile(
    rf"«(?:[^«»]|«[^«»]*»)*»|\b(?:{'|'.join(_PRESENT)})\b"
)  # what is quoted is matched first, and left as it is


def in_mood(clause: str, status: str) -> str:
    """Say a clause as the request stands: what would happen, and only after publication what happened.

    Args:
        clause: as `clauses_of` gives it, in the past.
        status: of the request, a `ChangeStatus`.
    """
    start = _NOT_YET.get(ChangeStatus(status))
    if start is None:
        return clause
    first, space, rest = clause.partition(" ")
    begins = first.lower() if fold(first) in _LINKING | {"cambian", "entra", "sale"} else first
    return start + _PAST.sub(lambda found: _PRESENT.get(found[0], found[0]), f"{begins}{space}{rest}")


def without_porque(reason: str) -> str:
    """Give a reason without the «porque» that the page says already before it, with its capital."""
    said = reason.strip()
    first, _, rest = said.partition(" ")
    rest = rest.strip()
    return f"{rest[:1].upper()}{rest[1:]}" if fold(first).rstrip(",:") == "porque" and rest else said


def _after_porque(reason: str) -> str:
    first = reason.partition(" ")[0]
    return f"{first[:1].lower()}{reason[1:]}" if fold(first) in _LINKING else reason


def _added(change: ActivityChange) -> Iterator[Clause]:
    if change.after is None:
        return
    activity = change.after.activity
    each = activity.deliverables
    names = list(dict.fromkeys(with_article(name) for one in each for name in one.responsible))
    who = f"; responde{'n' if len(names) > 1 else ''} {listed(names, _MANY)}" if names else ""
    days = [day(one) for one in activity.due_dates]
    when = f", para el {listed(days, _MANY)}" if len(days) == 1 else f", con {len(days)} fechas" if days else ""
    where = f", en {quoted(place_of(change.after).heading)}"
    yield Clause("Actividad", f"Entra la {change.head}: {_name(activity)}{where}{who}{when}")


def _removed(change: ActivityChange, late: Collection[date]) -> Iterator[Clause]:
    if change.before is None:
        return
    activity = change.before.activity
    past = [one for one in activity.due_dates if one in late]
    said = f", cuando ya había vencido ({listed([day(one) for one in past], _MANY)})" if past else ""
    yield Clause("Actividad", f"Sale la {change.head}: {_name(activity)}{said}")


def _name(activity: ActivityContent) -> str:
    return quoted(activity.name, 160)


def activity_clauses(change: ActivityChange, late: Collection[date] = ()) -> Iterator[Clause]:
    """Say everything that differs in an activity that stands on both sides."""
    if change.before is None or change.after is None:
        return
    subject = f"la {change.label}"
    said = [*_place(change.before, change.after, subject), *_contents(change.before, change.after, subject, late)]
    yield from said
    told = {one.label for one in said}
    # That the dates moved says already that the plan's old words for them went.
    yield from untold(change.fields, told | ({DATES_IN_WORDS} if DATES in told else set()), subject)


def _place(old: PlacedActivity, new: PlacedActivity, subject: str) -> Iterator[Clause]:
    if has_moved(old, new):
        places = [quoted(place_of(one).heading) for one in (old, new)]
        yield Clause("Lugar", f"{capital(subject)} pasó de {places[0]} a {places[1]}")


def _contents(before: PlacedActivity, after: PlacedActivity, subject: str, late: Collection[date]) -> Iterator[Clause]:
    old, new = before.activity, after.activity
    yield from _own_words(old, new, subject)
    yield from _objectives(old, new, subject)
    pairs = matched(old.deliverables, new.deliverables)
    for one, other in pairs:
        if one is None or other is None:
            yield _product_clause(one, other, subject)
        else:
            name = f"el producto {quoted(named_product(one), 60)} {of(subject)}" if len(pairs) > 1 else subject
            yield from deliverable_clauses(one, other, name, late)
    if are_reordered(old.deliverables, new.deliverables):
        yield Clause(ORDER_OF_PRODUCTS, f"Cambia el orden de los productos {of(subject)}")


def _own_words(old: ActivityContent, new: ActivityContent, subject: str) -> Iterator[Clause]:
    yield from text_clauses("Código", "el código", subject, old.code, new.code)
    yield from text_clauses("Actividad", "el texto", subject, old.name, new.name)
    yield from text_clauses("Descripción", "la descripción", subject, old.description, new.description)


def _objectives(old: ActivityContent, new: ActivityContent, subject: str) -> Iterator[Clause]:
    for text in (one for one in new.objectives if one not in old.objectives):
        yield Clause("Objetivos", f"{capital(subject)} aporta ahora al objetivo {quoted(text)}")
    for text in (one for one in old.objectives if one not in new.objectives):
        yield Clause("Objetivos", f"{capital(subject)} ya no aporta al objetivo {quoted(text)}")


def _product_clause(before: DeliverableContent | None, after: DeliverableContent | None, subject: str) -> Clause:
    if after is not None:
        return Clause("Producto", f"{capital(subject)} tiene un producto más: {quoted(named_product(after))}")
    gone = quoted(named_product(before)) if before is not None else ""
    return Clause("Producto", f"{capital(subject)} ya no tiene el producto {gone}")
