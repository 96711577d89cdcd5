"""The way from the draft to the act and back: who may take each step, what it keeps, and what it refuses."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from act_files import a_pdf, an_image
from factories import (
    NOW,
    an_act,
    approve,
    approve_and_publish,
    make_actor,
    make_assignment,
    make_full_plan,
    make_published_plan,
    principal,
)
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import ActorGroup, Entity
from rinde.capabilities.plans.models import (
    Act,
    Assignment,
    AssignmentMember,
    ChangeRequest,
    Deliverable,
    Milestone,
    Plan,
    PlanStep,
    PlanVersion,
    Signatory,
)
from rinde.capabilities.plans.operations import (
    annul_act,
    close_plan,
    consolidate_plan,
    publish_plan,
    register_act,
    register_approved_plan,
    return_to_draft,
)
from rinde.capabilities.plans.queries import working_content
from rinde.capabilities.plans.rules.acts import FILE_BYTES, ActFile
from rinde.capabilities.plans.rules.content import canonical_json, content_hash
from rinde.foundations.refusals import NotAllowed, NotReady, SecondFactorMissing, StaleWrite, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.files.models import StoredFile
from rinde.services.tenancy import active_tenant

LATER = NOW + timedelta(days=1)
PDF = a_pdf()


@pytest.fixture
def by(entity: Entity) -> Principal:
    """The plan's coordinator, who entered with a second factor."""
    return principal(entity, "PLAN_COORDINATOR", second_factor=True)


WHY = "La comisión pidió otra versión."


@pytest.fixture
def consolidated(entity: Entity, by: Principal) -> Plan:
    return consolidate_plan(plan_id=make_full_plan(entity).pk, note="Se consultó en mesas.", by=by, now=NOW)


def status_of(plan: Plan) -> str:
    return str(Plan.objects.values_list("status", flat=True).get(pk=plan.pk))


# Consolidating


def test_consolidating_tells_who_when_and_why(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity)

    consolidate_plan(plan_id=plan.pk, note="  Se consultó en mesas. ", by=by, now=NOW)

    step = PlanStep.objects.get()
    assert (step.from_status, step.to_status, step.by_id, step.at, step.note) == (
        "DRAFT",
        "CONSOLIDATED",
        by.user_id,
        NOW,
        "Se consultó en mesas.",
    )
    assert AuditEntry.objects.get().facts == {"from": "DRAFT", "to": "CONSOLIDATED"}


def test_second_click_on_consolidate_makes_no_second_step(consolidated: Plan, by: Principal) -> None:
    consolidate_plan(plan_id=consolidated.pk, note="Otra vez", by=by, now=LATER)

    assert PlanStep.objects.count() == 1


@pytest.mark.parametrize("note", ["", "   ", "x" * 1001])
def test_draft_is_not_consolidated_without_a_fitting_reason(entity: Entity, by: Principal, note: str) -> None:
    plan = make_full_plan(entity)

    with pytest.raises(NotReady):
        consolidate_plan(plan_id=plan.pk, note=note, by=by, now=NOW)

    assert status_of(plan) == "DRAFT"


def test_plan_with_gaps_is_not_consolidated(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity)
    Milestone.objects.all().delete()

    with pytest.raises(NotReady) as refused:
        consolidate_plan(plan_id=plan.pk, note="Ya", by=by, now=NOW)

    assert len(refused.value.gaps) == 1
    assert "Falta la fecha límite" in refused.value.gaps[0]


def test_plan_edited_after_its_review_is_not_consolidated(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity)
    reviewed = content_hash(canonical_json(working_content(plan, on=NOW.date())))
    Deliverable.objects.update(product="Otra cosa")

    with pytest.raises(StaleWrite):
        consolidate_plan(plan_id=plan.pk, note="Ya", reviewed=reviewed, by=by, now=NOW)

    assert status_of(plan) == "DRAFT"


@pytest.mark.parametrize(("until", "stands"), [(NOW.date(), True), (NOW.date() - timedelta(days=1), False)])
def test_text_is_consolidated_only_after_the_last_day_for_comments(
    entity: Entity, by: Principal, until: date, stands: bool
) -> None:
    plan = make_full_plan(entity, status="IN_CONSULTATION", comments_until=until)

    if stands:
        with pytest.raises(TransitionNotAllowed, match="Se puede comentar este plan hasta el lunes 2 de marzo de 2026"):
            consolidate_plan(plan_id=plan.pk, note="Ya", by=by, now=NOW)
    else:
        consolidate_plan(plan_id=plan.pk, by=by, now=NOW)

    assert status_of(plan) == ("IN_CONSULTATION" if stands else "CONSOLIDATED")


def test_consulted_plan_needs_no_reason_to_be_consolidated(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity, status="IN_CONSULTATION")

    consolidate_plan(plan_id=plan.pk, by=by, now=NOW)

    assert PlanStep.objects.get(plan=plan).note == ""


def test_consolidated_plan_goes_back_with_a_reason(consolidated: Plan, by: Principal) -> None:
    for too_little in (" ", "x", "No    sirve   así ."):
        with pytest.raises(NotReady):
            return_to_draft(plan_id=consolidated.pk, reason=too_little, by=by, now=LATER)
    return_to_draft(plan_id=consolidated.pk, reason="Falta un riesgo de contratación.", by=by, now=LATER)

    assert [(one.to_status, one.note) for one in PlanStep.objects.filter(at=LATER)] == [
        ("DRAFT", "Falta un riesgo de contratación.")
    ]


# The act


def test_act_keeps_the_very_text_with_its_hash(consolidated: Plan, by: Principal) -> None:
    act = register_act(plan_id=consolidated.pk, values=an_act(body=" Comité "), by=by, now=NOW)

    assert (act.body, act.number, act.dated_on) == ("Comité", "Acta 02 de 2026", date(2026, 1, 28))
    assert act.content == canonical_json(working_content(consolidated, on=NOW.date()))
    assert act.sha256 == content_hash(act.content)
    assert (act.registered_by_id, act.registered_at, status_of(consolidated)) == (by.user_id, NOW, "APPROVED")
    assert PlanStep.objects.order_by("pk").last().act_id == act.pk


def test_body_signs_where_the_plan_names_nobody(consolidated: Plan, by: Principal) -> None:
    act = register_act(plan_id=consolidated.pk, values=an_act(), by=by, now=NOW)

    (signed,) = Signatory.objects.all()
    assert (signed.role, signed.post, signed.signed_on) == ("APPROVED", act.body, act.dated_on)
    assert act.body in act.content


def test_signatory_that_the_plan_names_stays_the_only_one(consolidated: Plan, by: Principal) -> None:
    Signatory.objects.create(entity=consolidated.entity, plan=consolidated, role="APPROVED", post="Alcaldesa")

    register_act(plan_id=consolidated.pk, values=an_act(), by=by, now=NOW)

    assert [one.post for one in Signatory.objects.all()] == ["Alcaldesa"]


def test_groups_are_frozen_with_the_act(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity)
    everybody = ActorGroup.objects.create(entity=entity, name="Todas", rule="ALL_UNITS")
    later_known = ActorGroup.objects.create(entity=entity, name="Los que suscriban el pacto", rule="ALL_UNITS")
    deliverable = Deliverable.objects.get()
    make_assignment(deliverable, group=everybody, position=1)
    make_assignment(deliverable, group=later_known, is_conditional=True, position=2)
    make_assignment(deliverable, text="Enlace TIC", position=3)
    actors = {Assignment.objects.get(position=0).actor_id, make_actor(entity).pk}
    approve(plan, by=by)

    make_actor(entity)

    frozen = {one.position: one for one in Assignment.objects.all()}
    assert set(frozen[1].members.values_list("actor_id", flat=True)) == actors
    assert (frozen[2].members.count(), frozen[2].frozen_at) == (0, None)
    assert frozen[3].frozen_at is None
    assert canonical_json(working_content(plan, on=LATER.date())) == Act.objects.get().content


@pytest.mark.parametrize("has_actor", [False, True])
def test_set_that_is_known_later_stays_open_whatever_the_org_chart_becomes(
    entity: Entity, by: Principal, has_actor: bool
) -> None:
    plan, unit = make_full_plan(entity), make_actor(entity, name="Secretaría de Hacienda")
    group = ActorGroup.objects.create(entity=entity, name="Los que suscriban el pacto", rule="ALL_UNITS")
    who = {"actor": unit} if has_actor else {"group": group}
    make_assignment(Deliverable.objects.get(), is_conditional=True, position=1, **who)
    version = approve_and_publish(plan, by=by).version

    make_actor(entity)
    ActorGroup.objects.filter(pk=group.pk).update(rule="NAMED")

    content = working_content(plan, on=LATER.date())
    (placed,) = content.placed()
    assert placed.activity.deliverables[0].assignments[1].actors == ()
    assert canonical_json(content) == version.content


def test_same_act_sent_twice_is_registered_once(consolidated: Plan, by: Principal) -> None:
    first = register_act(plan_id=consolidated.pk, values=an_act(), by=by, now=NOW)

    again = register_act(plan_id=consolidated.pk, values=an_act(), by=by, now=LATER)

    assert (again.pk, Act.objects.count()) == (first.pk, 1)
    with pytest.raises(TransitionNotAllowed):
        register_act(plan_id=consolidated.pk, values=an_act(number="Acta 99"), by=by, now=LATER)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"body": " "}, "qué instancia aprobó"),
        ({"number": ""}, "con su número"),
        ({"body": "x" * 10_000}, "más de 200 caracteres"),
        ({"number": "x" * 61}, "más de 60 caracteres"),
        ({"dated_on": None}, "Escriba la fecha"),
        ({"dated_on": date(2026, 3, 3)}, "todavía no llega"),
        ({"is_older": False}, "confírmelo"),
        ({"file": ActFile("acta.pdf", b"")}, "está vacío"),
        ({"file": ActFile("acta.pdf", b"<html>no")}, "no es un PDF"),
        ({"file": ActFile("acta.pdf", a_pdf(pages=0))}, "no tiene páginas"),
        ({"file": ActFile("acta.pdf", b"MZ\x00 %PDF-")}, "no es un PDF"),
        ({"file": ActFile("acta.pdf", b"%PDF-" + b"0" * FILE_BYTES)}, "pesa más de 10 MB"),
    ],
)
def test_act_that_lacks_something_is_not_registered(
    consolidated: Plan, by: Principal, fields: dict[str, object], said: str
) -> None:
    with pytest.raises(NotReady) as refused:
        register_act(plan_id=consolidated.pk, values=an_act(**fields), by=by, now=NOW)

    assert len(refused.value.gaps) == 1
    assert said in refused.value.gaps[0]
    assert (Act.objects.count(), StoredFile.objects.count(), status_of(consolidated)) == (0, 0, "CONSOLIDATED")
    assert not AssignmentMember.objects.exists()


def test_act_of_the_day_on_which_the_plan_was_made_needs_no_confirmation(consolidated: Plan, by: Principal) -> None:
    values = an_act(dated_on=NOW.date(), is_older=False)

    assert register_act(plan_id=consolidated.pk, values=values, by=by, now=NOW).dated_on == NOW.date()


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, "application/pdf"), (an_image("PNG"), "image/png"), (an_image("JPEG"), "image/jpeg")],
)
def test_file_is_kept_as_what_its_bytes_are(consolidated: Plan, by: Principal, content: bytes, kind: str) -> None:
    file = ActFile("acta firmada.exe", content, is_public=True)

    act = register_act(plan_id=consolidated.pk, values=an_act(file=file), by=by, now=NOW)

    stored = StoredFile.objects.get(pk=act.file_id)
    assert (stored.content_type, act.file_is_public) == (kind, True)


def test_gap_that_appeared_meanwhile_stops_the_act(consolidated: Plan, by: Principal) -> None:
    Assignment.objects.all().delete()

    with pytest.raises(NotReady, match="no se puede aprobar así"):
        register_act(plan_id=consolidated.pk, values=an_act(), by=by, now=NOW)

    assert status_of(consolidated) == "CONSOLIDATED"


def test_text_that_was_not_reviewed_is_not_approved(consolidated: Plan, by: Principal) -> None:
    with pytest.raises(StaleWrite):
        register_act(plan_id=consolidated.pk, values=an_act(), reviewed="0" * 64, by=by, now=NOW)

    assert not Act.objects.exists()


@pytest.mark.parametrize("role", RoleCode.values)
@pytest.mark.parametrize("second_factor", [True, False])
def test_only_two_roles_register_an_act_and_only_with_their_code(
    entity: Entity, consolidated: Plan, role: str, second_factor: bool
) -> None:
    by = principal(entity, role, second_factor=second_factor)
    may = role in {"PLAN_COORDINATOR", "ENTITY_ADMIN"}
    if may and second_factor:
        assert register_act(plan_id=consolidated.pk, values=an_act(), by=by, now=NOW).sha256
        return

    with pytest.raises(SecondFactorMissing if may else NotAllowed):
        register_act(plan_id=consolidated.pk, values=an_act(), by=by, now=NOW)

    assert (Act.objects.count(), status_of(consolidated)) == (0, "CONSOLIDATED")


@pytest.mark.parametrize("role", sorted(set(RoleCode.values) - {"PLAN_COORDINATOR"}))
def test_only_the_coordinator_moves_a_plan(entity: Entity, role: str) -> None:
    somebody = principal(entity, role, second_factor=True)
    draft, published = make_full_plan(entity), make_published_plan(entity)
    ready = consolidate_plan(
        plan_id=make_full_plan(entity).pk, note="Ya", by=principal(entity, "PLAN_COORDINATOR"), now=NOW
    )

    with pytest.raises(NotAllowed):
        consolidate_plan(plan_id=draft.pk, note="Ya", by=somebody, now=NOW)
    with pytest.raises(NotAllowed):
        return_to_draft(plan_id=ready.pk, reason="No", by=somebody, now=NOW)
    with pytest.raises(NotAllowed):
        close_plan(plan_id=published.pk, reason="No", by=somebody, now=NOW)
    with pytest.raises(NotAllowed):
        register_approved_plan(plan_id=draft.pk, note="Ya", values=an_act(), by=somebody, now=NOW)

    assert [status_of(one) for one in (draft, ready, published)] == ["DRAFT", "CONSOLIDATED", "PUBLISHED"]


def test_plan_of_another_entity_is_not_there(entity: Entity, other_entity: Entity) -> None:
    stranger = principal(other_entity, "PLAN_COORDINATOR", second_factor=True)
    plan = make_full_plan(entity)

    with active_tenant(other_entity), pytest.raises(Plan.DoesNotExist):
        consolidate_plan(plan_id=plan.pk, note="Ya", by=stranger, now=NOW)
    with pytest.raises(NotAllowed):
        consolidate_plan(plan_id=plan.pk, note="Ya", by=stranger, now=NOW)

    assert status_of(plan) == "DRAFT"


# Taking the act back


def test_annulled_act_stays_and_what_it_froze_thaws(consolidated: Plan, by: Principal) -> None:
    act = register_act(plan_id=consolidated.pk, values=an_act(), by=by, now=NOW)

    annul_act(plan_id=consolidated.pk, reason="Era otra acta, la 12.", by=by, now=LATER)

    act.refresh_from_db()
    assert (act.annulled_at, act.annulled_by_id, act.annulled_reason) == (LATER, by.user_id, "Era otra acta, la 12.")
    assert (status_of(consolidated), AssignmentMember.objects.count(), Signatory.objects.count()) == (
        "CONSOLIDATED",
        0,
        0,
    )
    assert Assignment.objects.get().frozen_at is None
    again = register_act(plan_id=consolidated.pk, values=an_act(number="Acta 03"), by=by, now=LATER)
    version = publish_plan(plan_id=consolidated.pk, by=by, now=LATER).version
    assert (version.act_id, version.content) == (again.pk, again.content)


def test_act_is_not_annulled_without_reason_code_or_after_publication(consolidated: Plan, by: Principal) -> None:
    register_act(plan_id=consolidated.pk, values=an_act(), by=by, now=NOW)

    for too_little in ("", "x"):
        with pytest.raises(NotReady):
            annul_act(plan_id=consolidated.pk, reason=too_little, by=by, now=LATER)
    with pytest.raises(SecondFactorMissing):
        annul_act(plan_id=consolidated.pk, reason=WHY, by=replace(by, second_factor=False), now=LATER)
    publish_plan(plan_id=consolidated.pk, by=by, now=LATER)
    with pytest.raises(TransitionNotAllowed):
        annul_act(plan_id=consolidated.pk, reason=WHY, by=by, now=LATER)

    assert Act.objects.get().annulled_at is None


# The short way and the end


def test_plan_that_was_approved_elsewhere_goes_the_whole_way_at_once(entity: Entity, by: Principal) -> None:
    plan = make_full_plan(entity)
    about = {"plan_id": plan.pk, "note": "Mesas de 2025.", "values": an_act(), "by": by}

    first = register_approved_plan(**about, now=NOW)
    again = register_approved_plan(**about, now=LATER)

    assert (first.is_new, again.is_new, PlanVersion.objects.count()) == (True, False, 1)
    assert [one.to_status for one in PlanStep.objects.all()] == ["CONSOLIDATED", "APPROVED", "PUBLISHED"]
    assert first.version.act is not None


@pytest.mark.parametrize("fields", [{"dated_on": date(2026, 12, 1)}, {"number": ""}])
def test_short_way_that_fails_halfway_leaves_the_draft(
    entity: Entity, by: Principal, fields: dict[str, object]
) -> None:
    plan = make_full_plan(entity)

    with pytest.raises(NotReady):
        register_approved_plan(plan_id=plan.pk, note="Ya", values=an_act(**fields), by=by, now=NOW)

    assert (status_of(plan), PlanStep.objects.count(), Act.objects.count()) == ("DRAFT", 0, 0)


def test_plan_closes_when_its_period_is_over_or_with_a_reason(entity: Entity, by: Principal) -> None:
    running, over = make_published_plan(entity), make_published_plan(entity)

    with pytest.raises(NotReady, match="no se cerró"):
        close_plan(plan_id=running.pk, by=by, now=LATER)
    close_plan(plan_id=running.pk, reason="Lo reemplaza otro plan.", by=by, now=LATER)
    close_plan(plan_id=over.pk, by=by, now=NOW + timedelta(days=400))
    close_plan(plan_id=over.pk, by=by, now=NOW + timedelta(days=401))

    assert (status_of(running), status_of(over)) == ("CLOSED", "CLOSED")
    assert PlanStep.objects.filter(plan=over, to_status="CLOSED").count() == 1


def test_plan_with_changes_that_wait_is_not_closed(entity: Entity, by: Principal) -> None:
    plan = make_published_plan(entity)
    ChangeRequest.objects.create(
        entity=entity, plan=plan, number=1, kind="EDIT_ACTIVITY", subject="actividad 1.1", reason="X", requested_at=NOW
    )

    with pytest.raises(NotReady) as refused:
        close_plan(plan_id=plan.pk, reason=WHY, by=by, now=LATER)

    assert refused.value.gaps == (
        "El plan tiene una solicitud de cambio sin resolver. Decídalas primero en «Cambios».",
    )


STATES = ("DRAFT", "IN_CONSULTATION", "CONSOLIDATED", "APPROVED", "PUBLISHED", "CLOSED")


@pytest.mark.parametrize("status", STATES)
def test_every_step_is_refused_from_every_state_that_has_no_such_way(
    entity: Entity, by: Principal, status: str
) -> None:
    plan = make_published_plan(entity)
    Act.objects.update(annulled_at=NOW)
    Plan.objects.update(status=status)
    about = {"plan_id": plan.pk, "by": by, "now": LATER}
    steps = {
        "return": (lambda: return_to_draft(reason=WHY, **about), {"CONSOLIDATED"}),
        "register": (lambda: register_act(values=an_act(number="Otra"), **about), {"CONSOLIDATED"}),
        "close": (lambda: close_plan(reason=WHY, **about), {"PUBLISHED", "CLOSED"}),
        "consolidate": (lambda: consolidate_plan(note="X", **about), {"DRAFT", "IN_CONSULTATION", "CONSOLIDATED"}),
    }
    for take, allowed in steps.values():
        if status not in allowed:
            with pytest.raises(TransitionNotAllowed):
                take()

    assert (status_of(plan), PlanStep.objects.filter(at=LATER).count()) == (status, 0)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40), more=st.integers(0, 3))
def test_whatever_the_org_chart_becomes_the_approved_text_is_published(
    entity: Entity, by: Principal, name: str, more: int
) -> None:
    plan = make_full_plan(entity)
    group = ActorGroup.objects.create(entity=entity, name=f"Grupo {plan.pk}", rule="ALL_UNITS")
    make_assignment(Deliverable.objects.get(activity__plan=plan), group=group, position=1)
    approve(plan, by=by)
    act = Act.objects.get(plan=plan)
    actor = Assignment.objects.get(deliverable__activity__plan=plan, position=0).actor
    actor.name = f"{name} {plan.pk}"  # the examples share one entity, where an office has its name alone
    actor.save()
    ActorGroup.objects.filter(pk=group.pk).update(name=f"{name} {plan.pk}")
    for _ in range(more):
        make_actor(entity)

    version = publish_plan(plan_id=plan.pk, by=by, now=LATER).version

    assert (version.content, version.sha256) == (act.content, content_hash(act.content))
