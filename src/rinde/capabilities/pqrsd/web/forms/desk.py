"""Forms of the desk: filing for somebody, and every move that the law lets whoever attends make."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.capabilities.pqrsd.choices import (
    CompletionKind,
    DeliveryWay,
    DocumentKind,
    PetitionChannel,
    PetitionKind,
    Priority,
)
from rinde.capabilities.pqrsd.models import Petition
from rinde.capabilities.pqrsd.rules.filing import LENGTHS, Petitioner

WRONG_DAY = "Esa fecha no existe. Escríbala como 15/12/2026."
NOON = time(12, 0)  # of a day that nobody knows the hour of: within office hours


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day, as browsers and people write it."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"{label}: escriba el día.", "invalid": WRONG_DAY},
    )


def text_field(label: str, missing: str = "", *, rows: int = 5, help_text: str = "") -> forms.CharField:
    """A text of several lines; without `missing` it may stay empty."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing} if missing else {},
    )


def file_field(label: str, *, help_text: str = "") -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        help_text=help_text,
        error_messages={"empty": "El archivo está vacío. Escoja otro."},
    )


class FilingForm(forms.Form):
    """What somebody asks at the front desk, over the telephone or by letter."""

    channel = forms.ChoiceField(
        label="Por dónde llegó",
        choices=[one for one in PetitionChannel.choices if one[0] not in {"EVENT", "WEB"}],
        initial=PetitionChannel.IN_PERSON,
    )
    received_on = day_field("Día en que se recibió", help_text="El plazo se cuenta desde el día siguiente.")
    received_time = forms.TimeField(
        label="Hora",
        required=False,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Si la sabe. Lo que llega después del cierre cuenta como recibido el día hábil siguiente.",
        error_messages={"invalid": "Escriba la hora como 14:30."},
    )
    subject = forms.CharField(
        label="Asunto", required=False, help_text="En pocas palabras, sin nombres. La lista lo muestra."
    )
    text = text_field(
        "Lo que pide", "Escriba lo que pide la persona, con sus palabras.", rows=8, help_text="Con sus palabras."
    )
    document = file_field("Documento que trae", help_text="La carta escaneada o un anexo. No se publica.")
    name = forms.CharField(label="Nombre", required=False, max_length=LENGTHS["name"])
    organization = forms.CharField(label="Organización o entidad", required=False, max_length=LENGTHS["organization"])
    id_number = forms.CharField(label="Documento de identidad", required=False, max_length=LENGTHS["id_number"])
    email = forms.CharField(
        label="Correo",
        required=False,
        max_length=LENGTHS["email"],
        widget=forms.EmailInput(),
        help_text="Allí le llegan el número, el código y la respuesta.",
    )
    phone = forms.CharField(label="Teléfono", required=False, max_length=LENGTHS["phone"])
    address = forms.CharField(label="Dirección", required=False, max_length=LENGTHS["address"])
    is_protected = forms.BooleanField(
        label="Identidad reservada",
        required=False,
        help_text="Nadie de la entidad ve quién es; quien atiende lo abre solo si hace falta, y queda escrito.",
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)

    def received_at(self, now: datetime) -> datetime:
        """The moment at which it came in: this one, where the day is today and nobody said the hour."""
        day, hour = self.cleaned_data["received_on"], self.cleaned_data["received_time"]
        if hour is None and day == timezone.localdate(now):
            return now
        return timezone.make_aware(datetime.combine(day, hour or NOON))

    def petitioner(self) -> Petitioner:
        """Who asks, as far as they said."""
        names = ("name", "organization", "id_number", "email", "phone", "address", "is_protected")
        return Petitioner(**{name: self.cleaned_data[name] for name in names})


class TriageForm(EditForm):
    """What it is and who answers it."""

    field_order = ("kind", "actor", "priority", "days", "subject", "public_text", "accepting_data", "seen")

    kind = forms.ChoiceField(
        label="Qué es",
        choices=[("", "Escoja"), *PetitionKind.choices],
        error_messages={"required": "Escoja qué es: de eso depende el plazo."},
        help_text="Lo que cuenta es lo que pide, no cómo lo llama: si pide documentos o datos, es de información.",
    )
    days = forms.IntegerField(
        label="Días hábiles que fijó el organismo de control",
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text="Solo para requerimientos de un organismo de control.",
        error_messages={"invalid": "Escriba un número de días, sin letras."},
    )
    actor = forms.ChoiceField(label="Quién responde", required=False)
    priority = forms.ChoiceField(
        label="Se atiende primero", required=False, choices=[("", "Sin prioridad"), *Priority.choices]
    )
    subject = forms.CharField(
        label="Asunto", required=False, max_length=200, help_text="En pocas palabras, sin nombres."
    )
    public_text = text_field(
        "Texto público",
        rows=4,
        help_text="Lo que la ciudadanía puede leer de ella, sin datos personales. Vacío: no sale en la lista pública.",
    )
    accepting_data = forms.BooleanField(label="Revisé el texto público y puede leerlo todo el mundo", required=False)

    def __init__(self, *args: Any, actors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actor"].choices = [("", "Todavía nadie"), *actors]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(petition: Petition) -> dict[str, Any]:
        return {
            "kind": petition.kind,
            "days": petition.set_days if petition.kind == PetitionKind.CONTROL_BODY else None,
            "actor": str(petition.actor_id or ""),
            "priority": petition.priority,
            "subject": petition.subject,
            "public_text": petition.public_text,
            "seen": petition.edited_at,
        }

    def values(self) -> dict[str, Any]:
        """What was entered, for the operation."""
        entered = dict(self.cleaned_data)
        actor = entered.pop("actor")
        return entered | {"actor_id": int(actor) if actor else None}


class ExtensionForm(EditForm):
    """A later day, and why."""

    to = day_field("Nueva fecha de respuesta")
    reason = text_field("Por qué no se alcanza a responder", "Diga por qué. La persona leerá el motivo.", rows=4)


class CompletionForm(EditForm):
    """What is missing, or not understood."""

    kind = forms.ChoiceField(
        label="Por qué se le pide algo", choices=CompletionKind.choices, widget=forms.RadioSelect, initial="INCOMPLETE"
    )
    what = text_field(
        "Qué debe traer o aclarar",
        "Diga qué debe traer o aclarar la persona.",
        help_text="Lo lee la persona. No se piden requisitos que la entidad ya tiene.",
    )


class CompletedForm(EditForm):
    """What the person brought."""

    completed_on = day_field("Día en que lo trajo")
    text = text_field("Lo que dijo o aclaró", rows=4)
    document = file_field("Documento que trajo")


class ClosingForm(EditForm):
    """The act that ends what was not completed."""

    act = forms.CharField(
        label="Acto motivado",
        max_length=200,
        help_text="Con su número y su fecha: «Resolución 12 del 4 de mayo de 2026».",
        error_messages={"required": "Escriba el acto con su número y su fecha."},
    )
    reason = text_field("Motivos", "Diga los motivos. La persona los lee.")
    document = file_field("El acto firmado")


class TransferForm(EditForm):
    """The entity that is competent."""

    to = forms.CharField(
        label="Entidad competente", max_length=200, error_messages={"required": "Escriba a qué entidad se traslada."}
    )
    notice = text_field(
        "Aviso a la persona",
        "Diga por qué no es de esta entidad y cómo se envió.",
        help_text="Por qué no es de esta entidad, cuándo y por dónde se le envió a la otra.",
    )
    document = file_field("Oficio de traslado")


class DeliveryForm(forms.Form):
    """How the answer arrived."""

    way = forms.ChoiceField(
        label="Cómo se entregó", choices=[one for one in DeliveryWay.choices if one[0] != DeliveryWay.MAIL]
    )
    delivered_on = day_field("Día de la entrega")
    receipt = file_field("Recibido firmado o guía")
    note = forms.CharField(
        label="Nota", required=False, max_length=300, help_text="El número de la guía, o dónde se guarda el recibido."
    )


class DocumentForm(forms.Form):
    """A file of the petition."""

    kind = forms.ChoiceField(
        label="Qué es",
        choices=[one for one in DocumentKind.choices if one[0] in {"PETITION", "COMPLETION", "ANSWER"}],
    )
    document = forms.FileField(
        label="Archivo",
        error_messages={"required": "Escoja un archivo.", "empty": "El archivo está vacío. Escoja otro."},
    )


def initial_day(now: datetime) -> date:
    return timezone.localdate(now)
