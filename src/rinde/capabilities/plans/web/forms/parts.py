"""Components, subcomponents and announced actions."""

from collections.abc import Sequence
from typing import Any

from django import forms

from rinde.capabilities.plans.models import Announcement, PlanNode
from rinde.capabilities.plans.queries import Host, NodeChoice
from rinde.capabilities.plans.rules.rows import AnnouncementRow, NodeValues
from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.capabilities.plans.web.forms.texts import TextField


class NodeForm(EditForm):
    """A component or subcomponent."""

    code = forms.CharField(
        label="Código", max_length=30, required=False, help_text="Como lo imprime el plan: 3, 3.1, II."
    )
    name = forms.CharField(label="Nombre", max_length=500, error_messages={"required": "Escriba el nombre."})
    guiding_question = forms.CharField(
        label="Pregunta que orienta",
        required=False,
        help_text="La ve la ciudadanía encima de las actividades. Por ejemplo: ¿Dónde y con quién conversaremos?",
    )
    narrative = TextField(label="Texto de presentación", rows=5, max_length=20_000)

    @classmethod
    def of(cls, node: PlanNode, data: Any = None) -> "NodeForm":
        """The form of a saved component."""
        names = ("code", "name", "guiding_question", "narrative")
        return cls(data, initial={name: getattr(node, name) for name in names} | {"seen": node.edited_at})

    def values(self, parent_id: int | None = None) -> NodeValues:
        """What was entered, for the operation."""
        entered = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return NodeValues(parent_id=parent_id, **entered)


class AnnouncementForm(EditForm):
    """An action announced without date or unit."""

    text = TextField(label="Acción", rows=3, required=True, error_messages={"required": "Escriba la acción."})
    group = forms.CharField(
        label="Grupo", max_length=250, required=False, help_text="El título bajo el que la anuncia el plan."
    )

    @classmethod
    def of(cls, announcement: Announcement, data: Any = None) -> "AnnouncementForm":
        """The form of a saved announcement."""
        return cls(
            data,
            initial={"text": announcement.text, "group": announcement.group, "seen": announcement.edited_at},
        )

    def values(self) -> AnnouncementRow:
        """What was entered, for the operation."""
        return AnnouncementRow(self.cleaned_data["text"], self.cleaned_data["group"])


class ScheduleForm(EditForm):
    """Where an announced action goes when it becomes an activity."""

    node = forms.TypedChoiceField(
        label="Componente o subcomponente",
        coerce=int,
        error_messages={"required": "Escoja dónde va la actividad."},
    )

    def __init__(self, data: Any = None, *, nodes: Sequence[NodeChoice]) -> None:
        super().__init__(data)
        node: Any = self.fields["node"]
        node.choices = [("", "Escoja…"), *((one.id, f"{'— ' * one.depth}{one.heading}") for one in nodes)]


class PlacementForm(EditForm):
    """In which component of which other plan an activity is shown too."""

    node = forms.TypedChoiceField(
        label="Plan y componente", coerce=int, error_messages={"required": "Escoja el plan y el componente."}
    )

    def __init__(self, data: Any = None, *, hosts: Sequence[Host]) -> None:
        super().__init__(data)
        node: Any = self.fields["node"]
        plans = [(f"{one.title} ({one.year})", [(pk, shown) for pk, shown in one.nodes]) for one in hosts]
        node.choices = [("", "Escoja…"), *plans]
        self.has_hosts = bool(hosts)
