"""Forms of groups, topics, communication, stages, series and terms."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from rinde.capabilities.dialogue.choices import Approach
from rinde.capabilities.dialogue.models import CommunicationAction, SpaceSeries, Topic, ValueGroup
from rinde.capabilities.dialogue.operations.series import SeriesValues
from rinde.capabilities.dialogue.operations.topics import Priority
from rinde.capabilities.dialogue.rules.outreach import ActionValues, GroupValues
from rinde.capabilities.dialogue.rules.terms import StepTerm
from rinde.capabilities.dialogue.web.forms.fields import codes_field, day_field, text_field
from rinde.capabilities.followup.choices import Channel
from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.foundations.law.terms import TermUnit

Choices = Sequence[tuple[str, str]]
_NOT_A_NUMBER = "Escriba un número, sin letras ni puntos."


class GroupForm(EditForm):
    """A group of value."""

    name = forms.CharField(
        label="Cómo se llama el grupo", help_text="«Juntas de acción comunal», «Mujeres rurales», «Comerciantes».",
        error_messages={"required": "Escriba cómo se llama el grupo."},
    )  # fmt: skip
    description = text_field("Quiénes son y qué les interesa", rows=4)
    size = forms.IntegerField(
        label="Cuántas personas son", required=False, widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _NOT_A_NUMBER},
    )  # fmt: skip
    size_source = forms.CharField(
        label="De dónde sale ese número", required=False, help_text="Quién las contó y cuándo: «Sisbén, 2025»."
    )
    territory = forms.CharField(label="Dónde están", required=False)
    first_channel = forms.ChoiceField(
        label="Canal que prefieren", choices=[("", "No se sabe"), *Channel.choices], required=False
    )
    channels = codes_field("Otros canales por los que se les llega", Channel.choices)
    approaches = codes_field("Enfoques", Approach.choices)
    is_active = forms.BooleanField(label="Se tiene en cuenta este año", required=False, initial=True)

    @staticmethod
    def initial_of(group: ValueGroup) -> dict[str, Any]:
        """What the form of a kept group shows."""
        names = ("name", "description", "size", "size_source", "territory", "approaches", "is_active")
        shown = {name: getattr(group, name) for name in names} | {"seen": group.edited_at}
        return shown | {"first_channel": next(iter(group.channels), ""), "channels": group.channels[1:]}

    def values(self) -> GroupValues:
        """What was entered, for the operation."""
        data = self.cleaned_data
        channels = dict.fromkeys(one for one in (data["first_channel"], *data["channels"]) if one)
        return GroupValues(
            name=data["name"],
            description=data["description"],
            size=data["size"],
            size_source=data["size_source"],
            territory=data["territory"],
            channels=tuple(channels),
            approaches=tuple(data["approaches"]),
            is_active=data["is_active"],
        )


class TopicsForm(forms.Form):
    """Topics to propose, one a line."""

    names = text_field(
        "Temas", rows=6, required=True, help_text="Uno por línea, en palabras de la gente: «El agua de las veredas».",
        missing="Escriba al menos un tema, uno por línea.",
    )  # fmt: skip

    def lines(self) -> list[str]:
        """The lines that say something."""
        return [line for line in self.cleaned_data["names"].splitlines() if line.strip()]


class PrioritiesForm(forms.Form):
    """The place of each topic, and why where it needs a reason."""

    def __init__(self, *args: Any, topics: Iterable[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = list(topics)
        for one in self.topics:
            self.fields[f"rank-{one.pk}"] = forms.IntegerField(
                label=f"Lugar de «{one.name}»", required=False, initial=one.rank, min_value=1, max_value=99,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                error_messages={
                    "invalid": _NOT_A_NUMBER,
                    "min_value": "El primer lugar es el 1.",
                    "max_value": "El lugar tiene hasta dos cifras.",
                },
            )  # fmt: skip
            self.fields[f"why-{one.pk}"] = forms.CharField(
                label=f"Por qué «{one.name}»", required=False, initial=one.why
            )

    def rows(self) -> list[tuple[Topic, Any, Any]]:
        """Each topic with its two fields."""
        return [(one, self[f"rank-{one.pk}"], self[f"why-{one.pk}"]) for one in self.topics]

    def priorities(self) -> dict[int, Priority]:
        """What was decided, for the operation."""
        data = self.cleaned_data
        return {one.pk: Priority(data[f"rank-{one.pk}"], data[f"why-{one.pk}"]) for one in self.topics}


class ActionForm(forms.Form):
    """A line of the communication component."""

    channel = forms.ChoiceField(label="Canal", choices=Channel.choices)
    group = forms.ChoiceField(label="A quién", required=False)
    message = text_field("Qué se cuenta", rows=3, required=True, missing="Escriba qué se cuenta.")
    planned_on = day_field("Para cuándo", required=False)
    done_on = day_field("Se hizo el", required=False)

    def __init__(self, *args: Any, groups: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", "Toda la ciudadanía"), *groups]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(action: CommunicationAction) -> dict[str, Any]:
        """What the form of a kept line shows."""
        names = ("channel", "message", "planned_on", "done_on")
        return {name: getattr(action, name) for name in names} | {"group": action.group_id or ""}

    def values(self) -> ActionValues:
        """What was entered, for the operation."""
        data = self.cleaned_data
        group = int(data["group"]) if data["group"] else None
        return ActionValues(data["channel"], data["message"], group, data["planned_on"], data["done_on"])


class StageForm(forms.Form):
    """What was done in a stage of the strategy."""

    text = text_field(
        "Qué se ha hecho", rows=7, help_text="En palabras de la gente. Se lee en la página de la estrategia."
    )
    done_on = day_field("Terminó el", required=False, help_text="Vacío: sigue en curso.")


class SeriesForm(forms.Form):
    """A series of spaces."""

    title = forms.CharField(
        label="Cómo se llama la serie", help_text="«Diálogos en las veredas», «Feria de la transparencia».",
        error_messages={"required": "Escriba cómo se llama la serie."},
    )  # fmt: skip
    year = forms.IntegerField(
        label="Año", widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "Escriba el año.", "invalid": _NOT_A_NUMBER},
    )  # fmt: skip
    purpose = text_field("Para qué es", rows=4)
    actor_id = forms.ChoiceField(label="Quién la organiza", required=False)
    plan_id = forms.ChoiceField(label="Plan del que hace parte", required=False)

    def __init__(self, *args: Any, actors: Choices, plans: Choices, whole_entity: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = [("", "Toda la entidad")] if whole_entity else []
        self.fields["actor_id"].choices = [*whole, *actors]  # type: ignore[attr-defined]
        self.fields["plan_id"].choices = [("", "Ninguno"), *plans]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(series: SpaceSeries) -> dict[str, Any]:
        """What the form of a kept series shows."""
        return {name: getattr(series, name) for name in ("title", "year", "purpose", "actor_id", "plan_id")}

    def values(self) -> SeriesValues:
        """What was entered, for the operation."""
        data = self.cleaned_data
        numbers = {name: int(data[name]) if data[name] else None for name in ("actor_id", "plan_id")}
        return SeriesValues(year=data["year"], title=data["title"], purpose=data["purpose"], **numbers)


_UNITS = [(TermUnit.CALENDAR_DAYS.value, "días calendario"), (TermUnit.BUSINESS_DAYS.value, "días hábiles")]
_SIDES = [("antes", "antes"), ("despues", "después")]


class TermsForm(forms.Form):
    """The terms of the steps of one kind of space, a line each."""

    def __init__(self, *args: Any, terms: Mapping[str, StepTerm], labels: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = terms
        for step, term in terms.items():
            label = labels[step]
            self.fields[f"days-{step}"] = forms.IntegerField(
                label=f"Días de «{label}»", initial=term.days, min_value=0,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                error_messages={
                    "required": "Escriba cuántos días; 0 es el mismo día.",
                    "invalid": _NOT_A_NUMBER,
                    "min_value": "Escriba cuántos días, desde 0, y escoja antes o después.",
                },
            )  # fmt: skip
            self.fields[f"unit-{step}"] = forms.ChoiceField(
                label=f"Cómo se cuentan los de «{label}»", choices=_UNITS, initial=term.unit.value
            )
            self.fields[f"side-{step}"] = forms.ChoiceField(
                label=f"«{label}» va antes o después", choices=_SIDES, initial="antes" if term.is_before else "despues"
            )

    def row(self, step: str) -> tuple[Any, Any, Any]:
        """The three fields of a step."""
        return self[f"days-{step}"], self[f"unit-{step}"], self[f"side-{step}"]

    def values(self) -> dict[str, StepTerm]:
        """What was entered, for the operation."""
        data = self.cleaned_data
        return {
            step: StepTerm(data[f"days-{step}"], TermUnit(data[f"unit-{step}"]), data[f"side-{step}"] == "antes", "")
            for step in self.terms
        }
