"""Terms are told at once to whom they are for, each once; a date that moves is told again."""

from datetime import date, timedelta

import pytest
from django.core import mail

from capabilities.followup.operations.alerts.people import (
    SITE,
    body_to,
    cells_of,
    in_bogota,
    issue,
    liaison_of,
    make_cut_off,
    make_frozen,
    of_unit,
    told,
)
from factories import make_full_plan, make_member, make_published_plan, principal
from rinde.capabilities.accounts.models import User
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import AlertPolicy, FollowUpReport, UnitReply
from rinde.capabilities.followup.operations.alerts import choose_digest, send_terms
from rinde.capabilities.followup.queries.alerts import entities_with_terms
from rinde.capabilities.plans.models import LegalDate
from rinde.services.audit.models import AuditEntry
from rinde.services.notifications.models import OutgoingMail
from rinde.services.tenancy import active_tenant

DUE = date(2026, 7, 15)
FROZEN_AT = in_bogota(2026, 7, 9, 0, 10)


def subjects(person: User) -> list[str]:
    """What a person was told, without the plan's title, which is another in each test."""
    return [subject.partition(", Programa")[0] for subject in told(person)]


def send(entity: Entity, *moment: int) -> int:
    return send_terms(entity_id=entity.pk, now=in_bogota(*moment), site=SITE)


def test_internal_control_is_told_when_it_may_begin_when_it_is_near_and_when_it_is_late(entity: Entity) -> None:
    plan = make_published_plan(entity)
    make_cut_off(plan)
    officer, liaison = make_member(entity, "INTERNAL_CONTROL"), liaison_of(plan)
    days = [date(2026, 7, 8) + timedelta(days=step) for step in range(15)]
    sent = [send(entity, day.year, day.month, day.day, hour) for day in days for hour in (0, 9, 23)]
    assert sum(sent) == 3
    assert subjects(officer) == [
        "Ya puede evaluar: Corte al 30 de junio de 2026",
        "El informe de seguimiento vence en 5 días: Corte al 30 de junio de 2026",
        "Se venció el informe de seguimiento: Corte al 30 de junio de 2026",
    ]
    assert subjects(liaison) == []
    assert [message.to for message in mail.outbox] == [[officer.email]] * 3
    assert "no se puede apagar" in body_to(officer)


def test_preliminary_report_is_told_to_the_units_and_again_to_who_keeps_silent(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    first, second = cells_of(plan)
    silent, answering = (of_unit(entity, "UNIT_LIAISON", cell.key.actor_id) for cell in (first, second))
    head = of_unit(entity, "UNIT_HEAD", first.key.actor_id)
    officer, reader = make_member(entity, "INTERNAL_CONTROL"), make_member(entity, "READER")
    cut_off = make_cut_off(plan)
    issue(cut_off, "PRELIMINARY", in_bogota(2026, 7, 13, 10), replies_until=date(2026, 7, 17))
    send(entity, 2026, 7, 13, 11)
    subject = "Control interno envió su informe preliminar: responda hasta el 17 de julio de 2026"
    assert [subjects(one) for one in (silent, answering, head)] == [[subject]] * 3
    make_frozen(cut_off, first)
    frozen = make_frozen(cut_off, second)
    UnitReply.objects.create(
        entity=entity, frozen=frozen, actor_id=second.key.actor_id, text="Sí se hizo.", written_at=FROZEN_AT
    )
    send(entity, 2026, 7, 16, 8)
    reminder = "Su plazo para responder a control interno termina mañana: Corte al 30 de junio de 2026"
    assert [subjects(one)[1:] for one in (silent, answering, head)] == [[reminder], [], [reminder]]
    send(entity, 2026, 7, 18, 8)
    assert subjects(officer)[-1] == "Terminó el plazo de las dependencias para responder: Corte al 30 de junio de 2026"
    assert subjects(reader) == []


def test_a_term_that_is_moved_is_told_again_and_only_then(entity: Entity) -> None:
    plan = make_published_plan(entity)
    liaison = liaison_of(plan)
    report = issue(make_cut_off(plan), "PRELIMINARY", in_bogota(2026, 7, 13, 10), replies_until=date(2026, 7, 17))
    send(entity, 2026, 7, 13, 11)
    send(entity, 2026, 7, 14, 11)
    FollowUpReport.objects.filter(pk=report.pk).update(replies_until=date(2026, 7, 24))
    send(entity, 2026, 7, 14, 12)
    assert [subject[-19:] for subject in subjects(liaison)] == ["17 de julio de 2026", "24 de julio de 2026"]


def test_publication_is_told_to_the_units_and_the_coordination(entity: Entity) -> None:
    plan = make_published_plan(entity)
    liaison, coordinator = liaison_of(plan), make_member(entity, "PLAN_COORDINATOR")
    officer = make_member(entity, "INTERNAL_CONTROL")
    issue(make_cut_off(plan), "FINAL", in_bogota(2026, 7, 15, 10), legal_due_on=DUE)
    send(entity, 2026, 7, 15, 11)
    send(entity, 2026, 7, 20, 11)
    said = ["Se publicó el informe de seguimiento: Corte al 30 de junio de 2026"]
    assert (subjects(liaison), subjects(coordinator), subjects(officer)) == (said, said, [])


def test_publication_of_long_ago_is_told_to_nobody(entity: Entity) -> None:
    plan = make_published_plan(entity)
    liaison_of(plan)
    issue(make_cut_off(plan), "FINAL", in_bogota(2026, 7, 15, 10))
    assert send(entity, 2026, 8, 15, 11) == 0


def test_who_turned_the_digest_off_gets_the_terms_all_the_same(entity: Entity) -> None:
    make_cut_off(make_published_plan(entity))
    officer = make_member(entity, "INTERNAL_CONTROL")
    by = principal(entity, "INTERNAL_CONTROL", user=officer)
    choose_digest(entity=entity, wants=False, by=by, now=FROZEN_AT)
    assert send(entity, 2026, 7, 16, 8) == 1


def test_days_before_are_the_entitys(entity: Entity) -> None:
    AlertPolicy.objects.create(entity=entity, term_days=1, edited_at=FROZEN_AT)
    make_cut_off(make_published_plan(entity))
    officer = make_member(entity, "INTERNAL_CONTROL")
    send(entity, 2026, 7, 13, 8)
    assert subjects(officer) == ["Ya puede evaluar: Corte al 30 de junio de 2026"]
    send(entity, 2026, 7, 14, 8)
    assert subjects(officer)[1:] == ["El informe de seguimiento vence mañana: Corte al 30 de junio de 2026"]


def test_where_internal_control_has_no_account_the_administration_is_told(entity: Entity) -> None:
    make_cut_off(make_published_plan(entity))
    administrator = make_member(entity, "ENTITY_ADMIN")
    assert send(entity, 2026, 7, 16, 8) >= 1
    assert subjects(administrator) == ["Se venció el informe de seguimiento: Corte al 30 de junio de 2026"]


def test_nothing_of_another_entity_is_told_here(entity: Entity, other_entity: Entity) -> None:
    officer = make_member(entity, "INTERNAL_CONTROL")
    make_published_plan(entity)
    with active_tenant(other_entity):
        make_cut_off(make_published_plan(other_entity))
        theirs = make_member(other_entity, "INTERNAL_CONTROL")
    assert entities_with_terms(in_bogota(2026, 7, 16, 8)) == (other_entity.pk,)
    assert send(entity, 2026, 7, 16, 8) == 0
    assert send(other_entity, 2026, 7, 16, 8) == 1
    assert subjects(officer) == []
    with active_tenant(other_entity):
        assert len(subjects(theirs)) == 1


def test_a_notice_leaves_a_mark_with_a_count_and_no_name(entity: Entity) -> None:
    cut_off = make_cut_off(make_published_plan(entity))
    officer = make_member(entity, "INTERNAL_CONTROL")
    send(entity, 2026, 7, 16, 8)
    send(entity, 2026, 7, 16, 9)
    mark = AuditEntry.objects.get(action="followup.terms_send")
    assert (mark.target, mark.facts) == (f"followup.CutOff:{cut_off.pk}", {"term": "report_overdue", "people": 1})
    assert str(officer.pk) not in mark.facts


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ((2027, 1, 23, 8), []),
        ((2027, 1, 24, 8), ["El plan debe publicarse en 5 días: "]),
        ((2027, 2, 1, 8), ["El plan debía publicarse el 31 de enero de 2027: "]),
        ((2027, 3, 10, 8), []),  # a plan of the past by now
    ],
)
def test_coordination_is_told_by_when_a_plan_must_be_public(entity: Entity, today, said) -> None:
    plan = make_full_plan(entity, period_start=date(2027, 1, 1), period_end=date(2027, 12, 31))
    coordinator = make_member(entity, "PLAN_COORDINATOR")
    LegalDate.objects.create(
        entity=entity, plan=plan, key="publication:2027", title="Publicación", due_on=date(2027, 1, 31),
        proposed_on=date(2027, 1, 29), source_key="x", certainty="guide",
    )  # fmt: skip
    assert (entity.pk in entities_with_terms(in_bogota(*today))) is (today[1] < 3)
    send(entity, *today)
    assert told(coordinator) == [f"{one}{plan.title}" for one in said]


def test_a_published_plan_needs_no_reminder(entity: Entity) -> None:
    plan = make_published_plan(entity)
    kept = LegalDate.objects.filter(plan=plan, key="publication:2026")
    assert kept.update(due_on=date(2026, 7, 15), done_on=None) == 1
    make_member(entity, "PLAN_COORDINATOR")
    assert send(entity, 2026, 7, 16, 8) == 0
    assert not OutgoingMail.objects.exists()
