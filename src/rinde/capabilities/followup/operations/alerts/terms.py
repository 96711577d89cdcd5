"""The terms of the cycle, told at once: each person once for each term and each date that it has had."""

from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import CutOff
from rinde.capabilities.followup.operations.alerts.addresses import Addresses
from rinde.capabilities.followup.operations.alerts.audiences import Audiences
from rinde.capabilities.followup.operations.alerts.digests import SUBJECT_LENGTH
from rinde.capabilities.followup.queries.alerts import (
    actors_looked_at,
    actors_that_replied,
    alert_policy_of,
    offices_of,
    running_cut_offs,
    unpublished_plans,
)
from rinde.capabilities.followup.rules.terms import (
    Audience,
    CutOffFacts,
    Notice,
    TermKind,
    cut_off_notices,
    publication_notices,
)
from rinde.capabilities.plans.models import Plan
from rinde.services.access import ANONYMOUS
from rinde.services.audit.operations import record
from rinde.services.notifications.operations import send_once
from rinde.services.tenancy import active_tenant


def send_terms(*, entity_id: int, now: datetime, site: str) -> int:
    """Queue what the terms of an entity say today to whom it is for; give how many mails that made.

    May be killed anywhere, and run by two workers at once: a notice goes out whole or not at all.

    Args:
        site: as in `send_digests`.
    """
    entity, today, queued = Entity.objects.get(pk=entity_id), timezone.localdate(now), 0
    with active_tenant(entity):
        days_before = alert_policy_of(entity).term_days
        audiences, addresses = Audiences(entity), Addresses(site, entity)
        for plan, facts in running_cut_offs(entity, now=now):
            for notice in cut_off_notices(facts, today=today, days_before=days_before):
                queued += _tell(notice, _people(notice, plan, facts, audiences), audiences, addresses, now)
        for plan, publication in unpublished_plans(entity, today=today):
            for notice in publication_notices(publication, today=today, days_before=days_before):
                queued += _tell(notice, audiences.publishers_of(plan), audiences, addresses, now)
    return queued


def tell_cut_off(cut_off: CutOff, *, now: datetime, site: str) -> int:
    """Queue at once what a cut-off has to tell, in the transaction of whoever sends its report; give how many mails.

    The hourly job would say the same, and finds it said.

    Args:
        site: as in `send_digests`.
    """
    entity, queued = cut_off.plan.entity, 0
    audiences, addresses = Audiences(entity), Addresses(site, entity)
    for plan, facts in running_cut_offs(entity, now=now, only=cut_off.pk):
        days_before = alert_policy_of(entity).term_days
        for notice in cut_off_notices(facts, today=timezone.localdate(now), days_before=days_before):
            queued += _tell(notice, _people(notice, plan, facts, audiences), audiences, addresses, now)
    return queued


def _people(notice: Notice, plan: Plan, facts: CutOffFacts, audiences: Audiences) -> frozenset[int]:
    if notice.audience is Audience.INTERNAL_CONTROL:
        return audiences.evaluators_of(plan)
    actors = actors_looked_at(plan, facts.id, until=facts.facts_until)
    if notice.audience is Audience.SILENT_UNITS:
        actors -= actors_that_replied(facts.id)
    units = audiences.units_of(plan, actors, offices_of([plan])[plan.pk])
    return units | audiences.monitors_of(plan) if notice.audience is Audience.EVERYBODY else units


@transaction.atomic
def _tell(notice: Notice, people: frozenset[int], audiences: Audiences, addresses: Addresses, now: datetime) -> int:
    told = sum(_send(notice, user_id, audiences, addresses, now) for user_id in sorted(people))
    if told:
        target = f"followup.CutOff:{notice.cut_off_id}" if notice.cut_off_id else f"plans.Plan:{notice.plan_id}"
        facts = {"term": str(notice.kind), "people": told}
        record(
            entity_id=addresses.entity.pk,
            action="followup.terms_send",
            target=target,
            by=ANONYMOUS,
            now=now,
            facts=facts,
        )
    return told


def _send(notice: Notice, user_id: int, audiences: Audiences, addresses: Addresses, now: datetime) -> bool:
    person = audiences.people[user_id]
    context = {
        "name": person.name,
        "notice": notice,
        "entity": addresses.entity.display_name,
        "address": _address(notice, addresses),
        "addresses": addresses,
    }
    return send_once(
        entity_id=addresses.entity.pk,
        key=f"{notice.key}:user:{user_id}",
        recipient=f"user:{user_id}",
        address=person.email,
        subject=notice.subject[:SUBJECT_LENGTH],
        body=render_to_string("followup/mail/term.txt", context),
        now=now,
    )


def _address(notice: Notice, addresses: Addresses) -> str:
    """Where one goes on from a notice."""
    if notice.audience is Audience.COORDINATION:
        return addresses.approval(notice.plan_id)
    if notice.audience in {Audience.UNITS, Audience.SILENT_UNITS}:
        return addresses.replies(notice.plan_id)
    if notice.kind is TermKind.PUBLISHED:
        return addresses.recommendations(notice.plan_id)
    return addresses.cut_offs(notice.plan_id)
