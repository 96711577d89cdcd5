"""What is asked when somebody wants a published plan to change: why, in whose name; one date; opinion; decision."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from rinde.capabilities.plans.choices import ChangeKind
from rinde.capabilities.plans.queries import EditedActivity
from rinde.capabilities.plans.queries.change_requests import RequestRow
from rinde.capabilities.plans.rules.change_requests.moving import with_moved_date
from rinde.capabilities.plans.rules.change_requests.proposals import LONGEST_OPINION, LONGEST_REASON, Proposal
from rinde.capabilities.plans.rules.rows import ActivityValues
from rinde.capabilities.plans.rules.schedules import Period
from rinde.capabilities.plans.web.forms.acts import ActForm
from rinde.capabilities.plans.web.forms.headers import DayInput
from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.foundations.design.spanish import spanish_date

PREFIX = "cambio"
Units = Sequence[tuple[int, str]]


class ReasonForChangeForm(EditForm):
    """Why, and in whose name. `base` says which text the asker had before their eyes."""

    prefix = PREFIX
    base = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Por qué se pide",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Termine la frase «cambia porque…». Lo leerá la ciudadanía; no escriba datos de personas.",
        error_messages={"required": "Escriba por qué se pide el cambio."},
    )
    unit = forms.TypedChoiceField(
        label="Dependencia que lo pide",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="El público ve la dependencia, nunca a la persona.",
    )

    sure = forms.BooleanField(required=False)

    def __init__(self, *args: Any, units: Units = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.asks_unit = bool(units)
        self.asks_sure = False
        field: Any = self.fields["unit"]
        field.choices = [("", "La coordinación del plan"), *units]

    def confirms(self, odd: Sequence[str]) -> bool:
        """Whether the asker says that odd dates are right; where they did not yet, ask them."""
        if not odd:
            return True
        self.asks_sure = True
        self.fields["sure"].label = "Sí, la fecha queda fuera de la vigencia o ya pasó, y así se pide"
        if self.cleaned_data["sure"]:
            return True
        self.add_error("sure", f"{'. '.join(odd)}. Si así es, confírmelo; si no, corrija la fecha.")
        return False

    def rebase(self, base: str) -> None:
        """Make the next try count: the person has now both texts before their eyes."""
        self.is_stale = True
        data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data[self.add_prefix("base")] = base
        self.data = data


class DateForm(forms.Form):
    """The commonest change: one date of an activity, on another day."""

    which = forms.ChoiceField(label="Qué fecha cambia", widget=forms.RadioSelect)
    day = forms.DateField(
        label="Fecha nueva",
        widget=DayInput,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"required": "Escriba la fecha nueva.", "invalid": "Esa fecha no existe. Corríjala."},
    )

    def __init__(self, data: Any, *, activity: EditedActivity, period: Period, today: date) -> None:
        self.activity_id, self.values, self.period = activity.id, activity.values, period
        places = [
            (f"{number}-{place}", _named(self.values, number, place, today))
            for number, one in enumerate(self.values.deliverables)
            for place in range(len(one.milestones))
        ]
        super().__init__(data, initial={"which": places[0][0]} if len(places) == 1 else None)
        field: Any = self.fields["which"]
        field.choices = places
        field.error_messages["required"] = "Escoja qué fecha cambia."

    @property
    def has_dates(self) -> bool:
        field: Any = self.fields["which"]
        return bool(field.choices)

    def _chosen(self) -> tuple[int, int]:
        number, place = map(int, self.cleaned_data["which"].split("-"))
        return number, place

    def clean_day(self) -> date:
        """Refuse the day that the plan already says: a request that changes nothing is none."""
        day: date = self.cleaned_data["day"]
        if "which" in self.cleaned_data:
            number, place = self._chosen()
            if self.values.deliverables[number].milestones[place].due_on == day:
                raise forms.ValidationError("La fecha es la misma que el plan ya dice. Escriba otra.")
        return day

    def proposal(self) -> Proposal:
        """The whole activity, with that one date on the new day."""
        number, place = self._chosen()
        each = list(self.values.deliverables)
        each[number] = with_moved_date(each[number], place, self.cleaned_data["day"], self.period)
        values = replace(self.values, deliverables=tuple(each))
        return Proposal(ChangeKind.EDIT_ACTIVITY, self.activity_id, values)


def _named(values: ActivityValues, number: int, place: int, today: date) -> str:
    one = values.deliverables[number]
    planned = one.milestones[place]
    of_which = f" · {one.product or one.target}"[:80] if len(values.deliverables) > 1 else ""
    name = f" · {planned.name}" if planned.name else ""
    late = " (ya venció)" if planned.due_on < today else ""
    return f"{spanish_date(planned.due_on, 'long')}{name}{of_which}{late}"


class OpinionForm(EditForm):
    """What the plan's coordinator thinks of a request."""

    favourable = forms.TypedChoiceField(
        label="Concepto",
        widget=forms.RadioSelect,
        choices=[("si", "Favorable"), ("no", "No favorable")],
        coerce=lambda value: value == "si",
        empty_value=None,
        error_messages={"required": "Escoja si el concepto es favorable."},
    )
    text = forms.CharField(
        label="Razones",
        required=False,
        max_length=LONGEST_OPINION,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Obligatorias si el concepto no es favorable. Las lee quien decide, y la ciudadanía si se publica.",
    )


class DecisionForm(ActForm):
    """One act that decides several requests."""

    requests = forms.TypedMultipleChoiceField(
        label="Solicitudes que aprueba el acto",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Marque al menos una solicitud."},
    )
    field_order = ("requests", "body", "number", "dated_on", "is_older", "file", "file_is_public")

    def __init__(self, *args: Any, waiting: Sequence[RequestRow], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["requests"]
        field.choices = [(one.id, f"{one.number}. {' '.join(one.sentences)}") for one in waiting]
        self.fields["is_older"].label = "La fecha es correcta aunque sea anterior a la solicitud"
