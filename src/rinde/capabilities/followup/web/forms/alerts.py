"""The form that says when an entity tells its people."""

from typing import Any

from django import forms

from rinde.capabilities.followup.models import AlertPolicy
from rinde.capabilities.followup.rules.alert_days import LONGEST, WEEKDAYS, AlertDays
from rinde.capabilities.followup.web.presenters.alerts import hour_in_words

_NUMBER = {"required": "Escriba cuántos días.", "invalid": "Escriba un número de días, sin letras."}


def _days(label: str, help_text: str, least: int) -> forms.IntegerField:
    within = f"Escriba un número de {least} a {LONGEST}."
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=least,
        max_value=LONGEST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=_NUMBER | {"min_value": within, "max_value": within},
    )


class AlertForm(forms.Form):
    """Day and hour of the digest, and the days before and after a date."""

    digest_weekday = forms.TypedChoiceField(
        label="Día del resumen", coerce=int, choices=[(number, day.capitalize()) for number, day in enumerate(WEEKDAYS)]
    )
    digest_hour = forms.TypedChoiceField(
        label="Hora del resumen", coerce=int, choices=[(hour, hour_in_words(hour)) for hour in range(24)]
    )
    due_soon_days = _days(
        "«Vence pronto» desde cuántos días antes", "Días calendario. Aparece en el resumen de quien reporta.", 1
    )
    escalate_after_days = _days(
        "Avisar a la jefatura a los cuántos días de vencida",
        "Días hábiles. Al llegar a ese día, la jefatura la ve en su propio resumen. Con 0, desde el día siguiente.",
        0,
    )
    term_days = _days(
        "Avisar los plazos del ciclo desde cuántos días antes",
        "Días calendario antes de que venza el informe de control interno o la publicación del plan. Estos avisos no "
        "esperan al resumen.",
        1,
    )
    returned_at_once = forms.BooleanField(
        label="Avisar de un reporte devuelto apenas se devuelve",
        help_text="Un correo a quien lo escribió, con el enlace y sin el motivo. Sin marcar, espera al resumen.",
        required=False,
    )

    @staticmethod
    def initial_of(policy: AlertPolicy) -> dict[str, Any]:
        """What the form shows of what holds today."""
        return {name: getattr(policy, name) for name in AlertForm.base_fields}

    def days(self) -> AlertDays:
        """What was entered, for the operation."""
        return AlertDays(**self.cleaned_data)
