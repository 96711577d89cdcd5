"""The one door through which other capabilities tell a plan that something of it was done.

A hearing that closes, a survey that is published, a report that goes online: whoever did it says so here, and a draft
is filled that a person reads and sends. Nothing is ever sent from here, nothing that a person typed is changed, and
what happened late stays late: the day of the fact is kept, and the report is dated when somebody sends it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.followup.choices import Outcome, ReportStatus
from rinde.capabilities.followup.models import ProgressReport
from rinde.capabilities.followup.operations.report_rows import carried_out, note, open_report
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.capabilities.plans.models import Plan
from rinde.foundations.refusals import TransitionNotAllowed
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import ANONYMOUS, Principal

LONGEST_SOURCE, LONGEST_KEY = 160, 120  # what the table holds
_FIELDS = ("outcome", "quantity", "numerator", "denominator", "text", "result", "happened_on")


@dataclass(frozen=True, slots=True)
class ProgressFact:
    """What happened, as far as a program knows it. `quantity` is the total of the cell so far, never an increment."""

    happened_on: date
    outcome: str = Outcome.DONE
    text: str = ""
    result: str = ""
    quantity: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


class Fate(StrEnum):
    """What became of a proposal. None of them is an error of whoever proposed."""

    FILLED = "filled"  # a draft says it now
    ALREADY = "already"  # this very fact had been proposed before
    KEPT = "kept"  # a person has said something of the cell, and that stands
    NOT_FOLLOWED = "not_followed"  # the plan is not carried out, or its version no longer has the cell


@dataclass(frozen=True, slots=True)
class Proposal:
    """The draft of a proposal, and what became of it. `report_id` is None where there is no draft."""

    report_id: int | None
    fate: Fate


@transaction.atomic
def propose_progress(
    *,
    plan_id: int,
    cell: CellKey,
    fact: ProgressFact,
    source: str,
    key: str,
    now: datetime,
    by: Principal = ANONYMOUS,
) -> Proposal:
    """Fill the draft of a cell with a fact. The same fact proposed again changes nothing.

    A draft that only programs have written takes the newer fact. Of one that a person has touched only what is empty is
    filled. A report that was sent, returned or accepted as done stays as it is.

    Args:
        source: what it comes from, as people call it: «Audiencia pública del 12 de mayo». They read it on the draft.
        key: names the fact for ever: «dialogue.space:12:closed».
        by: whoever did what led to the fact; ANONYMOUS for a job. No permission is asked: nothing is told to anybody.

    Raises:
        ValueError: for a fact of tomorrow, an unknown outcome, or a source or key that is empty or too long.
    """
    _check(fact, source, key, today=timezone.localdate(now))
    plan = Plan.objects.select_related("entity").get(pk=plan_id)
    try:
        found = carried_out(plan, cell)
    except TransitionNotAllowed:
        return Proposal(None, Fate.NOT_FOLLOWED)
    if before := _proposed_before(cell, key):
        return Proposal(before.pk, Fate.ALREADY)
    try:
        report, _ = open_report(plan, found, by=ANONYMOUS, now=now)
    except TransitionNotAllowed:
        return Proposal(None, Fate.KEPT)
    if report.status != ReportStatus.DRAFT:
        return Proposal(None, Fate.KEPT)
    if key in report.proposal_keys:  # another worker was here while this one waited for the row
        return Proposal(report.pk, Fate.ALREADY)
    filled = _fill(report, fact)
    report.proposal_keys = [*report.proposal_keys, key]
    if filled:
        report.proposed_by, report.proposal_key, report.edited_at = source, key, now
    report.save()
    note(report, "followup.propose", by=by, now=now, key=key, filled=len(filled))
    return Proposal(report.pk, Fate.FILLED if filled else Fate.KEPT)


def _check(fact: ProgressFact, source: str, key: str, *, today: date) -> None:
    if not 0 < len(source) <= LONGEST_SOURCE or not 0 < len(key) <= LONGEST_KEY:
        raise ValueError("a proposal says where it comes from, and by what key it is known")
    if fact.outcome not in Outcome.values:
        raise ValueError(f"no outcome {fact.outcome!r}")
    if fact.happened_on > today:
        raise ValueError("a fact has happened")
    figures = (fact.quantity, fact.numerator, fact.denominator)
    if any(one is not None and one < 0 for one in figures) or fact.denominator == 0:
        raise ValueError("a figure is not negative, and nothing is a share of none")


def _proposed_before(key: CellKey, proposal: str) -> ProgressReport | None:
    reports = ProgressReport.objects.filter(
        deliverable_id=key.deliverable_id, milestone_id=key.milestone_id, actor_id=key.actor_id
    ).exclude(proposal_keys=[])
    return next((one for one in reports.order_by("-number") if proposal in one.proposal_keys), None)


def _fill(report: ProgressReport, fact: ProgressFact) -> tuple[str, ...]:
    """Write what may be written; gives the names of what was."""
    of_a_person = report.author_id is not None
    filled = []
    for name in _FIELDS:
        value: Any = getattr(fact, name)
        value = tidy_text(value) if name in {"text", "result"} else value
        is_typed = of_a_person and (getattr(report, name) not in {"", None} or name in report.unread)
        if value in {"", None} or is_typed or getattr(report, name) == value:
            continue
        setattr(report, name, value)
        filled.append(name)
    return tuple(filled)
