"""What keeps a report from being sent, everything at once and with the way out. Pure.

A draft may say anything: only what is sent counts, because from then on everybody reads it.
Source: domain.md §1.3 (what counts as done), §12 (V01, V18, V25), §16 (7, 9, 11).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rinde.capabilities.followup.choices import Outcome
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.followup.rules.report_values import FIGURES, Mark, ReportValues, figure_problem
from rinde.capabilities.plans.choices import MeasureUnit
from rinde.capabilities.plans.rules.measures import figure
from rinde.foundations.law.terms import plain_day
from rinde.foundations.refusals import NotReady
from rinde.foundations.text.typed import length_gap

LONGEST_TEXT = 10_000
SHORTEST_TEXT = 10  # «Se hizo.» tells nobody anything
SHORTEST_REASON = 10
ABSURD_TIMES, ABSURD_FROM = 100, 1_000  # a slip of the finger, not an overachievement
HUNDRED = Decimal(100)
WORKED = frozenset({Outcome.DONE, Outcome.PARTIAL})
OF_NONE = "El total no puede ser cero. Si no había ninguno, escoja «No se presentó el caso»."
_NAMES = {
    "text": "Lo que cuenta",
    "reason": "El motivo",
    "difficulties": "Lo que escribió en dificultades",
    "result": "Lo que escribió en para qué sirvió",
}


@dataclass(frozen=True, slots=True)
class ReportGap:
    """Something that a report lacks. `field` is the name of the field, or empty where it is of no single one."""

    field: str
    message: str


class ReportNotReady(NotReady):
    """A report that cannot be sent; `by_field` says where each thing is put right."""

    def __init__(self, message: str, gaps: tuple[ReportGap, ...]) -> None:
        super().__init__(message, [gap.message for gap in gaps])
        self.by_field = gaps


def asks_quantity(cell: Cell) -> bool:
    """Whether a cell needs a figure: the plan says how much, and one thing that was done needs no counting."""
    return bool(cell.expected) and not (cell.unit == MeasureUnit.COUNT and cell.expected == 1)


def is_late(values: ReportValues, cell: Cell, *, today: date) -> bool:
    """Whether what is said came after its day: done after it, or not all done once it is over.

    What was done in time and is told later is not late: `first_sent_at` says when it was told.
    """
    if values.outcome == Outcome.DONE:
        return values.happened_on is not None and values.happened_on > cell.due_on
    return values.outcome == Outcome.PARTIAL and today > cell.due_on


def sending_gaps(values: ReportValues, cell: Cell, *, period_start: date, today: date) -> tuple[ReportGap, ...]:
    """Find everything that keeps a report from being sent.

    Args:
        values: with the figures of its list already taken (`with_list`).
        period_start: the first day of the plan: nothing was done for it before.
    """
    return (
        *_outcome_gaps(values),
        *_text_gaps(values),
        *_unread_gaps(values),
        *_figure_gaps(values, cell),
        *_list_gaps(values.marks, cell),
        *_day_gaps(values, period_start, today),
        *_reason_gaps(values, cell, today),
        *_length_gaps(values),
    )


def _outcome_gaps(values: ReportValues) -> Iterator[ReportGap]:
    if values.outcome not in Outcome.values:
        yield ReportGap("outcome", "Escoja qué pasó: se cumplió, se avanzó, no se hizo o no se presentó el caso.")


def _text_gaps(values: ReportValues) -> Iterator[ReportGap]:
    if values.outcome in WORKED and _says_little(values.text, SHORTEST_TEXT):
        yield ReportGap("text", "Cuente en una frase qué se hizo. La leerá la ciudadanía.")


def _says_little(text: str, least: int) -> bool:
    return len(text) < least or len(set(text.lower().split())) < 2


def _unread_gaps(values: ReportValues) -> Iterator[ReportGap]:
    for name in FIGURES:
        if name in values.unread:
            yield ReportGap(name, figure_problem(values.unread[name]) or OF_NONE)
    if day := values.unread.get("happened_on"):
        yield ReportGap("happened_on", f"«{day[:40]}» no es una fecha. Escríbala como 15/06/2026.")
    if names := values.unread.get("universe"):
        first = names.splitlines()[0][:80]
        more = len(names.splitlines()) - 1
        others = "" if not more else " y otra más" if more == 1 else f" y otras {more}"
        yield ReportGap("universe", f"«{first}»{others} no está en la lista del plan. Escríbalo como dice la lista.")


def _figure_gaps(values: ReportValues, cell: Cell) -> Iterator[ReportGap]:
    yield from _pair_gaps(values)
    value = values.percent if cell.unit == MeasureUnit.PERCENT else values.quantity
    if values.outcome == Outcome.NOT_DONE and (values.quantity or values.numerator):
        yield ReportGap("outcome", "Escribió una cantidad. Si algo se hizo, escoja «Se avanzó, falta»; si no, bórrela.")
    has_half = (values.numerator is None) != (values.denominator is None) and not values.marks
    if values.outcome not in WORKED or has_half:
        return
    if value is None:
        if asks_quantity(cell) and not _is_unread(values):
            yield _missing(cell)
    elif gap := _absurd(value, values, cell):
        yield ReportGap("quantity", gap)
    elif values.outcome == Outcome.DONE and cell.expected is not None and value < cell.expected:
        yield ReportGap(
            "outcome",
            f"Escribió {_shown(value, cell)} y se esperaba {_shown(cell.expected, cell)}. Escoja «Se avanzó, falta» y "
            "cuente qué falta, o corrija la cifra.",
        )


def _is_unread(values: ReportValues) -> bool:
    return any(name in values.unread for name in FIGURES)


def _missing(cell: Cell) -> ReportGap:
    if cell.universe:
        return ReportGap("universe", f"Marque en la lista cuáles de los {len(cell.universe)} ya están.")
    if cell.unit == MeasureUnit.PERCENT:
        return ReportGap("quantity", "Escriba qué porcentaje va, o cuántos van y de cuántos.")
    expected = figure(cell.expected or Decimal(0))
    return ReportGap("quantity", f"Escriba cuántos van en total. Se esperaban {expected}.")


def _pair_gaps(values: ReportValues) -> Iterator[ReportGap]:
    top, bottom = values.numerator, values.denominator
    if top is not None and bottom is None and "denominator" not in values.unread and not values.marks:
        yield ReportGap("denominator", "Escribió cuántos van. Escriba también de cuántos.")
    if bottom is not None and top is None and "numerator" not in values.unread:
        yield ReportGap("numerator", "Escribió de cuántos. Escriba también cuántos van.")
    if bottom == 0:
        yield ReportGap("denominator", OF_NONE)
    if top is not None and bottom and top > bottom:
        yield ReportGap("numerator", f"De {figure(bottom)} no pueden ir {figure(top)}. Corrija una de las dos cifras.")
    if top is not None and bottom and values.quantity is not None and not values.marks:
        share = top / bottom * HUNDRED
        if abs(share - values.quantity) >= 1:
            yield ReportGap(
                "quantity",
                f"Escribió {figure(values.quantity)} %, pero {figure(top)} de {figure(bottom)} es "
                f"{figure(share.quantize(Decimal('0.1')))} %. Deje solo una de las dos formas.",
            )


def _absurd(value: Decimal, values: ReportValues, cell: Cell) -> str:
    if cell.unit == MeasureUnit.PERCENT:
        above = value > HUNDRED and not values.denominator
        return "Un porcentaje no pasa de 100. Si hicieron más, escriba 100 y cuéntelo en la frase." if above else ""
    if not cell.expected or value < ABSURD_FROM or value <= cell.expected * ABSURD_TIMES:
        return ""
    return (
        f"Escribió {figure(value)} y se esperaban {figure(cell.expected)}: parece que sobran cifras. Corríjala. Si son "
        f"tantos, escriba {figure(cell.expected * ABSURD_TIMES)} y diga el número en la frase."
    )


def _shown(value: Decimal, cell: Cell) -> str:
    shown = figure(value.quantize(Decimal("0.1")) if value != value.to_integral_value() else value)
    return f"{shown} %" if cell.unit == MeasureUnit.PERCENT else shown


def _list_gaps(marks: tuple[Mark, ...], cell: Cell) -> Iterator[ReportGap]:
    known = frozenset(cell.universe)
    for one in marks:
        if one.name not in known:
            yield ReportGap("universe", f"«{one.name[:80]}» no está en la lista del plan. Quítelo.")
        elif one.is_done and one.is_not_applicable:
            yield ReportGap("universe", f"«{one.name[:80]}» no puede estar hecho y no aplicar. Deje uno de los dos.")
        elif one.is_not_applicable and not one.reason.strip():
            yield ReportGap("universe", f"Diga por qué «{one.name[:80]}» no aplica.")
    if known and len({one.name for one in marks if one.is_not_applicable}) == len(known):
        yield ReportGap("outcome", "Si ninguno de la lista aplica, escoja «No se presentó el caso» y diga por qué.")


def _day_gaps(values: ReportValues, period_start: date, today: date) -> Iterator[ReportGap]:
    if values.outcome not in WORKED or "happened_on" in values.unread:
        return
    if values.happened_on is None:
        yield ReportGap("happened_on", "Escriba el día en que se hizo.")
    elif values.happened_on > today:
        yield ReportGap("happened_on", "Ese día todavía no ha llegado. Escriba el día en que se hizo.")
    elif values.happened_on < period_start:
        yield ReportGap(
            "happened_on", f"Ese día es anterior al plan, que empezó el {plain_day(period_start)}. Corrija la fecha."
        )


def _reason_gaps(values: ReportValues, cell: Cell, today: date) -> Iterator[ReportGap]:
    if not _says_little(values.reason, SHORTEST_REASON):
        return
    if values.outcome == Outcome.NOT_DONE:
        yield ReportGap("reason", "Diga por qué no se hizo.")
    elif values.outcome == Outcome.NO_CASE:
        yield ReportGap("reason", "Diga por qué no se presentó el caso: qué tenía que pasar y no pasó.")
    elif is_late(values, cell, today=today):
        yield ReportGap("reason", f"Era para el {plain_day(cell.due_on)}. Diga por qué se demoró.")


def _length_gaps(values: ReportValues) -> Iterator[ReportGap]:
    for name, called in _NAMES.items():
        if gap := length_gap(
            getattr(values, name), most=LONGEST_TEXT, name=called, rest="o adjunte el resto como prueba"
        ):
            yield ReportGap(name, gap)


def return_gaps(reason: str) -> tuple[str, ...]:
    """Find what the reason of a return lacks: who reads it must know what to put right."""
    if not reason:
        return ("Escriba por qué lo devuelve: qué falta o qué se debe corregir.",)
    if _says_little(reason, SHORTEST_REASON):
        return ("El motivo es muy corto. Diga qué falta o qué se debe corregir, para que puedan hacerlo.",)
    too_long = length_gap(reason, most=LONGEST_TEXT, name="El motivo", rest="para que se pueda leer")
    return (too_long,) if too_long else ()
