"""«Esto no pasó»: received without an account, moderated in the open, answered, and the person forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail

from factories import NOW, make_published_plan, principal
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.followup.models import Remark
from rinde.capabilities.followup.operations.remarks import (
    answer_remark,
    forget_people,
    hide_remark,
    leave_remark,
    show_remark,
)
from rinde.capabilities.followup.queries.remarks import public_remarks, remark_count, waiting_remarks
from rinde.capabilities.followup.rules.remarks import KEEP_ADDRESSES_FOR, KEEP_OF_HIDDEN_FOR, RemarkValues
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

SAID = RemarkValues("La feria no se hizo en la vereda.")
WITH_PERSON = replace(SAID, author_name="Ana Ruiz", email="Ana@Example.org ", consents=True)


@pytest.fixture
def plan(entity):
    return make_published_plan(entity, activities=2)


@pytest.fixture
def key(plan):
    return plan.activities.order_by("position").first().key


@pytest.fixture
def moderator(entity):
    return principal(entity, "CITIZEN_SERVICE")


def leave(plan, key, values=SAID, *, form="f1", now=NOW):
    return leave_remark(plan_id=plan.pk, activity_key=key, values=values, form_token=form, now=now)


def answer(plan, number=1, text="Se aplazó por la lluvia.", *, by, now=NOW):
    return answer_remark(
        plan_id=plan.pk,
        number=number,
        text=text,
        link_of=lambda remark: f"https://rinde.example/notas/{remark.number}/",
        by=by,
        now=now,
    )


def test_remark_gets_a_number_and_waits_for_somebody_to_look(plan, key):
    received = leave(plan, key)
    remark = received.remark
    assert (received.is_new, remark.number, remark.status) == (True, 1, "PENDING")
    assert remark.subject.startswith("actividad 1.")
    assert public_remarks(plan.pk) == ()
    assert leave(plan, key, form="f2").remark.number == 2


def test_form_sent_twice_is_one_remark(plan, key):
    first, again = leave(plan, key), leave(plan, key)
    assert (again.is_new, again.remark.pk, Remark.objects.count()) == (False, first.remark.pk, 1)


def test_numbers_of_two_plans_do_not_mix(plan, key, entity):
    other = make_published_plan(entity)
    leave(plan, key)
    assert leave(other, other.activities.first().key).remark.number == 1


@pytest.mark.parametrize("strange", ["no-existe", ""])
def test_activity_that_the_plan_in_force_has_not_is_refused(plan, strange):
    with pytest.raises(TransitionNotAllowed, match="ya no está en el plan"):
        leave(plan, strange)
    assert not Remark.objects.exists()


def test_remark_that_lacks_something_is_refused_with_all_of_it(plan, key):
    with pytest.raises(NotReady) as refused:
        leave(plan, key, replace(WITH_PERSON, text="", consents=False))
    assert len(refused.value.gaps) == 2
    assert not Remark.objects.exists()


def test_consent_is_kept_with_its_version_and_only_where_something_was_given(plan, key):
    anonymous = leave(plan, key).remark
    person = leave(plan, key, WITH_PERSON, form="f2").remark
    assert (anonymous.consent_version, anonymous.consented_at) == (0, None)
    assert (person.consent_version, person.consented_at, person.email) == (1, NOW, "ana@example.org")


def test_trail_holds_no_word_and_no_person(plan, key, moderator):
    leave(plan, key, WITH_PERSON)
    show_remark(plan_id=plan.pk, number=1, by=moderator, now=NOW)
    answer(plan, by=moderator)
    entries = list(AuditEntry.objects.filter(action__startswith="followup.remark_").order_by("number"))
    assert [one.action.removeprefix("followup.remark_") for one in entries] == ["leave", "show", "answer"]
    assert all(set(one.facts) == {"plan", "number", "activity"} for one in entries)


def test_hidden_remark_keeps_its_number_says_why_and_shows_nothing_else(plan, key, moderator):
    leave(plan, key, replace(WITH_PERSON, shows_name=True))
    hide_remark(plan_id=plan.pk, number=1, reason=" es\npublicidad ", by=moderator, now=NOW)
    (shown,) = public_remarks(plan.pk)
    assert (shown.number, shown.is_hidden, shown.hidden_reason) == (1, True, "es publicidad")
    assert (shown.text, shown.author, shown.answer) == ("", "", "")
    show_remark(plan_id=plan.pk, number=1, by=moderator, now=NOW)
    assert public_remarks(plan.pk)[0].text == SAID.text


def test_hiding_needs_a_reason(plan, key, moderator):
    leave(plan, key)
    with pytest.raises(NotReady):
        hide_remark(plan_id=plan.pk, number=1, reason="  ", by=moderator, now=NOW)
    assert Remark.objects.get().status == "PENDING"


def test_name_shows_only_where_it_was_asked_for_and_mail_never(plan, key, moderator):
    leave(plan, key, WITH_PERSON)
    leave(plan, key, replace(WITH_PERSON, shows_name=True), form="f2")
    for number in (1, 2):
        show_remark(plan_id=plan.pk, number=number, by=moderator, now=NOW)
    assert [one.author for one in public_remarks(plan.pk)] == ["Ana Ruiz", ""]
    assert "ana@example.org" not in repr(public_remarks(plan.pk))


def test_answer_is_public_is_mailed_once_and_the_mail_is_erased(plan, key, moderator):
    leave(plan, key, WITH_PERSON)
    show_remark(plan_id=plan.pk, number=1, by=moderator, now=NOW)
    answer(plan, by=moderator)
    answer(plan, text="Se hizo el sábado.", by=moderator, now=NOW + timedelta(days=1))
    assert [one.to for one in mail.outbox] == [["ana@example.org"]]
    assert "Se aplazó por la lluvia." in mail.outbox[0].body
    assert "https://rinde.example/notas/1/" in mail.outbox[0].body
    remark = Remark.objects.get()
    assert (remark.email, remark.author_name, remark.answer) == ("", "", "Se hizo el sábado.")
    assert public_remarks(plan.pk)[0].answer == "Se hizo el sábado."


def test_answer_keeps_a_name_that_was_asked_to_be_shown(plan, key, moderator):
    leave(plan, key, replace(WITH_PERSON, shows_name=True))
    show_remark(plan_id=plan.pk, number=1, by=moderator, now=NOW)
    assert answer(plan, by=moderator).author_name == "Ana Ruiz"


def test_remark_that_nobody_sees_is_not_answered(plan, key, moderator):
    leave(plan, key, WITH_PERSON)
    with pytest.raises(TransitionNotAllowed):
        answer(plan, by=moderator)
    show_remark(plan_id=plan.pk, number=1, by=moderator, now=NOW)
    with pytest.raises(NotReady):
        answer(plan, text=" ", by=moderator)
    assert (mail.outbox, Remark.objects.get().answer) == ([], "")


@pytest.mark.parametrize("role", sorted(set(RoleCode) - {"PLAN_COORDINATOR", "COMMUNICATIONS", "CITIZEN_SERVICE"}))
def test_others_neither_moderate_nor_answer(plan, key, entity, role):
    leave(plan, key)
    by = principal(entity, role)
    for act in (
        lambda: show_remark(plan_id=plan.pk, number=1, by=by, now=NOW),
        lambda: hide_remark(plan_id=plan.pk, number=1, reason="no me gusta", by=by, now=NOW),
        lambda: answer(plan, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Remark.objects.get().status == "PENDING"


def test_moderator_of_another_entity_is_refused(plan, key, other_entity):
    leave(plan, key)
    with active_tenant(other_entity):
        stranger = principal(other_entity, "PLAN_COORDINATOR")
    with pytest.raises(NotAllowed):
        show_remark(plan_id=plan.pk, number=1, by=stranger, now=NOW)


@pytest.mark.parametrize(("after", "erased"), [(KEEP_ADDRESSES_FOR, 0), (KEEP_ADDRESSES_FOR + timedelta(seconds=1), 1)])
def test_mail_without_an_answer_is_forgotten_after_a_time(plan, key, after, erased):
    leave(plan, key, replace(WITH_PERSON, shows_name=True))
    assert forget_people(now=NOW + after) == erased
    remark = Remark.objects.get()
    assert (remark.email == "", remark.author_name) == (bool(erased), "Ana Ruiz")
    assert forget_people(now=NOW + after) == 0


@pytest.mark.parametrize(("after", "erased"), [(KEEP_OF_HIDDEN_FOR, 0), (KEEP_OF_HIDDEN_FOR + timedelta(seconds=1), 1)])
def test_person_of_a_hidden_remark_is_forgotten_sooner(plan, key, moderator, after, erased):
    leave(plan, key, WITH_PERSON)
    leave(plan, key, WITH_PERSON, form="f2")
    hide_remark(plan_id=plan.pk, number=1, reason="es publicidad", by=moderator, now=NOW)
    assert forget_people(now=NOW + after) == erased
    first, second = Remark.objects.order_by("number")
    assert (first.email == "", first.author_name == "") == (bool(erased), bool(erased))
    assert second.email == "ana@example.org"


def test_people_of_every_entity_are_forgotten(plan, key, other_entity):
    leave(plan, key, WITH_PERSON)
    with active_tenant(other_entity):
        other = make_published_plan(other_entity)
        leave(other, other.activities.first().key, WITH_PERSON)
    assert forget_people(now=NOW + timedelta(days=365)) == 2


def test_what_waits_is_counted_by_plan(plan, key, moderator, other_entity):
    for number in range(1, 5):
        leave(plan, key, form=f"f{number}")
    show_remark(plan_id=plan.pk, number=1, by=moderator, now=NOW)
    show_remark(plan_id=plan.pk, number=2, by=moderator, now=NOW)
    hide_remark(plan_id=plan.pk, number=3, reason="es publicidad", by=moderator, now=NOW)
    answer(plan, number=1, by=moderator)
    with active_tenant(other_entity):
        other = make_published_plan(other_entity)
        leave(other, other.activities.first().key)
    counts = remark_count(plan.pk)
    assert (counts.pending, counts.visible, counts.hidden, counts.unanswered, counts.received) == (1, 2, 1, 1, 4)
    (waiting,) = waiting_remarks()
    assert (waiting.plan_id, waiting.pending, waiting.unanswered) == (plan.pk, 1, 1)


def test_remarks_of_an_activity_are_newest_first_and_cut(plan, key, moderator):
    other = plan.activities.order_by("position").last().key
    for number, where in enumerate((key, key, other), start=1):
        leave(plan, where, form=f"f{number}")
        show_remark(plan_id=plan.pk, number=number, by=moderator, now=NOW)
    assert [one.number for one in public_remarks(plan.pk)] == [3, 2, 1]
    assert [one.number for one in public_remarks(plan.pk, activity_key=key)] == [2, 1]
    assert [one.number for one in public_remarks(plan.pk, most=1)] == [3]
