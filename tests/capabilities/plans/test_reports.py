"""What a plan prints, and that a download reads back to the same rows."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from factories import NOW, principal
from plan_contents import FIFTY_SIX, a_deliverable, a_plan, an_activity, an_assignment
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plan_imports.rules.draft import PlanDraft
from rinde.capabilities.plan_imports.rules.reading import read_plan
from rinde.capabilities.plan_imports.rules.review import plan_row
from rinde.capabilities.plans.operations import load_draft_plan
from rinde.capabilities.plans.queries import PublishedPlan, working_content
from rinde.capabilities.plans.reports import COLUMNS, plan_report, plan_rows
from rinde.capabilities.plans.rules.acts import ActFacts
from rinde.capabilities.plans.rules.content import (
    AnnouncementContent,
    LateMove,
    MilestoneContent,
    NodeContent,
    PlacementContent,
    PlanContent,
)
from rinde.capabilities.plans.rules.rows import AnnouncementRow, Assignee, PlanHeader, PlanRow
from rinde.capabilities.plans.rules.schedules import Period
from rinde.foundations.documents import read_document
from rinde.services.reporting.writers import render

SAMPLES = sorted(Path(__file__).parents[2].joinpath("samples").glob("*/input.*"))


def cells(**deliverable: object) -> dict[str, str]:
    """The row of a plan's only deliverable, by column."""
    content = a_plan(an_activity(deliverables=(a_deliverable(**deliverable),)))
    (row,) = plan_rows(content, content.placed())
    return dict(zip((column.key for column in COLUMNS), row, strict=True))


def an_edition() -> PublishedPlan:
    at = datetime(2026, 1, 31, 2, 0, tzinfo=UTC)  # 30 January in Bogotá
    return PublishedPlan(1, 1, 3, "ab" * 32, at, "", a_plan())


def test_facts_name_the_version_in_local_time() -> None:
    facts = dict(plan_report(a_plan(an_activity()), edition=an_edition()).facts)

    assert (facts["Versión"], facts["Huella de la versión (SHA-256)"]) == ("3, publicada el 30/01/2026", "ab" * 32)


def test_facts_name_the_act_that_approved_the_version() -> None:
    act = ActFacts(1, "Comité", "Acta 02 de 2026", date(2026, 1, 28))
    facts = dict(plan_report(a_plan(an_activity()), edition=replace(an_edition(), act=act)).facts)

    assert facts["Acto que la aprobó"] == "Acta 02 de 2026 del 28/01/2026, Comité"
    assert "Acto que la aprobó" not in dict(plan_report(a_plan(an_activity()), edition=an_edition()).facts)


def a_rich_plan() -> PlanContent:
    """A plan that says everything that a plan may say of a row."""
    moved = MilestoneContent(
        date(2026, 6, 30), None, "publicado", Decimal(2), late_moves=(LateMove(date(2026, 4, 30), date(2026, 5, 12)),)
    )
    rich = replace(
        FIFTY_SIX,
        milestones=(moved,),
        expected_evidence=("acta", "fotografía"),
        universe=("Mapa de salud", "Mapa de obras"),
        indicator_baseline=Decimal("12.5"),
        indicator_unit="mapas",
        indicator_accumulation="LAST",
    )
    activity = an_activity(deliverables=(rich,), objectives=("Abrir la gestión",), carried_from="PTEP 2025, 3.1")
    placed = PlacementContent("Estrategia de rendición 2026", 2026, "rdc", "2-1", "Hacer la audiencia", "2.1")
    node = NodeContent("Rendición de cuentas", code="3", activities=(activity,), placements=(placed,))
    announced = AnnouncementContent("Boletines", carried_from="Estrategia 2025")
    return a_plan(nodes=(node,), announcements=(announced,))


def test_what_only_some_plans_say_stands_in_columns_after_the_others() -> None:
    report = plan_report(a_rich_plan())
    table = report.tables[0]

    (row,) = ({column.key: cell for column, cell in zip(table.columns, one, strict=True)} for one in table.rows)
    assert [column.key for column in table.columns[: len(COLUMNS)]] == [column.key for column in COLUMNS]
    assert {name: row[name] for name in list(row)[len(COLUMNS) :]} == {
        "total": "2 × 28 = 56",
        "answering": "Todos los organismos: son 28",
        "milestones": "publicado: 30/06/2026 (2)",
        "baseline": "12,5 mapas",
        "accumulation": "Vale el último",
        "evidence": "acta o fotografía",
        "universe": "2 (Mapa de salud; Mapa de obras)",
        "objectives": "Abrir la gestión",
        "carried_from": "PTEP 2025, 3.1",
        "late_moves": "vencía el 30/04/2026 y se movió el 12/05/2026, ya vencida",
    }


def test_plain_plan_has_no_empty_columns() -> None:
    assert plan_report(a_plan(an_activity())).tables[0].columns == COLUMNS


def test_page_tells_below_the_table_what_does_not_fit_in_it() -> None:
    report = plan_report(a_rich_plan(), on_paper=True)

    keys = [column.key for column in report.tables[0].columns]
    assert keys[:2] == ["code", "activity"]
    assert "component" not in keys  # each component is a heading
    (details,) = [one.bullets for one in report.sections if one.title == "Detalle de las actividades"]
    (detail,) = details
    assert detail.startswith("1.1 Informe publicado. Total: 2 × 28 = 56. Cómo responden: ")
    assert "Qué vence en cada fecha: publicado: 30/06/2026 (2)." in detail
    assert "ya vencida" in detail
    plain = plan_report(a_plan(an_activity()), on_paper=True)
    assert [one.title for one in plain.sections if one.bullets] == []


def test_activities_of_other_plans_and_where_announcements_come_from_are_told() -> None:
    sections = {one.title: one.bullets for one in plan_report(a_rich_plan()).sections}

    assert sections["Actividades de otros planes que también cuentan aquí"] == (
        "3. Rendición de cuentas: 2.1. Hacer la audiencia (Estrategia de rendición 2026)",
    )
    assert sections["Acciones anunciadas"] == ("Boletines (viene de Estrategia 2025)",)


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv", "json", "pdf"])
def test_rich_plan_is_written_in_every_form(form: str) -> None:
    assert len(render(plan_report(a_rich_plan(), on_paper=form == "pdf"), form).content) > 500


def test_draft_says_that_it_is_one() -> None:
    assert dict(plan_report(a_plan(an_activity())).facts)["Versión"] == "Borrador sin publicar"


def test_part_of_a_plan_is_never_taken_for_the_whole() -> None:
    content = a_plan(an_activity("1.1"), an_activity("1.2"))
    report = plan_report(content, placed=tuple(content.placed())[1:], filtered_by="Mes: junio")

    assert dict(report.facts)["Solo una parte del plan"] == "Mes: junio"
    assert [row[2] for row in report.tables[0].rows] == ["1.2"]


def test_every_deliverable_has_its_row_and_an_activity_without_one_too() -> None:
    content = a_plan(
        an_activity("1.1", deliverables=(a_deliverable(), a_deliverable())), an_activity("1.2", deliverables=())
    )

    assert [row[2] for row in plan_rows(content, content.placed())] == ["1.1", "1.1", "1.2"]


def test_announcements_are_listed_by_their_group() -> None:
    content = a_plan(
        an_activity(), announcements=(AnnouncementContent("Boletines", "INFORMACIÓN"), AnnouncementContent("Ferias"))
    )

    sections = plan_report(content).sections[1:]
    assert [(one.title, one.bullets) for one in sections] == [
        ("INFORMACIÓN", ("Boletines",)),
        ("Acciones anunciadas", ("Ferias",)),
    ]


def test_component_that_the_document_did_not_print_is_not_printed() -> None:
    content = a_plan(nodes=(NodeContent(name="Programa de Transparencia", activities=(an_activity(),)),))

    assert next(plan_rows(content, content.placed()))[0] == ""


@pytest.mark.parametrize(
    ("fields", "column", "expected"),
    [
        ({"target_quantity": Decimal(2), "target_unit": "COUNT"}, "target", "2"),
        ({"target_quantity": Decimal(2), "product": "Dos (2) informes"}, "target", ""),
        ({"target": "Dos", "target_quantity": Decimal(2)}, "target", "Dos"),
        ({"assignments": (an_assignment("A", "B", group="Todas"), an_assignment("C"))}, "responsible", "Todas; C"),
        ({"indicator": "Informes", "indicator_formula": "a / b"}, "indicator", "Informes\na / b"),
        ({"description": "La tarea"}, "description", "La tarea"),
        ({"schedule_text": "30 de junio de 2026"}, "schedule", "30 de junio de 2026"),
        ({"schedule_text": "31 de julio"}, "schedule", "30/06/2026"),
        (
            {
                "recurrence": "SEMIANNUAL",
                "milestones": tuple(map(MilestoneContent, (date(2026, 6, 30), date(2026, 12, 31)))),
            },
            "schedule",
            "Cada semestre",
        ),
        ({"permanent": True, "milestones": (MilestoneContent(date(2026, 12, 31)),)}, "schedule", "Permanente"),
        ({"milestones": (MilestoneContent(date(2026, 6, 30), name="publicado"),)}, "schedule", "30/06/2026"),
        ({"milestones": ()}, "schedule", ""),
    ],
)
def test_each_cell_says_what_reads_back(fields: dict[str, object], column: str, expected: str) -> None:
    assert cells(**fields)[column] == expected


def _plan_rows_of(draft: PlanDraft, period: Period) -> list[PlanRow]:
    return [
        replace(plan_row(row, tuple(map(Assignee, row.responsible)), period), schedule_text="") for row in draft.rows
    ]


def _by_text(row: PlanRow) -> tuple[str, ...]:
    return row.component, row.subcomponent, row.code, row.activity, row.product, row.description, str(row.milestones)


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_download_reads_back_to_the_same_rows(entity: Entity, path: Path, form: str) -> None:
    draft = read_plan(read_document(path.name, path.read_bytes()))
    year = draft.year or 2026
    period = Period(date(year, 1, 1), date(year, 12, 31))
    header = PlanHeader("OTHER", draft.title or "Plan", period.start, period.end)
    rows = _plan_rows_of(draft, period)
    plan = load_draft_plan(
        entity=entity,
        header=header,
        rows=rows,
        announcements=[AnnouncementRow(one.text, one.group) for one in draft.actions],
        by=principal(entity, "PLAN_COORDINATOR"),
        now=NOW,
    )

    download = render(plan_report(working_content(plan, on=NOW.date())), form)

    back = _plan_rows_of(read_plan(read_document(f"plan.{form}", download.content), year=year), period)
    assert sorted(back, key=_by_text) == sorted(rows, key=_by_text)


def test_no_cell_of_a_download_is_run_as_a_formula() -> None:
    content = a_plan(an_activity(name="=HYPERLINK(1)"))

    download = render(plan_report(content), "csv")

    assert "'=HYPERLINK(1)" in download.content.decode("utf-8-sig")
