from datetime import date, timedelta

import pytest

from commitment_samples import (
    DUE_ON,
    LATER,
    PAST_DUE,
    commitment_values,
    liaison_of,
    make_accepted_report,
    make_draft_commitment,
    make_public_commitment,
)
from dialogue_samples import AFTER, BEFORE, make_called_space, make_held_space, make_live_space, organiser
from factories import make_actor, make_full_plan, make_node, make_plan, principal
from rinde.capabilities.dialogue.choices import CommitmentMoment
from rinde.capabilities.dialogue.models import Commitment, CommitmentActivity, CommitmentEvent, SpaceSeries
from rinde.capabilities.dialogue.operations.commitments import (
    carry_commitment,
    close_commitment,
    discard_commitment,
    edit_commitment,
    make_commitment,
    move_commitment,
    publish_commitment,
    reopen_commitment,
)
from rinde.capabilities.dialogue.operations.spaces import close_space
from rinde.capabilities.dialogue.queries.commitments import (
    CommitmentFilter,
    commitment_numbered,
    listed_commitments,
    places_of,
    tally_of,
)
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Activity
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant


def test_commitment_gets_its_number_when_it_is_published(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    draft = make_draft_commitment(entity, space=space, by=by)
    gone = make_draft_commitment(entity, space=space, by=by)
    discard_commitment(commitment_id=gone.pk, by=by, now=AFTER)
    assert (draft.number, draft.status) == (None, "DRAFT")
    assert publish_commitment(commitment_id=draft.pk, by=by, now=AFTER).number == 1
    assert publish_commitment(commitment_id=draft.pk, by=by, now=LATER).published_at == AFTER  # again, nothing changes
    assert make_public_commitment(entity, space=space, by=by).number == 2
    actions = AuditEntry.objects.filter(action__startswith="dialogue.commitment_").values_list("action", flat=True)
    assert sorted(set(actions)) == [
        "dialogue.commitment_discard",
        "dialogue.commitment_make",
        "dialogue.commitment_publish",
    ]


def test_numbers_of_two_entities_do_not_meet(entity: Entity, other_entity: Entity) -> None:
    make_public_commitment(entity)
    with active_tenant(other_entity):
        assert make_public_commitment(other_entity).number == 1


def test_commitment_counts_its_days_on_the_calendar(entity: Entity) -> None:
    commitment = make_draft_commitment(entity, due_on=None, days=15)
    assert commitment.due_on == date(2026, 6, 3)  # 18 May is a holiday
    assert "Día 15 = miércoles 3 de junio de 2026." in commitment.counting


def test_commitment_is_made_once_the_space_has_begun(entity: Entity) -> None:
    by = organiser(entity)
    called = make_called_space(entity, by=by)
    with pytest.raises(TransitionNotAllowed, match="en curso o ya se hizo"):
        make_draft_commitment(entity, space=called, by=by)
    assert make_draft_commitment(entity, space=make_live_space(entity, by=by), by=by).status == "DRAFT"


def test_closed_space_takes_no_new_commitment(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by, kind="OTHER")
    space.steps.update(is_asked=False)
    close_space(space_id=space.pk, by=by, now=AFTER)
    with pytest.raises(TransitionNotAllowed, match="antes de cerrarlo"):
        make_draft_commitment(entity, space=space, by=by)


def test_commitment_of_a_series(entity: Entity) -> None:
    by = organiser(entity)
    series = SpaceSeries.objects.create(entity=entity, year=2026, slug="dialogos", title="Diálogos", edited_at=BEFORE)
    made = make_commitment(series_id=series.pk, values=commitment_values(entity), by=by, now=AFTER)
    assert made.made_in == series


def test_strangers_things_are_refused(entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        stranger = make_actor(other_entity)
    with pytest.raises(NotReady) as refused:
        make_draft_commitment(entity, actor_id=stranger.pk, question_id=999)
    assert [gap.split(".")[0] for gap in refused.value.gaps] == [
        "La dependencia que escogió no está en esta entidad",
        "Esa pregunta no se hizo en este espacio",
    ]
    assert Commitment.objects.count() == 0


@pytest.mark.parametrize("role", ["INTERNAL_CONTROL", "READER", "COMMUNICATIONS", "ENTITY_ADMIN", "CITIZEN_SERVICE"])
def test_role_that_does_not_run_the_space_writes_no_commitment(entity: Entity, role: str) -> None:
    space = make_held_space(entity)
    with pytest.raises(NotAllowed):
        make_draft_commitment(entity, space=space, by=principal(entity, role))
    assert Commitment.objects.count() == 0


def test_unit_writes_the_commitments_of_its_own_spaces_only(entity: Entity) -> None:
    ours, theirs = make_actor(entity), make_actor(entity)
    by = liaison_of(ours)
    assert make_draft_commitment(entity, space=make_held_space(entity, actor_id=ours.pk), by=by).status == "DRAFT"
    with pytest.raises(NotAllowed):
        make_draft_commitment(entity, space=make_held_space(entity, actor_id=theirs.pk), by=by)


def test_somebody_of_another_entity_is_refused(entity: Entity, other_entity: Entity) -> None:
    commitment = make_draft_commitment(entity)
    with pytest.raises(NotAllowed):
        publish_commitment(commitment_id=commitment.pk, by=organiser(other_entity), now=AFTER)


def test_draft_is_edited_and_a_stale_form_is_told(entity: Entity) -> None:
    by = organiser(entity)
    draft = make_draft_commitment(entity, by=by)
    values = commitment_values(entity, text="Arreglar el puente de La Palma")
    edited = edit_commitment(commitment_id=draft.pk, values=values, seen=draft.edited_at, by=by, now=LATER)
    assert edited.text == "Arreglar el puente de La Palma"
    with pytest.raises(StaleWrite):
        edit_commitment(commitment_id=draft.pk, values=values, seen=AFTER, by=by, now=LATER)


def test_public_commitment_neither_changes_nor_goes(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    with pytest.raises(TransitionNotAllowed, match="su texto no cambia"):
        edit_commitment(commitment_id=public.pk, values=commitment_values(entity), seen=None, by=by, now=LATER)
    with pytest.raises(TransitionNotAllowed, match="no se borra"):
        discard_commitment(commitment_id=public.pk, by=by, now=LATER)


def test_commitment_without_a_unit_is_not_published(entity: Entity) -> None:
    by = organiser(entity)
    draft = make_draft_commitment(entity, by=by)
    Commitment.objects.filter(pk=draft.pk).update(actor=None)
    with pytest.raises(NotReady, match="no se publicó"):
        publish_commitment(commitment_id=draft.pk, by=by, now=AFTER)


def test_moved_date_stays_in_public_with_its_reason(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    moved = move_commitment(
        commitment_id=public.pk, due_on=date(2026, 8, 31), reason="Llovió todo mayo.", by=by, now=LATER
    )
    assert (moved.due_on, moved.first_due_on, moved.late_since) == (date(2026, 8, 31), DUE_ON, None)
    event = CommitmentEvent.objects.get(kind=CommitmentMoment.MOVED)
    assert (event.from_on, event.to_on, event.text) == (DUE_ON, date(2026, 8, 31), "Llovió todo mayo.")


def test_date_moved_once_it_passed_stays_late(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    move_commitment(commitment_id=public.pk, due_on=date(2026, 9, 30), reason="Otra obra.", by=by, now=PAST_DUE)
    (listed,) = listed_commitments(entity, CommitmentFilter(), today=date(2026, 7, 15))
    assert (listed.standing.is_late, listed.standing.days_late) == (True, 15)


def test_unit_does_not_give_itself_more_time_nor_close(entity: Entity) -> None:
    actor = make_actor(entity)
    space = make_held_space(entity, actor_id=actor.pk)
    public = make_public_commitment(entity, space=space, actor_id=actor.pk)
    by = liaison_of(actor)
    with pytest.raises(NotAllowed):
        move_commitment(commitment_id=public.pk, due_on=date(2026, 8, 31), reason="Sí.", by=by, now=LATER)
    with pytest.raises(NotAllowed):
        close_commitment(
            commitment_id=public.pk, outcome="KEPT", text="Hecho.", done_on=date(2026, 5, 28), by=by, now=LATER
        )
    public.refresh_from_db()
    assert (public.due_on, public.status) == (DUE_ON, "OPEN")


def test_commitment_is_closed_and_opened_again_with_its_reason(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    closed = close_commitment(
        commitment_id=public.pk, outcome="PARTLY", text="Falta la baranda.", done_on=date(2026, 7, 2), by=by,
        now=PAST_DUE,
    )  # fmt: skip
    assert (closed.status, closed.outcome) == ("CLOSED", "PARTLY")
    with pytest.raises(TransitionNotAllowed):
        close_commitment(
            commitment_id=public.pk, outcome="KEPT", text="Ya.", done_on=date(2026, 7, 2), by=by, now=PAST_DUE
        )
    with pytest.raises(NotReady):
        reopen_commitment(commitment_id=public.pk, reason=" ", by=by, now=PAST_DUE)
    opened = reopen_commitment(commitment_id=public.pk, reason="La Junta pide la baranda.", by=by, now=PAST_DUE)
    assert (opened.status, opened.outcome, opened.done_on) == ("OPEN", "", None)
    kinds = CommitmentEvent.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["PUBLISHED", "CLOSED", "REOPENED"]


def test_open_commitment_enters_a_plan_once_and_both_sides_say_so(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    plan = make_plan(entity, title="PTEP 2027")
    node = make_node(plan)
    activity = carry_commitment(commitment_id=public.pk, plan_id=plan.pk, node_id=node.pk, by=by, now=LATER)
    again = carry_commitment(commitment_id=public.pk, plan_id=plan.pk, node_id=node.pk, by=by, now=LATER)
    assert activity == again
    assert Activity.objects.filter(plan=plan).count() == 1
    assert activity.name == public.text
    assert activity.carried_from == f"Compromiso 1 ({public.space.title}, 12 de mayo de 2026)"
    deliverable = activity.deliverables.get()
    assert (deliverable.product, deliverable.milestones.get().due_on) == ("Acta de entrega de la obra", DUE_ON)
    assert deliverable.assignments.get().actor == public.actor
    (place,) = places_of(public)
    assert (place.title, place.key, place.is_public) == ("PTEP 2027", activity.key, False)


def test_activity_that_left_the_draft_is_made_again(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    node = make_node(make_plan(entity))
    carry_commitment(commitment_id=public.pk, plan_id=node.plan_id, node_id=node.pk, by=by, now=LATER).delete()
    made = carry_commitment(commitment_id=public.pk, plan_id=node.plan_id, node_id=node.pk, by=by, now=LATER)
    assert CommitmentActivity.objects.get().activity == made


def test_commitment_enters_neither_a_strangers_plan_nor_one_that_is_closed(
    entity: Entity, other_entity: Entity
) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    plan, other_plan = make_full_plan(entity), make_plan(entity)
    with pytest.raises(NotReady):
        carry_commitment(commitment_id=public.pk, plan_id=plan.pk, node_id=make_node(other_plan).pk, by=by, now=LATER)
    close_commitment(commitment_id=public.pk, outcome="NOT", text="No hubo.", done_on=None, by=by, now=LATER)
    with pytest.raises(TransitionNotAllowed):
        carry_commitment(commitment_id=public.pk, plan_id=plan.pk, node_id=make_node(plan).pk, by=by, now=LATER)
    assert not CommitmentActivity.objects.exists()


def test_list_goes_across_spaces_and_years_open_ones_first(entity: Entity, other_entity: Entity) -> None:
    by = organiser(entity)
    first = make_public_commitment(entity, by=by, due_on=date(2026, 12, 1))
    closed = make_public_commitment(entity, by=by)
    close_commitment(
        commitment_id=closed.pk, outcome="KEPT", text="Hecho.", done_on=date(2026, 5, 28), by=by, now=LATER
    )
    urgent = make_public_commitment(entity, by=by, due_on=date(2026, 5, 20))
    old = make_public_commitment(entity, by=by, made_on=date(2025, 11, 4), due_on=date(2026, 6, 1))
    make_draft_commitment(entity, by=by)
    with active_tenant(other_entity):
        make_public_commitment(other_entity, text="De otra entidad")
    today = LATER.date()
    listed = listed_commitments(entity, CommitmentFilter(), today=today)
    assert [one.commitment for one in listed] == [urgent, old, first, closed]
    assert [one.commitment for one in listed_commitments(entity, CommitmentFilter("vencidos"), today=today)] == [urgent]
    assert [one.commitment for one in listed_commitments(entity, CommitmentFilter(year=2025), today=today)] == [old]
    tally = tally_of(listed)
    assert (tally.total, tally.is_open, tally.late, tally.kept, tally.contested) == (4, 3, 1, 1, 0)


def test_draft_is_not_found_in_public(entity: Entity) -> None:
    make_draft_commitment(entity)
    public = make_public_commitment(entity)
    assert commitment_numbered(entity, 1) == public
    assert commitment_numbered(entity, 2) is None


def test_accepted_report_that_says_kept_ends_the_delay(entity: Entity) -> None:
    public = make_public_commitment(entity, due_on=date(2026, 5, 20))
    make_accepted_report(public, happened_on=date(2026, 5, 28))
    (listed,) = listed_commitments(entity, CommitmentFilter(), today=LATER.date() + timedelta(days=100))
    assert (listed.standing.is_late, listed.standing.days_late) == (True, 8)
