"""The rows of a report, locked, and read in the order in which preparing and evaluating lock them."""

from rinde.capabilities.followup.models import CutOff
from rinde.capabilities.plans.models import Plan


def locked_with_plan(cut_off_id: int) -> CutOff:
    """A cut-off and its plan, locked: reports of two cut-offs of a plan number their recommendations one by one."""
    plan_id = CutOff.objects.values_list("plan_id", flat=True).get(pk=cut_off_id)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("entity").get(pk=plan_id)
    row: CutOff = CutOff.objects.select_for_update().get(pk=cut_off_id)
    row.plan = plan
    return row


def locked_cut_off(cut_off_id: int) -> CutOff:
    """A cut-off, locked, so that nothing slips in while its report goes out."""
    rows = CutOff.objects.select_for_update(of=("self",)).select_related("plan", "plan__entity")
    row: CutOff = rows.get(pk=cut_off_id)
    return row
