"""Publication: the working draft, frozen as a version that nobody can alter."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.datasets import search_documents
from rinde.capabilities.plans.models import Assignment, AssignmentMember, Plan, PlanVersion
from rinde.capabilities.plans.permissions import check_publish_plan
from rinde.capabilities.plans.queries import members_of_groups, published_content, working_content
from rinde.capabilities.plans.rules.changes import changes_between
from rinde.capabilities.plans.rules.content import PlanContent, canonical_json, content_hash
from rinde.capabilities.plans.rules.publication import blocking, publication_gaps
from rinde.capabilities.plans.rules.states import check_may_become
from rinde.foundations.refusals import NotReady, StaleWrite
from rinde.services.access import Principal
from rinde.services.audit.operations import record
from rinde.services.search.operations import index_documents


@dataclass(frozen=True, slots=True)
class Publication:
    """The version that the public sees after the call; `is_new` is False where it already saw exactly this."""

    version: PlanVersion
    is_new: bool


@transaction.atomic
def publish_plan(*, plan_id: int, by: Principal, now: datetime, reviewed: str = "") -> Publication:
    """Freeze the working draft as the plan's next version and show it to the public.

    Who belongs to each group is frozen per assignment at its first publication. Publishing what is already public
    makes no new version, so that a second click does nothing.

    Args:
        reviewed: the hash of the content that the person had before their eyes; empty: whatever it is now.

    Raises:
        NotAllowed: for whoever may not publish this plan.
        StaleWrite: where somebody edited the draft after it was reviewed.
        TransitionNotAllowed: from a state without this step.
        NotReady: with every gap that stops the publication.
    """
    plan: Plan = Plan.objects.select_for_update(of=("self",)).select_related("entity").get(pk=plan_id)
    check_publish_plan(plan, by=by)
    check_may_become(plan.status, PlanStatus.PUBLISHED)
    today = timezone.localdate(now)
    freeze_assignments(plan, on=today, now=now)
    content = working_content(plan, on=today)
    _refuse_gaps(content, today)
    canonical = canonical_json(content)
    if reviewed and reviewed != content_hash(canonical):
        raise StaleWrite("Otra persona cambió el borrador después de que usted lo revisó. Revíselo de nuevo.")
    current = PlanVersion.objects.filter(pk=plan.current_version_id).first()
    if current and current.sha256 == content_hash(canonical):
        return Publication(current, is_new=False)
    return Publication(_show(plan, content, canonical, by=by, now=now), is_new=True)


def _refuse_gaps(content: PlanContent, today: date) -> None:
    gaps = blocking(publication_gaps(content, today=today))
    if gaps:
        raise NotReady("El plan todavía no se puede publicar. Complete lo que falta.", gaps)


def _show(plan: Plan, content: PlanContent, canonical: str, *, by: Principal, now: datetime) -> PlanVersion:
    """Keep the content as the next version, and make it the one that the public sees and finds."""
    last = PlanVersion.objects.filter(plan=plan).aggregate(number=Max("number"))["number"]
    version: PlanVersion = PlanVersion.objects.create(
        entity_id=plan.entity_id,
        plan=plan,
        number=(last or 0) + 1,
        content=canonical,
        sha256=content_hash(canonical),
        summary=changes_between(published_content(plan), content).summary(),
        published_at=now,
        published_by_id=by.user_id,
    )
    plan.current_version, plan.status = version, PlanStatus.PUBLISHED
    plan.save(update_fields=["current_version", "status"])
    # What can be read can be found: the index changes in the same transaction.
    index_documents(entity_id=plan.entity_id, kind="plan", source_id=plan.pk, documents=search_documents(content))
    facts = {"version": version.number, "sha256": version.sha256}
    record(entity_id=plan.entity_id, action="plans.publish", target=plan, by=by, now=now, facts=facts)
    return version


def freeze_assignments(plan: Plan, *, on: date, now: datetime) -> None:
    """Write down who each assignment means today; from then on the org chart may change without changing the plan.

    An actor's name that nobody has matched stays open: it has no list to freeze.
    """
    open_ones = Assignment.objects.filter(deliverable__activity__plan=plan, frozen_at__isnull=True).exclude(
        actor__isnull=True, group__isnull=True
    )
    rows = list(open_ones.only("pk", "actor_id", "group_id", "entity_id"))
    has_groups = any(row.group_id for row in rows)
    groups = members_of_groups(on) if has_groups else {}
    members = {key: [one.id for one in actors if one.id] for key, actors in groups.items()}
    AssignmentMember.objects.bulk_create(
        (
            AssignmentMember(entity_id=row.entity_id, assignment_id=row.pk, actor_id=actor_id, added_at=now)
            for row in rows
            for actor_id in ([row.actor_id] if row.actor_id else members.get(row.group_id, ()))
        ),
        batch_size=1000,
    )
    open_ones.update(frozen_at=now)
