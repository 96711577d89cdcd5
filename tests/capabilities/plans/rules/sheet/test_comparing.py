"""What each row of a sheet means, cell by cell, and what it cannot mean."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rinde.capabilities.plans.choices import ChangeKind
from rinde.capabilities.plans.rules.cell_entries import CellEntry, Surroundings, enter
from rinde.capabilities.plans.rules.rows import ActivityValues, Assignee, DeliverableValues
from rinde.capabilities.plans.rules.schedules import PlannedDate
from rinde.capabilities.plans.rules.sheet import Comparison, Outcome, Standing, from_json
from rinde.foundations.refusals import NotReady
from sheet_samples import (
    KEYS,
    RISK,
    Cells,
    a_deliverable,
    a_standing,
    add_row,
    an_activity,
    as_csv,
    cells_of,
    compared,
    edited,
    saved,
    set_cell,
)


def problem_of(key: str, text: str, standing: Standing | None = None) -> str:
    """The one problem of a sheet in which one cell was changed."""
    comparison = edited(standing or a_standing(), set_cell(1, key, text))
    (problem,) = comparison.report.problems
    assert not comparison.report.can_apply
    return problem


def values_of(comparison: Comparison) -> ActivityValues:
    assert comparison.report.problems == ()
    (change,) = comparison.changes
    assert change.values
    return change.values


def deliverable_of(key: str, text: str, **fields: object) -> DeliverableValues:
    """The deliverable after one cell was changed."""
    standing = a_standing(an_activity(7, a_deliverable(**fields)))
    return values_of(edited(standing, set_cell(1, key, text))).deliverables[0]


def same_after(key: str, text: str, **fields: object) -> bool:
    standing = a_standing(an_activity(7, a_deliverable(**fields)))
    return edited(standing, set_cell(1, key, text)).changes == ()


@pytest.mark.parametrize(
    ("key", "text"),
    [("target", "-3"), ("target", "a" * 5_001), ("name", "…"), ("product", "a" * 5_001), ("code", "1" * 31)],
)
def test_sheet_refuses_what_a_cell_of_the_table_refuses(key: str, text: str) -> None:
    values = a_standing().activities[0].values
    period = a_standing().period
    with pytest.raises(NotReady):
        enter(values, CellEntry(key, text, values.deliverables[0].id), Surroundings(period))
    assert problem_of(key, text).startswith("Fila 2, columna")
    added = edited(a_standing(), add_row(**{"place": RISK.path, "name": "Otra", "product": "Acta", key: text}))
    assert len(added.report.problems) == 1
    assert not added.report.can_apply


def test_target_that_the_sheet_does_not_change_is_not_refused() -> None:
    standing = a_standing(an_activity(7, a_deliverable(target="-3")))
    assert edited(standing, set_cell(1, "product", "Otro")).report.problems == ()


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("12", "12"),
        ("2,5", "2.5"),
        ("2.5", "2.5"),
        ("1.234,5", "1234.5"),
        ("1,234.50", "1234.5"),
        ("5.000", "5000"),
        ("12.0", "12"),
        ("50 %", "50"),
        ("1.234.567", "1234567"),
        ("0.30000000000000004", "0.3"),
        ("1,2E+11", "120000000000"),
    ],
)
def test_figures_are_read_as_programs_write_them(text: str, figure: str) -> None:
    assert deliverable_of("quantity", text).quantity == Decimal(figure)


@pytest.mark.parametrize("text", ["2", "2,00", "2.0", " 2 ", "02"])
def test_same_figure_in_another_form_is_no_change(text: str) -> None:
    assert same_after("quantity", text)


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("quantity", "-3", "columna Cantidad: la cantidad no puede ser negativa"),
        ("quantity", "muchos", "«muchos» no es una cifra"),
        ("quantity", "1,2345", "más de dos decimales"),
        ("quantity", "9" * 13, "demasiado grande"),
        ("quantity", "9" * 10_000, "…» es demasiado grande"),
        ("unit", "kilos", "«kilos» no está en la lista. Escriba Cantidad o Porcentaje."),
        ("accumulation", "x", "Se suman o Vale el último"),
        ("per_actor", "tal vez", "Escriba «Sí» o deje la celda en blanco"),
        ("place", "9. Otro", "el plan no tiene el componente «9. Otro»"),
        ("place", "", "falta el componente"),
        ("name", "  ", "falta la actividad"),
        ("objectives", "1; 7", "el plan tiene 3 objetivos específicos y no existe el 7"),
        ("objectives", "el primero", "Escriba los números de los objetivos"),
        ("dates", "30/02/2026", "la fecha «30/02/2026» no existe. ¿Quiso decir 28/02/2026?"),
        ("dates", "pronto", "no se entiende la fecha «pronto»"),
        ("dates", "publicado: 30/04/2026 (-3)", "la cantidad de «publicado: 30/04/2026 (-3)» no puede ser negativa"),
        ("leads", "Los de siempre (grupo)", "no hay un grupo llamado «Los de siempre»"),
        ("leads", "Secretaría de Hacienda (meta -2)", "no puede ser negativa"),
        ("leads", "(grupo)", "hay un responsable sin nombre"),
        ("leads", "a" * 301, "tiene 301 caracteres y caben 300"),
        ("product", "a" * 10_000, "tiene 10.000 caracteres y caben 5.000"),
        ("code", "1" * 31, "tiene 31 caracteres y caben 30"),
        ("target", "-3", "la cantidad no puede ser negativa"),
        ("target", "−3 informes", "la cantidad no puede ser negativa"),
        ("leads", "SH (meta -3)", "no puede ser negativa"),
        ("name", "—", "escriba qué se va a hacer"),
        ("universe", "a" * 251, "caben 250"),
        ("action", "quizás", "«quizas» no se entiende. Escriba «eliminar»"),
        ("activity_code", "3.1", "«3.1» no es un código de Rinde"),
        ("activity_code", "A42-9.9", "ya no está en el plan"),
        ("activity_code", "A41-3.1", "es de otro plan"),
        ("activity_code", "", "falta. Cópielo de otra fila"),
        ("deliverable_code", "P99", "no es de un producto de esta actividad"),
    ],
)
def test_cell_that_cannot_be_taken_says_where_and_why(key: str, text: str, said: str) -> None:
    problem = problem_of(key, text)
    assert problem.startswith("Fila 2, columna ")
    assert said in problem


@pytest.mark.parametrize("text", ["30/6/2026", "2026-06-30", "2026-06-30 00:00:00", "46203", "30-06-2026"])
def test_same_day_in_another_form_is_no_change(text: str) -> None:
    assert same_after("dates", text)


def test_recurrence_and_permanent_are_read() -> None:
    quarters = deliverable_of("dates", "cada trimestre")
    assert (quarters.recurrence, len(quarters.milestones), quarters.schedule_text) == ("QUARTERLY", 4, "cada trimestre")
    assert deliverable_of("dates", "Permanente").permanent
    assert deliverable_of("dates", "").milestones == ()


def test_line_that_stays_keeps_a_name_that_no_reader_would_find() -> None:
    awkward = PlannedDate(date(2026, 3, 31), None, "Fase 1")
    milestones = (awkward, PlannedDate(date(2026, 6, 30)))
    after = deliverable_of("dates", "Fase 1: 31/03/2026\n31/07/2026", milestones=milestones)
    assert after.milestones == (awkward, PlannedDate(date(2026, 7, 31)))


def test_responsibles_are_found_by_name_alias_and_acronym() -> None:
    after = deliverable_of("leads", "oficina de planeacion; S.H.; todas las dependencias (Grupo) (meta 2)")
    assert [(one.actor_id, one.group_id, one.own_target) for one in after.assignees] == [
        (1, None, None),
        (2, None, None),
        (None, 5, Decimal(2)),
    ]


def test_supports_are_apart_from_leads() -> None:
    after = deliverable_of("supports", "SH")
    assert [(one.actor_id, one.role) for one in after.assignees] == [(1, "LEAD"), (2, "SUPPORT")]


def test_who_stays_keeps_the_words_of_the_plan_and_whoever_left_the_chart() -> None:
    standing = (Assignee("Planeación municipal", 1), Assignee("", 3))
    after = deliverable_of("leads", "Secretaría de Planeación; Oficina que ya no existe; SH", assignees=standing)
    assert after.assignees[:2] == standing
    assert same_after("leads", "Oficina que ya no existe; SP", assignees=standing)


def test_unknown_name_stays_a_text_and_says_who_was_probably_meant() -> None:
    comparison = edited(a_standing(), set_cell(1, "leads", "Secretria de Hacienda"))
    assert values_of(comparison).deliverables[0].assignees == (Assignee("Secretria de Hacienda"),)
    (note,) = comparison.report.rows[0].notes
    assert "¿Quiso decir «Secretaría de Hacienda»?" in note


@pytest.mark.parametrize(
    ("written", "came"), [("1.10", "1.1"), ("3-1", "03/01/2026"), ("3.0", "3"), ("3-1", "2026-01-03")]
)
def test_code_that_a_program_took_for_a_figure_or_a_date_stays(written: str, came: str) -> None:
    comparison = edited(a_standing(an_activity(code=written)), set_cell(1, "code", came))
    assert comparison.changes == ()
    assert f"se deja «{written}»" in comparison.report.rows[0].notes[0]


@pytest.mark.parametrize("text", ["=1+1", "+57", "-3", "@SUMA(A1)", '=HYPERLINK("x")'])
@pytest.mark.parametrize("extension", ["xlsx", "ods", "csv"])
def test_text_like_a_formula_reads_back_as_it_was(text: str, extension: str) -> None:
    standing = a_standing(an_activity(7, a_deliverable(product=text)))
    content = saved(standing, extension)
    assert compared(content, standing, f"hoja.{extension}").changes == ()
    other = replace(standing, activities=(an_activity(7, a_deliverable(product="")),))
    after = values_of(compared(content, other, f"hoja.{extension}"))
    assert after.deliverables[0].product == text


def test_text_too_long_for_a_cell_is_left_alone_and_never_cut() -> None:
    long = "palabra " * 5_000
    standing = a_standing(an_activity(7, a_deliverable(product=long)))
    assert compared(saved(standing), standing).changes == ()
    cells = cells_of(standing)
    cells[1][KEYS.index("product")] = f"Otra {cells[1][KEYS.index('product')]}"
    (problem,) = compared(as_csv(cells), standing, "hoja.csv").report.problems
    assert "no cabe completo en una celda" in problem


def test_headings_are_known_in_any_writing_and_other_columns_are_said() -> None:
    def rewrite(cells: Cells) -> None:
        cells[0] = [title.upper().replace("Ó", "O") for title in cells[0]]
        for row in cells:
            row.append("Observaciones" if row is cells[0] else "ojo")
        cells.insert(0, ["Hoja de la oficina"])
        cells.insert(3, [""])

    comparison = edited(a_standing(), rewrite)
    assert comparison.changes == ()
    assert comparison.report.ignored == ("Observaciones",)
    assert [row.number for row in comparison.report.rows] == [3]


def test_copied_row_says_that_its_code_repeats() -> None:
    comparison = edited(a_standing(), lambda cells: cells.append([*cells[1]]))
    (problem,) = comparison.report.problems
    assert problem.startswith("Fila 3, columna Código del producto en Rinde: es el mismo de la fila 2.")


def test_rows_of_one_activity_that_disagree_are_refused() -> None:
    standing = a_standing(an_activity(7, a_deliverable(21), a_deliverable(22)))
    comparison = edited(standing, set_cell(1, "name", "Una cosa"), set_cell(2, "name", "Otra cosa"))
    (problem,) = comparison.report.problems
    assert "la fila 2 es de la misma actividad y dice otra cosa" in problem
    one_alone = edited(standing, set_cell(2, "name", "Otra cosa"))
    assert values_of(one_alone).name == "Otra cosa"


def test_activity_goes_only_when_every_row_of_it_says_so() -> None:
    standing = a_standing(an_activity(7, a_deliverable(21), a_deliverable(22)))
    half = edited(standing, set_cell(1, "action", "eliminar"))
    assert [one.id for one in values_of(half).deliverables] == [22]
    whole = edited(standing, set_cell(1, "action", "eliminar"), set_cell(2, "action", "ELIMINAR"))
    assert [one.kind for one in whole.changes] == [ChangeKind.REMOVE_ACTIVITY]
    missing = edited(standing, set_cell(1, "action", "eliminar"), lambda cells: cells.pop(2))
    assert [one.id for one in values_of(missing).deliverables] == [22]
    assert missing.report.not_in_sheet == 1


def test_row_without_code_cannot_be_deleted() -> None:
    comparison = edited(a_standing(), add_row(action="eliminar", name="Algo"))
    assert "la fila no tiene código" in comparison.report.problems[0]


def test_new_activity_needs_its_place_and_its_text() -> None:
    comparison = edited(a_standing(), add_row(product="Video"))
    assert [problem.split(":")[1].strip() for problem in comparison.report.problems] == [
        "falta el componente. Escójalo de la lista.",
        "falta la actividad. Escriba qué se va a hacer.",
    ]


def test_place_is_known_by_path_heading_and_code() -> None:
    for text in ("3. Rendición de cuentas › 3.1 Audiencias", "3.1 audiencias", "3.1"):
        assert values_of(edited(a_standing(), set_cell(1, "place", text))).node_id == 12


def test_activity_without_deliverables_takes_its_first() -> None:
    bare = an_activity()
    standing = a_standing(replace(bare, values=replace(bare.values, deliverables=())))
    assert edited(standing).changes == ()
    assert values_of(edited(standing, set_cell(1, "product", "Video"))).deliverables == (
        DeliverableValues(product="Video"),
    )


def test_report_reads_back_as_it_was_kept() -> None:
    comparison = edited(a_standing(), set_cell(1, "quantity", "-3"), add_row(place="1", name="Nueva"))
    report = comparison.report
    assert from_json(report.to_json()) == report
    assert from_json(report.to_json()).fingerprint() == report.fingerprint()
    assert {row.outcome for row in report.rows} == {Outcome.PROBLEM, Outcome.NEW}
