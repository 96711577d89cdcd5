"""The story of the demo town on any day: consultations that look lived in, a draft to review, nothing of tomorrow."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from rinde.capabilities.consultations.models import Comment, Consultation, Reply
from rinde.capabilities.consultations.queries import consultation_at, tally_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.operations import fill_holidays
from rinde.capabilities.plans.models import Plan, PlanStep
from rinde.capabilities.plans.queries.review import findings_of
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant
from rinde.sites.desk.demo import DEMO_SLUG, load_demo

DAYS = (datetime(2025, 2, 11, 13, 5, tzinfo=UTC), datetime(2029, 7, 30, 4, 59, tzinfo=UTC))


@pytest.mark.slow
@pytest.mark.parametrize("now", DAYS)
def test_story_holds_on_any_day(db: None, now: datetime) -> None:
    fill_holidays(now=now)
    load_demo(settings.ROOT / "demo" / "plans", now=now)
    town, today = Entity.objects.get(slug=DEMO_SLUG), timezone.localdate(now)

    with active_tenant(town):
        _programme_is_before_its_public(town, now)
        _strategy_was_answered(town)
        _draft_has_something_to_review(today)
        assert not AuditEntry.objects.filter(at__gt=now).exists()
        assert not PlanStep.objects.filter(at__gt=now).exists()
        assert not Comment.objects.filter(received_at__gt=now).exists()
        assert not Comment.objects.filter(given_on__gt=today).exists()


def _programme_is_before_its_public(town: Entity, now: datetime) -> None:
    found = consultation_at(town, 2027, "ptep")
    assert found is not None
    assert (found.status, found.plan.status) == ("OPEN", "IN_CONSULTATION")
    assert now - timedelta(days=8) < found.opened_at < now
    assert found.closes_on > timezone.localdate(now) + timedelta(days=3)
    assert found.plan.comments_until == found.closes_on
    assert list(found.comments.values_list("status", flat=True)) == ["VISIBLE"] * 3 + ["PENDING"] * 2
    assert Reply.objects.get(consultation=found).published_at is None


def _strategy_was_answered(town: Entity) -> None:
    found = Consultation.objects.get(plan__instrument="RDC", plan__period_start__year=2027)
    assert (found.status, found.plan.status, found.plan.comments_until) == ("ANSWERED", "CONSOLIDATED", None)
    counted = tally_of(found)
    assert (counted.received, counted.hidden) == (8, 1)
    assert dict(counted.by_outcome) == {"ACCEPTED": 2, "PARTLY": 2, "NOT": 1, "ALREADY": 1, "ELSEWHERE": 1}
    assert [reply.promise for reply in found.replies.exclude(promise="NONE")] == ["DONE"]
    assert [one["what"] for one in found.summary_changes] == ["Cambia"]


def _draft_has_something_to_review(today: date) -> None:
    draft = Plan.objects.get(slug="ptep", period_start__year=2027)
    open_ones = findings_of(draft, today=today).open
    assert "quantity-and-frequency" in {one.rule for one in open_ones}
