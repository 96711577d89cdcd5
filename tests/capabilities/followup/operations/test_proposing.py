"""The door for other capabilities: a draft is filled, nothing is sent, nothing that a person typed changes."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from factories import make_published_plan, principal
from followup_samples import SENT_AT, first_cell, liaison_of, make_report, what_was_done
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import ProgressReport
from rinde.capabilities.followup.operations.proposing import Fate, ProgressFact, Proposal, propose_progress
from rinde.capabilities.followup.operations.reporting import save_draft, send_report
from rinde.capabilities.followup.queries import cell_states
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.capabilities.followup.rules.report_values import ReportValues
from rinde.capabilities.followup.rules.reporting import is_late
from rinde.capabilities.plans.models import Plan
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

LATER = SENT_AT + timedelta(hours=1)
HEARING = "Audiencia pública del 12 de junio"
FACT = ProgressFact(date(2026, 6, 12), text="Se hizo la audiencia con 84 personas.", quantity=Decimal(1))


@pytest.fixture
def plan(entity: Entity) -> Plan:
    return make_published_plan(entity)


def propose(plan: Plan, fact: ProgressFact = FACT, **more: Any) -> Proposal:
    given: dict[str, Any] = {"source": HEARING, "key": "dialogue.space:12:closed", "now": SENT_AT}
    cell = more.pop("cell", None) or first_cell(plan).key
    return propose_progress(plan_id=plan.pk, cell=cell, fact=fact, **given | more)


def test_proposal_fills_a_draft_that_is_nobodys_and_tells_nobody(plan: Plan) -> None:
    done = propose(plan)
    report = ProgressReport.objects.get(pk=done.report_id)
    assert (done.fate, report.status, report.author_id) == (Fate.FILLED, "DRAFT", None)
    assert (report.text, report.quantity, report.happened_on) == (FACT.text, 1, date(2026, 6, 12))
    assert (report.proposed_by, report.steps.count()) == (HEARING, 0)
    assert cell_states(plan, [first_cell(plan)])[0].said is None
    entry = AuditEntry.objects.get(action="followup.propose")
    assert (entry.user_id, entry.facts["key"]) == (None, "dialogue.space:12:closed")
    assert not {84, "84"} & set(entry.facts.values())


def test_trail_names_whoever_did_what_led_to_it(plan: Plan) -> None:
    by = principal(plan.entity, "COMMUNICATIONS")
    propose(plan, by=by)
    assert AuditEntry.objects.get(action="followup.propose").user_id == by.user_id
    assert ProgressReport.objects.get().author_id is None


def test_same_fact_proposed_again_changes_nothing(plan: Plan) -> None:
    first = propose(plan)
    again = propose(plan, ProgressFact(date(2026, 6, 13), text="Otra cosa."), now=LATER)
    assert (again.fate, again.report_id) == (Fate.ALREADY, first.report_id)
    assert ProgressReport.objects.get().text == FACT.text
    assert AuditEntry.objects.filter(action="followup.propose").count() == 1


def test_newer_fact_replaces_what_only_programs_have_written(plan: Plan) -> None:
    propose(plan)
    newer = ProgressFact(date(2026, 6, 20), outcome="PARTIAL", quantity=Decimal(2))
    assert propose(plan, newer, key="dialogue.space:13:closed", source="Otra audiencia").fate == Fate.FILLED
    report = ProgressReport.objects.get()
    assert (report.quantity, report.outcome, report.text, report.proposed_by) == (
        2,
        "PARTIAL",
        FACT.text,
        "Otra audiencia",
    )
    assert propose(plan).fate == Fate.ALREADY
    assert ProgressReport.objects.get().quantity == 2


def test_nothing_that_a_person_typed_changes_and_what_is_empty_is_filled(plan: Plan) -> None:
    by = liaison_of(plan)
    typed = ReportValues(text="La hicimos en El Mirador.", unread={"quantity": "ochenta"})
    cell = first_cell(plan).key
    save_draft(plan_id=plan.pk, cell=cell, values=typed, form_token="f", seen=None, by=by, now=SENT_AT)
    assert propose(plan).fate == Fate.FILLED
    report = ProgressReport.objects.get()
    assert (report.text, report.quantity, report.unread) == (typed.text, None, {"quantity": "ochenta"})
    assert (report.outcome, report.happened_on, report.author_id) == ("DONE", date(2026, 6, 12), by.user_id)


def test_full_draft_of_a_person_is_kept_as_it_is(plan: Plan) -> None:
    by, cell = liaison_of(plan), first_cell(plan).key
    full = what_was_done(quantity=Decimal(7), result="Se resolvieron 12 peticiones.")
    save_draft(plan_id=plan.pk, cell=cell, values=full, form_token="f", seen=None, by=by, now=SENT_AT)
    before = ProgressReport.objects.get()
    assert propose(plan, now=LATER).fate == Fate.KEPT
    after = ProgressReport.objects.get()
    assert (after.text, after.quantity, after.edited_at) == (before.text, before.quantity, before.edited_at)
    assert propose(plan).fate == Fate.ALREADY


@pytest.mark.parametrize("status", ["SENT", "RETURNED", "ACCEPTED"])
def test_what_a_person_sent_is_kept(plan: Plan, status: str) -> None:
    report = make_report(plan, status=status)
    assert propose(plan) == Proposal(None, Fate.KEPT)
    again = ProgressReport.objects.get()
    assert (again.pk, again.text, again.proposal_keys) == (report.pk, report.text, [])


def test_after_accepted_progress_a_proposal_begins_the_next_report(plan: Plan) -> None:
    make_report(plan, status="ACCEPTED", outcome="PARTIAL")
    done = propose(plan)
    assert (done.fate, ProgressReport.objects.get(pk=done.report_id).number) == (Fate.FILLED, 2)


def test_person_who_sends_it_is_its_author_and_late_stays_late(plan: Plan) -> None:
    late = ProgressFact(date(2026, 7, 3), text="Se hizo la audiencia.")
    sent_at = SENT_AT + timedelta(days=10)
    propose(plan, late, now=sent_at)
    by, cell = liaison_of(plan), first_cell(plan)
    draft = ProgressReport.objects.get()
    assert draft.happened_on is not None
    values = what_was_done(happened_on=draft.happened_on, reason="Se aplazó por las lluvias.")
    assert is_late(values, cell, today=date(2026, 7, 9))
    report = send_report(
        plan_id=plan.pk, cell=cell.key, values=values, form_token="f", seen=draft.edited_at, by=by, now=sent_at
    ).report
    assert (report.author_id, report.happened_on, report.first_sent_at) == (by.user_id, date(2026, 7, 3), sent_at)
    assert report.proposed_by == HEARING


def test_plan_that_is_not_carried_out_or_lacks_the_cell_is_no_error_of_whoever_proposes(plan: Plan) -> None:
    cell = first_cell(plan).key
    assert propose(plan, cell=CellKey(999_999, 1, 1)) == Proposal(None, Fate.NOT_FOLLOWED)
    Plan.objects.filter(pk=plan.pk).update(status="CLOSED")
    assert propose(plan, cell=cell) == Proposal(None, Fate.NOT_FOLLOWED)
    assert ProgressReport.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"fact": ProgressFact(date(2026, 6, 30))},
        {"fact": ProgressFact(date(2026, 6, 12), outcome="MAYBE")},
        {"fact": ProgressFact(date(2026, 6, 12), quantity=Decimal(-1))},
        {"fact": ProgressFact(date(2026, 6, 12), numerator=Decimal(1), denominator=Decimal(0))},
        {"source": ""},
        {"key": ""},
        {"key": "k" * 121},
    ],
)
def test_proposal_that_cannot_be_a_fact_is_a_mistake_of_ours(plan: Plan, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        propose(plan, **wrong)
    assert ProgressReport.objects.count() == 0


def test_plan_of_another_entity_is_not_there(plan: Plan, other_entity: Entity) -> None:
    cell = first_cell(plan).key
    with active_tenant(other_entity), pytest.raises(Plan.DoesNotExist):
        propose(plan, cell=cell)
    assert ProgressReport.objects.count() == 0
