"""When an entity tells its people: who may say so, what makes no sense, and each person's own choice."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capabilities.followup.operations.alerts.people import MONDAY
from factories import make_member, principal
from rinde.capabilities.accounts.rules import permissions_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import AlertPolicy, DigestChoice
from rinde.capabilities.followup.operations.alerts import choose_digest, set_alert_policy
from rinde.capabilities.followup.rules.alert_days import LONGEST, AlertDays, alert_gaps
from rinde.foundations.refusals import NotAllowed, NotReady
from rinde.services.access import ANONYMOUS, Grant, Principal, Scope
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

DAYS = AlertDays(digest_weekday=4, digest_hour=14, due_soon_days=7, escalate_after_days=0, term_days=2)


@pytest.mark.parametrize("role", ["ENTITY_ADMIN", "PLAN_COORDINATOR"])
def test_administration_and_coordination_say_when(entity: Entity, role: str) -> None:
    policy = set_alert_policy(entity=entity, days=DAYS, by=principal(entity, role), now=MONDAY)
    assert AlertPolicy.objects.get() == policy
    assert (policy.digest_weekday, policy.digest_hour, policy.edited_at) == (4, 14, MONDAY)


@pytest.mark.parametrize(
    "role", ["UNIT_LIAISON", "UNIT_HEAD", "INTERNAL_CONTROL", "COMMUNICATIONS", "CITIZEN_SERVICE", "READER"]
)
def test_nobody_else_does(entity: Entity, role: str) -> None:
    with pytest.raises(NotAllowed):
        set_alert_policy(entity=entity, days=DAYS, by=principal(entity, role), now=MONDAY)
    assert not AlertPolicy.objects.exists()
    assert not AuditEntry.objects.filter(action="followup.set_alerts").exists()


def test_who_coordinates_one_plan_does_not_decide_for_the_entity(entity: Entity) -> None:
    grant = Grant("PLAN_COORDINATOR", permissions_of("PLAN_COORDINATOR"), Scope("plan", frozenset({1})))
    by = Principal(user_id=make_member(entity, "READER").pk, tenant_id=entity.pk, grants=(grant,))
    with pytest.raises(NotAllowed, match="toda la entidad"):
        set_alert_policy(entity=entity, days=DAYS, by=by, now=MONDAY)


def test_somebody_of_another_entity_does_not_either(entity: Entity, other_entity: Entity) -> None:
    by = principal(other_entity, "ENTITY_ADMIN")
    with pytest.raises(NotAllowed):
        set_alert_policy(entity=entity, days=DAYS, by=by, now=MONDAY)
    with active_tenant(other_entity):
        set_alert_policy(entity=other_entity, days=DAYS, by=by, now=MONDAY)
    assert not AlertPolicy.objects.exists()


@pytest.mark.parametrize(
    ("change", "gaps"),
    [
        ({"digest_weekday": 7}, 1),
        ({"digest_weekday": -1}, 1),
        ({"digest_hour": 24}, 1),
        ({"digest_hour": 23}, 0),
        ({"due_soon_days": 0}, 1),
        ({"due_soon_days": LONGEST}, 0),
        ({"due_soon_days": LONGEST + 1}, 1),
        ({"escalate_after_days": 0}, 0),
        ({"escalate_after_days": -1}, 1),
        ({"term_days": 0}, 1),
        ({"digest_weekday": 9, "digest_hour": 99, "due_soon_days": 999, "escalate_after_days": -5, "term_days": 0}, 5),
    ],
)
def test_every_day_that_makes_no_sense_is_told_at_once(entity: Entity, change, gaps) -> None:
    days = replace(DAYS, **change)
    assert len(alert_gaps(days)) == gaps
    if gaps:
        with pytest.raises(NotReady) as refusal:
            set_alert_policy(entity=entity, days=days, by=principal(entity, "ENTITY_ADMIN"), now=MONDAY)
        assert len(refusal.value.gaps) == gaps
        assert not AlertPolicy.objects.exists()


@settings(deadline=None)
@given(
    st.builds(
        AlertDays,
        digest_weekday=st.integers(-3, 10),
        digest_hour=st.integers(-3, 30),
        due_soon_days=st.integers(-3, 70),
        escalate_after_days=st.integers(-3, 70),
        term_days=st.integers(-3, 70),
    )
)
def test_whatever_passes_fits_the_table(days: AlertDays) -> None:
    fits = (
        0 <= days.digest_weekday <= 6
        and 0 <= days.digest_hour <= 23
        and 1 <= days.due_soon_days <= LONGEST
        and 0 <= days.escalate_after_days <= LONGEST
        and 1 <= days.term_days <= LONGEST
    )
    assert (alert_gaps(days) == ()) is fits


def test_a_change_is_marked_with_what_changed_and_the_same_again_is_not(entity: Entity) -> None:
    by = principal(entity, "ENTITY_ADMIN")
    for days in (DAYS, DAYS, replace(DAYS, digest_hour=8)):
        set_alert_policy(entity=entity, days=days, by=by, now=MONDAY)
    marks = AuditEntry.objects.filter(action="followup.set_alerts").order_by("number")
    assert [sorted(mark.facts) for mark in marks] == [
        ["digest_hour", "digest_weekday", "due_soon_days", "escalate_after_days", "returned_at_once", "term_days"],
        ["digest_hour"],
    ]


def test_each_chooses_for_themselves(entity: Entity) -> None:
    user = make_member(entity, "READER")
    by = principal(entity, "READER", user=user)
    for wants in (False, False, True):
        choose_digest(entity=entity, wants=wants, by=by, now=MONDAY)
    assert [(one.user_id, one.wants) for one in DigestChoice.objects.all()] == [(user.pk, True)]
    marks = AuditEntry.objects.filter(action="followup.choose_digest").order_by("number")
    assert [mark.facts for mark in marks] == [{"wants": False}, {"wants": True}]


def test_nobody_chooses_where_they_do_not_work(entity: Entity, other_entity: Entity) -> None:
    for by in (ANONYMOUS, principal(other_entity, "READER"), Principal(user_id=1, tenant_id=entity.pk)):
        with pytest.raises(NotAllowed):
            choose_digest(entity=entity, wants=False, by=by, now=MONDAY)
    assert not DigestChoice.objects.exists()
