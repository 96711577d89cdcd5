from datetime import date
from typing import Any

import pytest

from rinde.capabilities.dialogue.choices import Finding
from rinde.capabilities.dialogue.reports.spaces import NOT_LAW, evaluation_report, event_report, series_report
from rinde.capabilities.dialogue.reports.years import (
    EVERYBODY_WAS_CALLED,
    FORMAT_COLUMNS,
    annual_report,
    internal_format,
    strategy_evaluation,
)
from rinde.capabilities.dialogue.rules.figures import AnswerFigures, CommitmentFigures, SpaceFigures, StepFigures
from rinde.capabilities.dialogue.rules.report_facts import (
    CommitmentRow,
    CoverageRow,
    QuestionRow,
    ReportedSpace,
    ReportedYear,
    StageRow,
    SurveyRow,
    TopicRow,
)
from rinde.capabilities.dialogue.rules.report_texts import CRITERIA
from rinde.services.reporting import Report, Table
from rinde.services.reporting.frozen import freeze, thaw
from rinde.services.reporting.writers import FORMATS, render

DAY = date(2026, 5, 12)
TEXTS = {
    "summary": "Vinieron 112 personas.",
    "observations": "Piden la vía.",
    "conclusions": "Se hará.",
    "results": "Se terminó la escuela.",
    "assessment": "Cumplió.",
    "lessons": "Falta radio.",
    "next": "Ir a las veredas.",
    "conclusion": "Conforme.",
}


def a_space(*, title: str = "Audiencia de mitad de año", people: int | None = 112, **fields: Any) -> ReportedSpace:
    figures = SpaceFigures(
        title=title,
        kind="Audiencia pública participativa",
        on=DAY,
        place="Salón comunal",
        status="Realizado",
        url="https://rinde.example/x/",
        people=people,
        groups=(("Juntas de acción comunal", "40"), ("Jóvenes", "menos de 5")),
        topics=("Vías",),
        value_groups=("Juntas de acción comunal",),
        steps=(StepFigures("Publicar las respuestas", "Hecho", DAY, date(2026, 6, 5), is_late=True),),
        answers=AnswerFigures(asked=3, live=1, written=1, waiting=0, late=1, hidden=1),
        commitments=CommitmentFigures(made=1, kept=1, said_not=1),
        survey_answers=20,
        is_held=True,
    )
    questions = (
        QuestionRow(1, "¿Cuándo arreglan la vía?", 12, "Respondida en el espacio", "En agosto.", "Obras", DAY),
        QuestionRow(2, "¿Y el acueducto?", 3, "Respondida tarde", "Ver anexo.", "Obras", date(2026, 6, 5), DAY, True),
    )
    commitments = (
        CommitmentRow(7, "Arreglar la vía", "Obras", date(2026, 8, 30), "Cumplido", "No se cumplió", "JAC El Alto"),
    )
    defaults: dict[str, Any] = {
        "figures": figures,
        "unit": "Secretaría de Planeación",
        "mode": "Presencial",
        "observations": "Piden la vía.",
        "result": "La vía entra al plan.",
        "documents": (("Acta 03", "https://rinde.example/acta"),),
        "questions": questions,
        "commitments": commitments,
        "survey": (SurveyRow("¿Le sirvió?", "Sí", "18", "20"),),
    }
    return ReportedSpace(**defaults | fields)


def a_year(**fields: Any) -> ReportedYear:
    defaults: dict[str, Any] = {
        "year": 2026,
        "spaces": (a_space(), a_space(title="Feria", people=None, commitments=())),
        "topics": (TopicRow("Vías", "Priorizado", "40 de 60", ("Audiencia",)),),
        "coverage": (CoverageRow("Jóvenes", (0, 0, 0, 0)), CoverageRow("Juntas", (0, 2, 0, 0))),
        "stages": (StageRow("Aprestamiento", "Se conformó el equipo", DAY),),
        "carried": (CommitmentRow(3, "Pintar la escuela", "Educación", date(2025, 11, 1), "Abierto"),),
        "plans": (("Estrategia 2026", "https://rinde.example/plan"),),
    }
    return ReportedYear(**defaults | fields)


def said(report: Report) -> str:
    """Everything that stands in a report, as one text."""
    lines = [f"{name}: {value}" for name, value in report.facts]
    for section in report.sections:
        lines += [section.title, *section.paragraphs, *section.bullets]
        lines += [str(value) for table in section.tables for row in table.rows for value in row]
    return "\n".join(lines)


def table_of(report: Report, name: str) -> Table:
    return next(table for table in report.tables if table.name == name)


def test_event_report_says_what_was_asked_promised_and_late() -> None:
    report = event_report(a_space(), TEXTS, entity="Alcaldía", made_on=DAY)
    text = said(report)
    assert "Respondidas: 2 de 2 (100 %): 1 en el espacio y 1 por escrito. Fuera de término: 1." in text
    assert "Retiradas, cada una con su motivo: 1." in text
    assert "Según la entidad: cumplidos 1" in text
    assert "Según quienes los obtuvieron: cumplidos 0, en parte 0, no cumplidos 1." in text
    assert table_of(report, "Pasos y plazos").rows == [
        ("Publicar las respuestas", "Hecho", DAY, date(2026, 6, 5), "tarde", "")
    ]
    titles = [section.title for section in report.sections]
    assert titles[0] == "En pocas palabras"
    assert "Cómo se desarrolló" not in titles  # nobody wrote it


def test_report_of_a_space_without_anything_claims_nothing() -> None:
    figures = SpaceFigures("Foro", "Foro", DAY, "Parque", "Realizado", "/x/", is_held=True)
    text = said(event_report(ReportedSpace(figures), {}, entity="Alcaldía", made_on=DAY))
    assert "No se registró cuántas personas asistieron." in text
    assert "Preguntas recibidas: ninguna." in text
    assert "Compromisos adquiridos: ninguno." in text
    assert "%" not in text


def test_series_adds_its_spaces_up_and_keeps_each_question_under_its_own() -> None:
    report = series_report("Diálogos", (a_space(), a_space(title="Vereda")), TEXTS, entity="Alcaldía", made_on=DAY)
    assert "Preguntas recibidas: 6. Respondidas: 4 de 4 (100 %)" in said(report)
    names = [table.name for table in report.tables]
    assert "Audiencia de mitad de año, 2026-05-12" in names
    assert "Vereda, 2026-05-12" in names


def test_internal_format_has_a_row_a_commitment_and_one_for_a_space_without_any() -> None:
    report = internal_format(a_year(), entity="Alcaldía", made_on=DAY)
    rows = [dict(zip((one.key for one in FORMAT_COLUMNS), row, strict=True)) for row in report.tables[0].rows]
    assert [one["commitment"] for one in rows] == ["Arreglar la vía", "Ninguno"]
    assert rows[0]["observations"] == "Piden la vía."
    assert (rows[0]["people"], rows[1]["people"]) == (112, None)
    assert rows[0]["evidence"] == "https://rinde.example/x/\nhttps://rinde.example/acta"


def test_annual_report_contains_all_of_the_year() -> None:
    text = said(annual_report(a_year(), TEXTS, entity="Alcaldía", made_on=DAY))
    for piece in ("¿Y el acueducto?", "Arreglar la vía", "Pintar la escuela", "40 de 60", "Estrategia 2026", "Feria"):
        assert piece in text
    assert "Sin ningún espacio en el año: Jóvenes." in text
    assert "Asistencias registradas: 112, en un espacio" in text


def test_coverage_without_a_gap_is_said() -> None:
    year = a_year(coverage=(CoverageRow("Juntas", (0, 1, 0, 0)),))
    assert EVERYBODY_WAS_CALLED in said(annual_report(year, TEXTS, entity="Alcaldía", made_on=DAY))


def test_strategy_evaluation_lists_what_was_answered_late() -> None:
    report = strategy_evaluation(a_year(), TEXTS, entity="Alcaldía", made_on=DAY)
    late = [table for table in report.tables if "sin responder o tarde" in table.name]
    assert [[row[1] for row in table.rows] for table in late] == [["¿Y el acueducto?"]] * 2
    assert "Se conformó el equipo" in said(report)


def test_evaluation_tells_what_is_law_and_what_is_practice() -> None:
    findings = {one.key: (Finding.MET, "") for one in CRITERIA} | {
        "ACCESS": (Finding.NOT_MET, "Sin intérprete"),
        "TOPICS": (Finding.NO_CASE, ""),
    }
    report = evaluation_report(a_space(), TEXTS, findings, entity="Alcaldía", made_on=DAY)
    rows = {row[0]: row for row in table_of(report, "Criterios").rows}
    assert f"Se cumplieron {len(CRITERIA) - 2} de {len(CRITERIA) - 1} criterios que aplican." in said(report)
    access = next(one.text for one in CRITERIA if one.key == "ACCESS")
    assert rows[access][1:] == ("No se cumplió", "Sin intérprete", NOT_LAW)


@pytest.mark.parametrize("form", FORMATS)
def test_every_report_is_frozen_and_printed_in_every_form(form: str) -> None:
    year, space = a_year(), a_space()
    for report in (
        event_report(space, TEXTS, entity="Alcaldía", made_on=DAY),
        series_report("Diálogos", (space,), TEXTS, entity="Alcaldía", made_on=DAY),
        evaluation_report(space, TEXTS, {}, entity="Alcaldía", made_on=DAY),
        annual_report(year, TEXTS, entity="Alcaldía", made_on=DAY),
        strategy_evaluation(year, TEXTS, entity="Alcaldía", made_on=DAY),
        internal_format(year, entity="Alcaldía", made_on=DAY),
    ):
        thawed = thaw(freeze(report))
        assert freeze(thawed) == freeze(report)
        assert render(thawed, form).content
