from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import NOW, approve_and_publish, make_actor, principal
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Activity, Plan
from rinde.capabilities.plans.operations import load_draft_plan
from rinde.capabilities.plans.queries import working_content
from rinde.capabilities.plans.rules.rows import AnnouncementRow, Assignee, PlanHeader, PlanRow
from rinde.capabilities.plans.rules.schedules import PlannedDate
from rinde.foundations.refusals import NotAllowed, NotReady
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

HEADER = PlanHeader("RDC", "Estrategia de rendición 2026", date(2026, 1, 1), date(2026, 12, 31))
JUNE = (PlannedDate(date(2026, 6, 30)),)


@pytest.fixture
def by(entity: Entity) -> Principal:
    return principal(entity, "PLAN_COORDINATOR")


def a_row(code: str = "1.1", **fields: object) -> PlanRow:
    defaults = {
        "activity": f"Actividad {code}",
        "component": "Componente 3: Rendición de cuentas",
        "subcomponent": "Subcomponente 1: Información",
        "code": code,
        "product": "Informe",
        "milestones": JUNE,
        "assignees": (Assignee("Planeación"),),
    }
    return PlanRow(**defaults | fields)


def load(
    entity: Entity,
    by: Principal,
    *rows: PlanRow,
    announcements: tuple[AnnouncementRow, ...] = (),
    header: PlanHeader = HEADER,
) -> Plan:
    return load_draft_plan(entity=entity, header=header, rows=rows, announcements=announcements, by=by, now=NOW)


def test_headings_stay_as_printed_and_lend_their_code(entity: Entity, by: Principal) -> None:
    plan = load(entity, by, a_row())

    (component,) = working_content(plan, on=NOW.date()).nodes
    (child,) = component.children
    assert [(one.code, one.name, one.heading) for one in (component, child)] == [
        ("3", "Componente 3: Rendición de cuentas", "Componente 3: Rendición de cuentas"),
        ("1", "Subcomponente 1: Información", "Subcomponente 1: Información"),
    ]


def test_rows_of_one_activity_are_its_deliverables(entity: Entity, by: Principal) -> None:
    plan = load(entity, by, a_row(product="Acta"), a_row("1.2"), a_row(product="Video"))

    placed = tuple(working_content(plan, on=NOW.date()).placed())
    assert [(one.activity.key, [d.product for d in one.activity.deliverables]) for one in placed] == [
        ("1.1", ["Acta", "Video"]),
        ("1.2", ["Informe"]),
    ]


def test_tasks_of_one_activity_keep_their_own_descriptions(entity: Entity, by: Principal) -> None:
    plan = load(entity, by, a_row(description="Convocar"), a_row(description="Realizar"))

    (placed,) = working_content(plan, on=NOW.date()).placed()
    assert placed.activity.description == ""
    assert [one.description for one in placed.activity.deliverables] == ["Convocar", "Realizar"]


def test_description_that_all_rows_share_is_the_activitys(entity: Entity, by: Principal) -> None:
    plan = load(entity, by, a_row(description="En la plaza"), a_row(description="En la plaza", product="Video"))

    (placed,) = working_content(plan, on=NOW.date()).placed()
    assert placed.activity.description == "En la plaza"
    assert [one.description for one in placed.activity.deliverables] == ["", ""]


def test_document_without_components_is_one_named_as_the_plan(entity: Entity, by: Principal) -> None:
    plan = load(entity, by, a_row(component=""), a_row("2.1", component="", subcomponent=""))

    (component,) = working_content(plan, on=NOW.date()).nodes
    assert (component.name, component.code, len(component.children), len(component.activities)) == (
        HEADER.title,
        "",
        1,
        1,
    )


def test_codes_that_restart_get_different_addresses(entity: Entity, by: Principal) -> None:
    load(entity, by, a_row("1"), a_row("1", component="Componente 4: Atención", subcomponent=""))

    assert set(Activity.objects.values_list("key", flat=True)) == {"c3-1", "c4-1"}


def test_every_field_of_a_row_arrives(entity: Entity, by: Principal) -> None:
    actor = make_actor(entity, name="Oficina TIC")
    row = a_row(
        description="D",
        target="Dos (2) por dependencia",
        quantity=Decimal(2),
        unit="COUNT",
        per_actor=True,
        indicator="I",
        resources="R",
        schedule_text="30 de junio",
        recurrence="ANNUAL",
        permanent=True,
        assignees=(Assignee("TIC", actor.pk), Assignee("Enlace")),
    )

    (placed,) = working_content(load(entity, by, row), on=NOW.date()).placed()

    (one,) = placed.activity.deliverables
    assert (one.target, one.target_quantity, one.target_unit, one.target_per_actor) == (
        "Dos (2) por dependencia",
        Decimal(2),
        "COUNT",
        True,
    )
    assert (one.indicator, one.resources, one.schedule_text, one.recurrence, one.permanent) == (
        "I",
        "R",
        "30 de junio",
        "ANNUAL",
        True,
    )
    assert [milestone.due_on for milestone in one.milestones] == [date(2026, 6, 30)]
    assert one.responsible == ("Oficina TIC", "Enlace")


def test_announcements_are_kept_apart(entity: Entity, by: Principal) -> None:
    plan = load(entity, by, a_row(), announcements=(AnnouncementRow("Hacer boletines", "INFORMACIÓN"),))

    (one,) = working_content(plan, on=NOW.date()).announcements
    assert (one.group, one.text) == ("INFORMACIÓN", "Hacer boletines")


def test_loading_never_publishes_and_leaves_one_mark(entity: Entity, by: Principal) -> None:
    plan = load(entity, by, a_row(), a_row("1.2"))

    entry = AuditEntry.objects.get(target=f"plans.Plan:{plan.pk}")
    assert (plan.status, plan.current_version_id) == ("DRAFT", None)
    assert (entry.action, entry.facts) == ("plans.load", {"rows": 2, "activities": 2, "announcements": 0})


def test_loaded_plan_may_be_published(entity: Entity, by: Principal) -> None:
    plan = load(entity, by, a_row(), a_row("1.2"))

    assert approve_and_publish(plan, by=by).is_new


def test_words_longer_than_their_column_are_cut_at_a_word(entity: Entity, by: Principal) -> None:
    row = a_row("9" * 80, subcomponent="palabra " * 100, assignees=(Assignee("Secretaría " * 60),))

    plan = load(entity, by, row)

    (placed,) = working_content(plan, on=NOW.date()).placed()
    assert (len(placed.activity.code), len(placed.activity.key) <= 60) == (30, True)
    assert len(placed.activity.deliverables[0].assignments[0].text) <= 300


def test_rows_without_text_are_all_named(entity: Entity, by: Principal) -> None:
    with pytest.raises(NotReady) as refused:
        load(entity, by, a_row(), a_row(activity=" "), a_row(activity=""))

    assert refused.value.gaps == ("Estas filas no dicen qué se va a hacer: 2, 3. Escríbalo o déjelas por fuera.",)
    assert not Plan.objects.exists()


def test_responsible_of_another_entity_is_refused(entity: Entity, by: Principal, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        stranger = make_actor(other_entity)

    with pytest.raises(NotReady, match="No se guardó"):
        load(entity, by, a_row(assignees=(Assignee("X", stranger.pk),)))


def test_only_the_coordinator_loads(entity: Entity) -> None:
    with pytest.raises(NotAllowed):
        load(entity, principal(entity, "READER"), a_row())


@pytest.mark.parametrize(
    "fields",
    [
        {"schedule_text": "publicado: 30/04/2026 (-3)"},
        {"milestones": (PlannedDate(date(2026, 6, 30), quantity=Decimal(-3)),)},
    ],
)
def test_date_with_a_quantity_below_zero_makes_no_plan(
    entity: Entity, by: Principal, fields: dict[str, object]
) -> None:
    with pytest.raises(NotReady) as refused:
        load(entity, by, a_row(), a_row("1.2", **fields))

    assert "negativa" in refused.value.gaps[0]
    assert not Plan.objects.exists()


def _queries(entity: Entity, by: Principal, count: int) -> int:
    rows = [a_row(f"1.{number}") for number in range(count)]
    with CaptureQueriesContext(connection) as captured:
        load(entity, by, *rows, header=replace(HEADER, title=f"Estrategia {count}"))
    return len(captured)


def test_loading_costs_the_same_queries_for_1_and_3_rows(entity: Entity, by: Principal) -> None:
    assert _queries(entity, by, 1) == _queries(entity, by, 3)


def test_document_of_5000_rows_loads(entity: Entity, by: Principal) -> None:
    rows = [a_row(f"{n // 50}.{n % 50}", subcomponent=f"Subcomponente {n // 50}: X") for n in range(5_000)]

    plan = load(entity, by, *rows)

    assert Activity.objects.filter(plan=plan).values("key").distinct().count() == 5_000
