"""Offering a proof: a file, a link, or one that already proves another promise of the same unit."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from rinde.capabilities.followup.choices import Visibility
from rinde.capabilities.followup.rules.evidence import EvidenceValues

Shareable = Sequence[tuple[int, str]]


class Typed(forms.CharField):
    """Whatever was typed, word for word. `needed` says only whether the label calls it optional."""

    def __init__(self, label: str, *, needed: bool = False, **options: Any) -> None:
        super().__init__(label=label, required=needed, strip=False, **options)

    def clean(self, value: Any) -> str:
        # No keyboard types it, and no database keeps it.
        return (self.to_python(value) or "").replace("\0", "")


class ManyFiles(forms.FileInput):
    """A photo from the camera or files of the phone, as many as there are."""

    allow_multiple_selected = True


class AnyFiles(forms.FileField):
    """Files are looked at where they are kept; here they only have a place."""

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ARG002 - Django asks so
        return data


class ProofFields(forms.Form):
    """The fields of a proof. Nothing is refused here: a file is opened where it is kept."""

    file = AnyFiles(
        label="Foto o archivo que lo prueba",
        required=False,
        widget=ManyFiles(attrs={"multiple": True}),
        help_text="Una foto, el PDF, la lista o el acta. Puede escoger varios.",
    )
    link = Typed(
        "O el enlace donde se ve",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
    )
    shared = Typed("O una prueba que ya subió", widget=forms.Select())
    visibility = Typed("¿Quién puede ver estas pruebas?", widget=forms.RadioSelect(choices=Visibility.choices))
    reserved_reason = Typed("Si es reservada, ¿por qué?", help_text="La norma o la razón.")

    def offer(self, shareable: Shareable) -> None:
        """Let one of some proofs be chosen; where there is none, nothing is asked."""
        widget: Any = self.fields["shared"].widget
        widget.choices = [("", "Ninguna"), *((str(number), title) for number, title in shareable)]
        if not shareable:
            del self.fields["shared"]

    @property
    def chosen(self) -> int | None:
        """The number of the proof that was chosen, where it is one of those that were offered."""
        text = self.cleaned_data.get("shared", "")
        field: Any = self.fields.get("shared")
        return int(text) if text and field and text in {value for value, _ in field.widget.choices} else None

    def about_proofs(self, *, happened_on: date | None) -> EvidenceValues:
        """What is said of the files and the link of this form."""
        data = self.cleaned_data
        return EvidenceValues(
            visibility=data["visibility"] or Visibility.PUBLIC,
            reserved_reason=data["reserved_reason"],
            happened_on=happened_on,
        )

    def forget(self, name: str) -> None:
        """Empty a field whose content is kept elsewhere by now."""
        if isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data[name] = ""


class ProofForm(ProofFields):
    """A proof for a report that was sent without one."""
