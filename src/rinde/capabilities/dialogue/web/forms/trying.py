"""Acting for a form: what an operation says is missing stands on the form, and nothing is lost."""

from collections.abc import Callable
from typing import TypeVar

from django import forms

from rinde.foundations.refusals import NotReady

Done = TypeVar("Done")


def tried(form: forms.Form, act: Callable[[], Done], *, on: str | None = None) -> Done | None:
    """Act; where the operation refuses with what is missing, say all of it on the form (or one of its fields)."""
    try:
        return act()
    except NotReady as refusal:
        for gap in refusal.gaps or (refusal.message,):
            form.add_error(on, gap)
    return None
