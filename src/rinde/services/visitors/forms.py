"""The form of somebody without an account: who they are is up to them, and a field that people do not see stays empty.

A capability adds its own fields and words; what identifies a person is asked for in one way everywhere.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import EmailValidator

from rinde.foundations.text.typed import links_in
from rinde.services.visitors.marks import FormMark, read_mark, visit_gap

LONGEST_NAME = 120


class VisitorForm(forms.Form):
    """Name, mail and consent, with the signed mark of the form and its trap. `place` binds the mark to one place.

    A subclass declares `text` and says with `consents` what the data are for (Ley 1581/2012 arts. 4c, 9 and 12).
    """

    author_name = forms.CharField(
        label="Su nombre",
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="Si es menor de 18 años, no escriba su nombre ni su correo.",
        error_messages={"max_length": f"El nombre es muy largo: caben {LONGEST_NAME} caracteres."},
    )
    shows_name = forms.BooleanField(label="Mostrar mi nombre", required=False)
    email = forms.CharField(
        label="Su correo",
        max_length=254,
        required=False,
        validators=[EmailValidator("Escriba un correo completo, por ejemplo nombre@correo.com.")],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    consents = forms.BooleanField(required=False)
    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)
    website = forms.CharField(label="Deje este campo vacío", required=False)

    def __init__(self, *args: Any, place: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place, self.now = place, now
        self.sent: FormMark | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("website"):
            self.add_error(None, "Un campo que debe quedar vacío llegó lleno. Bórrelo, o envíe de nuevo.")
        if (data.get("author_name") or data.get("email")) and not data.get("consents"):
            self.add_error("consents", "Márquela para dejar su nombre o su correo, o bórrelos y envíe sin ellos.")
        if data.get("shows_name") and not data.get("author_name") and "author_name" not in self.errors:
            self.add_error("author_name", "Escriba el nombre que quiere mostrar, o quite la marca.")
        self.sent = read_mark(data.get("mark", ""), self.place)
        if gap := visit_gap(self.sent, self.now, looks_sent_by_a_program=links_in(data.get("text", "")) > 0):
            self.add_error(None, gap)
        return data


class FollowForm(forms.Form):
    """The mailbox of whoever wants to be told of something, and a field that no person sees: a program fills it in."""

    address = forms.CharField(
        label="Su correo",
        max_length=254,
        validators=[EmailValidator("Escriba un correo completo, por ejemplo nombre@correo.com.")],
        error_messages={"required": "Escriba su correo."},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Solo para avisarle de lo que usted sigue. Nadie más lo ve y se borra cuando deje de seguirlo.",
    )
    website = forms.CharField(required=False, label="Deje este campo vacío")
