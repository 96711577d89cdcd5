"""The terms that an entity counts its own way, for the steps of one kind of space."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from rinde.capabilities.dialogue.choices import SpaceKind, StepKind
from rinde.capabilities.dialogue.models import DialogueSpace, StepTermSetting
from rinde.capabilities.dialogue.operations.steps import lay_out_steps
from rinde.capabilities.dialogue.permissions import check_set_up
from rinde.capabilities.dialogue.rules.agenda import AT_WORK
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.capabilities.dialogue.rules.terms import DEFAULT_TERMS, StepTerm, legal_gaps, term_gaps
from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import refuse_gaps
from rinde.services.access import Principal
from rinde.services.audit.operations import record


@transaction.atomic
def set_terms(
    *, entity_id: int, space_kind: str, terms: Mapping[str, StepTerm], by: Principal, now: datetime
) -> tuple[str, ...]:
    """Set the terms of a kind of space; one that equals the default is the default again. Gives the steps that changed.

    The steps of spaces at work that are not done are counted anew; what was done keeps its day.

    Raises:
        NotAllowed: for whoever does not run the dialogue of the whole entity.
        NotReady: with everything that is wrong, also a term longer than the law's.
    """
    entity = Entity.objects.select_for_update().get(pk=entity_id)
    check_set_up(entity, by=by)
    refuse_gaps("Los plazos no cambiaron.", *_gaps(space_kind, terms))
    before = {one.step: one for one in StepTermSetting.objects.filter(entity=entity, space_kind=space_kind)}
    changed = [step for step, term in terms.items() if _said(before.get(step), step) != _plain(term)]
    for step in changed:
        _keep(entity, space_kind, step, terms[step], by=by, now=now)
    if changed:
        facts = {"kind": space_kind, "steps": len(changed)}
        record(entity_id=entity.pk, action="dialogue.terms_set", target=entity, by=by, now=now, facts=facts)
        _count_anew(entity, space_kind)
    return tuple(changed)


def _gaps(space_kind: str, terms: Mapping[str, StepTerm]) -> tuple[str, ...]:
    if space_kind not in SpaceKind.values:
        return ("Escoja una clase de espacio de la lista.",)
    known = steps_of_kind(space_kind).all
    gaps: list[str] = []
    for step, term in terms.items():
        if step not in known:
            gaps.append("Uno de los pasos no es de esa clase de espacio. Recargue la página.")
            continue
        label = str(StepKind(step).label)
        gaps += [f"{label}: {gap}" for gap in term_gaps(term) + legal_gaps(space_kind, step, term)]
    return tuple(gaps)


def _plain(term: StepTerm) -> tuple[int, str, bool]:
    return term.days, term.unit.value, term.is_before


def _said(own: StepTermSetting | None, step: str) -> tuple[int, str, bool]:
    return (own.days, own.unit, own.is_before) if own else _plain(DEFAULT_TERMS[step])


def _keep(entity: Entity, space_kind: str, step: str, term: StepTerm, *, by: Principal, now: datetime) -> None:
    if _plain(term) == _plain(DEFAULT_TERMS[step]):
        StepTermSetting.objects.filter(entity=entity, space_kind=space_kind, step=step).delete()
        return
    days, unit, is_before = _plain(term)
    StepTermSetting.objects.update_or_create(
        entity=entity,
        space_kind=space_kind,
        step=step,
        defaults={"days": days, "unit": unit, "is_before": is_before, "edited_at": now, "edited_by_id": by.user_id},
    )


def _count_anew(entity: Entity, space_kind: str) -> None:
    at_work = DialogueSpace.objects.filter(entity=entity, kind=space_kind, status__in=AT_WORK)
    for space in at_work.select_for_update(of=("self",)).select_related("entity"):
        lay_out_steps(space)
