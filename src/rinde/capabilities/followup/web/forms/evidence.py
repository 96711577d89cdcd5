"""Forms around a proof: offering one, a copy without personal data, its reserve, its withdrawal."""

from django import forms

from rinde.capabilities.followup.choices import Visibility
from rinde.capabilities.followup.rules.evidence import LONGEST_REASON
from rinde.foundations.attachments import ACCEPT


class CopyForm(forms.Form):
    """A copy that a person made without the personal data."""

    file = forms.FileField(
        label="Copia sin datos personales", widget=forms.ClearableFileInput(attrs={"accept": ACCEPT})
    )
    removed = forms.CharField(
        label="¿Qué se quitó?",
        help_text="Por ejemplo: nombres, cédulas y firmas. Lo lee todo el mundo.",
        max_length=LONGEST_REASON,
    )


class PublicForm(forms.Form):
    """Why a file is public although it seems to hold personal data."""

    accepting = forms.CharField(
        label="¿Por qué son públicos esos datos?",
        help_text="Por ejemplo: es la firma del alcalde en un decreto.",
        required=False,
        max_length=LONGEST_REASON,
    )


class VisibilityForm(forms.Form):
    visibility = forms.ChoiceField(label="¿Quién puede verla?", choices=Visibility.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Si es reservada, ¿por qué?",
        help_text="La norma o la razón. Por ejemplo: Ley 1712 de 2014, artículo 18.",
        required=False,
        max_length=LONGEST_REASON,
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="¿Por qué se retira?",
        help_text="La prueba deja de contar desde hoy y queda en la historia con este motivo.",
        max_length=LONGEST_REASON,
    )
