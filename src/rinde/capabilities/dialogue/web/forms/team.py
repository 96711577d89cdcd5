"""Who joins the team of a space, and for what."""

from collections.abc import Sequence
from typing import Any

from django import forms

from rinde.capabilities.dialogue.choices import TeamTask


class TeamForm(forms.Form):
    """One person and one task."""

    user = forms.ChoiceField(
        label="Persona",
        error_messages={"required": "Escoja a alguien de la lista.", "invalid_choice": "Escoja a alguien de la lista."},
    )
    task = forms.ChoiceField(
        label="Qué hace",
        choices=TeamTask.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Escoja qué hace en el espacio."},
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [("", "Escoja a una persona"), *people]  # type: ignore[attr-defined]
