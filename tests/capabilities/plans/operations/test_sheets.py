"""Sheets that come back: kept, reported, applied whole and once."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import (
    NOW,
    approve_and_publish,
    make_activity,
    make_actor,
    make_deliverable,
    make_full_plan,
    make_member,
    make_node,
    make_plan,
    principal,
)
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import ActorGroup, Entity
from rinde.capabilities.plans.models import (
    Activity,
    Assignment,
    ChangeRequest,
    Deliverable,
    Milestone,
    Objective,
    Plan,
    SheetImport,
)
from rinde.capabilities.plans.operations.sheets import apply_sheet, check_sheet_again, receive_sheet, request_sheet
from rinde.capabilities.plans.queries.editing import WHOLE_ACTIVITY, activity_values
from rinde.capabilities.plans.queries.sheets import plan_standing
from rinde.capabilities.plans.rules.sheet import from_json
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.models import AuditEntry
from rinde.services.files.models import StoredFile
from rinde.services.tenancy import active_tenant
from sheet_samples import Cells, add_row, as_csv, cells_of, saved, set_cell

TODAY = date(2026, 3, 2)
LATER = NOW + timedelta(hours=1)
EDITORS = {RoleCode.PLAN_COORDINATOR}


@pytest.fixture
def plan(entity: Entity) -> Plan:
    """Two components; two activities, each with a deliverable, a date and a responsible; two objectives."""
    plan = make_full_plan(entity, activities=2)
    make_node(plan, code="2", name="Datos abiertos", position=1)
    for position, text in enumerate(("Informar", "Dialogar")):
        Objective.objects.create(entity=entity, plan=plan, text=text, position=position)
    return plan


@pytest.fixture
def by(entity: Entity) -> Principal:
    return principal(entity, "PLAN_COORDINATOR")


def sheet_of(plan: Plan, *edits: Callable[[Cells], object]) -> bytes:
    cells = cells_of(plan_standing(plan, on=TODAY))
    for edit in edits:
        edit(cells)
    return as_csv(cells)


def received(plan: Plan, by: Principal, *edits: Callable[[Cells], object]) -> SheetImport:
    return receive_sheet(plan_id=plan.pk, name="hoja.csv", content=sheet_of(plan, *edits), by=by, now=NOW)


def applied(plan: Plan, by: Principal, *edits: Callable[[Cells], object]) -> SheetImport:
    sheet = received(plan, by, *edits)
    assert from_json(sheet.report).problems == ()
    return apply_sheet(sheet_import_id=sheet.pk, by=by, now=LATER).sheet


def again(plan: Plan, by: Principal, content: bytes) -> SheetImport:
    return receive_sheet(plan_id=plan.pk, name="hoja.csv", content=content, by=by, now=LATER)


def test_standing_rows_are_what_the_form_would_show(plan: Plan, by: Principal) -> None:
    """The sheet reads the tables in bulk: what it finds must be what one activity's form finds."""
    first = {"name": "Uno", "objectives": "1;2", "baseline": "-1", "evidence": "Acta", "universe": "A\nB", "task": "T"}
    more = {"formula": "a/b", "indicator_unit": "informes", "per_actor": "Sí", "supports": "Otros", "resources": "$"}
    applied(plan, by, *(set_cell(1, key, text) for key, text in (first | more).items()))
    rows = Activity.objects.filter(plan=plan).prefetch_related(*WHOLE_ACTIVITY)
    assert [one.values for one in plan_standing(plan, on=TODAY).activities] == [activity_values(row) for row in rows]


@pytest.mark.parametrize("extension", ["xlsx", "ods", "csv"])
def test_download_changes_nothing(plan: Plan, by: Principal, extension: str) -> None:
    content = saved(plan_standing(plan, on=TODAY), extension)
    sheet = receive_sheet(plan_id=plan.pk, name=f"hoja.{extension}", content=content, by=by, now=NOW)
    report = from_json(sheet.report)
    assert (report.changes, len(report.rows), report.not_in_sheet) == (0, 2, 0)
    with pytest.raises(NotReady) as refused:
        apply_sheet(sheet_import_id=sheet.pk, by=by, now=LATER)
    assert refused.value.gaps == ("La hoja dice lo mismo que el plan.",)


def test_edited_cells_are_written_and_marked(plan: Plan, by: Principal) -> None:
    hacienda = make_actor(plan.entity, name="Secretaría de Hacienda")
    everybody = ActorGroup.objects.create(entity=plan.entity, name="Todas las dependencias")
    first, second = Activity.objects.filter(plan=plan)
    applied(
        plan,
        by,
        set_cell(1, "name", "Publicar el informe de gestión"),
        set_cell(1, "objectives", "2"),
        set_cell(1, "quantity", "1.234,5"),
        set_cell(1, "unit", "CANTIDAD"),
        set_cell(1, "accumulation", "vale el ultimo"),
        set_cell(1, "leads", "secretaria de hacienda (meta 12); Todas las dependencias (grupo)"),
        set_cell(1, "dates", "elaborado: 30/04/2026\npublicado: 31/12/2026 (3)"),
        set_cell(1, "evidence", "Acta\nListado"),
        set_cell(1, "universe", "Mapa 1\nMapa 2"),
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.name, first.edited_at, first.edited_by_id) == ("Publicar el informe de gestión", LATER, by.user_id)
    assert second.edited_at == NOW
    assert [one.text for one in first.objectives.all()] == ["Dialogar"]
    deliverable = first.deliverables.get()
    assert (deliverable.target_quantity, deliverable.target_unit) == (Decimal("1234.50"), "COUNT")
    assert deliverable.indicator_accumulation == "LAST"
    assert deliverable.expected_evidence == ["Acta", "Listado"]
    assert [one.name for one in deliverable.universe.all()] == ["Mapa 1", "Mapa 2"]
    assert [(one.actor, one.group, one.own_target) for one in deliverable.assignments.all()] == [
        (hacienda, None, Decimal(12)),
        (None, everybody, None),
    ]
    assert [(one.name, one.due_on, one.expected_quantity) for one in deliverable.milestones.all()] == [
        ("elaborado", date(2026, 4, 30), None),
        ("publicado", date(2026, 12, 31), Decimal(3)),
    ]
    plan.refresh_from_db()
    assert (plan.edited_at, plan.edited_by_id) == (LATER, by.user_id)


def test_milestone_that_moves_keeps_what_it_remembers(plan: Plan, by: Principal) -> None:
    milestone = Milestone.objects.filter(deliverable__activity__plan=plan).first()
    assert milestone
    milestone.late_moves = [{"from_on": "2026-02-01", "moved_on": "2026-02-20"}]
    milestone.save()
    key = milestone.deliverable.activity.key
    row = next(n for n, cells in enumerate(cells_of(plan_standing(plan, on=TODAY))) if cells[0].endswith(f"-{key}"))
    applied(plan, by, set_cell(row, "dates", "31/07/2026"))
    milestone.refresh_from_db()
    assert (milestone.due_on, len(milestone.late_moves)) == (date(2026, 7, 31), 1)


def test_new_rows_are_added_once_however_often_the_sheet_comes(plan: Plan, by: Principal) -> None:
    place = str(plan.nodes.get(code="2"))
    row = {"place": place, "code": "2.1", "name": "Publicar datos", "product": "Datos", "dates": "cada trimestre"}
    edits = (add_row(**row), add_row(**row | {"product": "Video"}), add_row(place=place, name="Sin código"))
    content = sheet_of(plan, *edits)
    applied(plan, by, *edits)
    new = Activity.objects.get(plan=plan, code="2.1")
    assert (new.node.code, new.key, new.position) == ("2", "2.1", 0)
    assert [one.product for one in new.deliverables.all()] == ["Datos", "Video"]
    assert Milestone.objects.filter(deliverable__activity=new).count() == 8
    assert Activity.objects.get(plan=plan, name="Sin código").position == 1
    report = from_json(again(plan, by, content).report)
    assert (report.changes, report.problems) == (0, ())


def test_deliverable_is_added_under_the_code_of_its_activity(plan: Plan, by: Principal) -> None:
    code = cells_of(plan_standing(plan, on=TODAY))[1][0]
    edits = (add_row(activity_code=code, product="Cartilla", quantity="500"),)
    content = sheet_of(plan, *edits)
    # Its activity's own cells are blank in the new row: that is no wish to empty them.
    report = from_json(received(plan, by, *edits).report)
    assert [row.outcome for row in report.rows] == ["UNCHANGED", "UNCHANGED", "NEW"]
    applied(plan, by, *edits)
    assert Deliverable.objects.filter(product="Cartilla", target_quantity=500, position=1).count() == 1
    assert from_json(again(plan, by, content).report).changes == 0


def test_deletes_only_what_says_so(plan: Plan, by: Principal) -> None:
    second = Activity.objects.filter(plan=plan)[1]
    content = sheet_of(plan, set_cell(1, "action", "Eliminar"), lambda cells: cells.pop(2))
    sheet = again(plan, by, content)
    assert from_json(sheet.report).not_in_sheet == 1
    apply_sheet(sheet_import_id=sheet.pk, by=by, now=LATER)
    assert list(Activity.objects.filter(plan=plan)) == [second]
    report = from_json(again(plan, by, content).report)
    assert (report.changes, report.problems) == (0, ())
    assert report.rows[0].notes == ("Ya no estaba en el plan.",)


def test_one_of_two_deliverables_is_deleted_and_the_activity_stays(plan: Plan, by: Principal) -> None:
    first = Activity.objects.filter(plan=plan)[0]
    make_deliverable(first, product="Video", position=1)
    applied(plan, by, set_cell(2, "action", "eliminar"))
    assert [one.product for one in first.deliverables.all()] == ["Informe publicado"]


def test_activity_moves_to_the_end_of_another_component(plan: Plan, by: Principal) -> None:
    there = plan.nodes.get(code="2")
    make_activity(there, position=4)
    applied(plan, by, set_cell(1, "place", "2"))
    moved = Activity.objects.filter(plan=plan, node=there).last()
    assert moved
    assert moved.position == 5


def test_second_apply_changes_nothing_more(plan: Plan, by: Principal) -> None:
    sheet = applied(plan, by, set_cell(1, "product", "Cartilla"))
    Deliverable.objects.filter(product="Cartilla").update(product="Otra cosa")
    twice = apply_sheet(sheet_import_id=sheet.pk, by=by, now=LATER + timedelta(days=1))
    assert not twice.is_new
    assert twice.sheet.applied_at == LATER
    assert not Deliverable.objects.filter(product="Cartilla").exists()
    assert AuditEntry.objects.filter(action="plans.sheet_apply").count() == 1


def test_audit_says_counts_and_nothing_of_the_texts(plan: Plan, by: Principal) -> None:
    sheet = applied(plan, by, set_cell(1, "product", "Cartilla"))
    entry = AuditEntry.objects.get(action="plans.sheet_apply")
    assert entry.facts == {"plan": plan.pk, "changed": 1, "unchanged": 1}
    assert entry.target == f"plans.SheetImport:{sheet.pk}"


def test_plan_edited_meanwhile_refuses_until_it_is_checked_again(plan: Plan, by: Principal) -> None:
    sheet = received(plan, by, set_cell(1, "product", "Cartilla"))
    Plan.objects.filter(pk=plan.pk).update(edited_at=LATER)
    with pytest.raises(StaleWrite):
        apply_sheet(sheet_import_id=sheet.pk, by=by, now=LATER)
    assert not Deliverable.objects.filter(product="Cartilla").exists()
    check_sheet_again(sheet_import_id=sheet.pk, by=by, now=LATER)
    assert apply_sheet(sheet_import_id=sheet.pk, by=by, now=LATER).is_new


def test_org_chart_that_changed_meanwhile_refuses(plan: Plan, by: Principal) -> None:
    sheet = received(plan, by, set_cell(1, "leads", "Secretaría de las TIC"))
    make_actor(plan.entity, name="Secretaría de las TIC")
    with pytest.raises(StaleWrite):
        apply_sheet(sheet_import_id=sheet.pk, by=by, now=LATER)


def test_any_problem_keeps_everything_back(plan: Plan, by: Principal) -> None:
    sheet = received(plan, by, set_cell(1, "product", "Cartilla"), set_cell(2, "quantity", "-3"))
    with pytest.raises(NotReady) as refused:
        apply_sheet(sheet_import_id=sheet.pk, by=by, now=LATER)
    assert refused.value.gaps == ("Fila 3, columna Cantidad: la cantidad no puede ser negativa. Escriba cero o más.",)
    assert not Deliverable.objects.filter(product="Cartilla").exists()


def test_same_file_twice_is_one_import(plan: Plan, by: Principal) -> None:
    assert received(plan, by).pk == received(plan, by).pk
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.xlsx", b"%PDF-1.7 no es una hoja", "El archivo es un PDF y no se puede leer."),
        ("hoja.xlsx", b"PK\x03\x04 roto", "dañado o incompleto"),
        ("hoja.csv", b"", "vac"),
        ("hoja.csv", b"Meta;Producto\nDos;Informe", "no trae la columna «Código de la actividad en Rinde»"),
    ],
)
def test_what_is_no_sheet_is_not_kept(plan: Plan, by: Principal, name: str, content: bytes, said: str) -> None:
    with pytest.raises(NotReady) as refused:
        receive_sheet(plan_id=plan.pk, name=name, content=content, by=by, now=NOW)
    assert said in refused.value.gaps[0]
    assert not StoredFile.objects.exists()
    assert not SheetImport.objects.exists()


def test_sheet_of_another_plan_is_refused_row_by_row(plan: Plan, by: Principal, other_entity: Entity) -> None:
    mine = make_full_plan(plan.entity)
    with active_tenant(other_entity):
        theirs = sheet_of(make_full_plan(other_entity))
    for content in (sheet_of(mine), theirs):
        (row,) = from_json(again(plan, by, content).report).rows
        (problem,) = row.problems
        assert problem.startswith("Fila 2, columna Código de la actividad en Rinde: es de otro plan.")


def test_deliverable_of_another_plan_is_refused(plan: Plan, by: Principal) -> None:
    other = Deliverable.objects.get(activity__plan=make_full_plan(plan.entity))
    report = from_json(received(plan, by, set_cell(1, "deliverable_code", f"P{other.pk}")).report)
    assert "no es de un producto de esta actividad" in report.problems[0]


def test_activity_deleted_meanwhile_says_the_way_out(plan: Plan, by: Principal) -> None:
    content = sheet_of(plan)
    Activity.objects.filter(plan=plan)[0].delete()
    report = from_json(again(plan, by, content).report)
    assert "ya no está en el plan" in report.problems[0]


@pytest.mark.parametrize("role", [role for role in RoleCode if role not in EDITORS])
def test_other_roles_neither_send_nor_apply(plan: Plan, by: Principal, role: str) -> None:
    sheet, stranger = received(plan, by, set_cell(1, "product", "Cartilla")), principal(plan.entity, role)
    with pytest.raises(NotAllowed):
        received(plan, stranger)
    with pytest.raises(NotAllowed):
        apply_sheet(sheet_import_id=sheet.pk, by=stranger, now=LATER)
    with pytest.raises(NotAllowed):
        check_sheet_again(sheet_import_id=sheet.pk, by=stranger, now=LATER)
    assert not Deliverable.objects.filter(product="Cartilla").exists()


def test_sheet_of_another_entity_is_not_there(plan: Plan, by: Principal, other_entity: Entity) -> None:
    sheet = received(plan, by, set_cell(1, "product", "Cartilla"))
    with active_tenant(other_entity), pytest.raises(SheetImport.DoesNotExist):
        apply_sheet(sheet_import_id=sheet.pk, by=principal(other_entity, "PLAN_COORDINATOR"), now=LATER)


@pytest.mark.parametrize("status", ["CONSOLIDATED", "APPROVED"])
def test_plan_that_stands_still_takes_no_sheet(plan: Plan, by: Principal, status: str) -> None:
    sheet = received(plan, by, set_cell(1, "product", "Cartilla"))
    Plan.objects.filter(pk=plan.pk).update(status=status)
    with pytest.raises(TransitionNotAllowed):
        received(plan, by)
    with pytest.raises(TransitionNotAllowed):
        apply_sheet(sheet_import_id=sheet.pk, by=by, now=LATER)


def test_published_plan_is_asked_for_changes(plan: Plan, by: Principal) -> None:
    approve_and_publish(plan, by=by)
    plan.refresh_from_db()
    sheet = received(plan, by, set_cell(1, "product", "Cartilla"), set_cell(2, "product", "Video"))
    with pytest.raises(TransitionNotAllowed):
        apply_sheet(sheet_import_id=sheet.pk, by=by, now=LATER)
    reason = "La comunidad pidió otros productos en la audiencia."
    asked = request_sheet(sheet_import_id=sheet.pk, reason=reason, by=by, now=LATER)
    assert len(asked) == ChangeRequest.objects.count() == 2
    assert {one.reason for one in asked} == {reason}
    assert not Deliverable.objects.filter(product="Cartilla").exists()


def big_plan(entity: Entity, rows: int) -> Plan:
    plan = make_plan(entity)
    node = make_node(plan)
    actor = make_actor(entity)
    activities = Activity.objects.bulk_create(
        Activity(entity=entity, plan=plan, node=node, key=f"1.{n}", name=f"Hacer {n}", position=n, edited_at=NOW)
        for n in range(rows)
    )
    deliverables = Deliverable.objects.bulk_create(
        Deliverable(entity=entity, activity=one, product="Informe") for one in activities
    )
    Milestone.objects.bulk_create(
        Milestone(entity=entity, deliverable=one, due_on=date(2026, 6, 30)) for one in deliverables
    )
    Assignment.objects.bulk_create(Assignment(entity=entity, deliverable=one, actor=actor) for one in deliverables)
    return plan


def change_every_row(cells: Cells) -> None:
    for number in range(1, len(cells)):
        set_cell(number, "product", f"Informe {number}")(cells)
        set_cell(number, "dates", "31/07/2026; 30/11/2026")(cells)
        set_cell(number, "quantity", str(number))(cells)


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_do_not_grow_with_the_rows(entity: Entity, by: Principal, rows: int) -> None:
    plan = big_plan(entity, rows)
    content = sheet_of(plan, change_every_row)
    with CaptureQueriesContext(connection) as asked:
        sheet = again(plan, by, content)
    with CaptureQueriesContext(connection) as written:
        apply_sheet(sheet_import_id=sheet.pk, by=by, now=LATER)
    assert len(asked) <= 32
    assert len(written) <= 48


def test_two_thousand_rows_end_to_end(entity: Entity, by: Principal) -> None:
    plan = big_plan(entity, 2000)
    with CaptureQueriesContext(connection) as queries:
        sheet = again(plan, by, sheet_of(plan, change_every_row))
        report = apply_sheet(sheet_import_id=sheet.pk, by=by, now=LATER).report
    assert report.count("CHANGED") == 2000
    assert Deliverable.objects.get(activity__plan=plan, activity__position=1999).product == "Informe 2000"
    assert Milestone.objects.filter(deliverable__activity__plan=plan).count() == 4000
    assert len(queries) <= 700


def edited_by_another(plan: Plan, entity: Entity, text: str = "Lo que Ana escribió") -> Activity:
    """Somebody saves the first activity after the sheet was downloaded."""
    activity: Activity = Activity.objects.filter(plan=plan).order_by("position").first()
    ana = make_member(entity, "PLAN_COORDINATOR")
    Deliverable.objects.filter(activity=activity).update(product=text)
    Activity.objects.filter(pk=activity.pk).update(edited_at=LATER, edited_by=ana)
    Plan.objects.filter(pk=plan.pk).update(edited_at=LATER, edited_by=ana)
    return activity


def old_sheet(plan: Plan, extension: str, entity: Entity) -> bytes:
    """A download in which nothing was touched, of before somebody saved an activity."""
    content = saved(plan_standing(plan, on=TODAY), extension)
    edited_by_another(plan, entity)
    return content


@pytest.mark.parametrize("extension", ["xlsx", "ods", "csv"])
def test_old_sheet_says_so_and_undoes_nothing_unless_asked(
    plan: Plan, by: Principal, entity: Entity, extension: str
) -> None:
    content = old_sheet(plan, extension, entity)
    sheet = receive_sheet(plan_id=plan.pk, name=f"h.{extension}", content=content, by=by, now=LATER)
    report = from_json(sheet.report)
    assert (report.changes, report.later) == (1, 1)
    assert report.older_than_plan
    row = next(one for one in report.rows if one.later_at)
    assert row.later_at == LATER.isoformat()
    assert row.later_by
    with pytest.raises(NotReady) as refused:
        apply_sheet(sheet_import_id=sheet.pk, by=by, now=LATER)
    assert "Marque la casilla" in refused.value.gaps[0]
    assert Deliverable.objects.filter(product="Lo que Ana escribió").count() == 1
    done = apply_sheet(sheet_import_id=sheet.pk, by=by, now=LATER, undoes_later=True)
    assert done.report.changes == 1
    assert not Deliverable.objects.filter(product="Lo que Ana escribió").exists()


def test_rows_that_nobody_changed_later_are_applied_and_the_others_left(
    plan: Plan, by: Principal, entity: Entity
) -> None:
    content = sheet_of(plan, set_cell(1, "product", "De la hoja"), set_cell(2, "product", "También de la hoja"))
    edited_by_another(plan, entity)
    sheet = receive_sheet(plan_id=plan.pk, name="h.csv", content=content, by=by, now=LATER)
    assert (from_json(sheet.report).changes, from_json(sheet.report).later) == (2, 1)
    done = apply_sheet(sheet_import_id=sheet.pk, by=by, now=LATER)
    assert done.report.changes == 1
    assert any("No se aplicó" in note for row in done.report.rows for note in row.notes)
    assert set(Deliverable.objects.values_list("product", flat=True)) == {"Lo que Ana escribió", "También de la hoja"}
    assert from_json(SheetImport.objects.get().report) == done.report


def test_sheet_without_its_mark_is_read_as_before(plan: Plan, by: Principal, entity: Entity) -> None:
    content = sheet_of(plan, set_cell(1, "mark", ""), set_cell(2, "mark", "21/11/2026"))
    edited_by_another(plan, entity)
    sheet = receive_sheet(plan_id=plan.pk, name="h.csv", content=content, by=by, now=LATER)
    report = from_json(sheet.report)
    assert (report.problems, report.absent, report.later, report.older_than_plan) == ((), (), 0, "")


def test_later_edit_that_the_sheet_does_not_touch_needs_no_tick(plan: Plan, by: Principal, entity: Entity) -> None:
    edited_by_another(plan, entity)
    Plan.objects.filter(pk=plan.pk).update(edited_at=NOW)
    plan.refresh_from_db()
    content = sheet_of(plan, set_cell(2, "product", "Otro"))
    sheet = receive_sheet(plan_id=plan.pk, name="h.csv", content=content, by=by, now=LATER)
    assert from_json(sheet.report).later == 0
    assert apply_sheet(sheet_import_id=sheet.pk, by=by, now=LATER).is_new
