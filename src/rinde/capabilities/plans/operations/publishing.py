"""Publication: exactly the text that an act approved, frozen as a version that nobody can alter."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.datasets import search_documents
from rinde.capabilities.plans.models import Act, Assignment, AssignmentMember, Plan, PlanVersion
from rinde.capabilities.plans.operations.legal_dates import prepare_legal_dates
from rinde.capabilities.plans.operations.moving import move_plan
from rinde.capabilities.plans.permissions import check_publish_plan
from rinde.capabilities.plans.queries import members_of_groups, published_content, working_content
from rinde.capabilities.plans.queries.approval import standing_act
from rinde.capabilities.plans.rules.changes import changes_between
from rinde.capabilities.plans.rules.content import PlanContent, canonical_json, content_hash, from_json
from rinde.capabilities.plans.rules.publication import blocking, publication_gaps
from rinde.capabilities.plans.rules.states import check_may_become
from rinde.foundations.refusals import NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.operations import record
from rinde.services.search.operations import index_documents

STALE = "Otra persona cambió el plan después de que usted lo revisó. Revíselo de nuevo."


@dataclass(frozen=True, slots=True)
class Publication:
    """The version that the public sees after the call; `is_new` is False where it already saw exactly this."""

    version: PlanVersion
    is_new: bool


@transaction.atomic
def publish_plan(*, plan_id: int, by: Principal, now: datetime, reviewed: str = "") -> Publication:
    """Show the public what was approved, byte by byte, as the plan's first version.

    A plan whose period is over is published from its draft as it was, without an act. Publishing what is already
    public makes no new version, so that a second click does nothing.

    Args:
        reviewed: the hash of the content that the person had before their eyes; empty: whatever it is now.

    Raises:
        NotAllowed: for whoever may not publish this plan.
        StaleWrite: where the content is no longer the one that was reviewed.
        TransitionNotAllowed: from a state without this step.
        NotReady: with every gap that stops the publication.
    """
    plan = locked_plan(plan_id)
    check_publish_plan(plan, by=by)
    if plan.status == PlanStatus.PUBLISHED:
        return Publication(PlanVersion.objects.get(pk=plan.current_version_id), is_new=False)
    check_may_become(plan.status, PlanStatus.PUBLISHED)
    is_approved = plan.status == PlanStatus.APPROVED
    act = standing_act(plan) if is_approved else None
    canonical = _approved_text(act) if is_approved else _text_of_the_past(plan, now)
    check_reviewed(canonical, reviewed)
    content = from_json(canonical)
    return Publication(show_version(plan, content, canonical, act=act, by=by, now=now), is_new=True)


def locked_plan(plan_id: int) -> Plan:
    """The plan with its entity, locked until the transaction ends."""
    plan: Plan = Plan.objects.select_for_update(of=("self",)).select_related("entity").get(pk=plan_id)
    return plan


def check_reviewed(canonical: str, reviewed: str) -> None:
    """Refuse to go on with a text that is not the one that the person looked at.

    Raises:
        StaleWrite: where there is a hash and it is another.
    """
    if reviewed and reviewed != content_hash(canonical):
        raise StaleWrite(STALE)


def check_gaps(content: PlanContent, today: date, message: str) -> None:
    """Refuse a plan that lacks something which stops it.

    Raises:
        NotReady: with every gap at once.
    """
    if gaps := blocking(publication_gaps(content, today=today)):
        raise NotReady(message, gaps)


def _approved_text(act: Act | None) -> str:
    """Exactly what the act approved: never made anew from the rows, whatever happened to names and offices since."""
    text: str = act.content if act else ""
    if act is None or content_hash(text) != act.sha256:
        raise NotReady(
            "El texto guardado con el acto ya no tiene la huella con que se aprobó. No se publicó nada. "
            "Avise a quien administra el servidor: hay que restaurar la copia de seguridad."
        )
    return text


def _text_of_the_past(plan: Plan, now: datetime) -> str:
    """A plan whose period is over, told as it was."""
    today = timezone.localdate(now)
    if plan.period_end >= today:
        raise TransitionNotAllowed(
            "La vigencia de este plan no ha terminado: antes de publicarlo, consolídelo y registre el acto que lo "
            "aprueba, en «Aprobación y versiones»."
        )
    freeze_assignments(plan, on=today, now=now)
    content = working_content(plan, on=today)
    check_gaps(content, today, "El plan todavía no se puede publicar. Complete lo que falta.")
    return canonical_json(content)


def show_version(
    plan: Plan,
    content: PlanContent,
    canonical: str,
    *,
    by: Principal,
    now: datetime,
    act: Act | None = None,
    summary: str = "",
) -> PlanVersion:
    """Keep the content as the next version, and make it the one that the public sees and finds.

    The caller has locked the plan, checked permission and state, and stands in a transaction.

    Args:
        canonical: the text of `content` that is hashed and kept.
        act: what approved it.
        summary: what changed, in words; empty: said from a comparison with the version before.
    """
    last = PlanVersion.objects.filter(plan=plan).aggregate(number=Max("number"))["number"]
    version: PlanVersion = PlanVersion.objects.create(
        entity_id=plan.entity_id,
        plan=plan,
        number=(last or 0) + 1,
        content=canonical,
        sha256=content_hash(canonical),
        summary=summary or changes_between(published_content(plan), content).summary(),
        act=act,
        published_at=now,
        published_by_id=by.user_id,
    )
    plan.current_version = version
    plan.save(update_fields=["current_version"])
    move_plan(plan, PlanStatus.PUBLISHED, by=by, now=now, note=f"Versión {version.number}", act=act)
    prepare_legal_dates(plan, by=by, now=now)
    # What can be read can be found: the index changes in the same transaction.
    index_documents(entity_id=plan.entity_id, kind="plan", source_id=plan.pk, documents=search_documents(content))
    facts = {"version": version.number, "sha256": version.sha256}
    record(entity_id=plan.entity_id, action="plans.publish", target=plan, by=by, now=now, facts=facts)
    return version


def freeze_assignments(plan: Plan, *, on: date, now: datetime) -> None:
    """Write down who each assignment means today; from then on the org chart may change without changing the plan.

    An actor's name that nobody has matched stays open: it has no list to freeze. So does a set that is only known later
    («los que suscriban el pacto»): who they are is written down on record, and nothing else ever says it.
    """
    whole = Assignment.objects.filter(deliverable__activity__plan=plan, frozen_at__isnull=True, is_conditional=False)
    open_ones = whole.exclude(actor__isnull=True, group__isnull=True)
    rows = list(open_ones.only("pk", "actor_id", "group_id", "entity_id"))
    has_groups = any(row.group_id for row in rows)
    groups = members_of_groups(on) if has_groups else {}
    members = {key: [one.id for one in actors if one.id] for key, actors in groups.items()}
    AssignmentMember.objects.bulk_create(
        (
            AssignmentMember(entity_id=row.entity_id, assignment_id=row.pk, actor_id=actor_id, added_at=now)
            for row in rows
            for actor_id in _known_members(row, members)
        ),
        batch_size=1000,
    )
    open_ones.update(frozen_at=now)


def _known_members(row: Assignment, members: dict[int, list[int]]) -> list[int]:
    if row.actor_id:
        return [row.actor_id]
    return members.get(row.group_id, []) if row.group_id else []
