"""Writes of what internal control prepares of a report: kept until it goes out, read by nobody else."""

from datetime import datetime

from django.db import transaction

from rinde.capabilities.followup.models import ReportDraft
from rinde.capabilities.followup.operations.follow_up_reports.rows import locked_cut_off
from rinde.capabilities.followup.permissions import check_evaluate
from rinde.capabilities.followup.rules.cut_off_states import check_evaluable
from rinde.capabilities.followup.rules.follow_up_report.gaps import DraftValues, draft_gaps
from rinde.capabilities.plans.operations.editing import check_fresh
from rinde.foundations.refusals import refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_SAVED = "No se guardó lo escrito."


@transaction.atomic
def save_report_draft(
    *, cut_off_id: int, values: DraftValues, seen: datetime | None, by: Principal, now: datetime
) -> ReportDraft:
    """Keep what internal control writes of a report, before the preliminary one and until the final one is out.

    Args:
        seen: the mark of the draft that the person had before their eyes; None: there was none.

    Raises:
        NotAllowed: for everybody but internal control.
        TransitionNotAllowed: before the cut-off is frozen, or once its final report is out.
        StaleWrite: where somebody else saved it in the meantime.
        NotReady: with everything that does not fit.
    """
    cut_off = locked_cut_off(cut_off_id)
    check_evaluate(cut_off.plan, by=by)
    check_evaluable(cut_off.status)
    draft = ReportDraft.objects.filter(cut_off=cut_off).first() or ReportDraft(
        entity_id=cut_off.entity_id, cut_off=cut_off
    )
    check_fresh(draft.edited_at, seen, is_own=draft.edited_by_id == by.user_id)
    tidied = _tidied(values)
    refuse_gaps(NOT_SAVED, *draft_gaps(tidied))
    draft.conclusion = tidied.conclusion
    draft.observations, draft.addressees = dict(tidied.observations), dict(tidied.addressees)
    draft.recommendations = list(tidied.recommendations)
    draft.signed_by_name, draft.signed_by_post = tidied.signed_by_name, tidied.signed_by_post
    draft.edited_at, draft.edited_by_id = now, by.user_id
    draft.save()
    facts = {"plan": cut_off.plan_id, "number": cut_off.number}
    record(entity_id=cut_off.entity_id, action="followup.draft_report", target=cut_off, by=by, now=now, facts=facts)
    return draft


def _tidied(values: DraftValues) -> DraftValues:
    """Without what nobody sees; a component without words of internal control's own says what Rinde proposes."""
    observations = {name: tidy_text(text) for name, text in values.observations.items()}
    return DraftValues(
        conclusion=tidy_text(values.conclusion),
        observations={name: text for name, text in observations.items() if text},
        recommendations=tuple(filter(None, map(tidy_text, values.recommendations))),
        addressees=values.addressees,
        signed_by_name=" ".join(values.signed_by_name.split()),
        signed_by_post=" ".join(values.signed_by_post.split()),
    )
