"""A plan's beginning, and what it says of itself."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from rinde.capabilities.plans.choices import Instrument, SignatoryRole
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.rules.content import SignatoryContent
from rinde.capabilities.plans.rules.rows import PlanHeader
from rinde.capabilities.plans.rules.templates import Template
from rinde.capabilities.plans.web.forms.beginning import BeginningForm
from rinde.capabilities.plans.web.forms.rows import RowFormSet, wants_another, with_one_more
from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.capabilities.plans.web.forms.texts import LinesField, TextField

PREFIX = "firma"


class DayInput(forms.DateInput):
    """The browser's own calendar; plain text where it has none."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: str, *, required: bool = True) -> forms.DateField:
    """A day, from the browser's calendar or written as in Colombia."""
    return forms.DateField(label=label, required=required, widget=DayInput, input_formats=["%Y-%m-%d", "%d/%m/%Y"])


class NewPlanForm(BeginningForm):
    """Where to begin, and the least that a plan says."""

    template = forms.ChoiceField(label="Empezar con", required=False, widget=forms.RadioSelect)
    instrument = forms.ChoiceField(label="Instrumento", required=False, help_text="Solo si empieza con un plan vacío.")
    title = forms.CharField(
        label="Título",
        max_length=250,
        help_text="Como lo leerá la ciudadanía.",
        error_messages={"required": "Escriba el título."},
    )
    period_start = day_field("Primer día de la vigencia")
    period_end = day_field("Último día de la vigencia")

    def __init__(self, *args: Any, templates: Sequence[Template], **options: Any) -> None:
        super().__init__(*args, **options)
        self.templates = {one.key: one for one in templates}
        begin: Any = self.fields["template"]
        begin.choices = [*((one.key, one.name) for one in templates), ("", "Un plan vacío")]
        instrument: Any = self.fields["instrument"]
        instrument.choices = [("", "Escoja el instrumento"), *Instrument.choices]

    def clean(self) -> dict[str, Any]:
        """An empty plan must say what it is; one from a template is what the template is."""
        entered = super().clean() or {}
        chosen = self.templates.get(entered.get("template") or "")
        if chosen:
            entered["instrument"] = chosen.instrument
        elif not entered.get("instrument") and "template" not in self.errors:
            self.add_error("instrument", "Escoja qué plan es, o empiece con una plantilla.")
        return entered

    def options(self) -> list[tuple[Any, Template | None]]:
        """Each way to begin with its template; the empty plan has none."""
        return [(choice, self.templates.get(choice.data["value"])) for choice in self["template"]]

    def header(self) -> PlanHeader:
        """What was entered, for the operation."""
        entered = self.cleaned_data
        return PlanHeader(entered["instrument"], entered["title"], entered["period_start"], entered["period_end"])


class HeaderForm(EditForm):
    """What a plan says of itself."""

    title = forms.CharField(label="Título", max_length=250, error_messages={"required": "Escriba el título."})
    instrument = forms.ChoiceField(label="Instrumento", choices=Instrument.choices)
    period_start = day_field("Primer día de la vigencia")
    period_end = day_field("Último día de la vigencia")
    objective = TextField(label="Objetivo general", rows=3)
    objectives = LinesField(label="Objetivos específicos", rows=4, help_text="Uno por línea.")
    scope = TextField(label="Alcance", rows=3)
    legal_bases = LinesField(label="Base legal", rows=4, help_text="Una norma por línea, como la cita el plan.")
    format_code = forms.CharField(
        label="Código del formato", max_length=60, required=False, help_text="El de su sistema de calidad."
    )
    format_version = forms.CharField(label="Versión del formato", max_length=30, required=False)


class SignatoryForm(forms.Form):
    """Who prepared, reviewed or approved."""

    role = forms.ChoiceField(label="Qué hizo", choices=SignatoryRole.choices)
    post = forms.CharField(label="Cargo o instancia", max_length=200, required=False)
    name = forms.CharField(label="Nombre", max_length=200, required=False)
    signed_on = day_field("Fecha", required=False)

    @property
    def has_content(self) -> bool:
        return bool(self.cleaned_data.get("post") or self.cleaned_data.get("name"))

    def clean(self) -> dict[str, Any]:
        """A name alone is nobody: people change, posts answer."""
        entered = super().clean() or {}
        if entered.get("name") and not entered.get("post"):
            self.add_error("post", "Escriba el cargo o la instancia.")
        return entered

    def values(self) -> SignatoryContent:
        """What was entered, for the operation."""
        entered = self.cleaned_data
        return SignatoryContent(entered["role"], entered["post"], entered["name"], entered["signed_on"])


SignatoryFormSet = forms.formset_factory(SignatoryForm, formset=RowFormSet, extra=1, can_delete=True)


class HeaderEditor:
    """The whole page: the header's form and one row for each signatory."""

    def __init__(self, plan: Plan, data: QueryDict | None = None) -> None:
        self.is_adding = wants_another(data)
        if data is not None and self.is_adding:
            data = with_one_more(data, PREFIX)
        self.form = HeaderForm(data, initial=_initial(plan))
        self.signatories: Any = SignatoryFormSet(
            data,
            prefix=PREFIX,
            initial=[
                {"role": one.role, "post": one.post, "name": one.name, "signed_on": one.signed_on}
                for one in plan.signatories.all()
            ],
        )

    def is_valid(self) -> bool:
        """Whether it was sent to be saved and everything in it is understood."""
        if not self.form.is_bound or self.is_adding:
            return False
        understood = self.form.is_valid()
        if not self.signatories.is_valid():
            self.form.add_error(None, "A una de las firmas le falta algo. Está señalado abajo.")
            return False
        return understood

    def header(self) -> PlanHeader:
        """What was entered, for the operation. The address stays the operation's business."""
        entered = {name: value for name, value in self.form.cleaned_data.items() if name != "seen"}
        signatories = tuple(row.values() for row in self.signatories.kept)
        return PlanHeader(**entered, signatories=signatories)


def _initial(plan: Plan) -> dict[str, Any]:
    names = ("title", "instrument", "period_start", "period_end", "objective", "scope", "legal_bases")
    more = ("format_code", "format_version")
    return {name: getattr(plan, name) for name in (*names, *more)} | {
        "objectives": [one.text for one in plan.objectives.all()],
        "seen": plan.header_edited_at,
    }


def year_of(day: date) -> dict[str, date]:
    """The whole year of a day, as the beginning of a new plan's form."""
    return {"period_start": date(day.year, 1, 1), "period_end": date(day.year, 12, 31)}
