"""What came of it in Villa Aurora: improvement actions, their verification, and a link that died."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.followup.models import Evidence, Recommendation
from rinde.capabilities.followup.operations.evidence.links import note_link
from rinde.capabilities.followup.operations.recommendations import plan_action, report_action, verify_action
from rinde.capabilities.plans.models import Activity, Plan
from rinde.services.links.checking import LinkCheck
from rinde.services.links.outcomes import OUTCOMES, LinkOutcome
from rinde.sites.desk.demo.acts import acting
from rinde.sites.desk.demo.documents import Desk
from rinde.sites.desk.demo.follow_up.telling import Event, liaison_of, moment

DEAD_LINK, DIED_ON = "1.3.2", date(2026, 9, 21)


@dataclass(frozen=True, slots=True)
class Improved:
    """An improvement action about one activity: planned, done with the proof of its report, verified; or less."""

    code: str
    action: str
    planned_on: date
    due_on: date
    done_on: date | None = None
    done: str = ""
    verified_on: date | None = None
    verification: str = ""


IMPROVED = (
    Improved(
        "1.4.2",
        "Adoptar el manual con el capítulo de debida diligencia y publicarlo.",
        date(2026, 5, 20),
        date(2026, 6, 30),
        date(2026, 6, 5),
        "El manual está adoptado y publicado.",
        date(2026, 9, 9),
        "Se revisaron tres contratos de agosto y los tres siguieron el capítulo nuevo.",
    ),
    Improved(
        "3.2.3",
        "Hacer el taller con el equipo que faltó y llevar una lista por sesión.",
        date(2026, 5, 22),
        date(2026, 8, 28),
        date(2026, 8, 31),
        "El taller de agosto llegó a los equipos de obras y de hacienda, cada uno con su lista.",
    ),
    Improved(
        "3.1.1",
        "Guardar la lista en la carpeta compartida el mismo día de la revisión.",
        date(2026, 9, 22),
        date(2026, 10, 30),
    ),
)


def aftermath(plan: Plan, desk: Desk) -> Iterator[Event]:
    """Each step on its own day."""
    for one in IMPROVED:
        yield moment(one.planned_on, 240), partial(_plan, plan, desk, one)
        if one.done_on:
            yield moment(one.done_on, 400), partial(_done, plan, desk, one)
        if one.verified_on:
            yield moment(one.verified_on, 30), partial(_verified, plan, desk, one)
    yield moment(DIED_ON, -410), partial(_die, plan)


def _of(plan: Plan, one: Improved) -> Recommendation:
    key = Activity.objects.get(plan=plan, code=one.code).key
    found: Recommendation = Recommendation.objects.filter(plan=plan, activity_key=key).earliest("number")
    return found


def _plan(plan: Plan, desk: Desk, one: Improved) -> None:
    found = _of(plan, one)
    plan_action(
        recommendation_id=found.pk,
        text=one.action,
        due_on=one.due_on,
        seen=found.edited_at,
        by=liaison_of(found.actor_id or 0, desk),
        now=moment(one.planned_on, 240),
    )


def _done(plan: Plan, desk: Desk, one: Improved) -> None:
    found = _of(plan, one)
    proof = Evidence.objects.filter(uses__report__activity_key=found.activity_key, plan=plan).latest(
        "uploaded_at", "pk"
    )
    report_action(
        recommendation_id=found.pk,
        text=one.done,
        evidence_ids=[proof.pk],
        seen=found.edited_at,
        by=liaison_of(found.actor_id or 0, desk),
        now=moment(one.done_on or one.due_on, 400),
    )


def _verified(plan: Plan, desk: Desk, one: Improved) -> None:
    found = _of(plan, one)
    verify_action(
        recommendation_id=found.pk,
        is_effective=True,
        reason=one.verification,
        seen=found.edited_at,
        by=acting(desk.entity, RoleCode.INTERNAL_CONTROL),
        now=moment(one.verified_on or one.due_on, 30),
    )


def _die(plan: Plan) -> None:
    """The night's look finds that the site moved its documents and left the old address behind."""
    link = Evidence.objects.get(plan=plan, kind="LINK", uses__report__activity_key=_key(plan))
    gone = LinkCheck(LinkOutcome.NOT_FOUND, OUTCOMES[LinkOutcome.NOT_FOUND][1], link.url, status=404)
    note_link(evidence_id=link.pk, now=moment(DIED_ON, -410), look=lambda *_, **__: gone)


def _key(plan: Plan) -> str:
    return str(Activity.objects.get(plan=plan, code=DEAD_LINK).key)
