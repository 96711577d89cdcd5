"""What all forms of the desk share: the mark of what was seen, and refusals shown on the form with nothing lost."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict

from rinde.foundations.refusals import NotReady, StaleWrite

Saved = TypeVar("Saved")


class SeenField(forms.CharField):
    """The moment of the last save that the person had before their eyes; empty where nobody saved yet."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else value

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value)
        try:
            return datetime.fromisoformat(text) if text else None
        except ValueError:
            # A mark that nobody of ours wrote is taken for an old one: the write is refused, not the page.
            return datetime.min.replace(tzinfo=UTC)


class EditForm(forms.Form):
    """A form that knows what its writer saw. `is_stale` after a save was refused because of it."""

    seen = SeenField()
    is_stale = False

    def accept_newer(self, seen: datetime | None) -> None:
        """Make the next save win: the person has now both versions before their eyes."""
        self.is_stale = True
        data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data[self.add_prefix("seen")] = seen.isoformat() if seen else ""
        self.data = data


def save_or_explain(form: EditForm, save: Callable[[], Saved], current: datetime | None = None) -> Saved | None:
    """Save; where the operation refuses, say all its reasons on the form and give None.

    Args:
        current: the mark of what is saved now, which the form carries after a stale write.
    """
    try:
        return save()
    except NotReady as refusal:
        for gap in refusal.gaps or (refusal.message,):
            form.add_error(None, gap)
    except StaleWrite as refusal:
        form.add_error(None, refusal.message)
        form.accept_newer(current)
    return None


def status_of(form: EditForm) -> int:
    """The HTTP status of a page that shows a form: 409 for a stale write, 422 for errors, 200 for a fresh one."""
    if form.is_stale:
        return 409
    return 422 if form.is_bound and form.errors else 200
