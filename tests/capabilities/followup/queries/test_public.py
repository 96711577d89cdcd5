"""What the public may read of the follow-up, and what it may not: drafts, returns, authors, reserved proofs, verdicts
before their report."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from factories import make_actor, make_published_plan
from followup_samples import first_cell, make_evidence, make_report
from public_followup import make_counter, make_cut_off, make_frozen, make_note, make_recommendation
from rinde.capabilities.followup.models import (
    Counter,
    Derivative,
    EvidenceUse,
    FollowUpPolicy,
    ProgressReport,
    UniverseMark,
)
from rinde.capabilities.followup.queries.public_cut_offs import final_cut_off, final_cut_offs, trend_of
from rinde.capabilities.followup.queries.public_look import last_looks, looked_at, public_look, public_looks
from rinde.capabilities.followup.queries.public_voices import public_recommendations, voices_on
from rinde.capabilities.followup.rules.cells import cells_of
from rinde.capabilities.followup.rules.public import ActivityStanding, Verification
from rinde.capabilities.followup.rules.standing import Standing
from rinde.capabilities.plans.queries import published_plan
from rinde.services.tenancy import active_tenant

BEFORE, AFTER = date(2026, 6, 30), date(2026, 7, 1)
SENT = datetime(2026, 6, 29, 15, 0, tzinfo=UTC)
LATER = datetime(2026, 8, 1, 15, 0, tzinfo=UTC)


@pytest.fixture
def plan(entity):
    return make_published_plan(entity, activities=3)


@pytest.fixture
def cells(plan):
    return cells_of(published(plan).content)


@pytest.fixture
def key(cells):
    return cells[0].activity_key


def published(plan):
    found = published_plan(plan.entity, plan.year, plan.slug)
    assert found is not None
    return found


def look(plan, today=AFTER):
    return public_look(published(plan), today=today)


def voices(plan, key, today=AFTER):
    return voices_on(published(plan), key, today=today)


def test_date_is_kept_until_its_midnight(plan):
    assert look(plan, BEFORE).counts[Standing.DUE_SOON] == 3
    assert look(plan, AFTER).counts[Standing.LATE] == 3


def test_draft_and_returned_report_say_nothing(plan, cells, key):
    make_evidence(plan, make_report(plan, cells[0], status="DRAFT", text="BORRADOR"))
    make_evidence(plan, make_report(plan, cells[1], status="RETURNED", text="DEVUELTO"))
    found = look(plan)
    assert (found.reported, found.counts[Standing.LATE], found.counts[Standing.RETURNED]) == (0, 3, 0)
    assert not found.has_begun
    for one in cells[:2]:
        heard = voices(plan, one.activity_key)
        assert (heard.cells[0].last, heard.standing) == (None, ActivityStanding.LATE)
        assert "BORRADOR" not in repr(heard)
        assert "DEVUELTO" not in repr(heard)


def test_what_was_accepted_before_stands_while_more_is_returned(plan, cells, key):
    make_report(plan, cells[0], status="ACCEPTED", outcome="PARTIAL", text="La mitad.")
    make_report(plan, cells[0], number=2, status="RETURNED", text="DEVUELTO", returned_reason="MOTIVO")
    heard = voices(plan, key)
    assert heard.cells[0].last is not None
    assert heard.cells[0].last.facts.text == "La mitad."
    assert "MOTIVO" not in repr(heard)


def test_neither_author_nor_reason_of_return_nor_difficulties_are_read(plan, cells, key):
    report = make_report(plan, cells[0], difficulties="DIFICULTAD", returned_reason="MOTIVO")
    said = voices(plan, key).cells[0].last
    assert said is not None
    assert (said.facts.author_id, said.facts.returned_reason, said.facts.difficulties) == (None, "", "")
    assert report.author.full_name not in repr(voices(plan, key))


def test_done_needs_proof_and_any_standing_one_will_do(plan, cells, key):
    report = make_report(plan, cells[0])
    assert look(plan).standings[key] == ActivityStanding.UNPROVED
    reserved = make_evidence(plan, report, visibility="RESERVED", title="SECRETO", reserved_reason="Ley")
    assert look(plan).standings[key] == ActivityStanding.DONE
    heard = voices(plan, key)
    assert (heard.standing, heard.cells[0].last.proofs, heard.cells[0].last.others) == (ActivityStanding.DONE, (), 1)
    assert "SECRETO" not in repr(heard)
    reserved.withdrawn_at, reserved.withdrawn_reason = LATER, "Se subió por error."
    reserved.save()
    assert voices(plan, key).standing == look(plan).standings[key] == ActivityStanding.UNPROVED


def test_public_proofs_are_told_with_what_their_copy_leaves_out(plan, cells, key, entity):
    report = make_report(plan, cells[0])
    make_evidence(plan, report, title="Enlace", broken_since=LATER)
    file = {"kind": "FILE", "url": "", "normalized_url": "", "file_id": 7, "sha256": "d" * 64}
    with_copy = make_evidence(plan, report, title="Foto", **file)
    make_evidence(plan, report, title="Sin copia", **file | {"sha256": "e" * 64})
    make_evidence(plan, report, title="INTERNA", visibility="INTERNAL")
    taken_off = make_evidence(plan, report, title="QUITADA")
    EvidenceUse.objects.filter(evidence=taken_off).update(removed_at=LATER)
    for kind, removed, at in (
        ("PUBLIC_COPY", ["la ubicación"], SENT),
        ("REDACTED", ["los nombres"], LATER),
        ("CAPTURE", ["nada"], LATER),
    ):
        Derivative.objects.create(
            entity=entity, evidence=with_copy, kind=kind, file_id=8, sha256="f" * 64, size=1, content_type="image/jpeg",
            removed=removed, made_at=at,
        )  # fmt: skip
    said = voices(plan, key).cells[0].last
    assert [(one.title, one.has_copy, one.removed) for one in said.proofs] == [
        ("Enlace", False, ()),
        ("Foto", True, ("los nombres",)),
        ("Sin copia", False, ()),
    ]
    assert (said.proofs[0].broken_since, said.others) == (LATER, 1)


def test_unverified_until_planning_accepts_a_round_closes_or_a_report_is_out(plan, cells, key):
    report = make_report(plan, cells[0])
    make_evidence(plan, report)

    def who():
        heard = voices(plan, key).cells[0].last.verification
        assert look(plan).verification(look(plan).cells[0]) == heard
        assert (len(look(plan).unverified) == 1) is (heard == Verification.NONE)
        return heard

    assert who() == Verification.NONE
    opened = make_note(plan, key, closed_at=None)
    assert who() == Verification.NONE
    opened.round.delete()
    make_note(plan, key, text="", ratio=None)  # an empty note is no look
    assert who() == Verification.NONE
    make_note(plan, key)
    assert who() == Verification.ROUND
    ProgressReport.objects.filter(pk=report.pk).update(status="ACCEPTED")
    assert who() == Verification.ACCEPTED
    hidden = make_cut_off(plan, final=False)
    make_frozen(hidden, key, verdict={})
    assert who() == Verification.ACCEPTED
    make_frozen(make_cut_off(plan, until=date(2026, 6, 15)), key, verdict={"is_self_assessment": True})
    assert who() == Verification.ACCEPTED
    make_frozen(make_cut_off(plan, until=date(2026, 5, 31)), key, verdict={})
    assert who() == Verification.CUT_OFF


def test_planning_is_heard_at_the_close_of_its_round(plan, key, entity):
    make_note(plan, key, closed_at=None, text="ABIERTA")
    closed = make_note(plan, key, text="Se revisó en la página.", ratio=Decimal("0.5"))
    make_note(plan, "otra", text="OTRA")
    actor = make_actor(entity, name="Oficina de Planeación")
    FollowUpPolicy.objects.create(entity=entity, plan=plan, monitored_by=actor, edited_at=SENT)
    heard = voices(plan, key)
    assert [(one.round, one.text, one.ratio) for one in heard.planning] == [
        (closed.round.name, "Se revisó en la página.", Decimal("0.5"))
    ]
    assert (heard.monitored_by, heard.evaluated_by) == ("Oficina de Planeación", "")


def test_internal_control_is_heard_with_its_final_report(plan, key):
    make_frozen(make_cut_off(plan, final=False), key, verdict={"observation": "SECRETO"})
    assert voices(plan, key).control == ()
    assert trend_of(plan.pk) == final_cut_offs(plan.pk) == ()
    out = make_cut_off(plan, until=date(2026, 4, 30))
    verdict = {"is_done": False, "reason": "El enlace no abre.", "ratio": Decimal("0.6")}
    make_frozen(out, key, verdict=verdict)
    (said,) = voices(plan, key).control
    assert (said.cut_off, said.is_done, said.reason) == (out.name, False, "El enlace no abre.")
    assert said.ratio == Decimal("0.6")


def test_recommendation_is_told_once_it_is_published(plan, key):
    out = make_cut_off(plan)
    make_recommendation(out, key, published=False, text="SECRETO")
    told = make_recommendation(out, key, text="Publicar los anexos.")
    make_recommendation(out, "", text="Del plan.")
    assert [one.number for one in voices(plan, key).recommendations] == [told.number]
    assert [one.text for one in public_recommendations(plan.pk)] == ["Publicar los anexos.", "Del plan."]


def test_what_was_said_of_a_date_that_is_gone_is_still_told(plan, cells, key):
    report = make_report(plan, cells[0], text="Se hizo en marzo.")
    ProgressReport.objects.filter(pk=report.pk).update(milestone=None)
    heard = voices(plan, key)
    assert heard.cells[0].last is None
    assert [(one.due_on, one.saying.facts.text) for one in heard.former] == [(cells[0].due_on, "Se hizo en marzo.")]
    assert look(plan).reported == 0


def test_earlier_reports_are_kept_newest_first_and_their_proofs_count(plan, cells, key):
    first = make_report(plan, cells[0], status="ACCEPTED", outcome="PARTIAL", text="Uno")
    make_evidence(plan, first)
    make_report(plan, cells[0], number=2, status="ACCEPTED", outcome="PARTIAL", text="Dos")
    make_report(plan, cells[0], number=3, text="Tres")
    voice = voices(plan, key).cells[0]
    assert [one.facts.text for one in (voice.last, *voice.earlier)] == ["Tres", "Dos", "Uno"]
    assert voice.look.standing == look(plan).cells[0].standing == Standing.DONE


def test_counter_is_told_as_it_was_when_the_unit_last_sent(plan, cells, key):
    counter = make_counter(plan, cells[0])
    assert voices(plan, key).counters == ()
    make_report(plan, cells[1])
    make_report(plan, cells[0], status="DRAFT")
    assert voices(plan, key).counters == ()
    ProgressReport.objects.filter(activity_key=key).delete()
    make_report(plan, cells[0])
    assert [one.total for one in voices(plan, key).counters] == [12]
    Counter.objects.filter(pk=counter.pk).update(edited_at=LATER)  # counted since, and not sent
    assert voices(plan, key).counters == ()


def test_things_of_a_list_and_counters_are_told(plan, cells, key, entity):
    report = make_report(plan, cells[0], numerator=1, denominator=2)
    mark = {"entity": entity, "report": report}
    UniverseMark.objects.create(name="Mapa de Salud", is_done=True, **mark)
    UniverseMark.objects.create(name="Mapa de Minas", is_not_applicable=True, reason="No hay minas", **mark)
    for channel, total in (("FACEBOOK", 400), ("WEB", 12)):
        make_counter(plan, cells[0], channel=channel, total=total)
    heard = voices(plan, key)
    assert heard.cells[0].last.facts.percent == 50
    assert [(one.channel, one.total) for one in heard.counters] == [("Facebook", 400), ("Página web", 12)]


def test_numbers_are_the_lists_that_they_count(plan, cells):
    make_evidence(plan, make_report(plan, cells[0]))
    make_report(plan, cells[1], outcome="NO_CASE", reason="No hubo solicitudes.")
    found = look(plan)
    assert (found.totals.done, found.totals.scheduled) == (len(found.done), len(found.scheduled)) == (1, 2)
    assert sum(found.counts[one] for one in Standing) == len(found.cells)
    assert (found.totals.cells, found.counts[Standing.LATE]) == (len(found.counted), 1)


def test_plan_is_told_from_its_first_date_or_its_first_word(plan, cells):
    assert not look(plan, date(2026, 6, 29)).is_told
    assert look(plan, BEFORE).is_told  # something falls due today
    plan.status = "CLOSED"
    plan.save()
    assert not look(plan).is_told  # closed without a word of follow-up: its dates say nothing
    make_report(plan, cells[0])
    assert look(plan).is_told


def test_trend_counts_by_verdicts_beside_what_was_frozen(plan):
    cut_off = make_cut_off(plan)
    make_frozen(cut_off, "1", verdict={})
    make_frozen(cut_off, "2", verdict={"is_done": False, "reason": "Sin prueba."})
    make_frozen(cut_off, "3", due=0, done=0, ratio_sum=0)  # nothing scheduled
    make_frozen(cut_off, "4", due=1, no_case=1, done=0, ratio_sum=0, verdict={})  # put back by internal control
    make_cut_off(plan, until=date(2026, 12, 31), final=False)
    (point,) = trend_of(plan.pk)
    assert (point.done, point.scheduled, point.undecided) == (2, 3, 0)
    assert (point.official, point.quantitative) == (Decimal(2) / 3, Decimal("0.75"))
    shown = final_cut_off(plan.pk, cut_off.number)
    assert shown is not None
    assert [one.is_scheduled for one in shown.activities] == [True, True, False, True]
    assert sum(one.is_done is True for one in shown.activities) == point.done
    assert [one.differs for one in shown.activities] == [False, True, False, True]
    assert final_cut_off(plan.pk, 9_999) is None


def test_trend_of_half_an_evaluation_gives_no_percentage(plan):
    cut_off = make_cut_off(plan, figures={})
    make_frozen(cut_off, "1", verdict={})
    make_frozen(cut_off, "2")
    (point,) = trend_of(plan.pk)
    assert (point.undecided, point.official, point.quantitative) == (1, None, None)


def test_another_entity_is_never_heard(plan, cells, key, other_entity):
    with active_tenant(other_entity):
        theirs = make_published_plan(other_entity)
        cell = first_cell(theirs)
        make_evidence(theirs, make_report(theirs, cell, text="AJENO"))
        make_frozen(make_cut_off(theirs), key, verdict={"observation": "AJENO"})
        make_note(theirs, key, text="AJENO")
    heard = voices(plan, key)
    assert "AJENO" not in repr(heard)
    assert (look(plan).reported, trend_of(plan.pk)) == (0, ())


@pytest.mark.parametrize("activities", [1, 3])
def test_look_costs_the_same_for_one_and_for_three(entity, activities, django_assert_num_queries):
    plan = make_published_plan(entity, activities=activities)
    for one in cells_of(published(plan).content):
        make_evidence(plan, make_report(plan, one))
    found = published(plan)
    with django_assert_num_queries(5):
        public_look(found, today=AFTER)
    with django_assert_num_queries(5):
        public_looks([found, found], today=AFTER)
    looked = looked_at([plan.pk])
    with django_assert_num_queries(3):
        public_look(found, today=AFTER, looked=looked)


def test_last_looks_move_only_when_a_look_comes_out(plan, other_entity, key):
    make_note(plan, key, closed_at=None)
    make_cut_off(plan, final=False)
    with active_tenant(other_entity):
        theirs = make_published_plan(other_entity)
        make_note(theirs, key)
        make_cut_off(theirs)
    assert last_looks(plan.pk) == (None, None)
    closed = make_note(plan, key).round
    assert last_looks(plan.pk) == (closed.pk, None)
    final = make_cut_off(plan, until=date(2026, 12, 31)).reports.get(stage="FINAL")
    assert last_looks(plan.pk) == (closed.pk, final.pk)


@pytest.mark.parametrize("reports", [1, 3])
def test_voices_cost_the_same_for_one_and_for_three(plan, cells, key, reports, django_assert_num_queries):
    for number in range(1, reports + 1):
        status = "SENT" if number == reports else "ACCEPTED"
        make_evidence(plan, make_report(plan, cells[0], number=number, status=status))
    found = published(plan)
    with django_assert_num_queries(7):
        voices_on(found, key, today=AFTER)
