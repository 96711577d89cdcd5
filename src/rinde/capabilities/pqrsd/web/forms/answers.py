"""Forms of an answer: writing it, and looking at it."""

from typing import Any

from django import forms

from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.capabilities.pqrsd.choices import AnswerOutcome
from rinde.capabilities.pqrsd.models import Answer
from rinde.capabilities.pqrsd.rules.answers import AnswerValues, Denial
from rinde.capabilities.pqrsd.web.forms.desk import text_field

_DENIAL = ("norm", "exception", "until", "harm")


class AnswerForm(EditForm):
    """One version. `seen_version`: the newest one that its writer had before their eyes."""

    text = text_field(
        "Respuesta",
        "Escriba la respuesta: qué se resuelve y por qué.",
        rows=12,
        help_text="De fondo, clara y completa. Rinde pone el saludo, el número y la firma de la entidad.",
    )
    outcome = forms.ChoiceField(label="Sentido", choices=AnswerOutcome.choices, widget=forms.RadioSelect)
    norm = forms.CharField(label="Norma que la reserva", required=False, max_length=300)
    exception = forms.CharField(label="Excepción que aplica, y por qué", required=False, max_length=1_000)
    until = forms.CharField(label="Por cuánto tiempo", required=False, max_length=300)
    harm = forms.CharField(label="Daño que causaría entregarla", required=False, max_length=1_000)
    is_for_everybody = forms.BooleanField(label="Publicar la respuesta tal como está", required=False)
    public_text = text_field(
        "Otro texto para el público",
        rows=6,
        help_text="Si lo que lee todo el mundo es distinto: sin datos personales. Vacío y sin la marca, no se publica.",
    )
    accepting_data = forms.BooleanField(label="Revisé el texto público y puede leerlo todo el mundo", required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def accept_version(self, version: int) -> None:
        """Make the next save win: the person has now both versions before their eyes."""
        self.accept_newer(None)
        self.data = dict(self.data.items()) | {"seen_version": str(version)}

    @staticmethod
    def initial_of(newest: Answer | None, *, is_public: bool) -> dict[str, Any]:
        """What the form shows.

        Args:
            is_public: everybody reads what was asked, so that the answer is for everybody too unless somebody says no.
        """
        if newest is None:
            return {"outcome": AnswerOutcome.GRANTED, "seen_version": 0, "is_for_everybody": is_public}
        same = bool(newest.public_text) and newest.public_text == newest.text
        kept = {"text": newest.text, "outcome": newest.outcome, "is_for_everybody": same}
        own = "" if same else newest.public_text
        return kept | dict(newest.denial) | {"seen_version": newest.version, "public_text": own}

    def values(self) -> AnswerValues:
        """What was entered, for the operation."""
        data = self.cleaned_data
        return AnswerValues(
            text=data["text"],
            outcome=data["outcome"],
            public_text=data["public_text"] or (data["text"] if data["is_for_everybody"] else ""),
            denial=Denial(**{name: data[name] for name in _DENIAL}),
            accepting_data=data["accepting_data"],
        )


class ReviewForm(forms.Form):
    """What whoever looks at a version says of it."""

    note = text_field("Observaciones", rows=3, help_text="Para devolverla, diga qué hay que cambiar.")
