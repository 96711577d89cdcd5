"""The weekly digest of an entity: one mail a person, each once, whoever runs this and however often.

The mail's key says the person and the week, and the table takes a key once. The run says whether everybody had their
turn: a job that was killed is gone on with by the next, and only when all were told does the week count as done. So
what is missing on a Wednesday is sent on that Wednesday, and what only became due on it waits for the next digest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import AlertPolicy, DigestRun
from rinde.capabilities.followup.operations.alerts.addresses import Addresses
from rinde.capabilities.followup.operations.alerts.audiences import Audiences
from rinde.capabilities.followup.queries.alerts import (
    Watched,
    WatchedPlan,
    alert_policy_of,
    closing_soon,
    moment_of,
    watched,
    without_digest,
)
from rinde.capabilities.followup.rules.alerts import (
    WEEK,
    CellFacts,
    Digest,
    Line,
    Matter,
    Thresholds,
    counts_in_words,
    digests_of,
    iso_week,
    line_in_words,
    lines_about,
    subject_of,
)
from rinde.foundations.law import WorkCalendar, long_day, plain_day
from rinde.services.access import ANONYMOUS
from rinde.services.audit.operations import record
from rinde.services.notifications.models import OutgoingMail
from rinde.services.notifications.operations import send_once
from rinde.services.tenancy import active_tenant

SUBJECT_LENGTH = 200  # of `OutgoingMail.subject`
MOST_IN_A_MAIL = 40  # lines; the rest is counted, and waits on the page of what one must do


def send_digests(*, entity_id: int, now: datetime, site: str) -> int:
    """Queue the digests of the week of an entity for whoever has something to do; give how many mails that made.

    Does nothing where the week's are out already. May be killed anywhere, and run by two workers at once.

    Args:
        site: the installation's address, for the links; empty where nobody has set it.
    """
    entity = Entity.objects.get(pk=entity_id)
    with active_tenant(entity):
        policy = alert_policy_of(entity)
        due_at = moment_of(policy, now)
        run, _ = DigestRun.objects.get_or_create(
            entity=entity, week=iso_week(due_at), defaults={"due_at": due_at, "began_at": now}
        )
        if run.ended_at is not None:
            return 0
        edition = _Edition(entity, policy, Audiences(entity), Addresses(site, entity), now)
        queued = sum(edition.send(one, run.week) for one in edition.digests(since=due_at - WEEK))
        _end(run, now)
    return queued


@transaction.atomic
def _end(run: DigestRun, now: datetime) -> None:
    """Note that everybody had their turn; the first of two workers does."""
    if DigestRun.objects.filter(pk=run.pk, ended_at__isnull=True).update(ended_at=now):
        mails = OutgoingMail.objects.filter(entity_id=run.entity_id, key__startswith=KEY, key__endswith=f":{run.week}")
        facts = {"week": run.week, "people": mails.count()}
        record(entity_id=run.entity_id, action="followup.digests_send", target=run, by=ANONYMOUS, now=now, facts=facts)


KEY = "digest:"


@dataclass(frozen=True, slots=True)
class _Edition:
    """The digests of an entity as they are at a moment."""

    entity: Entity
    policy: AlertPolicy
    audiences: Audiences
    addresses: Addresses
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def digests(self, *, since: datetime) -> Iterator["_Letter"]:
        """The digest of each person who has something to do and wants it."""
        seen = watched(self.entity, today=self.today, since=since)
        days = Thresholds(self.policy.due_soon_days, self.policy.escalate_after_days)
        told = (
            pair
            for plan in seen.plans
            for facts in self._facts(plan, seen)
            for pair in lines_about(facts, today=self.today, days=days, calendar=seen.calendar)
        )
        refused = without_digest(self.entity)
        closing = closing_soon(self.entity, today=self.today, days=days.due_soon)
        for digest in digests_of(told, today=self.today):
            if digest.user_id not in refused:
                closes = [
                    f"El reporte del {name[:1].lower()}{name[1:]} cierra el {plain_day(on)}."
                    for plan_id in dict.fromkeys(group.plan_id for group in digest.groups)
                    for name, on in closing.get(plan_id, ())
                ]
                yield _Letter(digest, seen.calendar, tuple(closes))

    def _facts(self, watched_plan: WatchedPlan, seen: Watched) -> Iterator[CellFacts]:
        plan, offices = watched_plan.plan, watched_plan.offices
        monitors, title = self.audiences.monitors_of(plan), " ".join(plan.title.split())
        for state in watched_plan.states:
            yield CellFacts(
                plan_id=plan.pk,
                plan_title=title,
                state=state,
                desk=self.audiences.desk_of(plan, state.cell.key.actor_id, offices),
                monitors=monitors,
                returned_on=seen.returned_on.get(state.open.id) if state.open else None,
                accepted_on=seen.accepted_on.get(state.said.id) if state.said else None,
            )

    def send(self, letter: "_Letter", week: str) -> bool:
        person = self.audiences.people[letter.digest.user_id]
        context = {
            "name": person.name,
            "entity": self.entity.display_name,
            "today": long_day(self.today),
            "counts": counts_in_words(letter.digest),
            "closes": letter.closes,
            "groups": letter.groups(self.addresses, self.today),
            "left": max(0, len(letter.digest.lines) - MOST_IN_A_MAIL),
            "addresses": self.addresses,
        }
        return send_once(
            entity_id=self.entity.pk,
            key=f"{KEY}{person.user_id}:{week}",
            recipient=f"user:{person.user_id}",
            address=person.email,
            subject=subject_of(letter.digest)[:SUBJECT_LENGTH],
            body=render_to_string("followup/mail/digest.txt", context),
            now=self.now,
        )


@dataclass(frozen=True, slots=True)
class _Letter:
    """A digest on its way into words."""

    digest: Digest
    calendar: WorkCalendar
    closes: tuple[str, ...]

    def groups(self, addresses: Addresses, today: date) -> list[dict[str, object]]:
        """Activity by activity, as many lines as a mail holds."""
        room = MOST_IN_A_MAIL
        groups: list[dict[str, object]] = []
        units = {line.cell.actor_name for line in self.digest.lines}
        for group in self.digest.groups:
            lines = group.lines[: max(0, room)]
            room -= len(lines)
            if lines:
                told = [
                    {
                        "words": line_in_words(line, today=today, calendar=self.calendar),
                        "whose": _whose(line, several=len(units) > 1),
                        "address": _address(line, addresses),
                    }
                    for line in lines
                ]
                groups.append({"activity": group.activity, "plan": group.plan_title, "lines": told})
        return groups


def _whose(line: Line, *, several: bool) -> str:
    """The unit, for somebody who answers for several; for the coordination, why it is told at all."""
    if line.has_nobody and line.matter not in {Matter.REVIEW, Matter.ACCEPTED}:
        return f"Responde {line.cell.actor_name}, que no tiene a nadie en Rinde." if line.cell.actor_name else ""
    says_it_already = line.matter in {Matter.ESCALATED, Matter.REVIEW}
    return f"De {line.cell.actor_name}." if several and line.cell.actor_name and not says_it_already else ""


def _address(line: Line, addresses: Addresses) -> str:
    if line.matter is Matter.REVIEW and line.report_id is not None:
        return addresses.review(line.report_id)
    if line.matter is Matter.ACCEPTED and line.report_id is not None:
        return addresses.report(line.report_id)
    return addresses.cell(line.cell.key)
