"""What happened to a plan and to an activity, as RSS, for whoever does not want to give a mailbox."""

from django.http import Http404, HttpRequest, HttpResponse

from rinde.capabilities.followup.queries.events import events_of_activities, events_of_plans
from rinde.services.access import public_page
from rinde.sites.portal.editions import Edition, prepared
from rinde.sites.portal.feeds import MOST_ITEMS, feed_response, items_of
from rinde.sites.portal.reading import edition_or_404


@public_page
def plan_news(request: HttpRequest, entity_slug: str, year: int, plan_slug: str) -> HttpResponse:  # noqa: ARG001
    """Reports, closed rounds, internal control's reports and new versions of a plan, newest first."""
    edition = edition_or_404(request, year, plan_slug)
    events = events_of_plans([edition.published.plan_id], most=MOST_ITEMS)
    return feed_response(
        request,
        items_of(edition, events, keys=_keys(edition), of_plan=True),
        title=f"Qué pasa con {edition.title}",
        about="Lo que reportan las dependencias, los informes de seguimiento y las versiones del plan.",
        path=edition.url(),
    )


@public_page
def activity_news(request: HttpRequest, entity_slug: str, year: int, plan_slug: str, key: str) -> HttpResponse:  # noqa: ARG001
    """Reports, notes, verdicts and changes of an activity; of one that left its plan, what happened until then."""
    edition = edition_or_404(request, year, plan_slug)
    keys = _keys(edition)
    events = events_of_activities([(edition.published.plan_id, key)], most=MOST_ITEMS)
    if key not in keys and not events:
        raise Http404("Este plan no tiene esa actividad.")
    name = keys.get(key) or next(one.activity for one in events)
    return feed_response(
        request,
        items_of(edition, events, keys=keys, of_plan=False),
        title=f"Qué pasa con {name}",
        about=f"Lo que se reporta, se evalúa y cambia de esta actividad de {edition.title}.",
        path=edition.url("activity", key=key) if key in keys else edition.url("changes"),
    )


def _keys(edition: Edition) -> dict[str, str]:
    """The activities of the plan in force, by key, as people call them."""
    placed = (row.placed.activity for row in prepared(edition).rows)
    return {one.key: f"{one.code} {one.name}".strip() for one in placed}
