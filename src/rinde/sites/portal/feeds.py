"""News as RSS: the entity's publications, and what happened to a plan or to an activity.

Public pages as any other: no session, one kept copy for everybody.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed

from rinde.capabilities.followup.queries.events import EventKind, PublicEvent
from rinde.sites.portal.editions import Edition

MOST_ITEMS = 30


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news. `uid` is the same for the same fact for ever; `path` is of this site."""

    uid: str
    title: str
    text: str
    path: str
    at: datetime


def feed_response(request: HttpRequest, items: Iterable[Item], *, title: str, about: str, path: str) -> HttpResponse:
    """The feed as a page.

    Args:
        path: of the page that the feed is of.
    """
    feed = Rss201rev2Feed(
        title=" ".join(title.split()),
        link=request.build_absolute_uri(path),
        description=about,
        language="es-co",
        feed_url=request.build_absolute_uri(request.path),
    )
    for item in items:
        feed.add_item(
            title=" ".join(item.title.split()),
            link=request.build_absolute_uri(item.path),
            description=item.text or item.title,
            pubdate=item.at,
            unique_id=item.uid,
            unique_id_is_permalink=False,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


def items_of(edition: Edition, events: Iterable[PublicEvent], *, keys: Collection[str], of_plan: bool) -> list[Item]:
    """What happened, each with the page on which it is read.

    Args:
        keys: of the activities that have a page today.
        of_plan: whether the feed is of the whole plan, where each fact says which activity it is of.
    """
    return [
        Item(
            uid=f"{edition.entity_slug}:{one.uid}",
            title=f"{one.activity}: {one.title}" if of_plan and one.activity else one.title,
            text=one.text,
            path=_page_of(edition, one, keys),
            at=one.at,
        )
        for one in events
    ]


def _page_of(edition: Edition, event: PublicEvent, keys: Collection[str]) -> str:
    if event.kind is EventKind.VERSION_PUBLISHED:
        return f"{edition.url('versions')}#v{event.number}"
    if event.kind is EventKind.CHANGED:
        return f"{edition.url('changes')}#c{event.number}"
    if event.activity_key and event.activity_key not in keys:
        return edition.url("changes")  # it left the plan, and there it says why
    return edition.url("activity", key=event.activity_key) if event.activity_key else edition.url()
