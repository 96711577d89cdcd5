from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dialogue_samples import (
    AFTER,
    BEFORE,
    DURING,
    ENDS,
    STARTS,
    make_called_space,
    make_draft_space,
    make_held_space,
    make_live_space,
    organiser,
    space_values,
)
from factories import make_actor, principal
from rinde.capabilities.dialogue.choices import SpaceStatus, StepKind, StepStatus
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceMove, SpaceStep
from rinde.capabilities.dialogue.operations.spaces import (
    call_space,
    cancel_space,
    close_space,
    edit_space,
    hold_space,
    make_space,
    move_space,
    open_space,
    values_of,
)
from rinde.capabilities.dialogue.operations.steps import finish_step, skip_step
from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

DAY = timedelta(days=1)


def actions(entity: Entity) -> list[str]:
    return list(AuditEntry.objects.filter(entity_id=entity.pk).order_by("number").values_list("action", flat=True))


def test_hearing_is_made_with_its_steps_and_their_dates(entity: Entity) -> None:
    space = make_draft_space(entity, title="Audiencia pública de mitad de año")
    steps = {step.kind: step for step in space.steps.all()}
    assert (space.status, space.slug) == (SpaceStatus.DRAFT, "audiencia-publica-de-mitad-de-ano-2026")
    assert set(steps) == set(StepKind)
    assert steps[StepKind.CALL].due_on == date(2026, 4, 12)
    assert steps[StepKind.ANSWERS].due_on == date(2026, 6, 3)
    assert steps[StepKind.ANSWERS].source_key == "LEY_1757_2015_ART_56"
    assert actions(entity) == ["dialogue.space_make"]


def test_second_space_of_the_same_name_has_an_address_of_its_own(entity: Entity) -> None:
    first, second = (make_draft_space(entity, title="Diálogo 2026") for _ in range(2))
    assert (first.slug, second.slug) == ("dialogo-2026", "dialogo-2026-2")
    assert first.code != second.code


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": " "}, "cómo se llama"),
        ({"kind": "MARCHA"}, "clase"),
        ({"ends_at": STARTS}, "termina antes de empezar"),
        ({"ends_at": STARTS + timedelta(days=32)}, "más de un mes"),
        ({"starts_at": None}, "día y las horas"),
        ({"capacity": 0}, "cupo"),
        ({"purpose": "x" * 8_001}, "8.001 caracteres"),
        ({"accessibility": ("TELEPATHY",)}, "accesibilidad"),
        ({"registration_closes_at": ENDS + DAY}, "inscripciones cerrarían"),
    ],
)
def test_bad_values_are_told_and_nothing_is_kept(entity: Entity, fields: dict[str, Any], words: str) -> None:
    with pytest.raises(NotReady) as refused:
        make_draft_space(entity, **fields)
    assert any(words in gap for gap in refused.value.gaps)
    assert not DialogueSpace.objects.exists()


def test_what_belongs_to_another_entity_is_not_taken(entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        stranger = make_actor(other_entity)
    with pytest.raises(NotReady) as refused:
        make_draft_space(entity, actor_id=stranger.pk)
    assert refused.value.gaps == ("La dependencia que escogió no está en esta entidad. Escoja de la lista.",)


@pytest.mark.parametrize("role", ["READER", "COMMUNICATIONS", "CITIZEN_SERVICE", "INTERNAL_CONTROL", "ENTITY_ADMIN"])
def test_who_does_not_manage_makes_no_space(entity: Entity, role: str) -> None:
    with pytest.raises(NotAllowed):
        make_space(entity_id=entity.pk, values=space_values(), by=principal(entity, role), now=BEFORE)


def test_somebody_of_another_entity_makes_no_space_here(entity: Entity, other_entity: Entity) -> None:
    with pytest.raises(NotAllowed, match="otra entidad"):
        make_space(entity_id=entity.pk, values=space_values(), by=organiser(other_entity), now=BEFORE)


def test_space_is_called_once_and_its_step_is_done(entity: Entity) -> None:
    by = organiser(entity)
    space = make_called_space(entity, by=by)
    call_space(space_id=space.pk, by=by, now=BEFORE + DAY)
    step = SpaceStep.objects.get(space=space, kind=StepKind.CALL)
    assert (step.status, step.done_on) == (StepStatus.DONE, date(2026, 3, 2))
    assert actions(entity) == ["dialogue.space_make", "dialogue.space_called", "dialogue.step_done"]


def test_nobody_is_called_to_a_past_day_or_to_nowhere(entity: Entity) -> None:
    by = organiser(entity)
    space = make_draft_space(entity, by=by, mode="HYBRID", place="", purpose="")
    with pytest.raises(NotReady) as refused:
        call_space(space_id=space.pk, by=by, now=STARTS)
    assert [gap.split(":")[0].split(",")[0] for gap in refused.value.gaps] == [
        "La fecha ya pasó",
        "Escriba el lugar y la dirección",
        "Escriba el enlace de la transmisión o de la sala virtual.",
        "Escriba para qué es el espacio",
    ]


def test_internal_meeting_is_held_without_a_call(entity: Entity) -> None:
    by = organiser(entity)
    space = make_draft_space(entity, by=by, kind="INTERNAL_MEETING")
    with pytest.raises(TransitionNotAllowed, match="reunión interna"):
        call_space(space_id=space.pk, by=by, now=BEFORE)
    assert hold_space(space_id=space.pk, by=by, now=AFTER).status == SpaceStatus.HELD


def test_open_space_is_not_held_without_a_call(entity: Entity) -> None:
    by = organiser(entity)
    with pytest.raises(TransitionNotAllowed, match="no se convocó"):
        hold_space(space_id=make_draft_space(entity, by=by).pk, by=by, now=AFTER)


def test_space_is_opened_on_its_day_only(entity: Entity) -> None:
    by = organiser(entity)
    space = make_called_space(entity, by=by)
    with pytest.raises(TransitionNotAllowed, match="otro día"):
        open_space(space_id=space.pk, by=by, now=STARTS - DAY)
    assert open_space(space_id=space.pk, by=by, now=STARTS - timedelta(hours=2)).status == SpaceStatus.LIVE


def test_called_space_moves_with_a_reason_that_stays(entity: Entity) -> None:
    by = organiser(entity)
    space = make_called_space(entity, by=by, registration_closes_at=STARTS - DAY)
    later = STARTS + 7 * DAY
    with pytest.raises(NotReady, match="no cambió"):
        move_space(space_id=space.pk, starts_at=later, ends_at=later + DAY, reason=" ", by=by, now=BEFORE)
    move_space(space_id=space.pk, starts_at=later, ends_at=ENDS + 7 * DAY, reason="Paro vial", by=by, now=BEFORE)
    space.refresh_from_db()
    move = SpaceMove.objects.get()
    assert (move.from_at, move.to_at, move.reason) == (STARTS, later, "Paro vial")
    assert (space.starts_at, space.registration_closes_at) == (later, later - DAY)
    assert SpaceStep.objects.get(space=space, kind=StepKind.CHECK_IN).due_on == date(2026, 5, 19)
    assert SpaceStep.objects.get(space=space, kind=StepKind.CALL).due_on == date(2026, 4, 12)  # done as it was due


def test_day_of_a_called_space_does_not_change_in_silence(entity: Entity) -> None:
    by = organiser(entity)
    space = make_called_space(entity, by=by)
    for fields in ({"starts_at": STARTS - DAY}, {"kind": "FORUM"}):
        with pytest.raises(TransitionNotAllowed):
            edit_space(space_id=space.pk, values=replace(values_of(space), **fields), seen=None, by=by, now=BEFORE)


def test_stale_edit_is_refused(entity: Entity) -> None:
    by = organiser(entity)
    space = make_draft_space(entity, by=by)
    seen = space.edited_at
    values = replace(values_of(space), title="Otro nombre")
    edit_space(space_id=space.pk, values=values, seen=seen, by=by, now=BEFORE + DAY)
    with pytest.raises(StaleWrite):
        edit_space(space_id=space.pk, values=space_values(), seen=seen, by=by, now=BEFORE + DAY)
    space.refresh_from_db()
    assert space.title == "Otro nombre"


def test_other_kind_has_other_steps(entity: Entity) -> None:
    by = organiser(entity)
    space = make_draft_space(entity, by=by)
    edit_space(space_id=space.pk, values=replace(values_of(space), kind="TRAINING"), seen=None, by=by, now=BEFORE)
    assert StepKind.LIVE_QUESTIONS not in set(space.steps.values_list("kind", flat=True))


def test_cancelled_space_says_why_and_stays(entity: Entity) -> None:
    by = organiser(entity)
    space = make_called_space(entity, by=by)
    with pytest.raises(NotReady):
        cancel_space(space_id=space.pk, reason="", by=by, now=BEFORE)
    cancel_space(space_id=space.pk, reason="Creciente del río", by=by, now=BEFORE)
    with pytest.raises(TransitionNotAllowed):
        edit_space(space_id=space.pk, values=values_of(space), seen=None, by=by, now=BEFORE)


def test_space_closes_when_each_step_is_done_or_left(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    with pytest.raises(NotReady) as refused:
        close_space(space_id=space.pk, by=by, now=AFTER)
    assert len(refused.value.gaps) == len(StepKind) - 1  # all but the call
    for kind in StepKind:
        if kind in {StepKind.REGISTRATION, StepKind.RESULTS}:
            skip_step(space_id=space.pk, kind=kind, reason="Entrada libre", by=by, now=AFTER)
        else:
            finish_step(space_id=space.pk, kind=kind, by=by, now=AFTER)
    assert close_space(space_id=space.pk, by=by, now=AFTER).status == SpaceStatus.CLOSED
    with pytest.raises(TransitionNotAllowed, match="se cerró"):
        finish_step(space_id=space.pk, kind=StepKind.RESULTS, by=by, now=AFTER)


def test_live_space_is_held_when_it_ends(entity: Entity) -> None:
    by = organiser(entity)
    space = make_live_space(entity, by=by)
    assert hold_space(space_id=space.pk, by=by, now=DURING).status == SpaceStatus.HELD


@pytest.mark.parametrize("role", ["READER", "COMMUNICATIONS", "CITIZEN_SERVICE", "INTERNAL_CONTROL", "ENTITY_ADMIN"])
def test_who_does_not_manage_changes_nothing(entity: Entity, role: str) -> None:
    space = make_called_space(entity)
    by = principal(entity, role)
    for write in (
        lambda: edit_space(space_id=space.pk, values=values_of(space), seen=None, by=by, now=BEFORE),
        lambda: call_space(space_id=space.pk, by=by, now=BEFORE),
        lambda: open_space(space_id=space.pk, by=by, now=STARTS),
        lambda: hold_space(space_id=space.pk, by=by, now=AFTER),
        lambda: close_space(space_id=space.pk, by=by, now=AFTER),
        lambda: cancel_space(space_id=space.pk, reason="x", by=by, now=BEFORE),
        lambda: move_space(space_id=space.pk, starts_at=STARTS, ends_at=ENDS, reason="x", by=by, now=BEFORE),
        lambda: finish_step(space_id=space.pk, kind=StepKind.MINUTES, by=by, now=AFTER),
        lambda: skip_step(space_id=space.pk, kind=StepKind.MINUTES, reason="x", by=by, now=AFTER),
    ):
        with pytest.raises(NotAllowed):
            write()
    space.refresh_from_db()
    assert space.status == SpaceStatus.CALLED
