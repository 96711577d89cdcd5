"""What planning enters: who does what, a round's days, a note, a summary, and whom to remind."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from rinde.capabilities.entities.models import Actor
from rinde.capabilities.followup.choices import RoundRhythm
from rinde.capabilities.followup.models import FollowUpPolicy, MonitoringNote
from rinde.capabilities.followup.rules.monitoring.notes import (
    LONGEST_NOTE,
    LONGEST_SUMMARY,
    LONGEST_TERM,
    SHORTEST_TERM,
    NoteValues,
    PolicyValues,
)
from rinde.capabilities.followup.rules.monitoring.stretches import Stretch
from rinde.capabilities.plans.web.forms.headers import day_field
from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.capabilities.plans.web.forms.texts import FigureField, TextField

OTHER_DAYS = "otras"


class PolicyForm(EditForm):
    """Who monitors and who evaluates a plan."""

    monitored_by = forms.ChoiceField(
        label="Monitorea",
        required=False,
        help_text="La dependencia o la instancia que coordina el plan. Puede reportar también: las páginas lo dirán.",
    )
    evaluated_by = forms.ChoiceField(
        label="Evalúa",
        required=False,
        help_text="Control interno o quien haga sus veces. No puede ser quien monitorea.",
    )
    rhythm = forms.ChoiceField(label="Una ronda de monitoreo", choices=RoundRhythm.choices)
    report_days = forms.IntegerField(
        label="Días hábiles para reportar después de un corte",
        help_text="Hasta ese día cuenta lo que se reporte de hechos anteriores al corte.",
    )
    reply_days = forms.IntegerField(
        label="Días hábiles para responder el informe preliminar",
        help_text="Es el tiempo de las dependencias antes del informe definitivo.",
    )

    def __init__(self, *args: Any, actors: Iterable[Actor], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", "Nadie todavía"), *((str(one.pk), one.name) for one in actors)]
        for name in ("monitored_by", "evaluated_by"):
            field: Any = self.fields[name]
            field.choices = choices
            field.error_messages["invalid_choice"] = "Escoja una dependencia o instancia de la lista."
        for name in ("report_days", "reply_days"):
            self.fields[name].error_messages |= {
                "required": f"Escriba cuántos días hábiles, de {SHORTEST_TERM} a {LONGEST_TERM}.",
                "invalid": "Escriba un número entero de días.",
            }

    @staticmethod
    def initial_of(policy: FollowUpPolicy) -> dict[str, Any]:
        return {
            "monitored_by": policy.monitored_by_id or "",
            "evaluated_by": policy.evaluated_by_id or "",
            "rhythm": policy.rhythm,
            "report_days": policy.report_days,
            "reply_days": policy.reply_days,
            "seen": policy.edited_at if policy.pk else None,
        }

    def values(self) -> PolicyValues:
        """What was entered, for the operation."""
        entered = self.cleaned_data
        return PolicyValues(
            monitored_by=_number(entered["monitored_by"]),
            evaluated_by=_number(entered["evaluated_by"]),
            rhythm=entered["rhythm"],
            report_days=entered["report_days"],
            reply_days=entered["reply_days"],
        )


def _number(value: str) -> int | None:
    return int(value) if value else None


class RoundForm(EditForm):
    """Which stretch of time a round looks at: one of the plan's rhythm, or other days."""

    stretch = forms.ChoiceField(
        label="Qué mira la ronda",
        widget=forms.RadioSelect,
        error_messages={"required": "Escoja qué mira la ronda.", "invalid_choice": "Escoja una de la lista."},
    )
    starts_on = day_field("Desde", required=False)
    ends_on = day_field("Hasta", required=False)

    def __init__(self, *args: Any, offered: Sequence[Stretch], proposed: Stretch | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offered = {one.ends_on.isoformat(): one for one in offered}
        field: Any = self.fields["stretch"]
        field.choices = [*((key, one.name) for key, one in self.offered.items()), (OTHER_DAYS, "Otros días")]
        field.initial = proposed.ends_on.isoformat() if proposed else OTHER_DAYS
        for name in ("starts_on", "ends_on"):
            self.fields[name].error_messages["invalid"] = "Esa fecha no existe. Corríjala."

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or {}
        if entered.get("stretch") == OTHER_DAYS:
            for name, label in (("starts_on", "primer"), ("ends_on", "último")):
                if not entered.get(name) and name not in self.errors:
                    self.add_error(name, f"Escriba el {label} día de la ronda.")
        return entered

    def value(self) -> Stretch:
        """The stretch that was chosen."""
        entered = self.cleaned_data
        if entered["stretch"] != OTHER_DAYS:
            return self.offered[entered["stretch"]]
        first: date = entered["starts_on"]
        return Stretch(first, entered["ends_on"])


class NoteForm(EditForm):
    """What planning says of one activity. Many stand on one page, so that each names its fields after it."""

    text = TextField(label="Nota de planeación", rows=3, max_length=LONGEST_NOTE)
    percent = FigureField(label="Porcentaje de planeación")

    def __init__(self, data: Any = None, *, key: str, note: MonitoringNote | None) -> None:
        super().__init__(data, auto_id=f"id_{key}_%s", initial=self._initial(note))
        self.fields["percent"].help_text = "De 0 a 100. Vacío: el que calcula Rinde."

    @staticmethod
    def _initial(note: MonitoringNote | None) -> dict[str, Any]:
        if note is None:
            return {}
        percent = None if note.ratio is None else note.ratio * Decimal(100)
        return {"text": note.text, "percent": percent, "seen": note.edited_at}

    def values(self) -> NoteValues:
        """What was entered, for the operation."""
        return NoteValues(self.cleaned_data["text"], self.cleaned_data["percent"])


class ClosingForm(EditForm):
    """The summary of a round, and the hash of what was looked at."""

    summary = TextField(
        label="Resumen de la ronda",
        rows=6,
        max_length=LONGEST_SUMMARY,
        help_text="Qué va bien, qué se atrasó y qué se acordó. Lo leerá la ciudadanía.",
    )
    reviewed = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def look_again(self, reviewed: str) -> None:
        """Carry the hash of what the page shows now: the person has it before their eyes."""
        self.data = {name: self.data.get(name) for name in self.data} | {"reviewed": reviewed}


class ReminderForm(EditForm):
    """Which units are reminded."""

    units = forms.MultipleChoiceField(
        label="A quiénes",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Escoja al menos una dependencia.",
            "invalid_choice": "Esa dependencia ya no debe nada.",
        },
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["units"]
        field.choices = offered
        field.initial = [value for value, _ in offered]
