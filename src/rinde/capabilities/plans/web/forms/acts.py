"""What is asked when a plan goes from state to state: a reason, or the act that approved it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from rinde.capabilities.plans.rules.acts import FILE_BYTES, NOTE_LENGTH, TEXT_LENGTHS, ActFile, ActValues
from rinde.capabilities.plans.web.forms.headers import DayInput
from rinde.capabilities.plans.web.forms.saving import EditForm


class ReasonForm(EditForm):
    """Why; the page says of what."""

    reason = forms.CharField(label="Motivo", required=False, max_length=NOTE_LENGTH, widget=forms.Textarea)

    def __init__(self, *args: Any, label: str, help_text: str = "", required: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["reason"]
        field.label, field.help_text = label, help_text
        field.widget.attrs["rows"] = 3
        field.required = required
        field.error_messages["required"] = "Escriba el motivo: quedará a la vista de todos."


class ActForm(EditForm):
    """An act of a collective body or of the mayor, as its document says."""

    body = forms.CharField(
        label="Quién aprobó",
        max_length=TEXT_LENGTHS["body"],
        help_text="La instancia o el despacho, no una persona: «Comité Institucional de Gestión y Desempeño».",
        error_messages={"required": "Escriba qué instancia aprobó."},
    )
    number = forms.CharField(
        label="Acto",
        max_length=TEXT_LENGTHS["number"],
        help_text="Con su número, como «Acta 03 de 2026» o «Resolución 045».",
        error_messages={"required": "Escriba el acto con su número."},
    )
    dated_on = forms.DateField(
        label="Fecha del acto",
        widget=DayInput,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"required": "Escriba la fecha del acto.", "invalid": "Esa fecha no existe. Corríjala."},
    )
    is_older = forms.BooleanField(
        label="La fecha es correcta aunque sea anterior a la creación del plan en Rinde", required=False
    )
    file = forms.FileField(
        label="Documento del acto",
        required=False,
        allow_empty_file=True,
        help_text=(
            f"PDF o imagen, hasta {FILE_BYTES // 1024 // 1024} MB. "
            "Si esta página vuelve con un aviso, escoja el archivo otra vez."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
    file_is_public = forms.BooleanField(
        label="El documento puede verlo cualquiera",
        required=False,
        help_text="Déjelo sin marcar si tiene firmas o datos de personas: solo lo verá el personal.",
    )

    def values(self) -> ActValues:
        """What was entered, for the operation."""
        entered = self.cleaned_data
        upload: UploadedFile[Any] | None = entered["file"]
        file = None
        if upload:
            # One byte more than is kept tells a file that is too large without holding all of it.
            file = ActFile(upload.name or "acto", upload.read(FILE_BYTES + 1), entered["file_is_public"])
        return ActValues(entered["body"], entered["number"], entered["dated_on"], file, entered["is_older"])


class ApprovedPlanForm(ActForm):
    """The act of a plan that was approved before it came to Rinde, and how it was consulted then."""

    reason = forms.CharField(
        label="Cómo se construyó antes de llegar a Rinde",
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Por ejemplo, dónde y cuándo se consultó. Lo leerá la ciudadanía.",
        error_messages={"required": "Diga cómo se consultó, o por qué no. Quedará a la vista de todos."},
    )
    field_order = ("body", "number", "dated_on", "is_older", "reason", "file", "file_is_public")
