"""The weekly digest: at its moment, once each, to whoever has something to do and to nobody else."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from capabilities.followup.operations.alerts.people import (
    MONDAY,
    SITE,
    body_to,
    cells_of,
    in_bogota,
    liaison_of,
    of_unit,
    told,
)
from factories import make_member, make_published_plan, principal
from followup_samples import make_evidence, make_report
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import AlertPolicy, DigestRun, FollowUpPolicy
from rinde.capabilities.followup.operations.alerts import choose_digest, send_digests
from rinde.capabilities.followup.operations.alerts.digests import MOST_IN_A_MAIL
from rinde.capabilities.followup.queries.alerts import entities_awaiting_digest
from rinde.services.audit.models import AuditEntry
from rinde.services.notifications.models import OutgoingMail
from rinde.services.tenancy import active_tenant

HOUR = timedelta(hours=1)


def send(entity: Entity, now=MONDAY) -> int:
    return send_digests(entity_id=entity.pk, now=now, site=SITE)


def test_liaison_is_told_what_is_late_with_the_way_to_report_it(entity: Entity) -> None:
    plan = make_published_plan(entity)
    liaison = liaison_of(plan, full_name="Ana Ruiz")
    assert send(entity) == 1
    cell = cells_of(plan)[0]
    assert told(liaison) == [f"1 pendiente: {cell.label} (vencida)"]
    body = body_to(liaison)
    assert body.startswith("Ana Ruiz:\n")
    assert "usted tiene, al lunes 6 de julio de 2026: 1 vencida." in body
    key = cell.key
    form = f"/gestion/seguimiento/reportar/{key.deliverable_id}/{key.milestone_id}/{key.actor_id}/"
    assert f"\n  {SITE}/{entity.slug}{form}\n" in body
    assert "VENCIDA desde el 30 de junio de 2026 (hace 4 días hábiles): Informe publicado. Repórtela." in body
    assert [message.to for message in mail.outbox] == [[liaison.email]]


def test_head_is_told_from_the_fifth_business_day(entity: Entity) -> None:
    plan = make_published_plan(entity)
    liaison, actor = liaison_of(plan), cells_of(plan)[0].key.actor_id
    head = of_unit(entity, "UNIT_HEAD", actor)
    send(entity)
    assert (len(told(liaison)), told(head)) == (1, [])
    send(entity, MONDAY + timedelta(days=7))
    assert len(told(liaison)) == 2
    assert told(head) == [f"1 pendiente: {cells_of(plan)[0].label} (vencida de su dependencia)"]
    assert "Responde Secretaría" in body_to(head)


def test_who_has_nothing_to_do_gets_no_mail(entity: Entity) -> None:
    plan = make_published_plan(entity)
    liaison = liaison_of(plan)
    make_evidence(plan, make_report(plan, status="ACCEPTED", author=liaison, decided_at=MONDAY - HOUR))
    for role in ("READER", "COMMUNICATIONS", "CITIZEN_SERVICE", "ENTITY_ADMIN", "INTERNAL_CONTROL", "PLAN_COORDINATOR"):
        make_member(entity, role)
    of_unit(entity, "UNIT_LIAISON", None)
    assert send(entity) == 0
    assert not OutgoingMail.objects.exists()


def test_returned_report_comes_first_with_its_reason(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    first, second = cells_of(plan)
    liaison = of_unit(entity, "UNIT_LIAISON", first.key.actor_id, second.key.actor_id)
    make_report(plan, second, status="RETURNED", author=liaison, decided_at=in_bogota(2026, 7, 2, 9))
    send(entity)
    assert told(liaison) == [f"2 pendientes. Lo más urgente: {second.label} (reporte devuelto)"]
    body = body_to(liaison)
    assert "DEVUELTO el 2 de julio de 2026: Informe publicado. Motivo: «Falta el enlace.»" in body
    assert body.index(second.label) < body.index(first.label)
    assert f"De {first.actor_name}." in body  # somebody who answers for two units reads whose it is


def test_coordination_is_told_what_to_review_and_what_has_nobody(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    first, second = cells_of(plan)
    report = make_report(plan, first)
    make_evidence(plan, report)
    Membership.objects.all().delete()  # of those who published it
    coordinator = make_member(entity, "PLAN_COORDINATOR")
    of_unit(entity, "UNIT_LIAISON", first.key.actor_id)
    send(entity)
    body = body_to(coordinator)
    assert told(coordinator) == [f"2 pendientes. Lo más urgente: {second.label} (vencida)"]
    assert f"Responde {second.actor_name}, que no tiene a nadie en Rinde." in body
    assert "POR REVISAR, enviado el 29 de junio de 2026" in body


def test_internal_control_is_told_of_its_own_office_alone(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=2)
    first, second = cells_of(plan)
    officer = make_member(entity, "INTERNAL_CONTROL")
    Membership.objects.create(entity=entity, user=officer, role="UNIT_LIAISON")  # over the whole entity
    of_unit(entity, "UNIT_LIAISON", first.key.actor_id)
    FollowUpPolicy.objects.create(entity=entity, plan=plan, evaluated_by_id=second.key.actor_id, edited_at=MONDAY)
    send(entity)
    assert told(officer) == [f"1 pendiente: {second.label} (vencida)"]


@pytest.mark.parametrize(
    ("moments", "weeks"),
    [
        ([in_bogota(2026, 7, 6, 6, 59)], ["2026-W27"]),  # before the hour it is the week before that falls due
        ([in_bogota(2026, 7, 6, 7), in_bogota(2026, 7, 6, 8), in_bogota(2026, 7, 12, 23)], ["2026-W28"]),
        ([in_bogota(2026, 7, 8, 3)], ["2026-W28"]),  # nobody was there on Monday: once, late
        ([in_bogota(2026, 7, 6, 7), in_bogota(2026, 7, 13, 7)], ["2026-W28", "2026-W29"]),
        ([in_bogota(2026, 7, 6, 7), in_bogota(2026, 7, 28, 7)], ["2026-W28", "2026-W31"]),  # what was missed is one
        ([in_bogota(2026, 12, 28, 7), in_bogota(2027, 1, 1, 7), in_bogota(2027, 1, 4, 7)], ["2026-W53", "2027-W01"]),
    ],
)
def test_a_week_has_one_digest_whatever_was_missed(entity: Entity, moments, weeks) -> None:
    liaison = liaison_of(make_published_plan(entity))
    for now in moments:
        send(entity, now)
    keys = list(OutgoingMail.objects.order_by("pk").values_list("key", flat=True))
    assert keys == [f"digest:{liaison.pk}:{week}" for week in weeks]
    assert len(mail.outbox) == len(weeks)


def test_what_falls_due_after_the_digest_waits_for_the_next(entity: Entity) -> None:
    """Only a run that was missed is made up for: a Wednesday is no day for a mail."""
    plan = make_published_plan(entity)
    liaison = liaison_of(plan)
    before = in_bogota(2026, 6, 15, 7)  # a day more than the fourteen before the date
    assert [send(entity, before), send(entity, before + timedelta(days=2))] == [0, 0]
    assert send(entity, before + timedelta(days=7)) == 1
    assert told(liaison) == [f"1 pendiente: {cells_of(plan)[0].label} (que vence pronto)"]


def test_day_and_hour_and_days_are_the_entitys(entity: Entity) -> None:
    AlertPolicy.objects.create(
        entity=entity, digest_weekday=3, digest_hour=14, due_soon_days=2, escalate_after_days=0, edited_at=MONDAY
    )
    plan = make_published_plan(entity)
    liaison_of(plan)
    head = of_unit(entity, "UNIT_HEAD", cells_of(plan)[0].key.actor_id)
    assert send(entity, in_bogota(2026, 6, 25, 14)) == 0  # a Thursday, five days before
    assert send(entity, in_bogota(2026, 7, 2, 13, 59)) == 0
    assert send(entity, in_bogota(2026, 7, 2, 14)) == 2
    assert len(told(head)) == 1


def test_changing_the_day_within_a_week_sends_nothing_twice(entity: Entity) -> None:
    liaison = liaison_of(make_published_plan(entity))
    send(entity)
    AlertPolicy.objects.create(entity=entity, digest_weekday=4, digest_hour=7, edited_at=MONDAY)
    send(entity, in_bogota(2026, 7, 10, 8))
    assert len(told(liaison)) == 1
    send(entity, in_bogota(2026, 7, 17, 8))
    assert len(told(liaison)) == 2


def test_who_does_not_want_it_gets_none_until_they_want_it_again(entity: Entity) -> None:
    plan = make_published_plan(entity)
    liaison = liaison_of(plan)
    by = principal(entity, "UNIT_LIAISON", user=liaison)
    choose_digest(entity=entity, wants=False, by=by, now=MONDAY)
    assert send(entity) == 0
    choose_digest(entity=entity, wants=True, by=by, now=MONDAY)
    assert send(entity, MONDAY + timedelta(days=7)) == 1


def test_a_run_that_was_cut_short_goes_on_with_whoever_is_missing(entity: Entity) -> None:
    """As a killed process leaves it: some have their mail, the week is not done."""
    plan = make_published_plan(entity, activities=3)
    people = [of_unit(entity, "UNIT_LIAISON", cell.key.actor_id) for cell in cells_of(plan)]
    send(entity)
    DigestRun.objects.update(ended_at=None)
    OutgoingMail.objects.filter(recipient=f"user:{people[2].pk}").delete()
    mail.outbox.clear()
    assert entities_awaiting_digest(MONDAY + HOUR) == (entity.pk,)
    assert send(entity, MONDAY + HOUR) == 1
    assert [message.to for message in mail.outbox] == [[people[2].email]]
    assert entities_awaiting_digest(MONDAY + HOUR) == ()
    assert send(entity, MONDAY + HOUR) == 0


def test_each_entity_is_told_of_its_own_and_by_its_own_clock(entity: Entity, other_entity: Entity) -> None:
    mine = liaison_of(make_published_plan(entity))
    with active_tenant(other_entity):
        plan = make_published_plan(other_entity, title="Plan de la otra entidad")
        theirs = liaison_of(plan)
        AlertPolicy.objects.create(entity=other_entity, digest_weekday=1, digest_hour=7, edited_at=MONDAY)
        DigestRun.objects.create(entity=other_entity, week="2026-W27", due_at=MONDAY, began_at=MONDAY, ended_at=MONDAY)
    assert entities_awaiting_digest(MONDAY) == (entity.pk,)
    send(entity)
    assert "la otra entidad" not in body_to(mine)
    with active_tenant(other_entity):
        assert told(theirs) == []
    assert entities_awaiting_digest(in_bogota(2026, 7, 7, 7)) == (other_entity.pk,)


def test_a_person_of_two_entities_gets_one_of_each(entity: Entity, other_entity: Entity) -> None:
    person = liaison_of(make_published_plan(entity))
    with active_tenant(other_entity):
        make_published_plan(other_entity)
        Membership.objects.create(entity=other_entity, user=person, role="UNIT_LIAISON")
    send(entity)
    send(other_entity)
    assert [message.to for message in mail.outbox] == [[person.email]] * 2


def test_who_left_or_was_switched_off_is_told_nothing(entity: Entity) -> None:
    plan = make_published_plan(entity)
    gone = liaison_of(plan)
    Membership.objects.filter(user=gone).update(ended_at=MONDAY)
    liaison_of(plan, is_active=False)
    still = liaison_of(plan)
    send(entity)
    assert [told(one) for one in (gone, still)] == [[], [f"1 pendiente: {cells_of(plan)[0].label} (vencida)"]]


def test_the_run_leaves_one_mark_that_names_nobody(entity: Entity) -> None:
    liaison = liaison_of(make_published_plan(entity))
    send(entity)
    send(entity)
    mark = AuditEntry.objects.get(action="followup.digests_send")
    assert (mark.facts, mark.user_id) == ({"week": "2026-W28", "people": 1}, None)
    assert liaison.email not in f"{mark.facts}{mark.target}"


def test_a_mail_holds_forty_lines_and_counts_the_rest(entity: Entity) -> None:
    plan = make_published_plan(entity, activities=MOST_IN_A_MAIL + 2)
    liaison = of_unit(entity, "UNIT_LIAISON", *[cell.key.actor_id for cell in cells_of(plan)])
    send(entity)
    body = body_to(liaison)
    assert body.count("VENCIDA") == MOST_IN_A_MAIL
    assert "Y 2 más." in body
    assert told(liaison)[0].startswith(f"{MOST_IN_A_MAIL + 2} pendientes.")


def test_without_an_address_of_the_site_the_mail_says_where_its_links_belong(entity: Entity) -> None:
    liaison = liaison_of(make_published_plan(entity))
    send_digests(entity_id=entity.pk, now=MONDAY, site="")
    body = body_to(liaison)
    assert "Escriba estas direcciones después de la dirección de Rinde en su entidad." in body
    assert f"\n  /{entity.slug}/gestion/" in body
    assert "token" not in body


@pytest.mark.parametrize("people", [1, 3])
def test_reading_costs_the_same_for_one_and_for_many(entity: Entity, people) -> None:
    plan = make_published_plan(entity, activities=people)
    for cell in cells_of(plan):
        of_unit(entity, "UNIT_LIAISON", cell.key.actor_id)
    send(entity)
    DigestRun.objects.update(ended_at=None)
    with CaptureQueriesContext(connection) as captured:
        send(entity)
    of_the_mails = ("outgoingmail", "pg_advisory")  # and of the trail, which waits for its turn on PostgreSQL
    selects = [one["sql"] for one in captured if one["sql"].startswith("SELECT")]
    reads = [sql for sql in selects if not any(word in sql for word in of_the_mails)]
    assert len(reads) == 16
