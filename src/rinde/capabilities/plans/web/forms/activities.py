"""An activity with its deliverables: the row of the plan, as one form."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict

from rinde.capabilities.plans.choices import AssignmentRole, MeasureUnit
from rinde.capabilities.plans.models import Activity, Assignment, Deliverable
from rinde.capabilities.plans.queries import AssigneeChoice, NodeChoice, deliverable_values
from rinde.capabilities.plans.rules.rows import ActivityValues, Assignee, DeliverableValues
from rinde.capabilities.plans.rules.schedules import EnteredDates, Period, planned, read_dates, schedule_text
from rinde.capabilities.plans.web.forms.rows import RowFormSet, wants_another, with_one_more
from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.foundations.text.quantities import read_quantity

PREFIX = "producto"
_SUPPORT_MARK = "(apoyo)"


class ActivityForm(EditForm):
    """What will be done, and where in the plan."""

    node = forms.TypedChoiceField(label="Componente o subcomponente", coerce=int)
    code = forms.CharField(label="Código", max_length=30, required=False, help_text="Como lo imprime el plan: 3.1.2")
    name = forms.CharField(
        label="Actividad",
        error_messages={"required": "Escriba qué se va a hacer."},
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Qué se va a hacer.",
    )
    description = forms.CharField(label="Descripción", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, nodes: Sequence[NodeChoice], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["node"]
        field.choices = [(node.id, f"{'— ' * node.depth}{node.heading}") for node in nodes]


class DeliverableForm(forms.Form):
    """What is left done, how much, who answers, and when."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    target = forms.CharField(
        label="Meta",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Cuánto se va a lograr, con las palabras del plan.",
    )
    quantity = forms.DecimalField(
        label="Cantidad",
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text="En blanco, se toma de la meta.",
    )
    unit = forms.ChoiceField(label="Unidad", required=False, choices=[("", "Sin decir"), *MeasureUnit.choices])
    per_actor = forms.BooleanField(
        label="La meta es de cada responsable", required=False, help_text="«Dos por dependencia»: 2 × 28 = 56."
    )
    product = forms.CharField(
        label="Producto",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Qué queda hecho. Para publicar basta uno de los dos.",
    )
    indicator = forms.CharField(label="Indicador", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    resources = forms.CharField(label="Recursos", required=False)
    description = forms.CharField(
        label="Tarea",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Solo si la actividad se divide en tareas, cada una con su producto.",
    )
    leads = forms.MultipleChoiceField(label="Responsables", required=False, widget=forms.CheckboxSelectMultiple)
    supports = forms.MultipleChoiceField(label="Apoyan", required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.CharField(
        label="Responsables que no están en el organigrama",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Uno por línea. Escriba (apoyo) al final de quien solo apoya.",
    )
    dates = forms.CharField(
        label="Fechas",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Una fecha o periodo por línea: 30/06/2026 · febrero a junio de 2026 · semestralmente · permanente · "
        "publicado: 31/12/2026",
    )

    def __init__(self, *args: Any, period: Period, assignees: Sequence[AssigneeChoice], **options: Any) -> None:
        super().__init__(*args, **options)
        self.period = period
        choices = [(one.value, f"{one.name} ({one.hint})" if one.hint else one.name) for one in assignees]
        for name in ("leads", "supports"):
            field: Any = self.fields[name]
            field.choices = _chosen_first(choices, set(self[name].value() or ()))

    def clean_dates(self) -> EnteredDates:
        """Read the lines; every one that is no date is said at once."""
        entered = read_dates(self.cleaned_data["dates"], self.period)
        if entered.problems:
            raise forms.ValidationError(list(entered.problems))
        return entered

    def clean(self) -> dict[str, Any]:
        """Take the quantity from the words of the target where nobody entered one."""
        entered = super().clean() or {}
        read = read_quantity(entered.get("target") or "")
        if read and entered.get("quantity") is None and "quantity" not in self.errors:
            entered["quantity"] = forms.DecimalField().to_python(str(read.value))
            entered["unit"] = MeasureUnit.PERCENT if read.unit == "percent" else MeasureUnit.COUNT
            entered["per_actor"] = entered.get("per_actor") or read.per_unit
        return entered

    @property
    def has_content(self) -> bool:
        """Whether the row says anything at all."""
        said = [value for name, value in self.cleaned_data.items() if name not in {"id", "DELETE", "dates"}]
        dates = self.cleaned_data.get("dates")
        return any(said) or bool(dates and dates.dates)

    def values(self) -> DeliverableValues:
        """What was entered, for the operation."""
        entered, dates = self.cleaned_data, self.cleaned_data["dates"]
        names = ("id", "target", "product", "quantity", "unit", "per_actor", "indicator", "resources", "description")
        return replace(
            self.initial.get("stands", DeliverableValues()),
            **{name: entered[name] for name in names},
            schedule_text=self._schedule_text(),
            milestones=dates.dates,
            recurrence=dates.recurrence,
            permanent=dates.permanent,
            assignees=tuple(self._assignees()),
        )

    def _schedule_text(self) -> str:
        """What the plan writes about when: the words entered, unless the dates were left as they stood."""
        if "dates" not in self.changed_data:
            return str(self.initial.get("schedule_text", ""))
        return str(self.data.get(self.add_prefix("dates"), "")).strip()

    def _assignees(self) -> Iterator[Assignee]:
        for name, role in (("leads", AssignmentRole.LEAD), ("supports", AssignmentRole.SUPPORT)):
            for value in self.cleaned_data[name]:
                kind, number = value.split(":")
                yield Assignee(
                    "", int(number) if kind == "a" else None, int(number) if kind == "g" else None, role.value
                )
        for line in filter(None, map(str.strip, self.cleaned_data["others"].splitlines())):
            is_support = line.lower().endswith(_SUPPORT_MARK)
            text = line[: -len(_SUPPORT_MARK)].strip() if is_support else line
            yield Assignee(text, role=(AssignmentRole.SUPPORT if is_support else AssignmentRole.LEAD).value)


def _chosen_first(choices: list[tuple[str, str]], chosen: set[str]) -> list[tuple[str, str]]:
    return sorted(choices, key=lambda choice: choice[0] not in chosen)


DeliverableFormSet = forms.formset_factory(DeliverableForm, formset=RowFormSet, extra=0, can_delete=True)


class ActivityEditor:
    """The whole page: the activity's form and one for each of its deliverables."""

    def __init__(
        self,
        *,
        period: Period,
        nodes: Sequence[NodeChoice],
        assignees: Sequence[AssigneeChoice],
        data: QueryDict | None = None,
        activity: Activity | None = None,
        node_id: int | None = None,
    ) -> None:
        self.is_adding = wants_another(data)
        if data is not None and self.is_adding:
            data = with_one_more(data, PREFIX)
        self.form = ActivityForm(data, initial=_initial(activity, node_id), nodes=nodes)
        standing = list(activity.deliverables.all()) if activity else []
        self.objectives = tuple(one.pk for one in activity.objectives.all()) if activity else ()
        self.deliverables: Any = DeliverableFormSet(
            data,
            prefix=PREFIX,
            initial=[_deliverable_initial(one, period) for one in standing] or [{}],
            form_kwargs={"period": period, "assignees": (*assignees, *_gone(standing, assignees))},
        )

    def is_valid(self) -> bool:
        """Whether it was sent to be saved and everything in it is understood."""
        if not self.form.is_bound or self.is_adding:
            return False
        understood = self.form.is_valid()
        if not self.deliverables.is_valid():
            self.form.add_error(None, "Hay algo que no se entiende en un producto. Está señalado abajo.")
            return False
        return understood

    def values(self) -> ActivityValues:
        """What was entered, for the operation."""
        entered = self.form.cleaned_data
        return ActivityValues(
            node_id=entered["node"],
            name=entered["name"],
            code=entered["code"],
            description=entered["description"],
            deliverables=tuple(row.values() for row in self.deliverables.kept),
            objectives=self.objectives,
        )


def _initial(activity: Activity | None, node_id: int | None) -> dict[str, Any]:
    if activity is None:
        return {"node": node_id}
    return {
        "node": activity.node_id,
        "code": activity.code,
        "name": activity.name,
        "description": activity.description,
        "seen": activity.edited_at,
    }


def _deliverable_initial(one: Deliverable, period: Period) -> dict[str, Any]:
    assignments = list(one.assignments.all())
    return {
        "id": one.pk,
        "stands": deliverable_values(one),
        "target": one.target,
        "quantity": one.target_quantity.normalize() if one.target_quantity is not None else None,
        "unit": one.target_unit,
        "per_actor": one.target_per_actor,
        "product": one.product,
        "indicator": one.indicator,
        "resources": one.resources,
        "description": one.description,
        "leads": _matched(assignments, AssignmentRole.LEAD),
        "supports": _matched(assignments, AssignmentRole.SUPPORT),
        "schedule_text": one.schedule_text,
        "others": "\n".join(map(_unmatched, filter(_has_only_text, assignments))),
        "dates": schedule_text(
            [planned(milestone) for milestone in one.milestones.all()],
            as_written=one.schedule_text,
            period=period,
            recurrence=one.recurrence,
            permanent=one.permanent,
        ),
    }


def _value_of(assignment: Assignment) -> str:
    return f"a:{assignment.actor_id}" if assignment.actor_id else f"g:{assignment.group_id}"


def _has_only_text(assignment: Assignment) -> bool:
    return not (assignment.actor_id or assignment.group_id)


def _unmatched(assignment: Assignment) -> str:
    return f"{assignment.text} {_SUPPORT_MARK}" if assignment.role == AssignmentRole.SUPPORT else assignment.text


def _matched(assignments: Iterable[Assignment], role: str) -> list[str]:
    return [_value_of(one) for one in assignments if one.role == role and not _has_only_text(one)]


def _gone(standing: Iterable[Deliverable], assignees: Sequence[AssigneeChoice]) -> Iterator[AssigneeChoice]:
    """Whoever answers for something and is no longer in the org chart: kept until somebody takes them out."""
    known = {one.value for one in assignees}
    for deliverable in standing:
        for one in deliverable.assignments.all():
            if not _has_only_text(one) and _value_of(one) not in known:
                known.add(_value_of(one))
                yield AssigneeChoice(_value_of(one), str(one.actor or one.group), "ya no está en el organigrama")
