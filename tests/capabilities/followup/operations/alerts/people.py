"""A unit with its people, a cut-off that is evaluated, and what was sent to whom."""

from datetime import date, datetime
from typing import Any

from factories import make_user
from rinde.capabilities.accounts.models import Membership, User
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import CutOff, FollowUpReport, FrozenActivity
from rinde.capabilities.followup.queries import plan_cells
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.plans.models import Plan
from rinde.foundations.law import BOGOTA
from rinde.services.notifications.models import OutgoingMail
from rinde.services.tenancy import active_tenant

SITE = "https://rinde.example"


def in_bogota(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=BOGOTA)  # type: ignore[arg-type,misc]


MONDAY = in_bogota(2026, 7, 6, 7)  # a week after the day on which the plans of the samples fall due


def of_unit(entity: Entity, role: str, *actors: int | None, **user: Any) -> User:
    """Somebody with a role over some units and nothing else."""
    person = make_user(**user)
    with active_tenant(entity):
        membership = Membership.objects.create(entity=entity, user=person, role=role, scope_kind="actors")
        membership.actors.set([actor for actor in actors if actor])
    return person


def liaison_of(plan: Plan, **user: Any) -> User:
    """The liaison of the unit that answers for a plan's first cell."""
    return of_unit(plan.entity, "UNIT_LIAISON", cells_of(plan)[0].key.actor_id, **user)


def cells_of(plan: Plan) -> tuple[Cell, ...]:
    found = plan_cells(plan)
    assert found is not None
    return found.cells


def told(person: User) -> list[str]:
    """The subjects of what a person was sent, oldest first."""
    mails = OutgoingMail.objects.filter(recipient=f"user:{person.pk}").order_by("pk")
    return list(mails.values_list("subject", flat=True))


def body_to(person: User) -> str:
    """The last mail to a person."""
    mail = OutgoingMail.objects.filter(recipient=f"user:{person.pk}").order_by("pk").last()
    assert mail is not None
    return str(mail.body)


def make_cut_off(plan: Plan, **fields: Any) -> CutOff:
    """A cut-off to 30 June, the day on which the plans of the samples fall due; frozen."""
    defaults: dict[str, Any] = {
        "entity": plan.entity,
        "plan": plan,
        "number": 1,
        "name": "Corte al 30 de junio de 2026",
        "facts_from": date(2026, 1, 1),
        "facts_until": date(2026, 6, 30),
        "reporting_closes_on": date(2026, 7, 8),
        "report_due_on": date(2026, 7, 15),
        "status": "FROZEN",
        "frozen_at": in_bogota(2026, 7, 9, 0, 10),
        "sha256": "0" * 64,
        "version": plan.current_version,
    }
    return CutOff.objects.create(**defaults | fields)


def issue(cut_off: CutOff, stage: str, at: datetime, **fields: Any) -> FollowUpReport:
    CutOff.objects.filter(pk=cut_off.pk).update(status=stage)
    defaults: dict[str, Any] = {
        "entity": cut_off.entity,
        "cut_off": cut_off,
        "stage": stage,
        "content": "{}",
        "sha256": "0" * 64,
        "issued_at": at,
    }
    return FollowUpReport.objects.create(**defaults | fields)


def make_frozen(cut_off: CutOff, cell: Cell, **fields: Any) -> FrozenActivity:
    """The activity of a cell as a cut-off found it: due and not done."""
    counts = {"due": 1, "done": 0, "no_case": 0, "ratio_sum": 0}
    defaults: dict[str, Any] = {
        "entity": cut_off.entity,
        "cut_off": cut_off,
        "position": cut_off.activities.count(),
        "key": cell.activity_key,
        "code": cell.activity_code,
        "name": cell.activity_name,
        "component": cell.component,
        "actors": [[cell.key.actor_id, cell.actor_name]],
        "content": "{}",
        **counts,
        **{f"year_{name}": count for name, count in counts.items()},
    }
    return FrozenActivity.objects.create(**defaults | fields)
