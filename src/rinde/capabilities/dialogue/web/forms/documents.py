"""A file of a space with what it is; the words that came of it; why a file is taken away."""

from typing import Any

from django import forms

from rinde.capabilities.dialogue.choices import DocumentKind
from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.operations.documents import DocumentValues
from rinde.capabilities.dialogue.operations.results import ResultTexts
from rinde.capabilities.dialogue.web.forms.fields import text_field
from rinde.capabilities.plans.web.forms.saving import EditForm
from rinde.foundations.attachments import ACCEPT


class DocumentForm(forms.Form):
    """One file."""

    kind = forms.ChoiceField(label="Qué es", choices=DocumentKind.choices)
    title = forms.CharField(
        label="Cómo se llama, o qué se ve si es una foto",
        help_text="En una foto, dígalo para quien no puede verla: «Vecinas preguntan al alcalde en el salón comunal».",
        error_messages={"required": "Escriba cómo se llama el documento, o qué se ve en la foto."},
    )
    file = forms.FileField(
        label="Archivo",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": "Escoja el archivo. Si ya lo había escogido, hágalo de nuevo.",
            "empty": "Ese archivo está vacío. Revise que se haya guardado bien.",
        },
    )

    def values(self) -> DocumentValues:
        """What was said of the file, for the operation."""
        return DocumentValues(self.cleaned_data["kind"], self.cleaned_data["title"])


class RemovalForm(forms.Form):
    """Why a file is taken away."""

    reason = text_field("Por qué se retira", rows=2, required=True, missing="Diga por qué se retira.")


class ResultsForm(EditForm):
    """What came of a space."""

    conclusions = text_field("Conclusiones", rows=6, help_text="Lo que se concluyó, como irá en el acta.")
    observations = text_field(
        "Observaciones, propuestas y recomendaciones", rows=6, help_text="Lo que dijo la gente, sin nombres."
    )
    result = text_field(
        "Resultado de la participación", rows=5, help_text="Qué cambió o va a cambiar por lo que se dijo."
    )

    @staticmethod
    def initial_of(space: DialogueSpace) -> dict[str, Any]:
        """What the form shows."""
        names = ("conclusions", "observations", "result")
        return {name: getattr(space, name) for name in names} | {"seen": space.edited_at}

    def texts(self) -> ResultTexts:
        """What was written, for the operation."""
        data = self.cleaned_data
        return ResultTexts(data["conclusions"], data["observations"], data["result"])
