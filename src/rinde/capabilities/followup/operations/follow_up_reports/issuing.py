"""Writes of a report that goes out: the preliminary one to the units, then the final one to everybody. Both for ever.

Whoever follows the plan is told with the week's news, once, like of everything else that happened to it.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.followup.choices import CutOffStatus, ReportStage
from rinde.capabilities.followup.models import CutOff, FollowUpReport, Recommendation
from rinde.capabilities.followup.operations.alerts.terms import tell_cut_off
from rinde.capabilities.followup.operations.follow_up_reports.rows import locked_with_plan
from rinde.capabilities.followup.permissions import check_evaluate
from rinde.capabilities.followup.queries.follow_up_reports import ReportMaking
from rinde.capabilities.followup.rules.cut_off_states import check_may_become
from rinde.capabilities.followup.rules.follow_up_report.content import ReportContent
from rinde.capabilities.plans.operations.legal_dates import mark_legal_date_done
from rinde.capabilities.plans.rules.content import canonical_json, content_hash
from rinde.capabilities.plans.rules.labels import shortened
from rinde.capabilities.plans.rules.legal_dates import report_key
from rinde.foundations.refusals import StaleWrite, refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_SENT, NOT_PUBLISHED = "No se envió el informe preliminar.", "No se publicó el informe."
SUBJECT_LENGTH = 300  # of the table


@transaction.atomic
def issue_preliminary(
    *, cut_off_id: int, by: Principal, now: datetime, reviewed: str = "", site: str = ""
) -> FollowUpReport:
    """Freeze the preliminary report of a cut-off and tell the units until when they may reply.

    Args:
        reviewed: the hash of what the person had before their eyes; empty: whatever it is now.
        site: of the installation, for the addresses in the mails; see `alerts.addresses`.

    Raises:
        NotAllowed: for everybody but internal control.
        TransitionNotAllowed: before the cut-off is frozen, or once the report is out.
        NotReady: naming every activity without a verdict.
        StaleWrite: where something changed since it was looked at.
    """
    cut_off = locked_with_plan(cut_off_id)
    check_evaluate(cut_off.plan, by=by)
    check_may_become(cut_off.status, CutOffStatus.PRELIMINARY)
    making = ReportMaking(cut_off, now=now)
    refuse_gaps(NOT_SENT, *making.preliminary_gaps())
    report = _freeze(cut_off, making.content(ReportStage.PRELIMINARY), reviewed=reviewed, by=by, now=now)
    tell_cut_off(cut_off, now=now, site=site)
    return report


@transaction.atomic
def issue_final(*, cut_off_id: int, by: Principal, now: datetime, reviewed: str = "", site: str = "") -> FollowUpReport:
    """Freeze and publish the final report of a cut-off: from here on its verdicts are public and never change, and what
    it recommends waits for the units.

    Args:
        reviewed, site: as in `issue_preliminary`.

    Raises:
        NotAllowed: for everybody but internal control.
        TransitionNotAllowed: before the preliminary report is out, or once the final one is.
        NotReady: with every reply without an answer, the term that is still running, and who signs.
        StaleWrite: where something changed since it was looked at.
    """
    cut_off = locked_with_plan(cut_off_id)
    check_evaluate(cut_off.plan, by=by)
    check_may_become(cut_off.status, CutOffStatus.FINAL)
    making = ReportMaking(cut_off, now=now)
    refuse_gaps(NOT_PUBLISHED, *making.final_gaps())
    report = _freeze(cut_off, making.content(ReportStage.FINAL), reviewed=reviewed, by=by, now=now)
    _recommend(making, now=now)
    _settle(cut_off, by=by, now=now)
    tell_cut_off(cut_off, now=now, site=site)
    return report


def hash_of(content: ReportContent) -> str:
    """The hash of what would be frozen: what the page that asks for it carries."""
    return content_hash(canonical_json(content))


def _freeze(cut_off: CutOff, content: ReportContent, *, reviewed: str, by: Principal, now: datetime) -> FollowUpReport:
    canonical = canonical_json(content)
    sha256 = content_hash(canonical)
    if reviewed and reviewed != sha256:
        raise StaleWrite("Algo del informe cambió después de que usted lo miró. Revíselo de nuevo y confirme.")
    header, dates = content.header, content.dates
    report: FollowUpReport = FollowUpReport.objects.create(
        entity_id=cut_off.entity_id,
        cut_off=cut_off,
        stage=header.stage,
        conclusion=content.conclusion,
        content=canonical,
        sha256=sha256,
        signed_by_name=content.signed_by_name,
        signed_by_post=content.signed_by_post,
        replies_until=dates.replies_until,
        counting=dates.replies_counting,
        legal_due_on=dates.legal_due_on,
        issued_at=now,
        issued_by_id=by.user_id,
    )
    cut_off.status = CutOffStatus.FINAL if header.is_final else CutOffStatus.PRELIMINARY
    cut_off.save(update_fields=["status"])
    action = "followup.publish_report" if header.is_final else "followup.send_preliminary"
    facts = {"plan": cut_off.plan_id, "number": cut_off.number, "sha256": sha256}
    facts |= {"days_late": dates.days_late, "recommendations": len(content.recommendations)}
    record(entity_id=cut_off.entity_id, action=action, target=report, by=by, now=now, facts=facts)
    return report


def _settle(cut_off: CutOff, *, by: Principal, now: datetime) -> None:
    """Say in the plan's legal calendar on which day its report came out."""
    if cut_off.regime_on is not None:
        key = report_key(cut_off.regime_on)
        mark_legal_date_done(cut_off.plan, key=key, done_on=timezone.localdate(now), by=by, now=now)


def _recommend(making: ReportMaking, *, now: datetime) -> None:
    """Make each recommendation of the report one that the unit has to act on, under the number that the report says."""
    cut_off = making.cut_off
    Recommendation.objects.bulk_create(
        [
            Recommendation(
                entity_id=cut_off.entity_id,
                plan_id=cut_off.plan_id,
                number=one.line.number,
                cut_off=cut_off,
                activity_key=one.line.activity_key,
                subject=shortened(one.line.subject, SUBJECT_LENGTH),
                actor_id=one.actor_id,
                text=one.line.text,
                made_at=now,
                published_at=now,
                edited_at=now,
            )
            for one in making.new
        ]
    )
