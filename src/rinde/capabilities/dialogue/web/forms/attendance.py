"""Forms of attendance: the visitor's registration and arrival, and those of the table, the paper and the mails."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import EmailValidator

from rinde.capabilities.dialogue.choices import AgeBand, CountSource
from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.operations.results_mailing import LONGEST_BODY, LONGEST_SUBJECT
from rinde.capabilities.dialogue.rules.attendance import (
    LONGEST_NAME,
    LONGEST_NEED,
    LONGEST_PHONE,
    LONGEST_PLACE,
    LONGEST_REASON,
    MOST_COUNTED,
    MOST_PEOPLE,
    ArrivalValues,
    CountValues,
    RegistrationValues,
)
from rinde.capabilities.dialogue.web.forms.fields import text_field
from rinde.services.visitors import VisitorForm

Choices = list[tuple[int, str]]
_NOT_SAID = ("", "Prefiero no decirlo")
_UNKNOWN = ("", "Sin dato")
_ADULTS = [(band.value, band.label) for band in AgeBand if band not in {"UNDER_6", "FROM_6", "FROM_12"}]
_MEGABYTE = 1024 * 1024
WRONG_MAIL = "Escriba un correo completo, por ejemplo nombre@correo.com."
WRONG_NUMBER = "Escriba un número, sin puntos ni letras."


def _choice(label: str, empty: tuple[str, str], choices: Any, **more: Any) -> forms.ChoiceField:
    offered = [empty, *((str(value), text) for value, text in choices)]
    return forms.ChoiceField(label=label, choices=offered, required=False, **more)


def _number_of(text: str) -> int | None:
    return int(text) if text else None


class _FromADoorForm(VisitorForm):
    """What registering and arriving have in common; `words` carries the digest of the consent that was read."""

    words = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, groups: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["shows_name"]
        self.fields["group"] = _choice("Grupo al que pertenece", _NOT_SAID, groups)
        self.fields["consents"].label = "Leí para qué son mis datos y autorizo a la entidad a usarlos así."
        self.fields["author_name"].label = "Su nombre y apellido"
        self.fields["author_name"].help_text = ""
        self.fields["author_name"].required = True
        self.fields["author_name"].error_messages["required"] = "Escriba su nombre y apellido."

    @property
    def group_id(self) -> int | None:
        return _number_of(self.cleaned_data["group"])


class RegistrationForm(_FromADoorForm):
    """What somebody without an account writes to register."""

    field_order = ("author_name", "email", "phone", "group", "need", "wants_results", "joins_waiting", "consents")

    phone = forms.CharField(
        label="Su teléfono",
        max_length=LONGEST_PHONE,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    need = forms.CharField(
        label="¿Necesita algo para participar?",
        max_length=LONGEST_NEED,
        required=False,
        help_text="Por ejemplo: intérprete de lengua de señas, entrada sin escalones. Solo lo lee quien organiza, y se "
        "borra al día siguiente del espacio.",
    )
    wants_results = forms.BooleanField(label="Quiero recibir por correo los resultados de este espacio", required=False)
    joins_waiting = forms.BooleanField(label="Si no hay cupo, quiero esperar", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = "Para enviarle la confirmación y avisarle si algo cambia."

    def values(self) -> RegistrationValues:
        """What was entered, for the operation."""
        data = self.cleaned_data
        return RegistrationValues(
            name=data["author_name"],
            email=data["email"],
            phone=data["phone"],
            group_id=self.group_id,
            need=data["need"],
            wants_results=data["wants_results"],
            consents=data["consents"],
            joins_waiting=data["joins_waiting"],
        )


class MinorsRegistrationForm(_FromADoorForm):
    """How many go to a space for minors. Nobody is asked who they are."""

    field_order = ("people", "group", "joins_waiting")

    people = forms.IntegerField(
        label="Cuántas personas van",
        min_value=1,
        max_value=MOST_PEOPLE,
        error_messages={
            "required": "Escriba cuántas personas van.",
            "invalid": WRONG_NUMBER,
            "min_value": "Escriba al menos una persona.",
            "max_value": f"Caben {MOST_PEOPLE} en una inscripción. Si son más, haga otra.",
        },
        help_text="Cuente también a las personas adultas que acompañan.",
    )
    joins_waiting = forms.BooleanField(label="Si no hay cupo, queremos esperar", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("author_name", "email", "consents"):
            del self.fields[name]
        self.fields["group"].label = "Institución o grupo"

    def values(self) -> RegistrationValues:
        """What was entered, for the operation."""
        data = self.cleaned_data
        return RegistrationValues(
            people=data["people"], group_id=self.group_id, joins_waiting=data["joins_waiting"], consents=True
        )


class SelfArrivalForm(_FromADoorForm):
    """What somebody types who arrives and opens the code at the door."""

    field_order = ("author_name", "group", "territory", "email", "wants_results", "consents")

    territory = forms.CharField(label="Barrio, vereda o municipio", max_length=LONGEST_PLACE, required=False)
    wants_results = forms.BooleanField(label="Quiero recibir por correo los resultados de este espacio", required=False)

    def values(self) -> ArrivalValues:
        """What was entered, for the operation."""
        data = self.cleaned_data
        return ArrivalValues(
            name=data["author_name"],
            email=data["email"],
            group_id=self.group_id,
            territory=data["territory"],
            wants_results=data["wants_results"],
            consents=data["consents"],
        )


class WalkInForm(forms.Form):
    """Somebody who came without a registration, typed in at the table."""

    name = forms.CharField(
        label="Nombre y apellido", max_length=LONGEST_NAME, error_messages={"required": "Escriba el nombre."}
    )
    document = forms.CharField(
        label="Número de documento",
        max_length=30,
        required=False,
        help_text="No se guarda: solo sirve para contar una vez a quien va a varias capacitaciones.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    territory = forms.CharField(label="Barrio, vereda o municipio", max_length=LONGEST_PLACE, required=False)
    email = forms.CharField(
        label="Correo, si quiere los resultados",
        max_length=254,
        required=False,
        validators=[EmailValidator(WRONG_MAIL)],
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    consents = forms.BooleanField(label="La persona conoce para qué es su correo, y lo autoriza", required=False)
    words = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, groups: Choices, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"] = _choice("Grupo de valor", _UNKNOWN, groups)
        self.fields["age_band"] = _choice("Edad", _UNKNOWN, _ADULTS)
        self.fields["unit"] = _choice("Dependencia", ("", "No es de la entidad"), units)

    def values(self) -> ArrivalValues:
        """What was entered, for the operation."""
        data = self.cleaned_data
        return ArrivalValues(
            name=data["name"],
            document=data["document"],
            email=data["email"],
            group_id=_number_of(data["group"]),
            unit_id=_number_of(data["unit"]),
            territory=data["territory"],
            age_band=data["age_band"],
            wants_results=bool(data["email"]),
            consents=data["consents"],
        )


class CountForm(forms.Form):
    """People who are counted and not asked for a name."""

    people = forms.IntegerField(
        label="Cuántas personas",
        min_value=1,
        max_value=MOST_COUNTED,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Escriba cuántas personas.",
            "invalid": WRONG_NUMBER,
            "min_value": "Cuente al menos una.",
        },
    )
    territory = forms.CharField(label="Barrio, vereda o municipio", max_length=LONGEST_PLACE, required=False)

    def __init__(self, *args: Any, groups: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"] = forms.ChoiceField(label="Dónde se contaron", choices=CountSource.choices)
        self.fields["group"] = _choice("Grupo de valor", _UNKNOWN, groups)
        self.fields["age_band"] = _choice("Edad", _UNKNOWN, AgeBand.choices)

    def values(self) -> CountValues:
        """What was entered, for the operation."""
        data = self.cleaned_data
        return CountValues(
            data["people"], data["source"], _number_of(data["group"]), data["age_band"], data["territory"]
        )


class PaperRowForm(forms.Form):
    """One line of a list on paper. An empty one is left out."""

    name = forms.CharField(label="Nombre", max_length=LONGEST_NAME, required=False)
    document = forms.CharField(label="Documento", max_length=30, required=False)
    territory = forms.CharField(label="Barrio o vereda", max_length=LONGEST_PLACE, required=False)

    def __init__(self, *args: Any, groups: Choices, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"] = _choice("Grupo", _UNKNOWN, groups)
        self.fields["unit"] = _choice("Dependencia", ("", "Ninguna"), units)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in ("name", "document", "territory"))

    def values(self) -> ArrivalValues:
        """What was entered, for the operation."""
        data = self.cleaned_data
        return ArrivalValues(
            name=data["name"],
            document=data["document"],
            territory=data["territory"],
            group_id=_number_of(data["group"]),
            unit_id=_number_of(data["unit"]),
        )


class ListFileForm(forms.Form):
    """A list of attendance in a spreadsheet. Its size is judged before it is read, its kind by its content."""

    file = forms.FileField(
        label="Hoja con la lista",
        allow_empty_file=True,  # the reader says it better
        error_messages={"required": "Escoja el archivo antes de revisarlo."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )
    carries_consent = forms.BooleanField(
        label="La lista traía la autorización de datos, y quien dejó su correo la firmó",
        required=False,
        help_text="Sin esta marca los correos no se guardan.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_UPLOAD_BYTES:
            most = settings.MAX_UPLOAD_BYTES // _MEGABYTE
            raise forms.ValidationError(f"El archivo pasa de {most} MB. Deje solo la lista y súbalo de nuevo.")
        return file


class TakeOutForm(forms.Form):
    """Why somebody downloads the names, and how."""

    reason = text_field(
        "Para qué necesita la lista",
        rows=2,
        required=True,
        missing="Diga para qué necesita la lista.",
        help_text="Queda escrito con su nombre y la fecha. Por ejemplo: «Anexo del acta para control interno».",
    )
    extension = forms.ChoiceField(
        label="En qué formato",
        choices=[("xlsx", "Excel (XLSX)"), ("ods", "Hoja abierta (ODS)"), ("csv", "Datos (CSV)")],
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if len(reason) > LONGEST_REASON:
            raise forms.ValidationError(f"El motivo tiene {len(reason)} caracteres; caben {LONGEST_REASON}.")
        return reason


class ResultsMailForm(forms.Form):
    """What is told by mail to those who took part."""

    subject = forms.CharField(
        label="Asunto", max_length=LONGEST_SUBJECT, error_messages={"required": "Escriba el asunto del correo."}
    )
    body = text_field(
        "Texto",
        rows=14,
        required=True,
        missing="Escriba qué se cuenta a quienes participaron.",
        help_text=f"Lo armó Rinde con lo que ya se publicó. Cámbielo como quiera: caben {LONGEST_BODY} caracteres. El "
        "enlace para no recibir más correos se agrega solo.",
    )


class ConsentForm(forms.Form):
    """The words of the authorisation."""

    purpose = text_field("Para qué son los datos", rows=3, required=True, missing="Diga para qué son los datos.")
    text = text_field("La autorización", rows=4, required=True, missing="Escriba la autorización.")
    optional_nature = text_field("Qué es opcional", rows=4, required=True, missing="Diga qué datos son opcionales.")
    rights = text_field("Los derechos de la persona", rows=4, required=True, missing="Diga qué derechos tiene.")


class KeepDaysForm(forms.Form):
    """For how long names are kept."""

    days = forms.IntegerField(
        label="Días después del espacio",
        error_messages={"required": "Escriba cuántos días.", "invalid": WRONG_NUMBER},
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def registration_form(space: DialogueSpace, *args: Any, **kwargs: Any) -> RegistrationForm | MinorsRegistrationForm:
    """The form of a space: names, or only how many."""
    return (MinorsRegistrationForm if space.is_for_minors else RegistrationForm)(*args, **kwargs)
