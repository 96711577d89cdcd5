"""How each column writes a value and reads it back. Pure.

`write` gives what a cell shows; `put` makes the value be what a cell says, and gives the very same value where the cell
says nothing new. A cell that shows what would be written now is never read at all: what a column cannot say of a value
stays as it is.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Generic, TypeVar

from rinde.capabilities.plans.choices import Accumulation, AssignmentRole, MeasureUnit
from rinde.capabilities.plans.rules.cell_entries import CELLS, LONGEST, LONGEST_TEXT, text_gap
from rinde.capabilities.plans.rules.rows import ActivityValues, DeliverableValues
from rinde.capabilities.plans.rules.sheet.columns import BY_KEY, Column
from rinde.capabilities.plans.rules.sheet.dates import put_schedule, write_schedule
from rinde.capabilities.plans.rules.sheet.figures import figure_text, is_same_code, read_figure
from rinde.capabilities.plans.rules.sheet.responsibles import put_responsibles, write_responsibles
from rinde.capabilities.plans.rules.sheet.standing import Standing
from rinde.capabilities.plans.rules.sheet.texts import (
    CUT,
    CellProblem,
    cleaned,
    comparable,
    fitted,
    limited,
    one_line,
    text_lines,
    unguarded,
)
from rinde.foundations.text.folding import fold

Owner = TypeVar("Owner")
CellValue = str | Decimal

_LONGEST_UNIT = 80
_LONGEST_ITEM = 250
_YES = frozenset(["si", "s", "x", "1", "verdadero", "true"])
_NO = frozenset(["no", "n", "0", "falso", "false"]) | {""}
_NUMBERS = re.compile(r"\d+")
_NOT_NUMBERS = re.compile(r"objetivos?|\by\b|[\d.,;\s-]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Field(Generic[Owner]):
    """A column with its way in and its way out."""

    column: Column
    write: Callable[[Owner, Standing], CellValue | None]
    put: Callable[[Owner, str, Standing], Owner]

    def written(self, owner: Owner, standing: Standing) -> str:
        """What a cell shows, as text."""
        value = self.write(owner, standing)
        return fitted(cleaned(value)) if isinstance(value, str) else figure_text(value)

    def changed(self, owner: Owner, text: str, standing: Standing) -> Owner:
        """Give the owner as a cell says it; the same one where the cell says nothing new.

        Raises:
            CellProblem: where the cell cannot be taken.
        """
        written = self.written(owner, standing)
        if text == written or comparable(text) == comparable(written):
            return owner
        if written.endswith(CUT) and text.rstrip().endswith(CUT.strip()):
            raise CellProblem("el texto no cabe completo en una celda. Cámbielo en el formulario de la actividad.")
        after = self.put(owner, cleaned(unguarded(text)), standing)
        return owner if after == owner else after


def _text(key: str, name: str, *, longest: int = LONGEST_TEXT, lines: bool = True, required: str = "") -> Field[Any]:
    def put(owner: Any, text: str, _: Standing) -> Any:
        said = text if lines else one_line(text)
        if required and not said:
            raise CellProblem(required)
        limited(said, longest)
        if gap := text_gap(key, said) if key in CELLS else "":
            raise CellProblem(gap[0].lower() + gap[1:])
        return replace(owner, **{name: said})

    return Field(BY_KEY[key], lambda owner, _: getattr(owner, name), put)


def _figure(key: str, name: str, *, signed: bool = False) -> Field[Any]:
    def put(owner: Any, text: str, _: Standing) -> Any:
        return replace(owner, **{name: read_figure(text, signed=signed)})

    return Field(BY_KEY[key], lambda owner, _: getattr(owner, name), put)


def _choice(key: str, name: str, labels: Mapping[str, str], *, empty: str, besides: dict[str, str]) -> Field[Any]:
    codes = {fold(label): code for code, label in labels.items()} | {fold(code): code for code in labels} | besides

    def put(owner: Any, text: str, _: Standing) -> Any:
        code = codes.get(fold(text)) if text else empty
        if code is None:
            raise CellProblem(f"«{one_line(text)[:40]}» no está en la lista. Escriba {' o '.join(labels.values())}.")
        return replace(owner, **{name: code})

    return Field(BY_KEY[key], lambda owner, _: labels.get(getattr(owner, name), ""), put)


def _lists(key: str, name: str) -> Field[Any]:
    def put(owner: Any, text: str, _: Standing) -> Any:
        items = dict.fromkeys(limited(item, _LONGEST_ITEM) for item in text_lines(text))
        return replace(owner, **{name: tuple(items)})

    return Field(BY_KEY[key], lambda owner, _: "\n".join(getattr(owner, name)), put)


def _put_yes_or_no(owner: DeliverableValues, text: str, _: Standing) -> DeliverableValues:
    said = fold(text)
    if said not in _YES | _NO:
        raise CellProblem(f"«{one_line(text)[:40]}» no se entiende. Escriba «Sí» o deje la celda en blanco.")
    return replace(owner, per_actor=said in _YES)


def _put_code(owner: ActivityValues, text: str, _: Standing) -> ActivityValues:
    code = one_line(text)
    if is_same_code(owner.code, code):
        return owner
    return replace(owner, code=limited(code, LONGEST["code"]))


def _put_place(owner: ActivityValues, text: str, standing: Standing) -> ActivityValues:
    if not text:
        raise CellProblem("falta el componente. Escójalo de la lista.")
    found = standing.places_called(one_line(text))
    if not found:
        raise CellProblem(f"el plan no tiene el componente «{one_line(text)[:80]}». Escójalo de la lista.")
    if len(found) > 1:
        raise CellProblem("el plan tiene varios componentes con ese nombre. Mueva la actividad en la página del plan.")
    return replace(owner, node_id=found[0])


def _write_objectives(owner: ActivityValues, standing: Standing) -> str:
    numbers = sorted(standing.objective_numbers.get(one, 0) for one in owner.objectives)
    return "; ".join(str(number) for number in numbers if number)


def _put_objectives(owner: ActivityValues, text: str, standing: Standing) -> ActivityValues:
    if _NOT_NUMBERS.sub("", text):
        raise CellProblem(f"«{one_line(text)[:40]}» no se entiende. Escriba los números de los objetivos: 1; 3.")
    whole = re.sub(r"(\d)[.,]0+\b", r"\1", text)  # a number that became 1.0
    numbers = sorted({int(number[:6]) for number in _NUMBERS.findall(whole)})
    for number in numbers:
        if not 1 <= number <= len(standing.objectives):
            many = len(standing.objectives)
            raise CellProblem(f"el plan tiene {many} objetivos específicos y no existe el {number}.")
    after = tuple(standing.objectives[number - 1] for number in numbers)
    return owner if set(after) == set(owner.objectives) else replace(owner, objectives=after)


def _responsibles(key: str, role: str) -> Field[DeliverableValues]:
    return Field(
        BY_KEY[key],
        lambda owner, standing: write_responsibles(owner.assignees, role, standing),
        lambda owner, text, standing: put_responsibles(owner, text, role, standing),
    )


def _labels(choices: Any) -> dict[str, str]:
    return {str(code): str(label) for code, label in choices}


ACTIVITY_FIELDS: tuple[Field[ActivityValues], ...] = (
    Field(BY_KEY["place"], lambda owner, standing: standing.paths.get(owner.node_id, ""), _put_place),
    Field(BY_KEY["code"], lambda owner, _: owner.code, _put_code),
    _text("name", "name", required="falta la actividad. Escriba qué se va a hacer."),
    _text("description", "description"),
    Field(BY_KEY["objectives"], _write_objectives, _put_objectives),
)
DELIVERABLE_FIELDS: tuple[Field[DeliverableValues], ...] = (
    _text("task", "description"),
    _text("target", "target"),
    _figure("quantity", "quantity"),
    _choice(
        "unit",
        "unit",
        _labels(MeasureUnit.choices),
        empty="",
        besides={"%": MeasureUnit.PERCENT.value, "numero": MeasureUnit.COUNT.value},
    ),
    Field(BY_KEY["per_actor"], lambda owner, _: "Sí" if owner.per_actor else "", _put_yes_or_no),
    _text("product", "product"),
    _text("indicator", "indicator"),
    _text("formula", "indicator_formula"),
    _text("indicator_unit", "indicator_unit", longest=_LONGEST_UNIT, lines=False),
    _figure("baseline", "indicator_baseline", signed=True),
    _choice(
        "accumulation",
        "indicator_accumulation",
        _labels(Accumulation.choices),
        empty=Accumulation.SUM.value,
        besides={},
    ),
    _text("resources", "resources"),
    _lists("evidence", "expected_evidence"),
    _responsibles("leads", AssignmentRole.LEAD.value),
    _responsibles("supports", AssignmentRole.SUPPORT.value),
    Field(BY_KEY["dates"], write_schedule, put_schedule),
    _lists("universe", "universe"),
)
