"""A report that was returned, told at once to whoever has to put it right; each return once for each person."""

from datetime import date, datetime

from django.template.loader import render_to_string

from rinde.capabilities.followup.models import ProgressReport, ReportStep
from rinde.capabilities.followup.operations.alerts.addresses import Addresses
from rinde.capabilities.followup.operations.alerts.audiences import Audiences
from rinde.capabilities.followup.operations.alerts.digests import SUBJECT_LENGTH
from rinde.capabilities.followup.queries.alerts import alert_policy_of, offices_of, without_digest
from rinde.capabilities.followup.rules.returned import ReturnedFacts, told_of_return
from rinde.services.access import Principal
from rinde.services.audit.operations import record
from rinde.services.notifications.operations import send_once


def tell_return(report: ProgressReport, step: ReportStep, *, by: Principal, now: datetime, site: str) -> int:
    """Queue the mail of a return, in the transaction of whoever returns; give how many mails.

    Nobody is told where the entity leaves it to the digest of the week.

    Args:
        step: the return in the report's trail.
        site: as in `send_digests`.
    """
    plan, entity = report.plan, report.plan.entity
    if not alert_policy_of(entity).returned_at_once:
        return 0
    audiences, addresses = Audiences(entity), Addresses(site, entity)
    desk = audiences.desk_of(plan, report.actor_id, offices_of([plan])[plan.pk])
    people = told_of_return(
        report.author_id,
        may_report=desk.liaisons | desk.heads | desk.coordinators,
        reporting=desk.reporting,
        refused=without_digest(entity),
        returned_by=by.user_id,
    )
    facts = _facts(report, step)
    told = sum(_send(facts, report, user_id, audiences, addresses, now) for user_id in sorted(people))
    if told:
        said = {"plan": plan.pk, "people": told}
        record(entity_id=entity.pk, action="followup.return_told", target=report, by=by, now=now, facts=said)
    return told


def _facts(report: ProgressReport, step: ReportStep) -> ReturnedFacts:
    about = report.about
    due_on = date.fromisoformat(about["due_on"]) if about.get("due_on") else None
    title = " ".join(report.plan.title.split())
    return ReturnedFacts(step.pk, about.get("activity", ""), about.get("actor", ""), title, due_on)


def _send(
    facts: ReturnedFacts,
    report: ProgressReport,
    user_id: int,
    audiences: Audiences,
    addresses: Addresses,
    now: datetime,
) -> bool:
    person = audiences.people[user_id]
    context = {
        "name": person.name,
        "facts": facts,
        "entity": addresses.entity.display_name,
        "address": addresses.report(report.pk),
        "addresses": addresses,
    }
    return send_once(
        entity_id=addresses.entity.pk,
        key=facts.key(user_id),
        recipient=f"user:{user_id}",
        address=person.email,
        subject=facts.subject[:SUBJECT_LENGTH],
        body=render_to_string("followup/mail/returned.txt", context),
        now=now,
    )
