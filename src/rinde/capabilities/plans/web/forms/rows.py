"""Several alike below one form: deliverables of an activity, signatories of a plan. Works without JavaScript.

«Agregar otro» is a button of the same form: the page comes back with one more, and with everything that was written.
"""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property

ADD_BUTTON = "agregar"


def wants_another(data: QueryDict | None) -> bool:
    """Whether the person asked for one more instead of saving."""
    return data is not None and ADD_BUTTON in data


def with_one_more(data: QueryDict, prefix: str) -> QueryDict:
    """The same answers, with room for one more at the end."""
    more = data.copy()
    name = f"{prefix}-TOTAL_FORMS"
    more[name] = str(int(more.get(name) or 0) + 1) if (more.get(name) or "0").isdigit() else "1"
    return more


class RowFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # Django has it generic for checkers only
    """A formset whose rows that were marked for deletion, or left untouched, do not count."""

    @cached_property
    def kept(self) -> list[Any]:
        """The rows to save, in order, once the set is valid."""
        return [form for form in self.forms if form not in self.deleted_forms and form.has_content]
