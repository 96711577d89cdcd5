"""How the programme of 2026 changed: two units asked, the committee decided, and one request waits since today."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

from django.utils import timezone

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import Actor
from rinde.capabilities.plans.choices import ChangeKind
from rinde.capabilities.plans.models import Activity, ChangeRequest, Plan, PlanNode
from rinde.capabilities.plans.operations.change_requests import (
    approve_changes,
    give_opinion,
    publish_changes,
    request_change,
)
from rinde.capabilities.plans.queries import activity_to_edit, activity_values
from rinde.capabilities.plans.rules.acts import ActValues
from rinde.capabilities.plans.rules.change_requests.proposals import Proposal
from rinde.capabilities.plans.rules.rows import ActivityValues, Assignee, DeliverableValues
from rinde.capabilities.plans.rules.schedules import PlannedDate
from rinde.sites.desk.demo.acts import COMMITTEE, acting
from rinde.sites.desk.demo.documents import Desk

ASKED: Final = datetime(2026, 6, 9, 14, 30, tzinfo=UTC)
OPINED: Final = datetime(2026, 6, 11, 16, 10, tzinfo=UTC)
DECIDED: Final = datetime(2026, 6, 18, 14, 45, tzinfo=UTC)
PUBLISHED: Final = datetime(2026, 6, 18, 19, 5, tzinfo=UTC)
SESSION: Final = date(2026, 6, 17)
LATE_CODE, VISITS_CODE = "3.1.3", "4.1.1"
WHY_LATE: Final = (
    "el archivo municipal tuvo que secar y volver a clasificar los expedientes que se mojaron en el invierno de abril"
)
WHY_NEW: Final = (
    "las juntas de los corregimientos pidieron en la mesa de mayo que el avance se les cuente allá y no solo en la "
    "cabecera"
)
WHY_TODAY: Final = "la interventoría entrega la obra una semana antes y la visita solo es segura con ella presente"


def change_programme(desk: Desk) -> None:
    """Tell the story of the second version, and ask for one more change at the desk's own moment."""
    plan = Plan.objects.get(entity=desk.entity, slug="ptep", period_start__year=2026)
    at = _clock(desk)
    asked = [
        _ask(plan, _later(plan, LATE_CODE, 0, date(2026, 7, 31)), WHY_LATE, "Oficina Asesora Jurídica", at(ASKED)),
        _ask(plan, _report_in_the_villages(plan), WHY_NEW, "Oficina de Comunicaciones y Prensa", at(ASKED)),
    ]
    opinions = (
        "Procede: el índice debe salir completo. El plan dirá que la fecha ya había vencido.",
        "Procede: hay tiempo y presupuesto para los cuatro recorridos.",
    )
    for request, text in zip(asked, opinions, strict=True):
        give_opinion(request_id=request.pk, favourable=True, text=text, by=desk.by, now=at(OPINED).now)
    decided = at(DECIDED).now
    act = ActValues(COMMITTEE, "Acta 05 de 2026", min(SESSION, timezone.localdate(decided)), is_older=True)
    ids = [one.pk for one in asked]
    secretary = acting(desk.entity, RoleCode.ENTITY_ADMIN)
    approve_changes(plan_id=plan.pk, request_ids=ids, values=act, by=secretary, now=decided)
    publish_changes(plan_id=plan.pk, request_ids=ids, by=desk.by, now=at(PUBLISHED).now)
    _ask_today(plan, desk)


def _clock(desk: Desk) -> Callable[[datetime], Desk]:
    """The planning office at a moment of the story, never later than the demo's own clock."""
    return lambda moment: desk.at(min(moment, desk.now))


def _ask(plan: Plan, proposal: Proposal, reason: str, unit: str, desk: Desk) -> ChangeRequest:
    """The planning office writes down what a unit asked for."""
    actor = Actor.objects.get(name=unit)
    return request_change(
        plan_id=plan.pk, proposal=proposal, reason=reason, on_behalf_of_id=actor.pk, by=desk.by, now=desk.now
    )


def _ask_today(plan: Plan, desk: Desk) -> None:
    """The liaison of public works asks by herself, for what her office answers for."""
    liaison = acting(desk.entity, RoleCode.UNIT_LIAISON)
    proposal = _later(plan, VISITS_CODE, -1, date(2026, 12, 11))
    request_change(plan_id=plan.pk, proposal=proposal, reason=WHY_TODAY, by=liaison, now=desk.now)


def _values(plan: Plan, code: str) -> tuple[Activity, ActivityValues]:
    activity = activity_to_edit(plan, Activity.objects.get(plan=plan, code=code).pk)
    if activity is None:
        raise LookupError(f"the programme has no activity {code}")
    return activity, activity_values(activity)


def _later(plan: Plan, code: str, place: int, day: date) -> Proposal:
    """One date of an activity's first product on another day."""
    activity, values = _values(plan, code)
    first, *others = values.deliverables
    dates = list(first.milestones)
    dates[place] = PlannedDate(day, name=dates[place].name)
    moved = replace(first, milestones=tuple(dates), schedule_text="")
    return Proposal(ChangeKind.EDIT_ACTIVITY, activity.pk, replace(values, deliverables=(moved, *others)))


def _report_in_the_villages(plan: Plan) -> Proposal:
    """A new activity beside the town's own initiatives."""
    node = PlanNode.objects.get(activities__code=VISITS_CODE, plan=plan)
    communications = Actor.objects.get(name="Oficina de Comunicaciones y Prensa")
    product = DeliverableValues(
        target="Un (1) recorrido por corregimiento",
        product="Cuatro recorridos con acta y fotografías",
        schedule_text="30 de octubre de 2026",
        milestones=(PlannedDate(date(2026, 10, 30)),),
        assignees=(Assignee(communications.name, actor_id=communications.pk),),
    )
    codes = list(Activity.objects.filter(node=node).order_by("position").values_list("code", flat=True))
    head, _, last = codes[-1].rpartition(".")
    code = f"{head}.{int(last) + 1}" if last.isdecimal() else ""
    name = "Llevar el informe de avance a los cuatro corregimientos"
    return Proposal(ChangeKind.ADD_ACTIVITY, values=ActivityValues(node.pk, name, code, deliverables=(product,)))
