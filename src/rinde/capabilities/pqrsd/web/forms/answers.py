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
    public_text = text_field(
        "Texto público",
        rows=6,
        help_text="Lo que lee todo el mundo, sin datos personales. Vacío: queda entre la entidad y la persona.",
    )
    accepting_data = forms.BooleanField(label="Revisé el texto público y puede leerlo todo el mundo", required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def accept_version(self, version: int) -> None:
        """Make the next save win: the person has now both versions before their eyes."""
        self.accept_newer(None)
        self.data = dict(self.data.items()) | {"seen_version": str(version)}

    @staticmethod
    def initial_of(newest: Answer | None) -> dict[str, Any]:
        if newest is None:
            return {"outcome": AnswerOutcome.GRANTED, "seen_version": 0}
        kept = {"text": newest.text, "outcome": newest.outcome, "public_text": newest.public_text}
        return kept | dict(newest.denial) | {"seen_version": newest.version}

    def values(self) -> AnswerValues:
        """What was entered, for the operation."""
        data = self.cleaned_data
        return AnswerValues(
            text=data["text"],
            outcome=data["outcome"],
            public_text=data["public_text"],
            denial=Denial(**{name: data[name] for name in _DENIAL}),
            accepting_data=data["accepting_data"],
        )


class ReviewForm(forms.Form):
    """What whoever looks at a version says of it."""

    note = text_field("Observaciones", rows=3, help_text="Para devolverla, diga qué hay que cambiar.")
