"""Forms of the desk. What a rule refuses is said by the operation and shown above the form."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from rinde.capabilities.entities.models import Actor
from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.capabilities.surveys.choices import Audience, QuestionKind, ReadyForm
from rinde.capabilities.surveys.models import Survey
from rinde.capabilities.surveys.rules.details import LONGEST_TITLE, Details
from rinde.capabilities.surveys.rules.editing import options_from_lines
from rinde.capabilities.surveys.rules.privacy import USUAL_KEPT_DAYS
from rinde.capabilities.surveys.rules.questions import LONGEST_END, SCALES, TEXTS, WITH_OPTIONS, Question
from rinde.capabilities.surveys.rules.tokens import MOST_AT_ONCE
from rinde.foundations.text.typed import tidy_text

WRONG_DAY = "Esa fecha no existe. Escríbala como 15/12/2026."
_DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
_NUMBER_ERRORS = {"invalid": "Escriba un número, sin letras ni decimales."}


def _day(label: str, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    errors = {"required": "Escriba el día.", "invalid": WRONG_DAY}
    return forms.DateField(label=label, input_formats=_DAY_FORMATS, widget=widget, error_messages=errors, **more)


class NewSurveyForm(forms.Form):
    """What a survey begins with."""

    ready_form = forms.ChoiceField(
        label="Empezar con",
        choices=ReadyForm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Escoja con qué formulario empieza."},
    )
    title = forms.CharField(
        label="Título",
        max_length=LONGEST_TITLE,
        required=False,
        help_text="Como lo leerá la gente. Si lo deja vacío, lleva el del formulario.",
        error_messages={"max_length": f"El título es muy largo: caben {LONGEST_TITLE} caracteres."},
    )
    topics = forms.CharField(
        label="Temas que se consultan",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Solo para la consulta de temas: uno por línea. Si lo deja vacío, lleva los usuales.",
    )

    def lines(self) -> list[str]:
        return [line for line in self.cleaned_data["topics"].splitlines() if line.strip()]


class DetailsForm(EditForm):
    """Title, presentation, audience, and what data of people are for."""

    title = forms.CharField(label="Título", error_messages={"required": "Escriba el título de la encuesta."})
    purpose = forms.CharField(
        label="Para qué es",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Se lee encima de las preguntas: para qué sirven las respuestas y qué se hará con ellas.",
    )
    audience = forms.ChoiceField(
        label="Quién puede responder",
        choices=Audience.choices,
        widget=forms.RadioSelect,
        help_text="Con clave, cada persona responde una sola vez. Sin clave, cualquiera con el enlace.",
    )
    actor_id = forms.TypedChoiceField(label="Dependencia que pregunta", required=False, coerce=int, empty_value=None)
    personal_purpose = forms.CharField(
        label="Para qué se usarán los datos de la persona",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Solo si alguna pregunta los pide. Por ejemplo: enviarle los resultados de esta encuesta.",
    )
    kept_days = forms.IntegerField(
        label="Días que se guardan esos datos después del cierre",
        initial=USUAL_KEPT_DAYS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=_NUMBER_ERRORS | {"required": "Escriba cuántos días se guardan."},
        help_text="Después se borran solos. Ninguna norma fija un plazo: guárdelos lo menos que pueda.",
    )

    def __init__(self, *args: Any, actors: Iterable[Actor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "La entidad"), *((one.pk, one.name) for one in actors)]
        self.fields["actor_id"].choices = choices  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(survey: Survey) -> dict[str, Any]:
        names = ("title", "purpose", "audience", "actor_id", "personal_purpose", "kept_days")
        return {name: getattr(survey, name) for name in names} | {"seen": survey.edited_at}

    def values(self) -> Details:
        """What was entered, for the operation."""
        entered = dict(self.cleaned_data)
        entered.pop("seen")
        return Details(**entered)


class QuestionForm(EditForm):
    """One question; only the fields of its kind are there."""

    field_order = ("label", "help", "options", "most", "scale", "low_label", "high_label", "lowest", "highest")

    label = forms.CharField(
        label="Pregunta",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Escriba la pregunta."},
    )
    help = forms.CharField(
        label="Ayuda", required=False, help_text="Una frase debajo de la pregunta, si hace falta para entenderla."
    )
    options = forms.CharField(
        label="Opciones",
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="Una por línea. «No sé» se agrega abajo, no aquí.",
        error_messages={"required": "Escriba al menos dos opciones, una en cada línea."},
    )
    most = forms.IntegerField(
        label="Cuántas se pueden marcar",
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text="Si lo deja vacío, todas.",
        error_messages=_NUMBER_ERRORS,
    )
    scale = forms.ChoiceField(
        label="De cuánto a cuánto", choices=[(f"{low}-{high}", f"De {low} a {high}") for low, high in SCALES]
    )
    low_label = forms.CharField(
        label="Qué significa el menor", required=False, max_length=LONGEST_END, help_text="Por ejemplo: Muy malo."
    )
    high_label = forms.CharField(
        label="Qué significa el mayor", required=False, max_length=LONGEST_END, help_text="Por ejemplo: Muy bueno."
    )
    lowest = forms.IntegerField(label="El menor que se admite", required=False, error_messages=_NUMBER_ERRORS)
    highest = forms.IntegerField(label="El mayor que se admite", required=False, error_messages=_NUMBER_ERRORS)
    is_required = forms.BooleanField(label="Es obligatoria", required=False)
    allows_unknown = forms.BooleanField(label="Admite «No sé»", required=False)
    is_personal = forms.BooleanField(
        label="Pide un dato de la persona: su nombre, su correo, su teléfono",
        required=False,
        help_text="Se pide aparte, con su autorización; no sale en los resultados y se borra después del cierre.",
    )

    def __init__(self, *args: Any, kind: str, before: Question | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.before = kind, before
        for name in set(self.fields) - {"seen", *_FIELDS_OF_ALL, *_FIELDS_OF[kind]}:
            del self.fields[name]

    @staticmethod
    def initial_of(question: Question | None, survey: Survey) -> dict[str, Any]:
        if question is None:
            return {"allows_unknown": True, "scale": "1-5", "seen": survey.edited_at}
        names = ("label", "help", "most", "low_label", "high_label", "lowest", "highest", *_FLAGS)
        return {name: getattr(question, name) for name in names} | {
            "options": "\n".join(one.label for one in question.options),
            "scale": f"{question.lowest}-{question.highest}",
            "seen": survey.edited_at,
        }

    def question(self) -> Question:
        """What was entered; a new one has no key yet."""
        entered: dict[str, Any] = {name: self.cleaned_data.get(name) for name in (*_FLAGS, "most", "lowest", "highest")}
        for name in ("label", "help", "low_label", "high_label"):
            entered[name] = " ".join(tidy_text(self.cleaned_data.get(name) or "").split())
        if self.kind == QuestionKind.SCALE:
            entered["lowest"], entered["highest"] = map(int, self.cleaned_data["scale"].split("-"))
        before = self.before.options if self.before else ()
        entered["options"] = options_from_lines(self.cleaned_data.get("options") or "", before)
        flags = {name: bool(entered[name]) for name in _FLAGS}
        return Question(key=self.before.key if self.before else "", kind=self.kind, **entered | flags)


_FLAGS = ("is_required", "allows_unknown", "is_personal")
_FIELDS_OF_ALL = ("label", "help", "is_required", "allows_unknown")
_FIELDS_OF: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(WITH_OPTIONS, ("options",)),
    **dict.fromkeys(TEXTS, ("is_personal",)),
    QuestionKind.SEVERAL: ("options", "most"),
    QuestionKind.SCALE: ("scale", "low_label", "high_label"),
    QuestionKind.NUMBER: ("lowest", "highest"),
}


class PeriodForm(forms.Form):
    """From when until when. Days, not hours: the last one counts until its midnight."""

    opens_on = _day("Se abre el", required=False)
    closes_on = _day("Último día", required=False, help_text="Hasta su medianoche. Vacío: hasta que alguien la cierre.")

    def __init__(self, *args: Any, is_open: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_open:
            del self.fields["opens_on"]

    def opens_at(self, now: datetime) -> datetime:
        """The beginning of its day; now, where that has begun or none was chosen."""
        day: date | None = self.cleaned_data.get("opens_on")
        return max(now, _midnight(day)) if day else now

    def closes_at(self) -> datetime | None:
        day: date | None = self.cleaned_data["closes_on"]
        return _midnight(day + timedelta(days=1)) if day else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class TokensForm(forms.Form):
    """How many keys to make."""

    count = forms.IntegerField(
        label="Cuántas claves",
        initial=50,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=_NUMBER_ERRORS | {"required": "Escriba cuántas claves."},
        help_text=f"Hasta {MOST_AT_ONCE} cada vez.",
    )


class PaperForm(forms.Form):
    """Where and when a sheet was filled in; both stay for the next one."""

    place = forms.CharField(
        label="Lugar",
        help_text="La mesa, la vereda o la oficina.",
        error_messages={"required": "Escriba el lugar donde se llenó la hoja."},
    )
    given_on = _day("Día en que se llenó")


class PublishForm(forms.Form):
    """Whose results everybody may see."""

    keys = forms.MultipleChoiceField(
        label="Preguntas que se publican",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Marque al menos una pregunta.",
            "invalid_choice": "Una de las preguntas marcadas no tiene resultados. Vuelva a marcarlas.",
        },
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = offered  # type: ignore[attr-defined]
