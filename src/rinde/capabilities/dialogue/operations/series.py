"""Series of spaces: made, changed. A space joins one with its own values (`edit_space`)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rinde.capabilities.dialogue.models import SpaceSeries
from rinde.capabilities.dialogue.permissions import check_organise
from rinde.capabilities.dialogue.rules.spaces import LONGEST_TEXT, LONGEST_TITLE
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.rules.addresses import slug_of
from rinde.foundations.refusals import refuse_gaps
from rinde.foundations.text.typed import length_gap, tidy_text
from rinde.services.access import Principal
from rinde.services.audit.operations import record

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class SeriesValues:
    """What a person writes about a series."""

    year: int
    title: str
    purpose: str = ""
    plan_id: int | None = None
    actor_id: int | None = None


@transaction.atomic
def keep_series(
    *, entity_id: int, values: SeriesValues, series_id: int | None = None, by: Principal, now: datetime
) -> SpaceSeries:
    """Write down a series, or change one; its address stays.

    Raises:
        NotAllowed: for whoever may not prepare spaces of that actor, or of the one that has it.
        NotReady: with everything that is missing.
    """
    entity = Entity.objects.select_for_update().get(pk=entity_id)
    series = SpaceSeries.objects.get(entity=entity, pk=series_id) if series_id else SpaceSeries(entity=entity)
    if series_id:
        check_organise(entity, by=by, actor_id=series.actor_id)
    check_organise(entity, by=by, actor_id=values.actor_id)
    refuse_gaps("La serie no se guardó todavía.", *_gaps(entity, values))
    series.year, series.title, series.purpose = values.year, " ".join(values.title.split()), tidy_text(values.purpose)
    series.plan_id, series.actor_id = values.plan_id, values.actor_id
    series.slug = series.slug or _free_slug(entity, values)
    series.edited_at, series.edited_by_id = now, by.user_id
    series.save()
    record(
        entity_id=entity.pk, action="dialogue.series_keep", target=series, by=by, now=now, facts={"year": series.year}
    )
    return series


def _gaps(entity: Entity, values: SeriesValues) -> tuple[str, ...]:
    gaps = []
    if not values.title.strip():
        gaps.append("Escriba cómo se llama la serie.")
    if not FIRST_YEAR <= values.year <= LAST_YEAR:
        gaps.append("Escriba el año con cuatro cifras.")
    gaps.append(length_gap(values.title, most=LONGEST_TITLE, name="El nombre", rest="o póngalo en el propósito"))
    gaps.append(length_gap(values.purpose, most=LONGEST_TEXT, name="El propósito", rest="o resúmalo"))
    for model, number, name in ((Plan, values.plan_id, "El plan"), (Actor, values.actor_id, "La dependencia")):
        if number and not model.objects.filter(entity=entity, pk=number).exists():
            gaps.append(f"{name} que escogió no está en esta entidad. Escoja de la lista.")
    return tuple(gap for gap in gaps if gap)


def _free_slug(entity: Entity, values: SeriesValues) -> str:
    name = slug_of(values.title)[:60].strip("-") or "serie"
    base = name if name.endswith(str(values.year)) else f"{name}-{values.year}"
    taken = set(SpaceSeries.objects.filter(entity=entity, slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
