"""What somebody's units owe to internal control, over every plan: replies to preliminary reports, and actions."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rinde.capabilities.followup.models import Recommendation
from rinde.capabilities.followup.permissions import REPORT
from rinde.capabilities.followup.queries.recommendations import answering_actors, waiting_recommendations
from rinde.capabilities.followup.queries.replies import WaitingPreliminary, waiting_preliminaries
from rinde.capabilities.followup.queries.reporting import offices_of_plan
from rinde.capabilities.followup.rules.follow_up_report.gaps import term_is_running
from rinde.capabilities.followup.rules.reach import Reach, reach_of
from rinde.capabilities.followup.web.presenters.recommendations import in_order, recommendation_row
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page


@desk_page(REPORT)
def owed_to_control(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """The preliminary reports that speak of one's units, and the recommendations that wait for them."""
    reach, today = reach_of(request.principal.grants, REPORT), timezone.localdate()
    reports = [one for one in waiting_preliminaries(request.entity) if _speaks_of(one, reach)]
    mine = [one for one in waiting_recommendations(request.entity) if _is_of(one, reach)]
    context = {
        "reports": [
            (one.report, _is_silent(one, reach), term_is_running(one.report.replies_until, today)) for one in reports
        ],
        "rows": in_order(recommendation_row(one, today) for one in mine),
    }
    return render(request, "followup/desk/owed.html", context)


def _speaks_of(one: WaitingPreliminary, reach: Reach) -> bool:
    plan = one.report.cut_off.plan
    return any(reach.is_own(plan.pk, actor, offices_of_plan(plan)) for actor in one.concerned)


def _is_silent(one: WaitingPreliminary, reach: Reach) -> bool:
    plan = one.report.cut_off.plan
    return any(reach.is_own(plan.pk, actor, offices_of_plan(plan)) for actor in one.silent)


def _is_of(one: Recommendation, reach: Reach) -> bool:
    offices = offices_of_plan(one.plan)
    return any(reach.is_own(one.plan_id, actor, offices) for actor in answering_actors(one))
