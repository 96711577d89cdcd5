"""Forms of a consultation: the visitor's comment, and those of the desk."""

from datetime import date
from typing import Any

from django import forms

from rinde.capabilities.consultations.choices import AuthorKind, CommentChannel, DayCount, ReplyOutcome
from rinde.capabilities.consultations.models import Reply
from rinde.capabilities.consultations.rules.comments import (
    CONSENT_TEXT,
    LONGEST_NAME,
    LONGEST_PLACE,
    CommentValues,
    length_gap,
)
from rinde.capabilities.consultations.rules.replies import ReplyValues
from rinde.capabilities.consultations.rules.terms import USUAL_COUNT, USUAL_DAYS, NoticeValues
from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.foundations.text.typed import tidy_text
from rinde.services.visitors import VisitorForm

_NOT_SAID = ("", "Prefiero no decirlo")
_KINDS = [_NOT_SAID, *AuthorKind.choices]
WRONG_DAY = "Esa fecha no existe. Escríbala como 15/12/2026."
_DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


class CommentForm(VisitorForm):
    """A visitor's comment."""

    field_order = ("text", "author_kind", "author_name", "shows_name", "email", "consents")

    text = forms.CharField(
        label="Su comentario",
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="Hasta 2.000 caracteres. Diga qué cambiaría y por qué. No escriba datos de otras personas.",
        error_messages={"required": "Escriba su comentario."},
    )
    author_kind = forms.ChoiceField(label="Comenta como", choices=_KINDS, required=False)
    activity_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shows_name"].label = "Mostrar mi nombre junto al comentario"
        self.fields[
            "email"
        ].help_text = "Solo para confirmar su comentario y avisarle de la respuesta. Nunca se publica."
        self.fields["consents"].label = CONSENT_TEXT

    def clean_text(self) -> str:
        text = tidy_text(self.cleaned_data["text"])
        if gap := length_gap(text):
            raise forms.ValidationError(gap)
        return text

    def values(self) -> CommentValues:
        """What was entered, for the operation."""
        names = ("text", "activity_key", "author_name", "author_kind", "shows_name", "email", "consents")
        return CommentValues(**{name: self.cleaned_data[name] for name in names})


class NoticeForm(forms.Form):
    """What a consultation is opened with."""

    notice = forms.CharField(
        label="Aviso a la ciudadanía",
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="Qué se consulta, a quién le interesa y qué hará la entidad con los comentarios.",
        error_messages={"required": "Escriba el aviso: qué se consulta y para qué sirve comentar."},
    )
    how_on_paper = forms.CharField(
        label="Cómo participar sin Internet",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="Mesas, oficinas y horarios donde se reciben comentarios en papel.",
    )
    days = forms.IntegerField(
        label="Días para comentar",
        initial=USUAL_DAYS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "Escriba cuántos días.", "invalid": "Escriba un número de días, sin letras."},
        help_text="Lo usual son 15 días calendario. Es costumbre: ninguna norma fija un plazo para su plan.",
    )
    count_in = forms.ChoiceField(
        label="Cómo se cuentan", choices=DayCount.choices, initial=USUAL_COUNT, widget=forms.RadioSelect
    )
    shows_at_once = forms.ChoiceField(
        label="Cuándo se ven los comentarios",
        choices=[("no", "Cuando alguien de la entidad los revise"), ("si", "Apenas llegan, y se revisan después")],
        initial="no",
        widget=forms.RadioSelect,
        help_text="Los que traen más de tres enlaces siempre esperan revisión.",
    )

    def values(self) -> NoticeValues:
        """What was entered, for the operation."""
        entered = dict(self.cleaned_data)
        return NoticeValues(**entered | {"shows_at_once": entered["shows_at_once"] == "si"})


class ExtensionForm(forms.Form):
    """More days for a consultation."""

    days = forms.IntegerField(
        label="Días en total, desde la apertura",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "Escriba cuántos días.", "invalid": "Escriba un número de días, sin letras."},
    )
    reason = forms.CharField(
        label="Por qué se amplía",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La ciudadanía lee este motivo en la página de la consulta.",
        error_messages={"required": "Diga por qué se amplía el plazo."},
    )


class WithdrawalForm(forms.Form):
    """Why a consultation is taken back."""

    reason = forms.CharField(
        label="Por qué se retira",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La ciudadanía lee este motivo en la página de la consulta.",
        error_messages={"required": "Diga por qué se retira la consulta."},
    )


class PaperForm(forms.Form):
    """A comment that came on paper, by letter or in a meeting. Channel, place and day stay for the next one."""

    channel = forms.ChoiceField(
        label="Cómo llegó", choices=[one for one in CommentChannel.choices if one[0] != CommentChannel.WEB]
    )
    place = forms.CharField(
        label="Lugar de la mesa o reunión",
        max_length=LONGEST_PLACE,
        required=False,
        error_messages={"max_length": f"El lugar es muy largo: caben {LONGEST_PLACE} caracteres."},
    )
    given_on = forms.DateField(
        label="Día en que se recibió",
        input_formats=_DAY_FORMATS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Escriba el día en que se recibió.", "invalid": WRONG_DAY},
    )
    activity_key = forms.ChoiceField(label="Sobre qué comenta", required=False)
    text = forms.CharField(
        label="Comentario, como lo escribió la persona",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Escriba el comentario."},
    )
    author_kind = forms.ChoiceField(
        label="Comenta como", choices=[("", "No lo dice"), *AuthorKind.choices], required=False
    )
    author_name = forms.CharField(label="Nombre", max_length=LONGEST_NAME, required=False)
    shows_name = forms.BooleanField(label="Pidió que su nombre se vea", required=False)
    consents = forms.BooleanField(label="Autorizó por escrito el uso de su nombre", required=False)
    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)

    def __init__(self, *args: Any, subjects: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity_key"].choices = [("", "El plan en general"), *subjects]  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        text = tidy_text(self.cleaned_data["text"])
        if gap := length_gap(text):
            raise forms.ValidationError(gap)
        return text

    def values(self) -> CommentValues:
        """What was entered, for the operation."""
        entered = {name: value for name, value in self.cleaned_data.items() if name != "mark"}
        return CommentValues(**entered)


class ReplyForm(EditForm):
    """A reply to one comment or several."""

    comments = forms.MultipleChoiceField(
        label="Comentarios que responde",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Marque al menos un comentario.",
            "invalid_choice": "Uno de los comentarios ya no espera esta respuesta. Revise la lista.",
        },
    )
    outcome = forms.ChoiceField(
        label="Decisión",
        choices=ReplyOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Escoja si se acoge, se acoge en parte o no se acoge."},
    )
    text = forms.CharField(
        label="Respuesta",
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="Con el porqué. La lee quien comentó y toda la ciudadanía.",
        error_messages={"required": "Escriba la respuesta. «No se acoge» también lleva su porqué."},
    )
    promises_change = forms.BooleanField(label="Esta respuesta promete un cambio en el borrador", required=False)
    activity = forms.ChoiceField(
        label="Actividad que cambia",
        required=False,
        help_text="Desde la respuesta podrá ir a editarla y comparar antes y después.",
    )

    def __init__(
        self, *args: Any, offered: list[tuple[str, str]], activities: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comments"].choices = offered  # type: ignore[attr-defined]
        self.fields["activity"].choices = [("", "Ninguna en particular"), *activities]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(reply: Reply, numbers: list[int]) -> dict[str, Any]:
        """What the form of a saved reply shows."""
        return {
            "comments": [str(number) for number in numbers],
            "outcome": reply.outcome,
            "text": reply.text,
            "promises_change": reply.promise != "NONE",
            "activity": str(reply.activity_id or ""),
            "seen": reply.edited_at,
        }

    def values(self) -> ReplyValues:
        """What was entered, for the operation."""
        data = self.cleaned_data
        return ReplyValues(
            comment_numbers=tuple(int(number) for number in data["comments"]),
            outcome=data["outcome"],
            text=data["text"],
            promises_change=data["promises_change"],
            activity_id=int(data["activity"]) if data["activity"] else None,
        )


class SummaryForm(forms.Form):
    """The summary of a consultation."""

    summary = forms.CharField(
        label="Resumen",
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Qué pidió la gente, qué se acoge y qué no, y por qué. Las cifras las pone Rinde.",
        error_messages={"required": "Escriba el resumen: qué pidió la gente, qué se acoge y qué no, y por qué."},
    )


def remembered_table(query: Any, *, closes_on: date, opens_on: date, today: date) -> dict[str, Any]:
    """What the paper form begins with: the table of the one before, or today within the period."""
    channel = query.get("canal", "")
    day = _day(query.get("fecha", "")) or max(opens_on, min(today, closes_on))
    return {
        "channel": channel if channel in CommentChannel.values else CommentChannel.PAPER,
        "place": query.get("lugar", "")[:LONGEST_PLACE],
        "given_on": day,
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
