from dataclasses import replace
from datetime import date, timedelta

import pytest

from factories import NOW, make_plan, make_published_plan, principal
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Plan, PlanNode
from rinde.capabilities.plans.operations import create_plan, update_plan
from rinde.capabilities.plans.rules.content import SignatoryContent
from rinde.capabilities.plans.rules.headers import AlreadyStands
from rinde.capabilities.plans.rules.rows import PlanHeader
from rinde.capabilities.plans.rules.templates import UnknownTemplate
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

HEADER = PlanHeader("PTEP", "Programa de Transparencia 2026", date(2026, 1, 1), date(2026, 12, 31))
LATER = NOW + timedelta(minutes=5)


def test_plan_begins_with_the_components_of_its_template(entity: Entity) -> None:
    plan = create_plan(
        entity=entity, header=HEADER, by=principal(entity, "PLAN_COORDINATOR"), now=NOW, template_key="PAAC_2015"
    )

    tops = PlanNode.objects.filter(plan=plan, parent=None)
    assert [(top.code, top.children.count()) for top in tops] == [
        ("1", 5),
        ("2", 0),
        ("3", 3),
        ("4", 5),
        ("5", 5),
        ("6", 0),
    ]
    assert (plan.template_key, plan.template_version, plan.status) == ("PAAC_2015", "1", "DRAFT")


def test_plan_may_begin_empty(entity: Entity) -> None:
    plan = create_plan(entity=entity, header=HEADER, by=principal(entity, "PLAN_COORDINATOR"), now=NOW)

    assert (plan.slug, plan.nodes.count(), plan.template_key) == ("ptep", 0, "")


def test_second_plan_of_the_year_gets_an_address_of_its_own(entity: Entity) -> None:
    by = principal(entity, "PLAN_COORDINATOR")
    titles = ("Uno", "Dos", "Tres")
    slugs = [create_plan(entity=entity, header=replace(HEADER, title=one), by=by, now=NOW).slug for one in titles]

    assert slugs == ["ptep", "ptep-2", "ptep-3"]


def test_address_of_another_entity_takes_nothing_from_ours(entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        make_plan(other_entity, slug="ptep")

    plan = create_plan(entity=entity, header=HEADER, by=principal(entity, "PLAN_COORDINATOR"), now=NOW)

    assert plan.slug == "ptep"


def test_every_gap_of_a_header_is_said_at_once(entity: Entity) -> None:
    wrong = replace(HEADER, title=" ", instrument="X", period_end=date(2025, 1, 1))

    with pytest.raises(NotReady) as refused:
        create_plan(entity=entity, header=wrong, by=principal(entity, "PLAN_COORDINATOR"), now=NOW)

    assert len(refused.value.gaps) == 3
    assert not Plan.objects.exists()


def test_plan_that_is_there_already_is_begun_beside_it_only_on_purpose(entity: Entity, other_entity: Entity) -> None:
    by = principal(entity, "PLAN_COORDINATOR")
    with active_tenant(other_entity):
        theirs = make_plan(other_entity, title=HEADER.title)
    standing = create_plan(entity=entity, header=HEADER, by=by, now=NOW)

    for beside in ((), (theirs.pk + standing.pk,)):
        with pytest.raises(AlreadyStands) as refused:
            create_plan(entity=entity, header=HEADER, by=by, now=NOW, beside=beside)
        assert [one.id for one in refused.value.plans] == [standing.pk]
        assert "«Programa de Transparencia 2026» (borrador)" in refused.value.gaps[0]
    made = create_plan(entity=entity, header=HEADER, by=by, now=NOW, beside=(standing.pk,))

    assert (made.slug, Plan.objects.count()) == ("ptep-2", 2)
    facts = [one.facts.get("beside") for one in AuditEntry.objects.filter(action="plans.create").order_by("pk")]
    assert facts == [None, [standing.pk]]


@pytest.mark.parametrize("role", ["ENTITY_ADMIN", "UNIT_LIAISON", "INTERNAL_CONTROL", "COMMUNICATIONS", "READER"])
def test_only_the_coordinator_creates_plans(entity: Entity, role: str) -> None:
    with pytest.raises(NotAllowed):
        create_plan(entity=entity, header=HEADER, by=principal(entity, role), now=NOW)


def test_coordinator_of_another_entity_is_refused(entity: Entity, other_entity: Entity) -> None:
    with pytest.raises(NotAllowed, match="otra entidad"):
        create_plan(entity=entity, header=HEADER, by=principal(other_entity, "PLAN_COORDINATOR"), now=NOW)


def test_unknown_template_is_refused(entity: Entity) -> None:
    with pytest.raises(UnknownTemplate):
        create_plan(
            entity=entity, header=HEADER, by=principal(entity, "PLAN_COORDINATOR"), now=NOW, template_key="PAAC_1999"
        )


def test_creation_leaves_a_mark_without_personal_data(entity: Entity) -> None:
    plan = create_plan(entity=entity, header=HEADER, by=principal(entity, "PLAN_COORDINATOR"), now=NOW)

    entry = AuditEntry.objects.get(action="plans.create")
    assert (entry.target, entry.facts) == (f"plans.Plan:{plan.pk}", {"instrument": "PTEP", "template": ""})


def test_header_is_written_whole(entity: Entity) -> None:
    plan = make_plan(entity)
    header = replace(
        HEADER,
        objectives=("Prevenir", "Informar"),
        legal_bases=("Ley 1474 de 2011",),
        signatories=(SignatoryContent("APPROVED", "Comité", signed_on=date(2026, 1, 28)),),
    )

    update_plan(plan_id=plan.pk, header=header, seen=None, by=principal(entity, "PLAN_COORDINATOR"), now=LATER)

    plan.refresh_from_db()
    assert (plan.title, plan.legal_bases, plan.edited_at) == (header.title, ["Ley 1474 de 2011"], LATER)
    assert [one.text for one in plan.objectives.all()] == ["Prevenir", "Informar"]
    assert [one.post for one in plan.signatories.all()] == ["Comité"]


def test_objective_that_stays_keeps_its_row(entity: Entity) -> None:
    plan = make_plan(entity)
    by = principal(entity, "PLAN_COORDINATOR")
    update_plan(plan_id=plan.pk, header=replace(HEADER, objectives=("A", "B")), seen=None, by=by, now=NOW)
    kept = plan.objectives.get(text="B")

    update_plan(plan_id=plan.pk, header=replace(HEADER, objectives=("B", "C")), seen=NOW, by=by, now=LATER)

    assert [(one.text, one.pk == kept.pk) for one in plan.objectives.all()] == [("B", True), ("C", False)]


def test_header_saved_in_between_is_not_written_over(entity: Entity) -> None:
    plan = make_plan(entity, header_edited_at=LATER)

    with pytest.raises(StaleWrite):
        update_plan(plan_id=plan.pk, header=HEADER, seen=NOW, by=principal(entity, "PLAN_COORDINATOR"), now=LATER)


def test_header_of_a_published_plan_is_not_edited(entity: Entity) -> None:
    plan = make_published_plan(entity)

    with pytest.raises(TransitionNotAllowed, match="Pida el cambio"):
        update_plan(plan_id=plan.pk, header=HEADER, seen=None, by=principal(entity, "PLAN_COORDINATOR"), now=LATER)

    assert Plan.objects.get().title == plan.title


def test_draft_that_moves_to_another_year_finds_its_address_there(entity: Entity) -> None:
    make_plan(entity, slug="ptep", period_start=date(2025, 1, 1), period_end=date(2025, 12, 31))
    plan = make_plan(entity, slug="ptep")
    moved = replace(HEADER, period_start=date(2025, 1, 1), period_end=date(2025, 12, 31))

    update_plan(plan_id=plan.pk, header=moved, seen=None, by=principal(entity, "PLAN_COORDINATOR"), now=NOW)

    plan.refresh_from_db()
    assert plan.slug == "ptep-2"


def test_plan_of_another_entity_is_not_there(entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        plan = make_plan(other_entity)

    with pytest.raises(Plan.DoesNotExist):
        update_plan(plan_id=plan.pk, header=HEADER, seen=None, by=principal(entity, "PLAN_COORDINATOR"), now=NOW)
