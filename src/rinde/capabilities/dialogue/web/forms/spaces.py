"""The form of a space: only the fields that its kind needs, the fewest of them while it is first written down."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, time
from typing import Any

from django import forms

from rinde.capabilities.dialogue.choices import Accessibility, Approach, Mode, StepKind
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.capabilities.dialogue.rules.spaces import SpaceValues
from rinde.capabilities.dialogue.web.forms.fields import (
    codes_field,
    day_field,
    moment,
    parts_of,
    text_field,
    time_field,
)
from rinde.capabilities.plans.web.forms.saving import EditForm

Choices = Sequence[tuple[str, str]]
_DETAILS = (
    "how_to_take_part", "accessibility", "topic_ids", "group_ids", "approaches", "capacity", "registration_closes_on",
    "registration_closes_time", "is_for_minors", "shows_questions_at_once",
)  # fmt: skip
_CODES = ("accessibility", "approaches")
_NUMBERS = ("topic_ids", "group_ids")
_NUMBER = ("actor_id", "plan_id", "series_id")
_LAST_MINUTE = time(23, 59)  # of a day that was given without an hour
_PLAIN = tuple(one.name for one in fields(SpaceValues))


@dataclass(frozen=True, slots=True)
class SpaceChoices:
    """What the entity has to choose from. `whole_entity`: this person may prepare spaces of the entity as such."""

    actors: Choices
    plans: Choices
    series: Choices
    topics: Choices
    groups: Choices
    whole_entity: bool = True


class SpaceForm(EditForm):
    """What is written about a space. `short` leaves the details for its page; `is_called` keeps the day as it is."""

    title = forms.CharField(
        label="Cómo se llama", help_text="Como lo dirá en la invitación: «Audiencia pública de rendición de cuentas».",
        error_messages={"required": "Escriba cómo se llama el espacio."},
    )  # fmt: skip
    starts_on = day_field("Día")
    starts_time = time_field("Empieza")
    ends_time = time_field("Termina")
    ends_on = day_field("Último día", required=False, help_text="Solo si dura varios días.")
    purpose = text_field("Para qué es", help_text="En palabras de la gente: qué se cuenta y qué se pregunta.")
    mode = forms.ChoiceField(label="Cómo se hace", choices=Mode.choices, widget=forms.RadioSelect)
    place = forms.CharField(label="Lugar y dirección", required=False)
    territory = forms.CharField(
        label="Territorio", required=False, help_text="Municipio, vereda o comuna, si es para un lugar en particular."
    )
    link = forms.URLField(
        label="Enlace de la transmisión o de la sala", required=False, assume_scheme="https",
        error_messages={"invalid": "Ese enlace no se entiende. Cópielo completo, desde https://."},
    )  # fmt: skip
    how_to_take_part = text_field(
        "Cómo participar", help_text="Quién puede ir, si hay que inscribirse, en papel dónde."
    )
    accessibility = codes_field("Accesibilidad que se ofrece", Accessibility.choices)
    topic_ids = codes_field("Temas que se van a responder", ())
    group_ids = codes_field("Grupos de valor a los que se llama", ())
    approaches = codes_field("Enfoques", Approach.choices)
    capacity = forms.IntegerField(
        label="Cupo", required=False, widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text="Cuántas personas caben. Vacío: todas las que lleguen.",
        error_messages={"invalid": "Escriba el cupo en números, sin letras."},
    )  # fmt: skip
    registration_closes_on = day_field("Inscripciones hasta", required=False, help_text="Vacío: hasta que empiece.")
    registration_closes_time = time_field("Hora", required=False)
    is_for_minors = forms.BooleanField(
        label="Es para niños, niñas o adolescentes: se cuentan las personas y no se pide ningún nombre", required=False
    )
    shows_questions_at_once = forms.BooleanField(
        label="Las preguntas se ven apenas llegan, y se revisan después", required=False
    )
    actor_id = forms.ChoiceField(label="Quién lo organiza", required=False)
    plan_id = forms.ChoiceField(label="Plan del que hace parte", required=False)
    series_id = forms.ChoiceField(
        label="Serie", required=False, help_text="Si son varios parecidos: uno por municipio, una feria con sus mesas."
    )

    def __init__(
        self, *args: Any, kind: str, choices: SpaceChoices, short: bool = False, is_called: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in unneeded_fields(kind) | (set(_DETAILS) if short else set()):
            del self.fields[name]
        if is_called:
            for name in ("starts_on", "starts_time"):
                self.fields[name].disabled = True  # it moves with a reason, by a form of its own
        whole = [("", "Toda la entidad")] if choices.whole_entity else []
        self._offer("actor_id", [*whole, *choices.actors])
        self._offer("plan_id", [("", "Ninguno"), *choices.plans])
        self._offer("series_id", [("", "Ninguna"), *choices.series])
        self._offer("topic_ids", choices.topics)
        self._offer("group_ids", choices.groups)
        if "actor_id" in self.fields:
            self.fields["actor_id"].required = not choices.whole_entity

    def _offer(self, name: str, choices: Choices) -> None:
        if name in self.fields:
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]
            if not choices or (name == "series_id" and len(choices) == 1):
                del self.fields[name]  # nothing to choose from: nothing is asked

    def values(self, base: SpaceValues | None = None) -> SpaceValues:
        """What was entered over what stood there: a field that this form does not ask keeps what it said."""
        data = self.cleaned_data
        base = base or SpaceValues(self.kind, "", None, None)
        changed: dict[str, Any] = {name: data[name] for name in _PLAIN if name in self.fields}
        changed |= {name: tuple(data[name]) for name in _CODES if name in self.fields}
        changed |= {name: tuple(int(one) for one in data[name]) for name in _NUMBERS if name in self.fields}
        changed |= {name: int(data[name]) if data[name] else None for name in _NUMBER if name in self.fields}
        changed["starts_at"] = moment(data["starts_on"], data["starts_time"])
        changed["ends_at"] = moment(data["ends_on"] or data["starts_on"], data["ends_time"])
        if "registration_closes_on" in self.fields:
            at = moment(data["registration_closes_on"], data["registration_closes_time"] or _LAST_MINUTE)
            changed["registration_closes_at"] = at
        return replace(base, kind=self.kind, **changed)

    @staticmethod
    def initial_of(values: SpaceValues) -> dict[str, Any]:
        """What the form of a written space shows."""
        shown = {name: getattr(values, name) for name in _PLAIN}
        shown["starts_on"], shown["starts_time"] = parts_of(values.starts_at)
        last_day, shown["ends_time"] = parts_of(values.ends_at)
        shown["ends_on"] = last_day if last_day != shown["starts_on"] else None
        closes = parts_of(values.registration_closes_at)
        shown["registration_closes_on"], shown["registration_closes_time"] = closes
        return shown | {name: [str(one) for one in getattr(values, name)] for name in _NUMBERS}


def unneeded_fields(kind: str) -> set[str]:
    """The fields that a kind of space has no use for."""
    steps, unneeded = steps_of_kind(kind), set[str]()
    if StepKind.REGISTRATION not in steps.all:
        unneeded |= {"registration_closes_on", "registration_closes_time"}
    if not {StepKind.REGISTRATION, StepKind.CHECK_IN} & set(steps.all):
        unneeded |= {"capacity", "is_for_minors"}
    if StepKind.LIVE_QUESTIONS not in steps.all:
        unneeded |= {"shows_questions_at_once", "topic_ids"}
    if not steps.is_public:
        unneeded |= {"how_to_take_part", "accessibility", "territory", "group_ids", "approaches", "is_for_minors"}
    return unneeded


class MoveForm(forms.Form):
    """Another date for a space to which people were called."""

    starts_on = day_field("Nuevo día")
    starts_time = time_field("Empieza")
    ends_time = time_field("Termina")
    ends_on = day_field("Último día", required=False, help_text="Solo si dura varios días.")
    reason = text_field(
        "Por qué cambia", rows=3, required=True, help_text="La ciudadanía lee este motivo en la página del espacio.",
        missing="Diga por qué cambia la fecha. La ciudadanía leerá el motivo.",
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """What was entered, for the operation."""
        data = self.cleaned_data
        return {
            "starts_at": moment(data["starts_on"], data["starts_time"]),
            "ends_at": moment(data["ends_on"] or data["starts_on"], data["ends_time"]),
            "reason": data["reason"],
        }


class CancelForm(forms.Form):
    """Why a space will not take place."""

    reason = text_field(
        "Por qué se cancela", rows=3, required=True, help_text="Quienes iban a participar leen este motivo.",
        missing="Diga por qué se cancela. Quienes iban a participar leerán el motivo.",
    )  # fmt: skip


class StepDoneForm(forms.Form):
    """The day on which a step was done, and what was done."""

    done_on = day_field("Día en que se hizo")
    text = text_field(
        "Qué se hizo", rows=3, help_text="En una frase. Va al paso y a los borradores del plan que este paso cumple."
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = today


class StepLeftForm(forms.Form):
    """Why a step does not apply."""

    reason = text_field(
        "Por qué no aplica", rows=3, required=True, missing="Diga por qué este paso no aplica.",
        help_text="Queda escrito en el espacio, a la vista de todas las personas.",
    )  # fmt: skip


class NothingForm(forms.Form):
    """A button that asks for nothing, with room for what an operation says is missing."""

    go = forms.CharField(widget=forms.HiddenInput, initial="1", required=False)
