"""The form of what an entity decides for its petitions."""

from typing import Any

from django import forms

from rinde.capabilities.pqrsd.choices import PetitionKind, ResumePolicy
from rinde.capabilities.pqrsd.operations.options import OptionValues
from rinde.capabilities.pqrsd.queries.options import Options
from rinde.capabilities.pqrsd.rules.options import settable_rules


class OptionsForm(forms.Form):
    """Office hours, how a term goes on, days that are no law, and how long data are kept."""

    closes_at = forms.TimeField(
        label="Hora de cierre de la ventanilla",
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Escriba la hora de cierre.", "invalid": "Escriba la hora como 17:00."},
    )
    waits_outside_hours = forms.BooleanField(
        label="Lo que llega fuera del horario cuenta como recibido el día hábil siguiente",
        required=False,
        help_text="Es la práctica usual, no una regla de la ley. Sin la marca, cuenta desde el mismo día.",
    )
    resume_policy = forms.ChoiceField(
        label="Cuando la persona completa su petición, el plazo",
        choices=ResumePolicy.choices,
        widget=forms.RadioSelect,
        help_text="La ley dice que «se reactiva», sin decir cómo. Decídalo con la oficina jurídica.",
    )
    retention_months = forms.IntegerField(
        label="Meses que se guardan los datos de quien pide, desde que la petición termina",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text="Lo dice la tabla de retención documental. Después se borran y la petición queda sin ellos.",
        error_messages={"required": "Escriba cuántos meses.", "invalid": "Escriba un número de meses, sin letras."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule in settable_rules():
            self.fields[f"days_{rule.kind}"] = forms.IntegerField(
                label=f"{PetitionKind(rule.kind).label}: días hábiles",
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                help_text=f"{rule.source.citation}. Rinde no leyó su texto: confírmelo.",
                error_messages={"required": "Escriba cuántos días.", "invalid": "Escriba un número, sin letras."},
            )

    @staticmethod
    def initial_of(options: Options) -> dict[str, Any]:
        days = {f"days_{rule.kind}": options.own_days.get(rule.kind, rule.days) for rule in settable_rules()}
        return days | {
            "closes_at": options.hours.closes_at,
            "waits_outside_hours": options.hours.waits,
            "resume_policy": options.resume_policy,
            "retention_months": options.retention_months,
        }

    def values(self) -> OptionValues:
        """What was entered, for the operation."""
        data = self.cleaned_data
        return OptionValues(
            closes_at=data["closes_at"],
            waits_outside_hours=data["waits_outside_hours"],
            resume_policy=data["resume_policy"],
            own_days={rule.kind: data[f"days_{rule.kind}"] for rule in settable_rules()},
            retention_months=data["retention_months"],
        )
