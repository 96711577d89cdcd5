"""Forms of live questions: the visitor's, and those of whoever moderates."""

from typing import Any

from django import forms

from rinde.capabilities.dialogue.choices import QuestionChannel
from rinde.capabilities.dialogue.rules.questions import (
    CONSENT_TEXT,
    LONGEST_LIVE_ANSWER,
    LONGEST_NAME,
    LONGEST_POST,
    LONGEST_TEXT,
    QuestionValues,
    length_gap,
    links_gap,
    private_gap,
)
from rinde.foundations.text.typed import tidy_text
from rinde.services.visitors import VisitorForm

TEAM_CHANNELS = [one for one in QuestionChannel.choices if one[0] != QuestionChannel.PHONE]


class QuestionText:
    """What both forms say of the text of a question."""

    cleaned_data: dict[str, Any]

    def clean_text(self) -> str:
        text = tidy_text(self.cleaned_data["text"])
        if gaps := [gap for gap in (length_gap(text), links_gap(text)) if gap]:
            raise forms.ValidationError(gaps)
        return text


class AskForm(QuestionText, VisitorForm):
    """A visitor's question. What looks like personal data is warned of once; `keeps_data` sends it all the same."""

    field_order = ("text", "keeps_data", "author_name", "shows_name", "email", "consents")

    text = forms.CharField(
        label="Su pregunta",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Hasta {LONGEST_TEXT:,} caracteres. No escriba datos de otras personas.".replace(",", "."),
        error_messages={"required": "Escriba su pregunta."},
    )
    keeps_data = forms.BooleanField(label="Enviar la pregunta así: entiendo que cualquiera la leerá", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shows_name"].label = "Mostrar mi nombre junto a la pregunta"
        self.fields["email"].help_text = "Solo para responderle. Nunca se publica."
        self.fields["consents"].label = CONSENT_TEXT
        self.warns = False

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if gap := private_gap(data.get("text", "")):
            self.warns = True
            if not data.get("keeps_data"):
                self.add_error("keeps_data", gap)
        return data

    def values(self) -> QuestionValues:
        """What was entered, for the operation."""
        data = self.cleaned_data
        return QuestionValues(
            text=data["text"],
            asked_by=data["author_name"],
            shows_name=data["shows_name"],
            email=data["email"],
            consents=data["consents"],
        )


class EnterForm(QuestionText, forms.Form):
    """A question that the team types in. The channel stays for the next one."""

    channel = forms.ChoiceField(label="Cómo llegó", choices=TEAM_CHANNELS, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Pregunta, con las palabras de quien la hizo",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Escriba la pregunta."},
    )
    asked_by = forms.CharField(
        label="Nombre de quien pregunta",
        max_length=LONGEST_NAME,
        required=False,
        error_messages={"max_length": f"El nombre es muy largo: caben {LONGEST_NAME} caracteres."},
    )
    shows_name = forms.BooleanField(label="Pidió que su nombre se vea", required=False)
    email = forms.EmailField(
        label="Correo para responderle",
        required=False,
        error_messages={"invalid": "Escriba un correo completo, por ejemplo nombre@correo.com."},
    )
    consents = forms.BooleanField(label="Autorizó que usemos su nombre y su correo para responderle", required=False)
    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)

    def values(self) -> QuestionValues:
        """What was entered, for the operation."""
        return QuestionValues(**{name: value for name, value in self.cleaned_data.items() if name != "mark"})


class LiveAnswerForm(forms.Form):
    """Who answered a question at the space, and in short what they said."""

    answered_by = forms.CharField(
        label="Quién respondió",
        max_length=LONGEST_POST,
        widget=forms.TextInput(attrs={"list": "dependencias", "autocomplete": "off"}),
        help_text="La dependencia o el cargo, sin nombres de personas.",
        error_messages={
            "required": "Escriba qué dependencia o qué cargo respondió.",
            "max_length": f"Es muy largo: caben {LONGEST_POST} caracteres.",
        },
    )
    text = forms.CharField(
        label="Qué se respondió, en pocas palabras",
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=LONGEST_LIVE_ANSWER,
        help_text="Puede dejarlo para después, con el acta a la vista.",
        error_messages={"max_length": "Es muy largo: caben 3.000 caracteres. El resto puede ir en el acta."},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
