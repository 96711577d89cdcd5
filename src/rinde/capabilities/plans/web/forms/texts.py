"""Fields for texts and figures of a plan."""

import re
from decimal import Decimal
from typing import Any

from django import forms

LONGEST_TEXT = 8_000
_THOUSANDS = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d*)?")


class TextField(forms.CharField):
    """A text of several lines. What is too long is said; a browser would cut what is pasted without a word."""

    def __init__(
        self, *, rows: int = 2, required: bool = False, max_length: int = LONGEST_TEXT, **options: Any
    ) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(required=required, max_length=max_length, widget=widget, **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002 - Django asks so
        return {}


class LinesField(TextField):
    """Several texts, one a line; gives a tuple."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        return tuple(filter(None, map(str.strip, super().clean(value).splitlines())))


class FigureField(forms.DecimalField):
    """A figure as people write it, «1.500» or «2,5», with two decimals at most, never below zero."""

    default_error_messages = {
        "invalid": "Escriba solo un número: 12 o 2,5.",
        "min_value": "No puede ser menor que cero.",
    }

    def __init__(self, label: str, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(
            label=label, required=False, min_value=0, max_digits=14, decimal_places=2, widget=widget, **options
        )

    def prepare_value(self, value: Any) -> Any:
        return format(value.normalize(), "f").replace(".", ",") if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            text = value.strip()
            value = text.replace(".", "").replace(",", ".") if _THOUSANDS.fullmatch(text) else text.replace(",", ".")
        return super().to_python(value)


def same_lines(one: str, other: str) -> bool:
    """Whether two texts say the same lines, whatever the browser ends them with."""
    return one.strip().split() == other.strip().split()
