"""The report of a space, that of a series, and what internal control concludes of a space."""

from collections.abc import Mapping
from datetime import date

from rinde.capabilities.dialogue.choices import Finding, ReportKind
from rinde.capabilities.dialogue.reports.tables import (
    NOTHING_DUE,
    answers_in_words,
    commitment_table,
    commitments_in_words,
    people_table,
    question_table,
    space_table,
    step_table,
    sums_in_words,
    survey_table,
)
from rinde.capabilities.dialogue.rules.figures import sum_of
from rinde.capabilities.dialogue.rules.report_facts import ReportedSpace
from rinde.capabilities.dialogue.rules.report_texts import CRITERIA, sections_of
from rinde.foundations.law.sources import source
from rinde.foundations.law.terms import long_day
from rinde.services.reporting import Column, Report, Section, Table

Texts = Mapping[str, str]
NOT_LAW = "práctica, no norma"


def written(kind: str, texts: Texts) -> dict[str, Section]:
    """The texts of people as sections, by their key; one that was left empty is not there."""
    return {
        one.key: Section(one.title, tuple(texts[one.key].split("\n\n")))
        for one in sections_of(kind)
        if texts.get(one.key, "").strip()
    }


def space_facts(space: ReportedSpace) -> tuple[tuple[str, str], ...]:
    """When, where and by whom, as a report's heading."""
    figures = space.figures
    facts = (
        ("Clase de espacio", figures.kind),
        ("Fecha", long_day(figures.on)),
        ("Lugar", figures.place),
        ("Modo", space.mode),
        ("Territorio", space.territory),
        ("Dependencia", space.unit),
        ("Asistentes", figures.people_in_words),
        ("Grupos de valor", "; ".join(figures.value_groups)),
        ("Temas", "; ".join(figures.topics)),
        ("Enfoques", "; ".join(space.approaches)),
        ("Accesibilidad ofrecida", "; ".join(space.accessibility)),
    )
    return tuple((name, value) for name, value in facts if value)


def event_report(space: ReportedSpace, texts: Texts, *, entity: str, made_on: date, source_url: str = "") -> Report:
    """What happened at a space, what was asked, answered and promised, and what those who came thought of it."""
    own = written(ReportKind.EVENT, texts)
    sections = [own.get("summary"), own.get("development")]
    sections.append(
        Section("Quiénes participaron", (space.figures.people_in_words,), (), _if(people_table(space.figures)))
    )
    sections += [own.get("observations"), *_said_and_promised(space), own.get("conclusions")]
    sections.append(
        Section(
            "Los pasos del espacio",
            (f"Hechos en su plazo: {space.figures.on_time.in_words(of_none=NOTHING_DUE)}.",),
            space.moves,
            (step_table(space.figures),),
        )
    )
    if space.documents:
        sections.append(Section("Documentos", (), tuple(f"{title}: {address}" for title, address in space.documents)))
    return Report(
        title=f"Informe: {space.figures.title}",
        entity=entity,
        facts=space_facts(space),
        sections=tuple(one for one in sections if one),
        source=source_url,
        made_on=made_on,
    )


def _if(table: Table) -> tuple[Table, ...]:
    return (table,) if table.rows else ()


def _said_and_promised(space: ReportedSpace) -> tuple[Section, ...]:
    found = [
        Section(
            "Preguntas y respuestas",
            (answers_in_words(space.figures.answers),),
            (),
            _if(question_table(space.questions)),
        ),
        Section(
            "Compromisos",
            (commitments_in_words(space.figures.commitments),),
            (),
            _if(commitment_table(space.commitments)),
        ),
    ]
    if space.survey:
        answered = f"Respondieron {space.figures.survey_answers}."
        found.append(Section("Qué opinaron del espacio", (answered,), (), (survey_table(space.survey),)))
    return tuple(found)


def series_report(
    title: str, spaces: tuple[ReportedSpace, ...], texts: Texts, *, entity: str, made_on: date, source_url: str = ""
) -> Report:
    """A series as one: its spaces, their sums, every question and every commitment."""
    own = written(ReportKind.SERIES, texts)
    sections = [own.get("summary")]
    sections.append(
        Section(
            "Los espacios",
            sums_in_words(sum_of(one.figures for one in spaces)),
            (),
            (space_table(spaces),) if spaces else (),
        )
    )
    sections += sections_of_each(spaces)
    sections.append(own.get("conclusions"))
    return Report(
        title=f"Informe: {title}",
        entity=entity,
        facts=(("Espacios", str(len(spaces))),),
        sections=tuple(one for one in sections if one),
        source=source_url,
        made_on=made_on,
    )


def sections_of_each(spaces: tuple[ReportedSpace, ...]) -> list[Section | None]:
    """Questions and commitments of several spaces, each under the space that it comes from."""
    asked = tuple(question_table(one.questions, _named(one)) for one in spaces if one.questions)
    made = tuple(commitment_table(one.commitments, _named(one)) for one in spaces if one.commitments)
    return [
        Section("Preguntas y respuestas", tables=asked) if asked else None,
        Section("Compromisos", tables=made) if made else None,
    ]


def _named(space: ReportedSpace) -> str:
    return f"{space.figures.title}, {space.figures.on.isoformat()}"


def evaluation_report(
    space: ReportedSpace,
    texts: Texts,
    findings: Mapping[str, tuple[str, str]],
    *,
    entity: str,
    made_on: date,
    source_url: str = "",
) -> Report:
    """What internal control found of a space, criterion by criterion, and what it recommends. Its voice alone."""
    own = written(ReportKind.EVALUATION, texts)
    columns = (
        Column("criterion", "Criterio", width=50),
        Column("finding", "Qué encontró", width=22),
        Column("note", "Observación", width=60),
        Column("source", "De dónde sale", width=40),
    )
    labels = dict(Finding.choices)
    rows = []
    for one in CRITERIA:
        found, note = findings.get(one.key, ("", ""))
        cited = source(one.source_key).citation if one.source_key else NOT_LAW
        rows.append((one.text, labels.get(found, "Sin mirar"), note, cited))
    met = sum(found == Finding.MET for found, _ in findings.values())
    looked = sum(found != Finding.NO_CASE for found, _ in findings.values())
    sections = [
        own.get("conclusion"),
        Section(
            "Criterios",
            (f"Se cumplieron {met} de {looked} criterios que aplican.",),
            (),
            (Table("Criterios", columns, rows),),
        ),
        Section(
            "Los pasos del espacio",
            (f"Hechos en su plazo: {space.figures.on_time.in_words(of_none=NOTHING_DUE)}.",),
            space.moves,
            (step_table(space.figures),),
        ),
        own.get("recommendations"),
    ]
    return Report(
        title=f"Evaluación de control interno: {space.figures.title}",
        entity=entity,
        facts=space_facts(space),
        sections=tuple(one for one in sections if one),
        source=source_url,
        made_on=made_on,
    )
