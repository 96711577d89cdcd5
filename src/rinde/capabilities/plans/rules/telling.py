"""What a deliverable promises and when, in the words of people; one way for every page. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from rinde.capabilities.plans.choices import Recurrence
from rinde.capabilities.plans.rules.cells import total_target
from rinde.capabilities.plans.rules.content import DeliverableContent, MilestoneContent
from rinde.capabilities.plans.rules.measures import figure, quantity_in_words, target_in_words
from rinde.foundations.design.spanish import spanish_date
from rinde.foundations.text.quantities import read_quantity

MOST_DATES = 4


def joined(parts: Sequence[str]) -> str:
    """«a, b y c»."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} y {parts[-1]}" if parts else ""


def dates_in_words(days: Iterable[date]) -> str:
    """Say a few dates one by one and many by how many and from when to when; the year once where it is one."""
    ordered = sorted(set(days))
    if not ordered:
        return ""
    one_year = ordered[0].year == ordered[-1].year
    form = "day" if one_year else "short"
    year = f"\u00a0{ordered[0].year}" if one_year else ""
    if len(ordered) <= MOST_DATES:
        return joined([spanish_date(day, form) for day in ordered]) + year
    return f"{len(ordered)} fechas, de {spanish_date(ordered[0], form)} a {spanish_date(ordered[-1], form)}{year}"


def promise_in_words(deliverable: DeliverableContent) -> str:
    """The target with its quantity where its words do not say it, and the total among those who answer."""
    target, quantity = target_in_words(deliverable), deliverable.target_quantity
    if quantity is None:
        return target
    read = read_quantity(deliverable.target)
    is_said = read and Decimal(str(read.value)) == quantity and (read.per_unit or not deliverable.target_per_actor)
    said = quantity_in_words(quantity, deliverable.target_unit, per_actor=deliverable.target_per_actor)
    shown = target if is_said or not deliverable.target else f"{target} ({said})"
    how = total_target(deliverable).how
    return f"{shown}. En total: {how}" if how else shown


def when_in_words(deliverable: DeliverableContent) -> str:
    """How often, and each date once with its name and its quantity, a line each; the plan's own words where no date."""
    lines = [*_rhythm(deliverable), *_dates(deliverable.milestones)]
    return "\n".join(lines) or deliverable.schedule_text or "Sin fecha"


def _rhythm(deliverable: DeliverableContent) -> Iterator[str]:
    if deliverable.recurrence in Recurrence.values:
        yield str(Recurrence(deliverable.recurrence).label)
    if deliverable.permanent:
        yield "Permanente, todo el año"


def _dates(milestones: Iterable[MilestoneContent]) -> Iterator[str]:
    """The dates that share a name and a quantity are told together."""
    alike: dict[tuple[str, Decimal | None, date | None], list[date]] = {}
    for one in sorted(milestones, key=lambda each: each.due_on):
        alike.setdefault((one.name, one.expected_quantity, one.starts_on), []).append(one.due_on)
    for (name, quantity, starts_on), days in alike.items():
        told = dates_in_words(days)
        span = f"{spanish_date(starts_on)} a {told}" if starts_on else told
        each = " en cada una" if len(set(days)) > 1 else ""
        yield f"{f'{name}: ' if name else ''}{span}{f' ({figure(quantity)}{each})' if quantity is not None else ''}"
