"""A returned report is told at once: to its author, once, without its reason, as the person and the entity want it."""

from typing import Any

import pytest
from django.core import mail

from capabilities.followup.operations.alerts.people import MONDAY, SITE, cells_of, liaison_of, of_unit, told
from factories import make_published_plan, principal
from followup_samples import SENT_AT, make_report
from rinde.capabilities.accounts.models import Membership, User
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import AlertPolicy, DigestChoice, ProgressReport
from rinde.capabilities.followup.operations.deciding import return_report
from rinde.capabilities.plans.models import Plan
from rinde.services.audit.models import AuditEntry
from rinde.services.notifications.models import OutgoingMail
from rinde.services.tenancy import active_tenant

REASON = "La firma de Luz Dary Quiroz, cédula 59700010, no está en el acta."


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_published_plan(entity)


@pytest.fixture
def author(plan: Plan, other_entity: Entity) -> User:
    """The liaison who wrote; another entity has people and a plan too."""
    with active_tenant(other_entity):
        liaison_of(make_published_plan(other_entity))
    return liaison_of(plan, full_name="Ana Ruiz")


def sent(plan: Plan, author: User | None) -> ProgressReport:
    return make_report(plan, author=author)


def give_back(report: ProgressReport, **more: Any) -> ProgressReport:
    by = more.pop("by", None) or principal(report.entity, "PLAN_COORDINATOR")
    return return_report(report_id=report.pk, reason=REASON, seen=None, by=by, now=MONDAY, site=SITE, **more)


def test_author_is_told_at_once_where_to_read_why(plan: Plan, author: User) -> None:
    head = of_unit(plan.entity, "UNIT_HEAD", cells_of(plan)[0].key.actor_id)
    report = give_back(sent(plan, author))
    assert told(head) == []
    only = OutgoingMail.objects.get()
    assert (only.recipient, only.subject) == (
        f"user:{author.pk}",
        f"Le devolvieron un reporte: {report.about['activity']}",
    )
    assert f"{SITE}/{plan.entity.slug}/gestion/seguimiento/reportes/{report.pk}/\n" in only.body
    assert "El motivo, con lo que hay que corregir, está en el reporte." in only.body
    assert [word in only.body for word in (REASON, "Luz Dary", "59700010")] == [False] * 3


def test_return_that_is_told_leaves_a_mark_without_a_name(plan: Plan, author: User) -> None:
    report = give_back(sent(plan, author))
    mark = AuditEntry.objects.get(action="followup.return_told")
    assert mark.facts == {"plan": plan.pk, "people": 1}
    assert mark.target == f"followup.ProgressReport:{report.pk}"


def test_second_return_is_told_again_and_the_first_only_once(plan: Plan, author: User) -> None:
    report = give_back(sent(plan, author))
    ProgressReport.objects.filter(pk=report.pk).update(status="SENT", sent_at=MONDAY, returned_reason="")
    give_back(report)
    assert len(told(author)) == 2
    assert OutgoingMail.objects.values("key").distinct().count() == 2


def test_author_who_left_the_unit_is_not_told_but_who_stands_there_now(plan: Plan, author: User) -> None:
    report = sent(plan, author)
    Membership.objects.filter(user=author).update(ended_at=SENT_AT)
    now_there = liaison_of(plan)
    give_back(report)
    assert (told(author), len(told(now_there))) == ([], 1)


def test_who_turned_the_digest_off_is_not_mailed(plan: Plan, author: User) -> None:
    DigestChoice.objects.create(entity=plan.entity, user=author, wants=False, edited_at=MONDAY)
    give_back(sent(plan, author))
    assert not OutgoingMail.objects.exists()
    assert not AuditEntry.objects.filter(action="followup.return_told").exists()


def test_entity_that_leaves_it_to_the_digest_sends_nothing_at_once(plan: Plan, author: User) -> None:
    AlertPolicy.objects.create(entity=plan.entity, returned_at_once=False, edited_at=MONDAY)
    assert give_back(sent(plan, author)).status == "RETURNED"
    assert not OutgoingMail.objects.exists()


def test_whoever_returns_what_they_wrote_is_not_told(plan: Plan, author: User) -> None:
    by = principal(plan.entity, "PLAN_COORDINATOR")
    give_back(sent(plan, User.objects.get(pk=by.user_id)), by=by)
    assert told(User.objects.get(pk=by.user_id)) == []


@pytest.mark.django_db(transaction=True)
def test_mail_goes_out_when_the_return_is_saved_and_not_before(plan: Plan, author: User) -> None:
    give_back(sent(plan, author))
    assert [one.to for one in mail.outbox] == [[author.email]]
