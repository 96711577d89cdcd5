"""From the draft to the approved text: consolidating, the act and its register, the ways back; and a plan's end."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.plans.choices import ActPurpose, ChangeStatus, PlanStatus, SignatoryRole
from rinde.capabilities.plans.models import Act, Assignment, AssignmentMember, ChangeRequest, Plan, Signatory
from rinde.capabilities.plans.operations.moving import move_plan
from rinde.capabilities.plans.operations.publishing import (
    Publication,
    check_gaps,
    check_reviewed,
    freeze_assignments,
    locked_plan,
    publish_plan,
)
from rinde.capabilities.plans.permissions import check_publish_plan, check_register_act
from rinde.capabilities.plans.queries import working_content
from rinde.capabilities.plans.queries.approval import standing_act
from rinde.capabilities.plans.rules.acts import NOTE_LENGTH, ActFile, ActValues, act_gaps, file_type, reason_gaps
from rinde.capabilities.plans.rules.content import canonical_json, content_hash
from rinde.capabilities.plans.rules.states import check_comments_over, check_editable, check_may_become
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record
from rinde.services.files.operations import keep_file

NOT_CONSOLIDATED = "El plan todavía no se puede consolidar. Complete lo que falta."
NOT_REGISTERED = "No se registró el acto."
NO_ACT_TO_ANNUL = (
    "Este plan no tiene un acto por publicar: no hay registro que anular. Vuelva al plan y revise su estado."
)
WHY_WITHOUT_CONSULTATION = "Diga por qué el plan se consolida sin abrirlo a comentarios. Quedará a la vista de todos."


@transaction.atomic
def consolidate_plan(*, plan_id: int, by: Principal, now: datetime, note: str = "", reviewed: str = "") -> Plan:
    """Make the text stand still for the session that approves it. A second click does nothing.

    Args:
        note: why it was not opened to comments; asked for where it comes straight from the draft.
        reviewed: the hash of the content that the person had before their eyes; empty: whatever it is now.

    Raises:
        NotAllowed: for whoever does not coordinate this plan.
        TransitionNotAllowed: from a state without this step, or before the last day for comments has ended.
        NotReady: with every gap that would stop the publication.
        StaleWrite: where somebody edited the plan after it was reviewed.
    """
    plan = locked_plan(plan_id)
    check_publish_plan(plan, by=by)
    if plan.status == PlanStatus.CONSOLIDATED:
        return plan
    check_editable(plan.status)  # an approved plan comes back to this state too, but only by annulling its act
    today = timezone.localdate(now)
    check_comments_over(plan.comments_until, today=today)
    missing = WHY_WITHOUT_CONSULTATION if plan.status == PlanStatus.DRAFT else ""
    if missing or note.strip():
        refuse_gaps(NOT_CONSOLIDATED, *reason_gaps(note, missing=missing, longest=NOTE_LENGTH, shortest=1))
    content = working_content(plan, on=today)
    check_gaps(content, today, NOT_CONSOLIDATED)
    check_reviewed(canonical_json(content), reviewed)
    move_plan(plan, PlanStatus.CONSOLIDATED, by=by, now=now, note=note.strip())
    return plan


@transaction.atomic
def return_to_draft(*, plan_id: int, reason: str, by: Principal, now: datetime) -> Plan:
    """Open a consolidated plan to editing again, with the reason in its public story.

    Raises:
        NotAllowed: for whoever does not coordinate this plan.
        TransitionNotAllowed: for a plan that is not consolidated.
        NotReady: without a reason that explains it.
    """
    plan = locked_plan(plan_id)
    check_publish_plan(plan, by=by)
    if plan.status == PlanStatus.IN_CONSULTATION:
        raise TransitionNotAllowed(
            "El plan está en consulta y ya se puede editar. La consulta se cierra en «Consulta»."
        )
    check_may_become(plan.status, PlanStatus.DRAFT)
    missing = "Diga por qué el plan vuelve a borrador. Quedará a la vista de todos."
    refuse_gaps("El plan no se devolvió.", *reason_gaps(reason, missing=missing))
    move_plan(plan, PlanStatus.DRAFT, by=by, now=now, note=reason.strip())
    return plan


@transaction.atomic
def register_act(*, plan_id: int, values: ActValues, by: Principal, now: datetime, reviewed: str = "") -> Act:
    """Write down the act that approved a consolidated plan, and keep exactly the text that it approved.

    Who belongs to each group is frozen now; the body becomes the signatory that approved, where the plan names none.
    The same act sent twice is registered once.

    Raises:
        NotAllowed: for whoever may not; `SecondFactorMissing` for whoever may, without their code.
        TransitionNotAllowed: for a plan that is not consolidated.
        NotReady: with everything that the act or the plan lacks.
        StaleWrite: where the text is no longer the one that was reviewed.
    """
    plan = locked_plan(plan_id)
    check_register_act(plan, by=by)
    if (sent_before := _same_act(plan, values)) is not None:
        return sent_before
    check_may_become(plan.status, PlanStatus.APPROVED)
    today = timezone.localdate(now)
    made_on = timezone.localdate(plan.created_at)
    refuse_gaps(NOT_REGISTERED, *act_gaps(values, today=today, made_on=made_on))
    check_gaps(working_content(plan, on=today), today, "El plan no se puede aprobar así. Complete lo que falta.")
    freeze_assignments(plan, on=today, now=now)
    check_reviewed(canonical_json(working_content(plan, on=today)), reviewed)
    _sign(plan, values)
    canonical = canonical_json(working_content(plan, on=today))
    act = keep_act(plan, ActPurpose.APPROVAL, values, canonical, by=by, now=now)
    move_plan(plan, PlanStatus.APPROVED, by=by, now=now, act=act)
    facts = {"act": act.pk, "sha256": act.sha256, "file": act.file_id, "older": values.is_older}
    record(entity_id=plan.entity_id, action="plans.register_act", target=plan, by=by, now=now, facts=facts)
    return act


def _same_act(plan: Plan, values: ActValues) -> Act | None:
    """The act that already stands, where it is the very one that comes in again: a second click."""
    act = standing_act(plan) if plan.status == PlanStatus.APPROVED else None
    asked = (values.body.strip(), values.number.strip(), values.dated_on)
    return act if act and (act.body, act.number, act.dated_on) == asked else None


def _sign(plan: Plan, values: ActValues) -> None:
    """Whoever approved signs the document, unless the plan already says who that is."""
    if not Signatory.objects.filter(plan=plan, role=SignatoryRole.APPROVED).exists():
        Signatory.objects.create(
            entity_id=plan.entity_id,
            plan=plan,
            role=SignatoryRole.APPROVED,
            post=values.body.strip(),
            signed_on=values.dated_on,
            position=Signatory.objects.filter(plan=plan).count(),
        )


def keep_act(
    plan: Plan, purpose: ActPurpose, values: ActValues, canonical: str, *, by: Principal, now: datetime
) -> Act:
    """Write an act down with exactly what it approved, and keep its document. The caller has checked both."""
    act: Act = Act.objects.create(
        entity_id=plan.entity_id,
        plan=plan,
        purpose=purpose,
        body=values.body.strip(),
        number=values.number.strip(),
        dated_on=values.dated_on,
        file_id=keep_act_file(plan.entity_id, values.file, now=now),
        file_is_public=bool(values.file and values.file.is_public),
        content=canonical,
        sha256=content_hash(canonical),
        registered_at=now,
        registered_by_id=by.user_id,
    )
    return act


def keep_act_file(entity_id: int, file: ActFile | None, *, now: datetime) -> int | None:
    """Keep the document of an act under what its bytes say that it is; None where there is none."""
    if file is None:
        return None
    stored = keep_file(
        entity_id=entity_id, name=file.name, content=file.content, content_type=file_type(file.content), now=now
    )
    return int(stored.pk)


@transaction.atomic
def annul_act(*, plan_id: int, reason: str, by: Principal, now: datetime) -> Plan:
    """Take back an act that was registered by mistake, before anything was published. The act stays, marked.

    Raises:
        NotAllowed: for whoever may not; `SecondFactorMissing` for whoever may, without their code.
        TransitionNotAllowed: for a plan that is not approved.
        NotReady: without a reason that explains it.
    """
    plan = locked_plan(plan_id)
    check_register_act(plan, by=by)
    act = standing_act(plan) if plan.status == PlanStatus.APPROVED else None
    if act is None:
        raise TransitionNotAllowed(NO_ACT_TO_ANNUL)
    missing = "Diga por qué se anula el registro del acto. Quedará a la vista de todos."
    refuse_gaps("El registro del acto no se anuló.", *reason_gaps(reason, missing=missing))
    act.annulled_at, act.annulled_by_id, act.annulled_reason = now, by.user_id, reason.strip()
    act.save(update_fields=["annulled_at", "annulled_by", "annulled_reason"])
    _thaw(plan, act)
    move_plan(plan, PlanStatus.CONSOLIDATED, by=by, now=now, note=reason.strip(), act=act)
    facts = {"act": act.pk}
    record(entity_id=plan.entity_id, action="plans.annul_act", target=plan, by=by, now=now, facts=facts)
    return plan


def _thaw(plan: Plan, act: Act) -> None:
    """Undo what the act froze and signed: nothing was ever published of this plan, so all of it was the act's."""
    AssignmentMember.objects.filter(assignment__deliverable__activity__plan=plan).delete()
    Assignment.objects.filter(deliverable__activity__plan=plan).update(frozen_at=None)
    Signatory.objects.filter(
        plan=plan, role=SignatoryRole.APPROVED, post=act.body, name="", signed_on=act.dated_on
    ).delete()


@transaction.atomic
def register_approved_plan(
    *, plan_id: int, note: str, values: ActValues, by: Principal, now: datetime, reviewed: str = ""
) -> Publication:
    """Take a plan that was approved before it came to Rinde the whole way at once: consolidated, approved, published.

    Raises:
        NotAllowed: for whoever may not do each of the three; `SecondFactorMissing` without their code.
        TransitionNotAllowed, NotReady, StaleWrite: as each of the three; then none of them happened.
    """
    plan = locked_plan(plan_id)
    check_publish_plan(plan, by=by)
    check_register_act(plan, by=by)
    if plan.status == PlanStatus.DRAFT:
        consolidate_plan(plan_id=plan_id, note=note, by=by, now=now, reviewed=reviewed)
        register_act(plan_id=plan_id, values=values, by=by, now=now)
    return publish_plan(plan_id=plan_id, by=by, now=now)


@transaction.atomic
def close_plan(*, plan_id: int, by: Principal, now: datetime, reason: str = "") -> Plan:
    """End a published plan: when its period is over, or before that with the reason. A second click does nothing.

    Raises:
        NotAllowed: for whoever does not coordinate this plan.
        TransitionNotAllowed: for a plan that is not published.
        NotReady: while its period runs and there is no reason, or while changes wait for an answer.
    """
    plan = locked_plan(plan_id)
    check_publish_plan(plan, by=by)
    if plan.status == PlanStatus.CLOSED:
        return plan
    check_may_become(plan.status, PlanStatus.CLOSED)
    is_over = plan.period_end < timezone.localdate(now)
    missing = f"La vigencia termina el {plan.period_end:%d/%m/%Y}. Diga por qué el plan se cierra antes."
    gaps = () if is_over and not reason.strip() else reason_gaps(reason, missing=missing)
    refuse_gaps("El plan no se cerró.", *(*gaps, *_waiting_changes(plan)))
    move_plan(plan, PlanStatus.CLOSED, by=by, now=now, note=reason.strip())
    return plan


def _waiting_changes(plan: Plan) -> tuple[str, ...]:
    waiting = (ChangeStatus.REQUESTED, ChangeStatus.WITH_OPINION, ChangeStatus.APPROVED)
    count = ChangeRequest.objects.filter(plan=plan, status__in=waiting).count()
    how_many = "una solicitud de cambio" if count == 1 else f"{count} solicitudes de cambio"
    return (f"El plan tiene {how_many} sin resolver. Decídalas primero en «Cambios».",) if count else ()
