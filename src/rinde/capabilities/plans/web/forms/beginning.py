"""A plan that begins, and the question whether it is another one where one is there already."""

from collections.abc import Callable
from typing import TypeVar

from django import forms

from rinde.capabilities.plans.rules.headers import AlreadyStands, StandingPlan
from rinde.capabilities.plans.web.forms.saving import EditForm, save_or_explain

Begun = TypeVar("Begun")


def read_beside(sent: str) -> frozenset[int]:
    """The numbers of the plans that a tick «es otro plan» was shown for; what is no number counts for nothing."""
    return frozenset(int(one) for one in sent.split(",") if one.isdecimal() and len(one) < 18)


class BeginningForm(EditForm):
    """What a plan begins with. `standing` are the plans that the person is asked about."""

    # Of the plans that the tick was shown for: one that appears later, or another title, asks again.
    beside = forms.CharField(label="¿Es otro plan?", required=False, max_length=400, widget=forms.HiddenInput)
    standing: tuple[StandingPlan, ...] = ()

    @property
    def standing_numbers(self) -> str:
        """What the tick says."""
        return ",".join(str(one.id) for one in self.standing)

    def ask(self, refusal: AlreadyStands) -> None:
        """Show what stands, and the tick that says that this is another one."""
        self.standing = refusal.plans
        self.add_error("beside", list(refusal.gaps))


def begin_or_ask(form: BeginningForm, begin: Callable[[frozenset[int]], Begun]) -> Begun | None:
    """Begin a plan; where it is refused, or one is there already, say so on the form and give None.

    Args:
        begin: gets the plans of which the person said that this is another one.
    """

    def tried() -> Begun | None:
        try:
            return begin(read_beside(form.cleaned_data["beside"]))
        except AlreadyStands as refusal:
            form.ask(refusal)
            return None

    return save_or_explain(form, tried)
