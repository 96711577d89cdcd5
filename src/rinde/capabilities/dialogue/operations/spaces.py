"""A space from its first note to its end: written down, called, moved, opened, held, closed or cancelled."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from rinde.capabilities.dialogue.choices import SpaceStatus, StepKind
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceMove, SpaceSeries, SpaceStep, Topic, ValueGroup
from rinde.capabilities.dialogue.operations.locking import check_editable, locked, note
from rinde.capabilities.dialogue.operations.steps import lay_out_steps, step_done
from rinde.capabilities.dialogue.operations.surveys import note_survey, open_with_space
from rinde.capabilities.dialogue.permissions import check_manage, check_organise
from rinde.capabilities.dialogue.rules.kinds import steps_of_kind
from rinde.capabilities.dialogue.rules.spaces import (
    LONGEST_REASON,
    SpaceValues,
    call_gaps,
    closing_gaps,
    new_code,
    value_gaps,
)
from rinde.capabilities.dialogue.rules.states import check_may_become
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.plans.models import Plan
from rinde.capabilities.plans.rules.addresses import slug_of
from rinde.foundations.refusals import StaleWrite, TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal
from rinde.services.tenancy import active_tenant

NOT_KEPT = "El espacio no se guardó todavía."
_PLAIN = (
    "kind", "title", "starts_at", "ends_at", "purpose", "mode", "place", "territory", "link", "capacity",
    "how_to_take_part", "is_for_minors", "actor_id", "plan_id", "series_id", "registration_closes_at",
    "shows_questions_at_once",
)  # fmt: skip
_ONE_LINE = ("title", "place", "territory", "link")
_MANY_LINES = ("purpose", "how_to_take_part")
_CODES_TO_TRY = 5


@transaction.atomic
def make_space(*, entity_id: int, values: SpaceValues, by: Principal, now: datetime) -> DialogueSpace:
    """Write down a space that is being prepared, with the steps of its kind and their dates.

    Raises:
        NotAllowed: for whoever may not prepare spaces of that actor.
        NotReady: with everything that is missing.
    """
    entity = Entity.objects.get(pk=entity_id)
    check_organise(entity, by=by, actor_id=values.actor_id)
    values = _tidied(values)
    refuse_gaps(NOT_KEPT, *(value_gaps(values) + _stranger_gaps(entity, values)))
    space = _create(entity, values, by, now)
    _set_lists(space, values)
    lay_out_steps(space)
    note(space, "space_make", by=by, now=now, kind=space.kind)
    return space


def _create(entity: Entity, values: SpaceValues, by: Principal, now: datetime) -> DialogueSpace:
    columns = _columns(values) | {"entity": entity, "edited_at": now, "edited_by_id": by.user_id}
    slug = _free_slug(entity, values, now)
    for last in range(_CODES_TO_TRY - 1, -1, -1):
        try:
            with transaction.atomic():
                space: DialogueSpace = DialogueSpace.objects.create(slug=slug, code=new_code(), **columns)
                return space
        except IntegrityError:  # two spaces drew the same code
            if not last:
                raise
    raise AssertionError("unreachable")


def _free_slug(entity: Entity, values: SpaceValues, now: datetime) -> str:
    """«audiencia-publica-2026», and «…-2» where it is taken; a number never names a space that people look for."""
    year = timezone.localtime(values.starts_at or now).year
    name = slug_of(values.title)[:60].strip("-") or "espacio"
    base = name if name.endswith(str(year)) else f"{name}-{year}"
    taken = set(DialogueSpace.objects.filter(entity=entity, slug__startswith=base).values_list("slug", flat=True))
    number = 2
    slug = base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _tidied(values: SpaceValues) -> SpaceValues:
    tidied: dict[str, Any] = {name: " ".join(getattr(values, name).split()) for name in _ONE_LINE}
    tidied |= {name: tidy_text(getattr(values, name)) for name in _MANY_LINES}
    return replace(values, **tidied)


def _columns(values: SpaceValues) -> dict[str, Any]:
    lists = {"accessibility": list(values.accessibility), "approaches": list(values.approaches)}
    return {name: getattr(values, name) for name in _PLAIN} | lists


def _stranger_gaps(entity: Entity, values: SpaceValues) -> tuple[str, ...]:
    """What is named but is not of this entity."""
    asked = (
        (Actor, [values.actor_id] if values.actor_id else [], "La dependencia"),
        (Plan, [values.plan_id] if values.plan_id else [], "El plan"),
        (SpaceSeries, [values.series_id] if values.series_id else [], "La serie"),
        (Topic, list(values.topic_ids), "Un tema"),
        (ValueGroup, list(values.group_ids), "Un grupo de valor"),
    )
    return tuple(
        f"{name} que escogió no está en esta entidad. Escoja de la lista."
        for model, ids, name in asked
        if ids and model.objects.filter(entity=entity, pk__in=ids).count() != len(set(ids))
    )


def _set_lists(space: DialogueSpace, values: SpaceValues) -> None:
    with active_tenant(space.entity):
        space.topics.set(values.topic_ids)
        space.groups.set(values.group_ids)


@transaction.atomic
def edit_space(
    *, space_id: int, values: SpaceValues, seen: datetime | None, by: Principal, now: datetime
) -> DialogueSpace:
    """Change what is written about a space. Once people were called, its day moves by `move_space`, with a reason.

    Args:
        seen: when the row was last edited as its form showed it; None to write whatever it says now.

    Raises:
        NotAllowed: for whoever does not run the space, or may not hand it to that actor.
        StaleWrite: where somebody else changed it in between.
        TransitionNotAllowed: after its end, or for another day or kind once people were called.
        NotReady: with everything that is missing.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    check_editable(space)
    if values.actor_id != space.actor_id:
        check_organise(space.entity, by=by, actor_id=values.actor_id)
    if seen is not None and seen != space.edited_at:
        raise StaleWrite(
            "Otra persona cambió este espacio mientras usted escribía. Lo suyo sigue aquí: compare y guarde."
        )
    values = _tidied(values)
    refuse_gaps(NOT_KEPT, *(value_gaps(values) + _stranger_gaps(space.entity, values)))
    _refuse_silent_move(space, values)
    for name, value in _columns(values).items():
        setattr(space, name, value)
    space.edited_at, space.edited_by_id = now, by.user_id
    space.save()
    _set_lists(space, values)
    lay_out_steps(space)
    note(space, "space_edit", by=by, now=now)
    return space


def _refuse_silent_move(space: DialogueSpace, values: SpaceValues) -> None:
    if space.status == SpaceStatus.DRAFT:
        return
    if values.kind != space.kind:
        raise TransitionNotAllowed("Ya se convocó a este espacio: no cambia de clase. Cancélelo y prepare otro.")
    if values.starts_at != space.starts_at:
        raise TransitionNotAllowed(
            "Ya se convocó a este espacio: su fecha se cambia con un motivo, en «Cambiar la fecha». Quienes se "
            "inscribieron lo sabrán."
        )


@transaction.atomic
def call_space(*, space_id: int, by: Principal, now: datetime) -> DialogueSpace:
    """Call people to a space: from here on its page is public and stays so. Called again, nothing changes.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: from a state that does not lead there, or for a kind to which nobody is called.
        NotReady: with everything that people would need to know.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    if space.status == SpaceStatus.CALLED:
        return space
    if not steps_of_kind(space.kind).is_public:
        raise TransitionNotAllowed("A una reunión interna no se convoca en público. Márquela como realizada.")
    check_may_become(space.status, SpaceStatus.CALLED)
    refuse_gaps("Todavía no se convocó.", *call_gaps(values_of(space), now=now))
    _become(space, SpaceStatus.CALLED, "called_at", by=by, now=now)
    _done_where_it_stands(space, StepKind.CALL, by=by, now=now, text="Convocatoria publicada en la página del espacio.")
    return space


def values_of(space: DialogueSpace) -> SpaceValues:
    """What is written about a space, as a form takes it. Two queries for its lists."""
    plain = {name: getattr(space, name) for name in _PLAIN}
    return SpaceValues(
        **plain,
        accessibility=tuple(space.accessibility),
        approaches=tuple(space.approaches),
        topic_ids=tuple(space.topics.values_list("pk", flat=True)),
        group_ids=tuple(space.groups.values_list("pk", flat=True)),
    )


def _become(space: DialogueSpace, status: str, moment: str, *, by: Principal, now: datetime) -> None:
    space.status = status
    setattr(space, moment, now)
    space.edited_at, space.edited_by_id = now, by.user_id
    space.save()
    note(space, f"space_{status.lower()}", by=by, now=now)


def _done_where_it_stands(space: DialogueSpace, kind: str, *, by: Principal, now: datetime, text: str) -> None:
    if SpaceStep.objects.filter(space=space, kind=kind).exists():
        step_done(space, kind, by=by, now=now, text=text)


@transaction.atomic
def move_space(
    *, space_id: int, starts_at: datetime, ends_at: datetime, reason: str, by: Principal, now: datetime
) -> SpaceMove:
    """Put off or bring forward a space to which people were called. Both dates and the reason stay in public.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: where nobody was called yet, or it already began.
        NotReady: for a moment that has passed, an end before its start, or without a reason.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    if space.status != SpaceStatus.CALLED:
        raise TransitionNotAllowed("Solo se cambia así la fecha de un espacio convocado que no ha empezado.")
    reason = tidy_text(reason)
    length = space.registration_closes_at and space.starts_at - space.registration_closes_at
    values = replace(values_of(space), starts_at=starts_at, ends_at=ends_at, registration_closes_at=None)
    gaps = value_gaps(values)
    if starts_at <= now:
        gaps += ("La nueva fecha ya pasó. Escriba una que esté por llegar.",)
    if starts_at == space.starts_at and ends_at == space.ends_at:
        gaps += ("La fecha es la misma que ya tenía.",)
    gaps += _reason_gaps(reason, "Diga por qué cambia la fecha. La ciudadanía leerá el motivo.")
    refuse_gaps("La fecha no cambió.", *gaps)
    move: SpaceMove = SpaceMove.objects.create(
        entity_id=space.entity_id,
        space=space,
        from_at=space.starts_at,
        to_at=starts_at,
        reason=reason,
        moved_at=now,
        moved_by_id=by.user_id,
    )
    space.starts_at, space.ends_at = starts_at, ends_at
    space.registration_closes_at = starts_at - length if length else None
    space.edited_at, space.edited_by_id = now, by.user_id
    space.save()
    lay_out_steps(space)
    note(space, "space_move", by=by, now=now)
    return move


def _reason_gaps(reason: str, missing: str) -> tuple[str, ...]:
    if not reason:
        return (missing,)
    return (
        (f"El motivo tiene {len(reason)} caracteres; caben {LONGEST_REASON}.",) if len(reason) > LONGEST_REASON else ()
    )


@transaction.atomic
def open_space(*, space_id: int, by: Principal, now: datetime) -> DialogueSpace:
    """Open a space on its day: questions are received, who comes is registered. Opened again, nothing changes.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: where people were not called, or it is another day.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    if space.status == SpaceStatus.LIVE:
        return space
    check_may_become(space.status, SpaceStatus.LIVE)
    if timezone.localdate(now) < timezone.localdate(space.starts_at):
        raise TransitionNotAllowed("El espacio es otro día: se abre el día en que empieza, o cambie su fecha.")
    _become(space, SpaceStatus.LIVE, "opened_at", by=by, now=now)
    open_with_space(space, by=by, now=now)
    return space


@transaction.atomic
def hold_space(*, space_id: int, by: Principal, now: datetime) -> DialogueSpace:
    """Say that a space took place. Said again, nothing changes.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: from a state that does not lead there, or before it began.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    if space.status == SpaceStatus.HELD:
        return space
    check_may_become(space.status, SpaceStatus.HELD)
    if now < space.starts_at:
        raise TransitionNotAllowed("El espacio todavía no empieza. Márquelo como realizado cuando se haya hecho.")
    if space.status == SpaceStatus.DRAFT and StepKind.CALL in steps_of_kind(space.kind).asked:
        raise TransitionNotAllowed("A este espacio no se convocó. Un espacio abierto a la gente se convoca antes.")
    _become(space, SpaceStatus.HELD, "held_at", by=by, now=now)
    note_survey(space, by=by, now=now)
    return space


@transaction.atomic
def close_space(*, space_id: int, by: Principal, now: datetime) -> DialogueSpace:
    """Close a space whose steps are all done or left with a reason. Closed again, nothing changes.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: from a state that does not lead there.
        NotReady: with the steps that are missing.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    if space.status == SpaceStatus.CLOSED:
        return space
    check_may_become(space.status, SpaceStatus.CLOSED)
    steps = SpaceStep.objects.filter(space=space).values_list("kind", "status", "is_asked")
    refuse_gaps("El espacio sigue abierto.", *closing_gaps(steps))
    _become(space, SpaceStatus.CLOSED, "closed_at", by=by, now=now)
    return space


@transaction.atomic
def cancel_space(*, space_id: int, reason: str, by: Principal, now: datetime) -> DialogueSpace:
    """Cancel a space with a reason; where people were called, its page stays and says so.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: once it took place.
        NotReady: without a reason.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    check_may_become(space.status, SpaceStatus.CANCELLED)
    reason = tidy_text(reason)
    gaps = _reason_gaps(reason, "Diga por qué se cancela. Quienes iban a participar leerán el motivo.")
    refuse_gaps("El espacio sigue en pie.", *gaps)
    space.cancelled_reason = reason
    _become(space, SpaceStatus.CANCELLED, "cancelled_at", by=by, now=now)
    return space
