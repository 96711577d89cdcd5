"""An entity's front page, its news and what a footer points to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.consultations.models import Consultation
from rinde.capabilities.consultations.queries import open_notices, public_consultations
from rinde.capabilities.dialogue.queries.spaces import coming_spaces, public_spaces
from rinde.capabilities.dialogue.web.presenters.words import State, state_of, when_of, where_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.queries import shield_of
from rinde.capabilities.followup.queries.public_cut_offs import IssuedReport, issued_reports
from rinde.capabilities.followup.queries.public_look import public_looks
from rinde.capabilities.plans.models import PlanVersion
from rinde.services.access import public_page
from rinde.sites.portal.editions import Edition, prepared
from rinde.sites.portal.feeds import MOST_ITEMS, Item, feed_response
from rinde.sites.portal.progress import going_in_words
from rinde.sites.portal.reading import editions_of, entity_of, recent_versions
from rinde.sites.portal.structured_data import json_ld, organization
from rinde.sites.portal.summaries import dues_between, numbers_of
from rinde.sites.portal.words import SOON

NEXT_DATES = 6
NEWS_ON_PAGE = 4
SPACES_ON_PAGE = 3


@dataclass(frozen=True, slots=True)
class ComingSpace:
    """A space of dialogue that people may still go to."""

    title: str
    url: str
    when: str
    where: str
    state: State


@public_page
def home(request: HttpRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """What the entity promised this year, in numbers with words."""
    entity, today = entity_of(request), timezone.localdate()
    editions = editions_of(entity)
    running = [one for one in editions if one.content.period_start <= today <= one.content.period_end]
    dues = [due for one in running for due in dues_between(prepared(one).dues, today, today + timedelta(days=SOON))]
    context = {
        "section": "home",
        "running": running,
        "running_going": _going(running, today),
        "earlier": [one for one in editions if one not in running],
        "numbers": numbers_of(running, today),
        "dues": sorted(dues, key=lambda due: due.on)[:NEXT_DATES],
        "news": recent_versions(entity, NEWS_ON_PAGE),
        "consulted": open_notices(entity, today=today),
        "spaces": _coming(entity, timezone.now()),
        "today": today,
        "data": json_ld(organization(entity, request.build_absolute_uri(request.path))),
    }
    return render(request, "portal/home.html", context)


def _coming(entity: Entity, now: datetime) -> list[ComingSpace]:
    """The next spaces of dialogue. One query."""
    return [
        ComingSpace(
            one.title,
            reverse("portal:dialogue_space", kwargs={"entity_slug": entity.slug, "slug": one.slug}),
            when_of(one.starts_at, one.ends_at),
            where_of(one),
            state_of(one),
        )
        for one in coming_spaces(entity, now=now, most=SPACES_ON_PAGE)
    ]


def _going(editions: Sequence[Edition], today: date) -> list[tuple[Edition, str]]:
    """Each plan with how it goes in one sentence; empty where there is nothing to tell yet. No query without plans."""
    if not editions:
        return []
    looks = public_looks([one.published for one in editions], today=today)
    return [(edition, going_in_words(look)) for edition, look in zip(editions, looks, strict=True)]


@public_page
def news(request: HttpRequest, entity_slug: str) -> HttpResponse:
    """Every publication with what changed, as RSS."""
    entity = entity_of(request)
    return feed_response(
        request,
        (_publication(entity_slug, version) for version in recent_versions(entity, MOST_ITEMS)),
        title=f"Novedades de los planes de {entity.display_name}",
        about="Planes publicados y qué cambió en cada versión.",
        path=reverse("portal:home", kwargs={"entity_slug": entity_slug}),
    )


def _publication(entity_slug: str, version: PlanVersion) -> Item:
    place = {"entity_slug": entity_slug, "year": version.plan.year, "plan_slug": version.plan.slug}
    return Item(
        uid=f"sha256:{version.sha256}",
        title=f"{version.plan.title}: versión {version.number}",
        text=version.summary or "Primera publicación.",
        path=f"{reverse('portal:versions', kwargs=place)}#v{version.number}",
        at=version.published_at,
    )


@public_page
def entity_shield(request: HttpRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """The entity's own shield. Its address on a page carries its hash, so that a kept one is never an old one."""
    content = shield_of(entity_of(request))
    if content is None:
        raise Http404("Esta entidad no ha subido su escudo.")
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": "public, max-age=604800"})


@public_page
def policies(request: HttpRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    return render(request, "portal/policies.html")


@public_page
def sitemap(request: HttpRequest, entity_slug: str) -> HttpResponse:
    """Every public page of the entity, with the day of its version."""
    fixed = ("home", "plans", "calendar")
    pages: list[tuple[str, datetime | None]] = [
        (reverse(f"portal:{name}", kwargs={"entity_slug": entity_slug}), None) for name in fixed
    ]
    entity = entity_of(request)
    editions = editions_of(entity)
    reports = issued_reports([one.published.plan_id for one in editions])
    for edition in editions:
        day = edition.published.published_at
        pages += [(url, day) for url in (edition.url(), edition.url("versions"))]
        pages += [(edition.url(name), None) for name in ("due", "remarks", "open_data")]
        pages += _evaluated(edition, reports.get(edition.published.plan_id, ()))
        pages += [(row.url, day) for row in prepared(edition).rows]
    pages += _consulted(entity_slug, public_consultations(entity))
    pages += _dialogue(entity)
    site = request.build_absolute_uri("/").rstrip("/")
    return render(
        request,
        "portal/sitemap.xml",
        {"pages": [{"address": f"{site}{url}", "day": day} for url, day in pages]},
        content_type="application/xml",
    )


def _evaluated(edition: Edition, reports: Iterable[IssuedReport]) -> Iterator[tuple[str, datetime | None]]:
    """Each final report of internal control, and its cut-off activity by activity."""
    for one in reports:
        yield edition.url("follow_up_report", facts_until=one.facts_until), one.issued_at
        yield edition.url("cut_off", number=one.number), one.issued_at


def _dialogue(entity: Entity) -> Iterator[tuple[str, datetime | None]]:
    """The page of each space, and of each year that has one."""
    years = set()
    for one in public_spaces(entity):
        years.add(timezone.localtime(one.starts_at).year)
        yield reverse("portal:dialogue_space", args=(entity.slug, one.slug)), one.edited_at
    yield from ((reverse("portal:dialogue_year", args=(entity.slug, year)), None) for year in sorted(years))


def _consulted(entity_slug: str, consultations: Iterable[Consultation]) -> Iterator[tuple[str, datetime | None]]:
    """The text and the comments of each consultation, and the summary of those that were answered."""
    for one in consultations:
        place = (entity_slug, one.plan.year, one.plan.slug, one.number)
        yield reverse("portal:consultation", args=place), one.summary_published_at or one.opened_at
        yield reverse("portal:consultation_comments", args=place), one.summary_published_at
        if one.summary_published_at:
            yield reverse("portal:consultation_summary", args=place), one.summary_published_at
