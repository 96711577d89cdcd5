"""The final reports of internal control as the public reads them: which there are, and one with its very text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone

from rinde.capabilities.followup.choices import ReportStage
from rinde.capabilities.followup.models import CutOff, FollowUpReport
from rinde.capabilities.followup.rules.follow_up_report.content import ReportContent
from rinde.capabilities.followup.rules.follow_up_report.reading import report_from_json
from rinde.capabilities.plans.queries import PublishedPlan


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """A final report in a list. Its page is `portal:follow_up_report`, below the plan's, by `facts_until`.

    `legal_due_on`: by when it had to be out; None where nobody counted that day.
    """

    id: int
    cut_off_number: int
    name: str  # «Corte al 30 de junio de 2026»
    facts_until: date
    issued_at: datetime
    legal_due_on: date | None
    sha256: str  # of its canonical text
    has_scan: bool  # of the signed paper

    @property
    def issued_on(self) -> date:
        """The day on which it came out, on Colombia's calendar."""
        return timezone.localdate(self.issued_at)

    @property
    def is_late(self) -> bool:
        return self.legal_due_on is not None and self.issued_on > self.legal_due_on


def published_reports(plan: PublishedPlan) -> tuple[PublishedReport, ...]:
    """The final reports of a plan, newest cut-off first, without their texts. One query."""
    rows = FollowUpReport.objects.filter(cut_off__plan_id=plan.plan_id, stage=ReportStage.FINAL)
    found: Sequence[FollowUpReport] = rows.select_related("cut_off").defer("content", "cut_off__figures")
    return tuple(_listed(one) for one in found.order_by("-cut_off__facts_until", "-pk"))  # type: ignore[attr-defined]


def published_report(plan_id: int, facts_until: date) -> FollowUpReport | None:
    """The final report of the cut-off of a day, without its text; None where none is out. One query."""
    rows = FollowUpReport.objects.filter(
        cut_off__plan_id=plan_id, cut_off__facts_until=facts_until, stage=ReportStage.FINAL
    )
    found: FollowUpReport | None = rows.select_related("cut_off").defer("content", "cut_off__figures").first()
    return found


def report_of_cut_off(cut_off: CutOff, stage: str) -> FollowUpReport | None:
    """The report of a cut-off at a stage with its cut-off, without its text; None before it is out. One query."""
    rows = FollowUpReport.objects.filter(cut_off=cut_off, stage=stage).select_related("scan_added_by")
    found: FollowUpReport | None = rows.defer("content").first()
    if found is not None:
        found.cut_off = cut_off
    return found


# A report never changes, so its number is enough of a key.
@lru_cache(maxsize=16)
def known_report(report_id: int, sha256: str) -> ReportContent:  # noqa: ARG001 - the hash guards against a reused number
    """What a report froze, by its number and hash: one query the first time, none after that."""
    return report_from_json(FollowUpReport.objects.values_list("content", flat=True).get(pk=report_id))


def report_text(report: FollowUpReport) -> str:
    """The very text that was hashed. One query where it was left out."""
    return str(report.content)


def _listed(report: FollowUpReport) -> PublishedReport:
    return PublishedReport(
        id=report.pk,
        cut_off_number=report.cut_off.number,
        name=report.cut_off.name,
        facts_until=report.cut_off.facts_until,
        issued_at=report.issued_at,
        legal_due_on=report.legal_due_on,
        sha256=report.sha256,
        has_scan=report.scan_file_id is not None,
    )
