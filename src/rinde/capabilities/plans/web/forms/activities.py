"""An activity with its deliverables: the row of the plan, as one form."""

from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from rinde.capabilities.plans.queries import ActivityChoices, EditedActivity
from rinde.capabilities.plans.rules.rows import ActivityValues
from rinde.capabilities.plans.rules.schedules import Period
from rinde.capabilities.plans.web.forms.assignees import gone
from rinde.capabilities.plans.web.forms.deliverables import DeliverableForm, deliverable_initial
from rinde.capabilities.plans.web.forms.rows import RowFormSet, wants_another, with_one_more
from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.capabilities.plans.web.forms.texts import TextField

PREFIX = "producto"
LOOK_BUTTON = "ver"


class ActivityForm(EditForm):
    """What will be done, and where in the plan."""

    node = forms.TypedChoiceField(label="Componente o subcomponente", coerce=int)
    code = forms.CharField(label="Código", max_length=30, required=False, help_text="Como lo imprime el plan: 3.1.2")
    name = TextField(
        label="Actividad",
        rows=3,
        required=True,
        error_messages={"required": "Escriba qué se va a hacer."},
        help_text="Qué se va a hacer.",
    )
    description = TextField(label="Descripción", rows=3)
    objectives = forms.TypedMultipleChoiceField(
        label="Objetivos del plan a los que sirve", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: ActivityChoices, quiet: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.quiet = quiet
        node: Any = self.fields["node"]
        node.choices = [(one.id, f"{'— ' * one.depth}{one.heading}") for one in choices.nodes]
        objectives: Any = self.fields["objectives"]
        objectives.choices = choices.objectives

    def full_clean(self) -> None:
        """A page that only asked to see how it stands says nothing yet of what is missing."""
        super().full_clean()
        if self.quiet:
            self._errors = ErrorDict()


DeliverableFormSet = forms.formset_factory(DeliverableForm, formset=RowFormSet, extra=0, can_delete=True)


class ActivityEditor:
    """The whole page: the activity's form and one for each of its deliverables.

    «Agregar otro producto» and «Ver fechas y totales» are buttons of the same form: the page comes back with
    everything that was written, and nothing is saved.
    """

    def __init__(
        self,
        *,
        period: Period,
        choices: ActivityChoices,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        activity: EditedActivity | None = None,
        node_id: int | None = None,
    ) -> None:
        self.is_adding = wants_another(data)
        self.is_looking = data is not None and LOOK_BUTTON in data
        if data is not None and self.is_adding:
            data = with_one_more(data, PREFIX)
        quiet = self.is_adding or self.is_looking
        self.form = ActivityForm(data, initial=_initial(activity, node_id), choices=choices, quiet=quiet)
        standing = activity.values.deliverables if activity else ()
        answerers = activity.answerers if activity else ()
        self.deliverables: Any = DeliverableFormSet(
            data,
            files,
            prefix=PREFIX,
            initial=[deliverable_initial(one, period) for one in standing] or [{}],
            form_kwargs={
                "period": period,
                "assignees": (*choices.assignees, *gone(answerers, choices.assignees)),
                "looks": self.is_looking,
                "quiet": self.is_adding,
            },
        )

    def is_valid(self) -> bool:
        """Whether it was sent to be saved and everything in it is understood."""
        if not self.form.is_bound or self.is_adding:
            return False
        understood = self.deliverables.is_valid()
        if self.is_looking:
            return False
        if not understood:
            self.form.add_error(None, "Hay algo que no se entiende en un producto. Está señalado abajo.")
            return False
        return self.form.is_valid()

    @property
    def has_row_errors(self) -> bool:
        """Whether something in a product is not understood: the page says it above, where its reader is."""
        return self.form.is_bound and not self.is_adding and any(row.errors for row in self.deliverables)

    def values(self) -> ActivityValues:
        """What was entered, for the operation."""
        entered = self.form.cleaned_data
        return ActivityValues(
            node_id=entered["node"],
            name=entered["name"],
            code=entered["code"],
            description=entered["description"],
            deliverables=tuple(row.values() for row in self.deliverables.kept),
            objectives=tuple(entered["objectives"]),
        )


def _initial(activity: EditedActivity | None, node_id: int | None) -> dict[str, Any]:
    if activity is None:
        return {"node": node_id}
    stored = activity.values
    return {
        "node": stored.node_id,
        "code": stored.code,
        "name": stored.name,
        "description": stored.description,
        "objectives": list(stored.objectives),
        "seen": activity.edited_at,
    }
