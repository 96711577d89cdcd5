"""Writes of internal control's verdicts: its own word on each frozen activity, which overwrites nobody's."""

from datetime import datetime

from django.db import transaction

from rinde.capabilities.followup.models import CutOff, FrozenActivity, Verdict
from rinde.capabilities.followup.permissions import check_evaluate
from rinde.capabilities.followup.queries.cells import policy_of
from rinde.capabilities.followup.queries.evaluation import evaluation_of, is_of_actor
from rinde.capabilities.followup.rules.cut_off_states import check_evaluable
from rinde.capabilities.followup.rules.verdicts import VerdictValues, cells_say, verdict_gaps
from rinde.capabilities.plans.operations.editing import check_fresh
from rinde.foundations.refusals import NotReady, StaleWrite, refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record

NOT_SAVED = "No se guardó el concepto."


@transaction.atomic
def write_verdict(
    *, cut_off_id: int, key: str, values: VerdictValues, seen: datetime | None, by: Principal, now: datetime
) -> Verdict:
    """Say of a frozen activity whether it is done, with a percentage, an observation and a recommendation of one's own.

    Args:
        key: the activity's address in the plan.
        seen: the mark of the verdict that the person had before their eyes; None: there was none.

    Raises:
        NotAllowed: for everybody but internal control.
        TransitionNotAllowed: before the cut-off is frozen, or once its report is published.
        StaleWrite: where somebody else wrote it in the meantime.
        NotReady: for an activity of which nothing was due, or with everything that the verdict lacks.
    """
    cut_off = _to_evaluate(cut_off_id, by)
    frozen = FrozenActivity.objects.select_related("verdict").defer("content").get(cut_off=cut_off, key=key)
    if not frozen.due:
        raise NotReady(NOT_SAVED, ("Esta actividad no tenía nada programado a este corte: aquí no se evalúa.",))
    verdict = getattr(frozen, "verdict", None) or Verdict(entity_id=frozen.entity_id, frozen=frozen)
    check_fresh(verdict.edited_at, seen, is_own=verdict.edited_by_id == by.user_id)
    says = cells_say(frozen.due, frozen.no_case, frozen.done)
    refuse_gaps(NOT_SAVED, *verdict_gaps(values, says))
    verdict.is_done, verdict.ratio, verdict.reason = values.is_done, values.ratio, values.reason.strip()
    verdict.observation, verdict.recommendation = values.observation.strip(), values.recommendation.strip()
    verdict.is_self_assessment = is_of_actor(frozen, policy_of(cut_off.plan).evaluated_by_id)
    verdict.edited_at, verdict.edited_by_id = now, by.user_id
    verdict.save()
    facts = {"plan": cut_off.plan_id, "cut_off": cut_off.number, "activity": key, "is_done": values.is_done}
    facts |= {"differs": values.is_done != says}
    record(entity_id=cut_off.entity_id, action="followup.write_verdict", target=verdict, by=by, now=now, facts=facts)
    return verdict


@transaction.atomic
def decide_rest(*, cut_off_id: int, expected: int, with_all: bool, by: Principal, now: datetime) -> int:
    """Decide as the cells say whatever is still undecided; gives how many.

    Args:
        expected: how many the person was told that this would decide.
        with_all: also those in the sample and those with something to be looked at first.

    Raises:
        NotAllowed: for everybody but internal control.
        TransitionNotAllowed: before the cut-off is frozen, or once its report is published.
        StaleWrite: where that many are not undecided any more.
    """
    cut_off = _to_evaluate(cut_off_id, by)
    rest = evaluation_of(cut_off).rest(with_all=with_all)
    if len(rest) != expected:
        raise StaleWrite(f"Mientras usted miraba, alguien decidió. Ahora son {len(rest)} y no {expected}: confírmelo.")
    Verdict.objects.bulk_create(
        [
            Verdict(
                entity_id=cut_off.entity_id,
                frozen=row.frozen,
                is_done=bool(row.says),
                is_self_assessment=row.is_own,
                edited_at=now,
                edited_by_id=by.user_id,
            )
            for row in rest
        ],
        batch_size=500,
    )
    if rest:
        facts = {"plan": cut_off.plan_id, "number": cut_off.number, "decided": len(rest), "with_all": with_all}
        record(entity_id=cut_off.entity_id, action="followup.decide_rest", target=cut_off, by=by, now=now, facts=facts)
    return len(rest)


def _to_evaluate(cut_off_id: int, by: Principal) -> CutOff:
    """The cut-off, locked, so that no verdict slips in while its report goes out."""
    cut_off: CutOff = (
        CutOff.objects.select_for_update(of=("self",)).select_related("plan", "plan__entity").get(pk=cut_off_id)
    )
    check_evaluate(cut_off.plan, by=by)
    check_evaluable(cut_off.status)
    return cut_off
