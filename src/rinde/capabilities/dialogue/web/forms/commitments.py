"""Forms of commitments: at the desk, and those of visitors."""

from typing import Any

from django import forms
from django.core.validators import EmailValidator

from rinde.capabilities.dialogue.choices import Outcome
from rinde.capabilities.dialogue.models import Commitment
from rinde.capabilities.dialogue.rules.commitments import LONGEST_EVIDENCE, LONGEST_NAME, CommitmentValues, ReportFacts
from rinde.capabilities.dialogue.web.forms.fields import day_field, text_field
from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.foundations.attachments import ACCEPT
from rinde.foundations.law.terms import TermUnit
from rinde.services.visitors import FormMark, read_mark, visit_gap

Choices = list[tuple[Any, str]]
_MANY = 4_000  # what a line may hold before the rules say how much fits
_UNITS = [(TermUnit.BUSINESS_DAYS.value, "días hábiles"), (TermUnit.CALENDAR_DAYS.value, "días calendario")]
_GOES_ON = ("", "Sigue en marcha")


def line_field(label: str, *, required: bool = False, missing: str = "", **more: Any) -> forms.CharField:
    """One line of text; the rules say how much fits."""
    return forms.CharField(
        label=label, required=required, max_length=_MANY, error_messages={"required": missing}, **more
    )


def _offer(field: forms.Field, choices: Choices) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - every caller names one
    field.choices = choices


class CommitmentForm(EditForm):
    """A commitment as it is written down. The date is typed, or counted from days."""

    text = text_field(
        "A qué se comprometió la entidad",
        required=True,
        missing="Escriba a qué se comprometió la entidad.",
        help_text="Con palabras de la gente y algo que se pueda comprobar: «Arreglar el puente peatonal de La Palma».",
    )
    obtained_by = line_field(
        "Quién lo obtuvo",
        required=True,
        missing="Escriba qué comunidad o colectivo lo obtuvo.",
        help_text=f"Una comunidad o un colectivo, nunca una persona: es público. Hasta {LONGEST_NAME} caracteres.",
    )
    evidence_expected = line_field(
        "Con qué se sabrá que se cumplió",
        required=True,
        missing="Escriba con qué se sabrá que se cumplió.",
        help_text=f"Un acta, una foto de la obra, una resolución. Hasta {LONGEST_EVIDENCE} caracteres.",
    )
    actor_id = forms.TypedChoiceField(
        label="Dependencia que responde",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Puede escogerla después, pero sin ella no se publica.",
    )
    made_on = day_field("Día en que se hizo", missing="Escriba el día en que se hizo el compromiso.")
    due_on = day_field("Fecha límite", required=False)
    days = forms.IntegerField(
        label="O plazo en días",
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Escriba un número de días, sin letras."},
        help_text="Se cuenta desde el día siguiente. Déjelo vacío si ya escribió la fecha.",
    )
    unit = forms.ChoiceField(label="Cómo se cuentan", choices=_UNITS, required=False)
    question_id = forms.TypedChoiceField(label="Pregunta de la que salió", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, actors: Choices, questions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["actor_id"], [("", "Por definir"), *actors])
        if questions:
            _offer(self.fields["question_id"], [("", "Ninguna en particular"), *questions])
        else:
            del self.fields["question_id"]

    def values(self) -> CommitmentValues:
        """What was entered, for the operation."""
        data = self.cleaned_data
        names = ("text", "obtained_by", "evidence_expected", "actor_id", "made_on", "due_on", "days")
        unit = data["unit"] or TermUnit.BUSINESS_DAYS
        return CommitmentValues(**{name: data[name] for name in names}, unit=unit, question_id=data.get("question_id"))

    @staticmethod
    def initial_of(commitment: Commitment) -> dict[str, Any]:
        """What the form shows of a commitment: its date, whatever it was counted from."""
        names = ("text", "obtained_by", "evidence_expected", "actor_id", "made_on", "due_on", "question_id")
        return {name: getattr(commitment, name) for name in names} | {"seen": commitment.edited_at}


class MoveForm(forms.Form):
    """Another date, with its reason."""

    due_on = day_field("Nueva fecha límite", missing="Escriba la nueva fecha.")
    reason = text_field(
        "Por qué cambia",
        rows=3,
        required=True,
        missing="Diga por qué cambia la fecha.",
        help_text="Queda en público con las dos fechas. Si ya estaba vencido, sigue contando como vencido.",
    )


class CloseForm(forms.Form):
    """The entity's word, at the end."""

    outcome = forms.ChoiceField(
        label="Cómo queda",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Escoja si se cumplió, se cumplió en parte o no se cumplió."},
    )
    done_on = day_field("Día en que se cumplió", required=False, help_text="Déjelo vacío si no se cumplió.")
    text = text_field(
        "Por qué lo cierra así",
        rows=3,
        required=True,
        missing="Diga en una frase por qué lo cierra así.",
        help_text="La ciudadanía lo lee junto a la palabra de quien lo obtuvo.",
    )


class ReasonForm(forms.Form):
    """A reason that somebody will read."""

    reason = text_field("Motivo", rows=3, required=True, missing="Escriba el motivo.")


class CarryForm(forms.Form):
    """Into which component of a plan that is being written."""

    place = forms.ChoiceField(
        label="Plan y componente",
        error_messages={"required": "Escoja el componente.", "invalid_choice": "Escoja un componente de la lista."},
    )

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["place"], [("", "Escoja el componente"), *places])

    def chosen(self) -> tuple[int, int]:
        """The plan and the component."""
        plan_id, _, node_id = self.cleaned_data["place"].partition("-")
        return int(plan_id), int(node_id)


class VoiceForm(forms.Form):
    """Who may say whether it was kept."""

    name = line_field(
        "Comunidad o colectivo",
        required=True,
        missing="Escriba el nombre de la comunidad o el colectivo.",
        help_text="Es público. No escriba el nombre de una persona.",
    )
    email = forms.CharField(
        label="Correo del colectivo",
        max_length=254,
        required=False,
        validators=[EmailValidator("Escriba un correo completo, por ejemplo nombre@correo.com.")],
        widget=forms.EmailInput,
        help_text="Si lo dio, recibe allí el enlace. No se publica.",
    )


class ReportForm(EditForm):
    """What a unit says it did."""

    text = text_field("Qué se ha hecho", rows=5, help_text="Se publica cuando la coordinación lo acepte.")
    outcome = forms.ChoiceField(
        label="Cómo va",
        choices=[_GOES_ON, *Outcome.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    happened_on = day_field("Día en que pasó", required=False)
    without_proof = line_field("Si no hay prueba, por qué")

    def facts(self) -> ReportFacts:
        """What was entered, for the operation."""
        data = self.cleaned_data
        return ReportFacts(data["text"], data["outcome"], data["happened_on"], data["without_proof"])


class ProofForm(forms.Form):
    """A file or a link."""

    file = forms.FileField(
        label="Archivo",
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text="PDF, foto, hoja de cálculo, documento, audio o video.",
    )
    url = forms.CharField(label="O un enlace", required=False, max_length=2_000)
    title = line_field("Cómo se llama", help_text="«Acta de entrega del puente». Sin nombres de personas.")
    is_public = forms.BooleanField(
        label="La ciudadanía puede verlo", required=False, initial=True,
        help_text="Se publica una copia sin ubicación ni autor. Lo que parezca tener datos personales queda interno.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("file")) == bool(data.get("url", "").strip()):
            self.add_error(None, "Suba un archivo o pegue un enlace: una de las dos cosas.")
        return data


class WordForm(forms.Form):
    """The word of whoever obtained a commitment. `place` binds the mark of the form to one commitment."""

    code = forms.CharField(
        label="Su código",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text="El que le dio la entidad, como K7M2-Q4XW-9HTR.",
    )
    outcome = forms.ChoiceField(
        label="¿Se cumplió?",
        choices=[("KEPT", "Sí, se cumplió"), ("PARTLY", "Se cumplió en parte"), ("NOT", "No se cumplió")],
        widget=forms.RadioSelect,
        error_messages={"required": "Escoja si se cumplió, se cumplió en parte o no se cumplió."},
    )
    comment = text_field(
        "Cuente por qué",
        help_text="Hasta 2.000 caracteres. Se publica: no escriba nombres, teléfonos ni datos de nadie.",
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)
    website = forms.CharField(label="Deje este campo vacío", required=False)

    def __init__(self, *args: Any, place: str, now: Any, by_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place, self.now = place, now
        self.sent: FormMark | None = None
        if by_code:
            self.fields["code"].required = True
            self.fields["code"].error_messages["required"] = "Escriba el código que le dio la entidad."
        else:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("website"):
            self.add_error(None, "Un campo que debe quedar vacío llegó lleno. Bórrelo, o envíe de nuevo.")
        self.sent = read_mark(data.get("mark", ""), self.place)
        if gap := visit_gap(self.sent, self.now):
            self.add_error(None, gap)
        return data


class IntroductionForm(forms.Form):
    """What stands above the commitments of an improvement plan."""

    introduction = text_field(
        "Introducción",
        rows=5,
        help_text="Qué se mejora después del espacio. Si no hubo compromisos, diga por qué.",
    )


class EvaluationForm(forms.Form):
    """Internal control's word on an improvement plan."""

    cut_off_id = forms.TypedChoiceField(
        label="Corte", coerce=int, error_messages={"required": "Escoja el corte.", "invalid_choice": "Escoja el corte."}
    )
    verdict = forms.ChoiceField(label="Concepto", choices=Outcome.choices, widget=forms.RadioSelect, required=False)
    text = text_field("En qué se basa", rows=5)

    def __init__(self, *args: Any, cut_offs: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["cut_off_id"], [("", "Escoja el corte"), *cut_offs])
