"""What a unit fills in of a cell. The form takes whatever is typed: what may be sent is decided by the rules."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from rinde.capabilities.followup.choices import Outcome, Visibility
from rinde.capabilities.followup.models import ProgressReport
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.followup.rules.report_values import (
    FIGURES,
    Mark,
    ReportValues,
    marks_of,
    names_among,
    read_values,
    reasons_among,
)
from rinde.capabilities.followup.rules.reporting import ReportGap, asks_quantity
from rinde.capabilities.followup.web.forms.proving import ProofFields, Shareable, Typed
from rinde.capabilities.plans.choices import MeasureUnit
from rinde.capabilities.plans.rules.measures import figure
from rinde.capabilities.plans.web.forms.headers import DayInput
from rinde.capabilities.plans.web.forms.saving import EditForm

MOST_BOXES = 60  # of a longer list the names are pasted: sixty boxes are what a thumb scrolls through


def _text(label: str, *, rows: int = 2, help_text: str = "", needed: bool = False) -> Typed:
    return Typed(
        label, needed=needed, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows, "placeholder": " "})
    )


def _figure(label: str, help_text: str = "") -> Typed:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return Typed(label, help_text=help_text, widget=widget)


class ReportForm(ProofFields, EditForm):
    """A report of one cell. Only the fields that the cell can use are there."""

    use_required_attribute = False

    form_token = Typed("", widget=forms.HiddenInput)
    outcome = Typed("¿Qué pasó?", needed=True, widget=forms.RadioSelect(choices=Outcome.choices))
    quantity = _figure("¿Cuántos van en total?")
    text = _text(
        "Cuéntelo en una frase", rows=3, needed=True, help_text="La leerá la ciudadanía. Sin datos de personas."
    )
    # The blank placeholder lets the style sheet tell an empty box from a filled one.
    reason = _text(
        "¿Por qué?", needed=True, help_text="Por qué se demoró, por qué no se hizo o por qué no se presentó."
    )
    happened_on = Typed("¿Qué día se hizo?", needed=True, widget=DayInput())
    numerator = _figure("¿Cuántos van?")
    denominator = _figure("¿De cuántos?")
    all_done = forms.BooleanField(required=False)
    left_out = _text(
        "Los que no aplican, con su motivo",
        rows=3,
        help_text="Uno por línea, con dos puntos antes del motivo: «Trámites: no hay trámites propios».",
    )
    difficulties = _text("Dificultades", help_text="Qué estorbó y qué ayuda se necesita.")
    result = _text("¿Para qué sirvió?", help_text="Qué cambió para la gente, no cuántas cosas se hicieron.")

    def __init__(self, *args: Any, cell: Cell, today: date, shareable: Shareable = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(shareable)
        self.cell, self.is_late = cell, cell.due_on < today
        if self.is_late:
            self.fields["reason"].label = "Si se hizo tarde o no se hizo, ¿por qué?"
            self.fields["reason"].help_text = ""
        self.has_boxes = 0 < len(cell.universe) <= MOST_BOXES
        for name in self._useless():
            del self.fields[name]
        if cell.universe:
            self.fields["universe"] = self._list_field()
            self.fields["all_done"].label = f"Están todos los que aplican ({figure(Decimal(len(cell.universe)))})"
        if "quantity" in self.fields:
            self._name_quantity()

    def _useless(self) -> list[str]:
        if self.cell.universe:
            return list(FIGURES)
        without = ["all_done", "left_out"]
        if self.cell.unit != MeasureUnit.PERCENT:
            without += ["numerator", "denominator"]
        is_one = self.cell.unit == MeasureUnit.COUNT and self.cell.expected == 1  # it was done or it was not
        return [*without, "quantity"] if is_one or not self.cell.unit else without

    def _list_field(self) -> forms.Field:
        if self.has_boxes:
            choices = [(str(place), name) for place, name in enumerate(self.cell.universe)]
            widget = forms.CheckboxSelectMultiple(choices=choices)
            return _Boxes(label="¿Cuáles ya están?", required=False, widget=widget)
        return _text(
            "¿Cuáles ya están?", rows=6, help_text="Uno por línea, como los nombra el plan. Puede pegarlos de Excel."
        )

    def _name_quantity(self) -> None:
        field = self.fields["quantity"]
        field.required = asks_quantity(self.cell)
        is_share = self.cell.unit == MeasureUnit.PERCENT
        field.label = "¿Qué porcentaje va?" if is_share else "¿Cuántos van en total?"
        if self.cell.expected:
            field.help_text = (
                f"Se espera {figure(self.cell.expected)} %."
                if is_share
                else (f"Se esperan {figure(self.cell.expected)} para esta fecha, contando lo que ya reportó.")
            )

    def values(self) -> ReportValues:
        """What was typed, read as far as it can be."""
        marks, unknown = self._marks()
        typed = {name: value for name, value in self.cleaned_data.items() if isinstance(value, str)}
        return read_values(typed, marks=marks, unknown_names=unknown)

    def _marks(self) -> tuple[tuple[Mark, ...], str]:
        universe = self.cell.universe
        if not universe:
            return (), ""
        data = self.cleaned_data
        if self.has_boxes:
            done: Iterable[str] = [universe[place] for place in data["universe"]]
            unknown = ""
        else:
            done, unknown = names_among(data["universe"], universe)
        left_out, lost = reasons_among(data["left_out"], universe)
        everything = "\n".join(filter(None, (unknown, lost)))
        return marks_of(universe, done=done, left_out=left_out, all_done=data["all_done"]), everything

    def tell(self, gaps: Iterable[ReportGap]) -> None:
        """Put each thing that the report lacks beside its field."""
        for gap in gaps:
            self.add_error(gap.field if gap.field in self.fields else None, gap.message)

    @staticmethod
    def initial_of(report: ProgressReport | None, cell: Cell, *, today: Any, counted: int | None) -> dict[str, Any]:
        """What a form shows when it is opened: the draft as it was left, or what is known without asking."""
        fresh = {
            "form_token": uuid.uuid4().hex,
            "happened_on": today.isoformat(),
            "visibility": Visibility.PUBLIC,
            "quantity": figure(Decimal(counted)) if counted else "",
        }
        if report is None:
            return fresh
        kept = {name: _shown(getattr(report, name)) for name in FIGURES}
        texts = {name: getattr(report, name) for name in ("outcome", "text", "reason", "difficulties", "result")}
        day = report.happened_on.isoformat() if report.happened_on else fresh["happened_on"]
        found = fresh | texts | {name: value for name, value in kept.items() if value} | {"happened_on": day}
        marks = initial_marks([Mark(one.name, one.is_done, one.is_not_applicable, one.reason) for one in
                               report.universe_marks.all()], cell, report.unread)  # fmt: skip
        unread = {name: text for name, text in report.unread.items() if name != "universe"}
        return found | marks | unread | {"seen": report.edited_at}


class _Boxes(forms.Field):
    """The places of what was ticked; one that the list does not have is nobody's tick."""

    def clean(self, value: Any) -> list[int]:
        widget: Any = self.widget
        places = {key for key, _ in widget.choices}
        return [int(one) for one in value or () if one in places]


def initial_marks(marks: Iterable[Mark], cell: Cell, unread: Mapping[str, str]) -> dict[str, Any]:
    """What the fields of the list show of what a report marked."""
    ones = tuple(marks)
    done = [one.name for one in ones if one.is_done]
    places = {name: str(place) for place, name in enumerate(cell.universe)}
    has_boxes = len(cell.universe) <= MOST_BOXES
    lines = [*done, *unread.get("universe", "").splitlines()]
    lost = [f"{one.name}: {one.reason}" for one in ones if one.is_not_applicable]
    kept = unread.get("universe", "").splitlines() if has_boxes else []
    return {
        "universe": [places[name] for name in done if name in places] if has_boxes else "\n".join(lines),
        "left_out": "\n".join([*lost, *kept]),
    }


def _shown(value: Decimal | None) -> str:
    return "" if value is None else figure(value)
