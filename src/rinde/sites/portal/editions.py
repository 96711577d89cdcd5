"""A published version made ready to show: rows in markup, with what filters ask about. Made once a version, then kept.

A version never changes, so everything that depends on it alone is kept by its number and hash; what depends on today or
on the question of a visitor is not here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify

from rinde.capabilities.plans.queries import PublishedPlan
from rinde.capabilities.plans.rules.content import ActivityContent, DeliverableContent, PlacedActivity, PlanContent
from rinde.capabilities.plans.rules.measures import target_in_words
from rinde.foundations.text.folding import fold_keeping_length
from rinde.services.search.words import index_terms
from rinde.sites.portal.words import schedule_in_words, title_of

# A version that was read at its own address leads to its own pages: what it promised may not be in today's plan.
_PAGES_OF_A_VERSION = {"plan": "version_page", "activity": "version_activity"}


@dataclass(frozen=True, slots=True)
class Edition:
    """The key of what is kept: which version, at which address. The plan itself is carried along, not compared."""

    version_id: int
    sha256: str
    entity_slug: str
    published: PublishedPlan = field(compare=False, repr=False)
    is_current: bool = True  # False for one that is read at the address of its number

    @property
    def content(self) -> PlanContent:
        return self.published.content

    @property
    def title(self) -> str:
        return title_of(self.content)

    def url(self, name: str = "plan", **more: str | int | date) -> str:
        """The address of the plan's page, or of another page below it."""
        if name == "plan" and self.is_current:
            return self.home
        place = {"entity_slug": self.entity_slug, "year": self.content.year, "plan_slug": self.content.slug}
        if not self.is_current and name in _PAGES_OF_A_VERSION:
            name, more = _PAGES_OF_A_VERSION[name], more | {"number": self.published.number}
        return reverse(f"portal:{name}", kwargs={**place, **more})

    def document(self, extension: str) -> str:
        """The permanent address of this version as a file."""
        return f"{self.home}versiones/{self.published.number}/plan.{extension}"

    @property
    def home(self) -> str:
        """The plan's own address, whichever version this is."""
        return _home_of(self.entity_slug, self.content.year, self.content.slug)


# A page of a plan names it some fifty times.
@lru_cache(maxsize=256)
def _home_of(entity_slug: str, year: int, plan_slug: str) -> str:
    return reverse("portal:plan", kwargs={"entity_slug": entity_slug, "year": year, "plan_slug": plan_slug})


@dataclass(frozen=True, slots=True)
class Row:
    """An activity in the list, with what the filters look at."""

    placed: PlacedActivity
    component: int  # position among the plan's components, from 1
    url: str
    units: frozenset[str]  # keys of `Prepared.units`
    months: frozenset[str]  # «2026-04»
    folded: str
    terms: frozenset[str]
    markup: SafeString  # the cells of its table row; how it goes today stands after them


@dataclass(frozen=True, slots=True)
class Due:
    """A date on which a deliverable falls due."""

    on: date
    starts_on: date | None
    name: str  # of the date: «publicado»
    number: int  # of the deliverable within its activity
    deliverable: DeliverableContent
    row: Row
    edition: Edition


@dataclass(frozen=True, slots=True)
class Prepared:
    rows: tuple[Row, ...]
    units: dict[str, str]  # key in addresses → name, in alphabetical order
    months: tuple[str, ...]
    dues: tuple[Due, ...]


def edition_of(published: PublishedPlan, entity_slug: str, *, is_current: bool = True) -> Edition:
    return Edition(published.version_id, published.sha256, entity_slug, published, is_current)


def lead_names(activity: ActivityContent) -> tuple[str, ...]:
    """Who answers for an activity, each once, in the plan's order."""
    return tuple(dict.fromkeys(name for one in activity.deliverables for name in one.responsible if name))


def unit_names(activity: ActivityContent) -> tuple[str, ...]:
    """Everybody by whom an activity may be looked for: those named, and every member of a group."""
    members = (
        actor.name for one in activity.deliverables for assignment in one.assignments for actor in assignment.actors
    )
    return tuple(dict.fromkeys((*lead_names(activity), *members)))


@lru_cache(maxsize=64)
def prepared(edition: Edition) -> Prepared:
    """Make a version's rows, their filters and their dates ready. Slow once (a millisecond a row), then free."""
    rows = tuple(_rows(edition))
    names = {slugify(name): name for row in rows for name in unit_names(row.placed.activity)}
    return Prepared(
        rows=rows,
        units=dict(sorted(names.items(), key=lambda one: fold_keeping_length(one[1]))),
        months=tuple(sorted({month for row in rows for month in row.months})),
        dues=tuple(sorted(_dues(edition, rows), key=lambda one: one.on)),
    )


def _rows(edition: Edition) -> Iterator[Row]:
    positions = {id(node): number for number, node in enumerate(edition.content.nodes, start=1)}
    for placed in edition.content.placed():
        activity = placed.activity
        text = _text_of(placed)
        url = edition.url("activity", key=activity.key)
        yield Row(
            placed=placed,
            component=positions[id(placed.component)],
            url=url,
            units=frozenset(slugify(name) for name in unit_names(activity)),
            months=frozenset(f"{day:%Y-%m}" for day in activity.due_dates),
            folded=fold_keeping_length(text),
            terms=index_terms(text),
            markup=_markup(activity, url),
        )


def _text_of(placed: PlacedActivity) -> str:
    activity = placed.activity
    parts = [activity.code, activity.name, activity.description, *lead_names(activity)]
    for one in activity.deliverables:
        parts += [one.product, one.target, one.description, one.indicator]
    return "\n".join(filter(None, parts))


def _markup(activity: ActivityContent, url: str) -> SafeString:
    context = {
        "activity": activity,
        "url": url,
        "promised": [_promised(one) for one in activity.deliverables if _promised(one)],
        "responsible": lead_names(activity),
        "when": schedule_in_words(activity.deliverables),
    }
    return render_to_string("portal/part/row.html", context)


def _promised(one: DeliverableContent) -> str:
    """What will be there: the product, or else the target."""
    return one.product or target_in_words(one) or one.description


def _dues(edition: Edition, rows: tuple[Row, ...]) -> Iterator[Due]:
    for row in rows:
        for number, one in enumerate(row.placed.activity.deliverables, start=1):
            for milestone in one.milestones:
                yield Due(milestone.due_on, milestone.starts_on, milestone.name, number, one, row, edition)
