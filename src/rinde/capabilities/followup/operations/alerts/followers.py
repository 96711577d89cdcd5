"""Telling whoever follows a plan or an activity what happened to it: one mail a mailbox and a week, or none.

A mailbox that follows several things gets one mail about all of them, with a way out of each. Up to which moment each
follower was told is noted in the transaction that queues their mail, so a job that is killed or runs twice neither
repeats nor skips anything.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import FollowerTold
from rinde.capabilities.followup.queries.alerts import alert_policy_of, moment_of
from rinde.capabilities.followup.queries.events import (
    EventKind,
    PublicEvent,
    Span,
    events_of_activities,
    events_of_plans,
)
from rinde.capabilities.followup.rules.alerts import iso_week
from rinde.capabilities.plans.models import Activity, Plan
from rinde.foundations.law import plain_day
from rinde.services.notifications.models import OutgoingMail, Subscription
from rinde.services.notifications.operations import follow, send_once
from rinde.services.notifications.queries import all_followers, leave_token, token_of
from rinde.services.tenancy import active_tenant

PLAN, ACTIVITY = "plan", "activity"
MOST_OF_EACH = 15  # events of one thing in a mail; the rest is on its page
_SUBJECT_LENGTH = 200


def topic_of_activity(activity_id: int) -> str:
    """What somebody follows who follows an activity, whatever it is called and wherever it stands."""
    return f"{ACTIVITY}:{activity_id}"


@transaction.atomic
def follow_activity(
    *, plan: Plan, activity_id: int, activity_key: str, name: str, address: str, page: str, now: datetime
) -> Subscription:
    """Note that a mailbox asks to be told of an activity, and send it the link that confirms. Asking twice is once.

    Args:
        name, page: as in `notifications.operations.follow`.
    """
    subscription = follow(
        entity_id=plan.entity_id,
        topic=topic_of_activity(activity_id),
        name=name,
        address=address,
        page=page,
        now=now,
    )
    FollowerTold.objects.get_or_create(
        entity_id=plan.entity_id,
        subscription_id=subscription.pk,
        defaults={"plan": plan, "activity_key": activity_key, "until": now},
    )
    return subscription


@dataclass(frozen=True, slots=True)
class _Followed:
    """One subscription, with what it is about and since when nothing of it was told."""

    subscription: Subscription
    plan: Plan
    key: str  # empty: the plan as a whole
    after: datetime


def tell_followers(*, entity_id: int, now: datetime, site: str) -> int:
    """Queue this week's news for whoever follows something of an entity; give how many mails that made.

    Args:
        site: the installation's address. Without one nothing is sent, and nothing lost: a mail to the public must hold
            the way out of it.
    """
    if not site:
        return 0
    entity = Entity.objects.get(pk=entity_id)
    with active_tenant(entity):
        moment = moment_of(alert_policy_of(entity), now)
        waiting = [one for one in _followed(entity) if one.after < moment]
        news = _News(waiting, moment)
        mailboxes: dict[str, list[_Followed]] = defaultdict(list)
        for one in waiting:
            mailboxes[one.subscription.address].append(one)
        return sum(_tell(entity, ones, news, moment, now, site) for ones in mailboxes.values())


def _followed(entity: Entity) -> Sequence[_Followed]:
    """Everybody who confirmed, and what they follow; who was never told anything begins where they confirmed."""
    subscriptions = all_followers(entity_id=entity.pk, topics=(PLAN, ACTIVITY))
    told = {one.subscription_id: one for one in FollowerTold.objects.filter(entity=entity)}
    plans = {one.pk: one for one in Plan.objects.filter(entity=entity)}
    new = [one for one in subscriptions if one.pk not in told]
    places = _places_of([one.topic for one in new])
    found = [
        (one, (told[one.pk].plan_id, told[one.pk].activity_key), told[one.pk].until)
        for one in subscriptions
        if one.pk in told
    ]
    found += [(one, places[one.topic], one.confirmed_at) for one in new if one.topic in places]
    followed = [_Followed(one, plans[plan], key, after) for one, (plan, key), after in found if plan in plans]
    return sorted(followed, key=lambda one: one.subscription.pk)


def _places_of(topics: Iterable[str]) -> dict[str, tuple[int, str]]:
    """The plan and the activity's key of some topics; none for an activity that has left its plan. One query."""
    numbers = {topic: int(topic.partition(":")[2]) for topic in topics}
    activities = [number for topic, number in numbers.items() if topic.startswith(f"{ACTIVITY}:")]
    rows = Activity.objects.filter(pk__in=activities).values_list("pk", "plan_id", "key")
    found = {topic_of_activity(number): (plan_id, key) for number, plan_id, key in rows}
    return found | {topic: (number, "") for topic, number in numbers.items() if topic.startswith(f"{PLAN}:")}


class _News:
    """What happened to everything that somebody waits to hear of, read once. Nine queries."""

    def __init__(self, waiting: Sequence[_Followed], moment: datetime) -> None:
        span = Span(after=min((one.after for one in waiting), default=moment), until=moment)
        plans = {one.plan.pk for one in waiting if not one.key}
        activities = {(one.plan.pk, one.key) for one in waiting if one.key}
        self._events: dict[tuple[int, str], list[PublicEvent]] = defaultdict(list)
        for event in events_of_plans(plans, span=span) if plans else ():
            # A new version was told at once, with all that it changes.
            if event.kind is not EventKind.VERSION_PUBLISHED:
                self._events[event.plan_id, ""].append(event)
        for event in events_of_activities(activities, span=span):
            self._events[event.plan_id, event.activity_key].append(event)

        standing = Activity.objects.filter(plan__in=[plan for plan, _ in activities]).values_list("plan_id", "key")
        self._standing = set(standing)

    def has_left(self, one: _Followed) -> bool:
        """Whether a change has taken the activity out of its plan."""
        return bool(one.key) and (one.plan.pk, one.key) not in self._standing

    def of(self, one: _Followed) -> list[PublicEvent]:
        """What this follower was not told yet, newest first."""
        return [event for event in self._events[one.plan.pk, one.key] if event.at > one.after]


@transaction.atomic
def _tell(
    entity: Entity, mailbox: Iterable[_Followed], news: _News, moment: datetime, now: datetime, site: str
) -> bool:
    """Note that a mailbox is told up to this moment, and queue its mail where something happened.

    What another worker has just told, or what they left in the meantime, is told by nobody else. Where the entity moved
    its day within a week, what came since the first mail waits for the next week's.
    """
    mailbox, week = list(mailbox), iso_week(moment)
    if _had_a_mail(entity, mailbox, week):
        return False
    told = [(one, news.of(one)) for one in mailbox if _claim(one, moment)]
    told = [(one, events) for one, events in told if events]
    if not told:
        return False
    first = told[0][0].subscription
    context = {
        "entity": entity.display_name,
        "until": plain_day(timezone.localdate(moment)),
        "followed": [_section(entity, one, events, site, has_left=news.has_left(one)) for one, events in told],
    }
    return send_once(
        entity_id=entity.pk,
        key=f"news:{week}:subscription:{first.pk}",
        recipient=f"subscription:{first.pk}",
        address=first.address,
        subject=_subject(told)[:_SUBJECT_LENGTH],
        body=render_to_string("followup/mail/news.txt", context),
        leave_url=_leave_at_once(entity, [one.subscription.pk for one, _ in told], site),
        now=now,
    )


def _leave_at_once(entity: Entity, subscriptions: Collection[int], site: str) -> str:
    """Where the mailbox's own button leaves everything that the mail tells of."""
    place = {"entity_slug": entity.slug, "token": leave_token(subscriptions)}
    return f"{site}{reverse('portal:leave_at_once', kwargs=place)}"


def _had_a_mail(entity: Entity, mailbox: Iterable[_Followed], week: str) -> bool:
    recipients = [f"subscription:{one.subscription.pk}" for one in mailbox]
    mails = OutgoingMail.objects.filter(entity_id=entity.pk, recipient__in=recipients, key__startswith=f"news:{week}:")
    return bool(mails.exists())


def _claim(one: _Followed, moment: datetime) -> bool:
    """Move this follower's mark forward; False where it is there already, or where they have left."""
    mark, is_new = FollowerTold.objects.get_or_create(
        entity_id=one.plan.entity_id,
        subscription_id=one.subscription.pk,
        defaults={"plan": one.plan, "activity_key": one.key, "until": moment},
    )
    is_ours = is_new or FollowerTold.objects.filter(pk=mark.pk, until__lt=moment).update(until=moment) == 1
    return is_ours and bool(Subscription.objects.filter(pk=one.subscription.pk, ended_at__isnull=True).exists())


def _subject(told: Sequence[tuple[_Followed, Sequence[PublicEvent]]]) -> str:
    count = sum(len(events) for _, events in told)
    one, events = told[0]
    name = " ".join((events[0].activity if one.key else one.plan.title).split())
    if len(told) > 1:
        return f"{count} novedades de lo que usted sigue"
    return f"Una novedad de «{name}»" if count == 1 else f"{count} novedades de «{name}»"


def _section(
    entity: Entity, one: _Followed, events: Sequence[PublicEvent], site: str, *, has_left: bool
) -> dict[str, object]:
    place = {"entity_slug": entity.slug, "year": one.plan.year, "plan_slug": one.plan.slug}
    if has_left:
        page = reverse("portal:changes", kwargs=place)
    elif one.key:
        page = reverse("portal:activity", kwargs={**place, "key": one.key})
    else:
        page = reverse("portal:plan", kwargs=place)
    leave = {"entity_slug": entity.slug, "token": token_of(one.subscription.pk)}
    return {
        "name": " ".join(((events[0].activity or one.key) if one.key else one.plan.title).split()),
        "plan": one.plan.title if one.key else "",
        "lines": [_line(event, of_plan=not one.key) for event in events[:MOST_OF_EACH]],
        "left": max(0, len(events) - MOST_OF_EACH),
        "page": f"{site}{page}",
        "leave": f"{site}{reverse('portal:following', kwargs=leave)}",
    }


def _line(event: PublicEvent, *, of_plan: bool) -> str:
    about = f"{event.activity}: " if of_plan and event.activity else ""
    day = plain_day(timezone.localdate(event.at))
    return f"{day}. {about}{event.title}." + (f" {event.text}" if event.text else "")
