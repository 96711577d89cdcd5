"""What goes on from one plan into the next: the form of the choice."""

from dataclasses import replace
from typing import Any

from django import forms

from rinde.capabilities.plans.queries import CarryChoices
from rinde.capabilities.plans.rules.carrying import carried_day
from rinde.capabilities.plans.rules.rows import PlanHeader
from rinde.capabilities.plans.web.forms.beginning import BeginningForm
from rinde.capabilities.plans.web.forms.headers import day_field

NONE = "ninguna"


class CarryForm(BeginningForm):
    """The new plan's title and period, and a tick for each row of the old one. Everything is ticked at first."""

    title = forms.CharField(
        label="Título",
        max_length=250,
        help_text="Como lo leerá la ciudadanía.",
        error_messages={"required": "Escriba el título."},
    )
    period_start = day_field("Primer día de la vigencia")
    period_end = day_field("Último día de la vigencia")
    activities = forms.MultipleChoiceField(label="Actividades", required=False, widget=forms.CheckboxSelectMultiple)
    announcements = forms.MultipleChoiceField(
        label="Acciones anunciadas", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, data: Any = None, *, source: PlanHeader, choices: CarryChoices, marks: str | None = None
    ) -> None:
        self.source, self.choices = source, choices
        super().__init__(data, initial=_initial(source, choices, nothing=marks == NONE))
        activities: Any = self.fields["activities"]
        activities.choices = [(one.key, one.label) for part in choices.parts for one in part.activities]
        announcements: Any = self.fields["announcements"]
        announcements.choices = [(str(pk), text) for pk, text in choices.announcements]

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The boxes of the activities, below the component that they are in."""
        boxes = iter(self["activities"])
        return [(part.heading, [next(boxes) for _ in part.activities]) for part in self.choices.parts]

    def header(self) -> PlanHeader:
        """What the new plan says of itself: as the old one, save title, period and who signed it."""
        entered = {name: self.cleaned_data[name] for name in ("title", "period_start", "period_end")}
        return replace(self.source, slug="", signatories=(), **entered)

    def announcement_ids(self) -> list[int]:
        """What was ticked, for the operation."""
        return [int(value) for value in self.cleaned_data["announcements"]]


def _initial(source: PlanHeader, choices: CarryChoices, *, nothing: bool) -> dict[str, Any]:
    """A period as long as the old one, right after it."""
    years = source.period_end.year - source.period_start.year + 1
    old, new = str(source.period_start.year), str(source.period_start.year + years)
    return {
        "title": source.title.replace(old, new),
        "period_start": carried_day(source.period_start, years),
        "period_end": carried_day(source.period_end, years),
        "activities": [] if nothing else [one.key for part in choices.parts for one in part.activities],
        "announcements": [] if nothing else [str(pk) for pk, _ in choices.announcements],
    }
