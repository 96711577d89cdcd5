"""Who an open set of responsibles is: «los que suscriban el pacto», once they have."""

from collections.abc import Sequence
from typing import Any

from django import forms

from rinde.capabilities.plans.models import Assignment
from rinde.capabilities.plans.queries import AssigneeChoice
from rinde.capabilities.plans.web.forms.saving import EditForm


class MembersForm(EditForm):
    """Names to tick. Whoever left the org chart stays until somebody takes them out."""

    members = forms.MultipleChoiceField(label="Quiénes son", required=False, widget=forms.CheckboxSelectMultiple)

    @classmethod
    def of(cls, assignment: Assignment, actors: Sequence[AssigneeChoice], data: Any = None) -> "MembersForm":
        """The form of one assignment. One query."""
        standing = [one.actor for one in assignment.members.select_related("actor").order_by("pk")]
        form = cls(data, initial={"members": [f"a:{actor.pk}" for actor in standing]})
        known = {one.value for one in actors}
        gone = (AssigneeChoice(f"a:{one.pk}", one.name, "ya no está en el organigrama") for one in standing)
        offered = [*actors, *(one for one in gone if one.value not in known)]
        field: Any = form.fields["members"]
        field.choices = [(one.value, f"{one.name} ({one.hint})" if one.hint else one.name) for one in offered]
        return form

    def actor_ids(self) -> list[int]:
        """What was ticked, for the operation."""
        return [int(value.removeprefix("a:")) for value in self.cleaned_data["members"]]
