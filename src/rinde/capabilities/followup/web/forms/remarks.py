"""«Esto no pasó»: the form that needs no account."""

from typing import Any

from django import forms

from rinde.capabilities.followup.rules.remarks import CONSENT_TEXT, RemarkValues, text_gap
from rinde.foundations.text.typed import tidy_text
from rinde.services.visitors import VisitorForm


class RemarkForm(VisitorForm):
    """What a visitor says of an activity."""

    field_order = ("text", "author_name", "shows_name", "email", "consents")

    text = forms.CharField(
        label="Cuente qué vio",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Hasta 2.000 caracteres. Diga qué pasó o qué no pasó, dónde y cuándo. No escriba datos de otras "
        "personas.",
        error_messages={"required": "Escriba qué pasó o qué no pasó."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shows_name"].label = "Mostrar mi nombre junto a la nota"
        self.fields["email"].help_text = "Solo para enviarle la respuesta. Nunca se publica."
        self.fields["consents"].label = CONSENT_TEXT

    def clean_text(self) -> str:
        text = tidy_text(self.cleaned_data["text"])
        if gap := text_gap(text):
            raise forms.ValidationError(gap)
        return text

    def values(self) -> RemarkValues:
        """What was entered, for the operation."""
        names = ("text", "author_name", "shows_name", "email", "consents")
        return RemarkValues(**{name: self.cleaned_data[name] for name in names})
