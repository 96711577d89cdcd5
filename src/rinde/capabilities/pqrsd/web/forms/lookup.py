"""The form by which somebody follows their petition."""

from django import forms

from rinde.capabilities.pqrsd.rules.numbers import read_number


class LookupForm(forms.Form):
    """A number and its code, as people copy them from paper."""

    number = forms.CharField(
        label="Número de la petición",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "placeholder": "2026-000123"}),
        error_messages={"required": "Escriba el número, por ejemplo 2026-000123."},
    )
    code = forms.CharField(
        label="Código",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text="Diez letras y números. Da igual si escribe mayúsculas o minúsculas.",
        error_messages={"required": "Escriba el código que le dieron con el número."},
    )

    def clean_number(self) -> str:
        typed: str = self.cleaned_data["number"]
        if not read_number(typed):
            raise forms.ValidationError("El número tiene un año y unas cifras, por ejemplo 2026-000123.")
        return typed
