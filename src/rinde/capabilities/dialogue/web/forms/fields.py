"""Fields that the forms of the dialogue share: days, hours, and a moment out of both."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

WRONG_DAY = "Esa fecha no existe. Escríbala como 15/12/2026."
WRONG_TIME = "Esa hora no existe. Escríbala como 14:30."
_DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def day_field(label: str, *, required: bool = True, missing: str = "Escriba el día.", **more: Any) -> forms.DateField:
    """A day, typed or picked."""
    return forms.DateField(
        label=label,
        required=required,
        input_formats=_DAY_FORMATS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": missing, "invalid": WRONG_DAY},
        **more,
    )


def time_field(label: str, *, required: bool = True, missing: str = "Escriba la hora.", **more: Any) -> forms.TimeField:
    """An hour of the day, typed or picked."""
    return forms.TimeField(
        label=label,
        required=required,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": missing, "invalid": WRONG_TIME},
        **more,
    )


def text_field(label: str, *, rows: int = 4, required: bool = False, missing: str = "", **more: Any) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(
        label=label,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
        **more,
    )


def codes_field(label: str, choices: Iterable[tuple[Any, Any]], **more: Any) -> forms.MultipleChoiceField:
    """Several of a list, as boxes to tick."""
    return forms.MultipleChoiceField(
        label=label, choices=list(choices), required=False, widget=forms.CheckboxSelectMultiple, **more
    )


def moment(day: date | None, hour: time | None) -> datetime | None:
    """A day and an hour on Bogotá's clock; None where one of them is missing."""
    if day is None or hour is None:
        return None
    return timezone.make_aware(datetime.combine(day, hour))


def parts_of(at: datetime | None) -> tuple[date | None, time | None]:
    """The day and the hour of a moment on Bogotá's clock."""
    local = timezone.localtime(at) if at else None
    return (local.date(), local.time()) if local else (None, None)
