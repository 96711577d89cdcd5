"""A deliverable as a form: what is left done, how much, how it is measured, who answers, and when."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from rinde.capabilities.plans.choices import Accumulation, AssignmentRole, MeasureUnit
from rinde.capabilities.plans.queries import AssigneeChoice
from rinde.capabilities.plans.rules.rows import Assignee, DeliverableValues
from rinde.capabilities.plans.rules.schedules import EnteredDates, Period, read_dates, schedule_text
from rinde.capabilities.plans.rules.universe import ReadUniverse, read_file, read_lines
from rinde.capabilities.plans.web.forms.assignees import (
    LONGEST_LINE,
    assignee_of,
    in_standing_order,
    read_line,
    value_of,
    write_line,
)
from rinde.capabilities.plans.web.forms.preview import Preview, preview_of
from rinde.capabilities.plans.web.forms.texts import FigureField, LinesField, TextField, same_lines
from rinde.foundations.documents import DocumentError
from rinde.foundations.text.quantities import read_quantity

_PLAIN = (
    *("id", "target", "product", "quantity", "unit", "per_actor", "resources", "description", "expected_evidence"),
    *("indicator", "indicator_formula", "indicator_unit", "indicator_baseline", "indicator_accumulation"),
)
_MEASURE = ("indicator", "indicator_formula", "indicator_unit", "indicator_baseline")


class DeliverableForm(forms.Form):
    """What is left done, how much, who answers, and when. Everything that it does not ask stays as it stood."""

    _errors: ErrorDict

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    target = TextField(label="Meta", help_text="Cuánto se va a lograr, con las palabras del plan.")
    product = TextField(label="Producto", help_text="Qué queda hecho. Para publicar basta uno de los dos.")
    quantity = FigureField("Cantidad", help_text="En blanco, se toma de la meta.")
    unit = forms.ChoiceField(label="Unidad", required=False, choices=[("", "Sin decir"), *MeasureUnit.choices])
    per_actor = forms.BooleanField(
        label="La meta es de cada responsable", required=False, help_text="«Dos por dependencia»: 2 × 28 = 56."
    )
    indicator = TextField(label="Indicador", help_text="Qué se mira para saber si se logró: personas formadas.")
    indicator_formula = TextField(label="Fórmula", help_text="personas formadas / personas inscritas × 100")
    indicator_unit = forms.CharField(
        label="En qué se cuenta", required=False, max_length=80, help_text="personas, mapas, eventos"
    )
    indicator_baseline = FigureField("Línea base", help_text="Cuánto había al empezar.")
    indicator_accumulation = forms.ChoiceField(
        label="Si se reporta varias veces, los valores…", required=False, choices=Accumulation.choices
    )
    expected_evidence = LinesField(
        label="Con qué se prueba",
        rows=3,
        help_text="Una prueba por línea. Basta una: «acta y/o fotografías» son dos líneas.",
    )
    universe = TextField(
        label="Lista de lo que se cuenta",
        rows=5,
        max_length=400_000,
        help_text="Para «100 % de los mapas»: el nombre de cada mapa, uno por línea.",
    )
    universe_file = forms.FileField(
        label="O traiga la lista de un archivo",
        required=False,
        allow_empty_file=True,  # the reader says it better
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods"}),
        help_text="Excel, CSV o texto. Se toma la primera columna y reemplaza la lista.",
    )
    resources = forms.CharField(label="Recursos", required=False, max_length=2_000)
    description = TextField(
        label="Tarea", help_text="Solo si la actividad se divide en tareas, cada una con su producto."
    )
    leads = forms.MultipleChoiceField(label="Responsables", required=False, widget=forms.CheckboxSelectMultiple)
    supports = forms.MultipleChoiceField(label="Apoyan", required=False, widget=forms.CheckboxSelectMultiple)
    others = LinesField(
        label="Responsables que no están en el organigrama",
        help_text="Uno por línea. Al final puede escribir (apoyo), (meta: 3) o (se sabrá después).",
    )
    dates = TextField(
        label="Fechas",
        rows=3,
        help_text="Una por línea: 30/06/2026 · febrero a junio de 2026 · cada trimestre · permanente. "
        "Con nombre y cantidad: publicado: 31/12/2026 (3)",
    )

    def __init__(
        self,
        *args: Any,
        period: Period,
        assignees: Sequence[AssigneeChoice],
        looks: bool = False,
        quiet: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.period, self.looks, self.quiet = period, looks, quiet
        self.choices = {one.value: one for one in assignees}
        self.stands: DeliverableValues = self.initial.get("stands", DeliverableValues())
        self.universe_notes: tuple[str, ...] = ()
        self.is_understood = False
        choices = [(one.value, f"{one.name} ({one.hint})" if one.hint else one.name) for one in assignees]
        for name in ("leads", "supports"):
            field: Any = self.fields[name]
            field.choices = _chosen_first(choices, set(self[name].value() or ()))
        for value in self._chosen_leads():
            self._ask_apart(self.choices[value])

    def _chosen_leads(self) -> list[str]:
        return [value for value in dict.fromkeys(self["leads"].value() or ()) if value in self.choices]

    def _ask_apart(self, choice: AssigneeChoice) -> None:
        stands = next((one for one in self.stands.assignees if value_of(one) == choice.value), Assignee(""))
        own = f"Meta de cada integrante de {choice.name}" if choice.members else f"Meta de {choice.name}"
        self.fields[f"own-{choice.value}"] = FigureField(own, initial=stands.own_target)
        self.fields[f"later-{choice.value}"] = forms.BooleanField(
            label=f"Quiénes son se sabrá después ({choice.name})", required=False, initial=stands.conditional
        )

    def full_clean(self) -> None:
        """A page that only asked for one more place says nothing yet of what is missing."""
        super().full_clean()
        self.is_understood = not self._errors
        if self.quiet:
            self._errors = ErrorDict()

    def clean_indicator_accumulation(self) -> str:
        return self.cleaned_data["indicator_accumulation"] or self.stands.indicator_accumulation

    def clean_others(self) -> tuple[Assignee, ...]:
        """Read the lines with their marks."""
        found = tuple(map(read_line, self.cleaned_data["others"]))
        if any(not one.text for one in found):
            raise forms.ValidationError("Hay un responsable sin nombre. Escríbalo o quítelo.")
        if any(len(one.text) > LONGEST_LINE for one in found):
            raise forms.ValidationError(f"Un nombre tiene más de {LONGEST_LINE} letras. Ponga uno por línea.")
        return found

    def clean_dates(self) -> EnteredDates:
        """Read the lines; every one that is no date is said at once. Lines left as they stood mean what they meant."""
        text = self.cleaned_data["dates"]
        if same_lines(text, str(self.initial.get("dates", ""))):
            return EnteredDates(self.stands.milestones, self.stands.recurrence, self.stands.permanent)
        entered = read_dates(text, self.period)
        if entered.problems:
            raise forms.ValidationError(list(entered.problems))
        return entered

    def clean(self) -> dict[str, Any]:
        """Take the quantity from the words of the target where nobody entered one; read the list that is counted."""
        entered = super().clean() or {}
        read = read_quantity(entered.get("target") or "")
        if read and entered.get("quantity") is None and "quantity" not in self.errors:
            entered["quantity"] = forms.DecimalField().to_python(str(read.value))
            entered["unit"] = MeasureUnit.PERCENT if read.unit == "percent" else MeasureUnit.COUNT
            entered["per_actor"] = entered.get("per_actor") or read.per_unit
        for value in set(entered.get("leads", ())) & set(entered.get("supports", ())):
            name = self.choices[value].name
            self.add_error("supports", f"«{name}» está como responsable y como apoyo. Déjelo en uno de los dos.")
        entered["universe"] = self._read_universe(entered).names
        return entered

    def _read_universe(self, entered: dict[str, Any]) -> ReadUniverse:
        """What is passed over is shown before anything is saved: the list comes back clean, with what was left out."""
        file = entered.get("universe_file")
        try:
            read = read_file(file.name, file.read()) if file else read_lines(entered.get("universe") or "")
        except DocumentError as refusal:
            self.add_error("universe_file", refusal.message)
            return ReadUniverse(self.stands.universe)
        if file and not read.names:
            self.add_error(
                "universe_file", "La primera columna del archivo no tiene nombres. Revíselo y súbalo de nuevo."
            )
        if file or read.notes:
            self._show_instead("universe", "\n".join(read.names))
        if read.too_long:
            self.add_error("universe", list(read.too_long))
        self.universe_notes = read.notes
        if read.notes and not self.looks:
            self.add_error("universe", "Todavía no se guardó. Revise abajo qué no se cuenta y guarde otra vez.")
        return read

    def _show_instead(self, name: str, text: str) -> None:
        sent: Any = self.data
        data = sent.copy()
        data[self.add_prefix(name)] = text
        self.data = data

    @property
    def has_content(self) -> bool:
        """Whether the row says anything at all."""
        silent = {"id", "DELETE", "dates", "indicator_accumulation"}
        said = [value for name, value in self.cleaned_data.items() if name not in silent]
        dates = self.cleaned_data.get("dates")
        return any(said) or bool(dates and dates.dates)

    def values(self) -> DeliverableValues:
        """What was entered, for the operation."""
        entered, dates = self.cleaned_data, self._dates()
        values: DeliverableValues = replace(
            self.stands,
            **{name: entered[name] for name in _PLAIN},
            universe=entered["universe"],
            schedule_text=self._schedule_text(),
            milestones=dates.dates,
            recurrence=dates.recurrence,
            permanent=dates.permanent,
            assignees=in_standing_order(self._assignees(), self.stands.assignees),
        )
        return values

    def _dates(self) -> EnteredDates:
        """The dates entered; where they were left alone, as they stand: a recurrence does not read back from days."""
        entered: EnteredDates = self.cleaned_data["dates"]
        if not self._keeps_dates:
            return entered
        return replace(entered, recurrence=self.stands.recurrence, permanent=self.stands.permanent)

    @property
    def _keeps_dates(self) -> bool:
        return same_lines(self._dates_text, str(self.initial.get("dates", "")))

    @property
    def _dates_text(self) -> str:
        return str(self.data.get(self.add_prefix("dates"), "")).strip()

    def _schedule_text(self) -> str:
        """What the plan writes about when: the words entered, unless the dates were left as they stood."""
        return self.stands.schedule_text if self._keeps_dates else "\n".join(self._dates_text.splitlines())

    def _assignees(self) -> Iterator[Assignee]:
        entered = self.cleaned_data
        for value in entered["leads"]:
            yield replace(
                assignee_of(value, AssignmentRole.LEAD.value),
                own_target=entered.get(f"own-{value}"),
                conditional=bool(entered.get(f"later-{value}")),
            )
        standing = {value_of(one): one for one in self.stands.assignees}
        for value in entered["supports"]:
            stands = standing.get(value, Assignee(""))
            one = assignee_of(value, AssignmentRole.SUPPORT.value)
            yield replace(one, own_target=stands.own_target, conditional=stands.conditional)
        yield from entered["others"]

    @cached_property
    def preview(self) -> Preview:
        """What the row means now: what is stored on a fresh page, what was entered on one that came back."""
        if not self.is_bound:
            return preview_of(self.stands, self.choices)
        # Django cleans nothing of a further place that was left empty.
        is_empty = not self.errors and not self.cleaned_data
        if is_empty or not self.is_understood:
            return Preview()
        return preview_of(self.values(), self.choices)

    @property
    def apart(self) -> list[tuple[AssigneeChoice, Any, Any]]:
        """Each chosen responsible with the two questions about them alone."""
        return [(self.choices[one], self[f"own-{one}"], self[f"later-{one}"]) for one in self._chosen_leads()]

    @property
    def has_apart(self) -> bool:
        return any(own.value() not in (None, "") or later.value() or own.errors for _, own, later in self.apart)

    @property
    def has_measure(self) -> bool:
        return any(self[name].value() or self[name].errors for name in _MEASURE)

    @property
    def has_proofs(self) -> bool:
        names = ("expected_evidence", "universe", "universe_file")
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def has_more(self) -> bool:
        return any(self[name].value() or self[name].errors for name in ("resources", "description"))


def _chosen_first(choices: list[tuple[str, str]], chosen: set[str]) -> list[tuple[str, str]]:
    return sorted(choices, key=lambda choice: choice[0] not in chosen)


def deliverable_initial(one: DeliverableValues, period: Period) -> dict[str, Any]:
    """What the form shows of a stored deliverable."""
    shown = {name: getattr(one, name) for name in _PLAIN}
    matched = [each for each in one.assignees if value_of(each)]
    return shown | {
        "stands": one,
        "universe": "\n".join(one.universe),
        "leads": [value_of(each) for each in matched if each.role == AssignmentRole.LEAD],
        "supports": [value_of(each) for each in matched if each.role == AssignmentRole.SUPPORT],
        "others": tuple(write_line(each) for each in one.assignees if not value_of(each)),
        "dates": schedule_text(
            one.milestones,
            as_written=one.schedule_text,
            period=period,
            recurrence=one.recurrence,
            permanent=one.permanent,
        ),
    }
