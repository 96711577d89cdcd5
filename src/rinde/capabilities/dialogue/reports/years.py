"""A year of dialogue: the accountability report, the evaluation of its strategy, and the format of its activities."""

from datetime import date

from rinde.capabilities.dialogue.choices import ReportKind
from rinde.capabilities.dialogue.reports.spaces import Texts, sections_of_each, written
from rinde.capabilities.dialogue.reports.tables import (
    commitment_table,
    coverage_table,
    question_table,
    space_table,
    sums_in_words,
    topic_table,
)
from rinde.capabilities.dialogue.rules.figures import sum_of
from rinde.capabilities.dialogue.rules.report_facts import ReportedSpace, ReportedYear
from rinde.services.reporting import Column, Report, Section, Table
from rinde.services.reporting.tree import Value

EVERYBODY_WAS_CALLED = "Cada grupo de valor tuvo al menos un espacio en el año."
# The columns of the nation's internal format come first, as plans of 2021 and 2022 name them; what entities add to
# follow their commitments comes after.
FORMAT_COLUMNS = (
    Column("activity", "Actividades realizadas", width=44),
    Column("groups", "Grupos de valor involucrados", width=34),
    Column("topics", "Temas o metas institucionales asociadas", width=34),
    Column("observations", "Observaciones, propuestas y recomendaciones de los grupos de valor", width=50),
    Column("result", "Resultado de la participación", width=40),
    Column("commitment", "Compromisos adquiridos de cara a la ciudadanía", width=50),
    Column("unit", "Dependencia", width=28),
    Column("on", "Fecha", "date", 14),
    Column("channel", "Canal", width=20),
    Column("people", "Participantes", "number", 12, "vacío donde nadie los contó"),
    Column("evidence", "Evidencias", width=44),
    Column("responsible", "Responsable del compromiso", width=28),
    Column("due_on", "Fecha del compromiso", "date", 14),
    Column("state", "Estado del compromiso", width=18),
)


def internal_format(year: ReportedYear, *, entity: str, made_on: date, source_url: str = "") -> Report:
    """The internal format of accountability activities: a row a commitment, or one for a space without any."""
    rows = [row for space in year.spaces if space.figures.is_held for row in _format_rows(space)]
    return Report(
        title="Formato interno de reporte de las actividades de rendición de cuentas",
        subtitle=f"Vigencia {year.year}",
        entity=entity,
        facts=(("Vigencia", str(year.year)), ("Actividades", str(sum(one.figures.is_held for one in year.spaces)))),
        sections=(Section("Actividades", tables=(Table("Actividades", FORMAT_COLUMNS, rows),)),),
        source=source_url,
        made_on=made_on,
        is_form=True,
    )


def _format_rows(space: ReportedSpace) -> list[tuple[Value, ...]]:
    figures = space.figures
    evidence = "\n".join([figures.url, *(address for _, address in space.documents)])
    before = (
        f"{figures.kind}: {figures.title}",
        "; ".join(figures.value_groups),
        "; ".join(figures.topics),
        space.observations,
        space.result,
    )
    about = (space.unit, figures.on, space.mode, figures.people, evidence)
    if not space.commitments:
        return [(*before, "Ninguno", *about, "", None, "")]
    return [(*before, one.text, *about, one.actor, one.due_on, one.state) for one in space.commitments]


def annual_report(year: ReportedYear, texts: Texts, *, entity: str, made_on: date, source_url: str = "") -> Report:
    """The accountability report of a year: all of its spaces, questions and commitments, with the texts of people."""
    own = written(ReportKind.ANNUAL, texts)
    sections = [own.get("summary"), own.get("results"), own.get("difficulties")]
    sections.append(
        Section(
            "Los espacios de diálogo",
            sums_in_words(sum_of(one.figures for one in year.spaces)),
            (),
            (space_table(year.spaces),) if year.spaces else (),
        )
    )
    sections += [*_who_and_what(year), *sections_of_each(year.spaces)]
    if year.carried:
        text = "Compromisos de otros años que siguen abiertos: no se pierden al cambiar el año."
        sections.append(Section("Compromisos que vienen de antes", (text,), (), (commitment_table(year.carried),)))
    if year.plans:
        sections.append(
            Section("Los planes del año", (), tuple(f"{title}: {address}" for title, address in year.plans))
        )
    sections.append(own.get("conclusions"))
    return Report(
        title=f"Informe de rendición de cuentas {year.year}",
        entity=entity,
        facts=(("Vigencia", str(year.year)),),
        sections=tuple(one for one in sections if one),
        source=source_url,
        made_on=made_on,
    )


def _who_and_what(year: ReportedYear) -> list[Section | None]:
    missing = [one.name for one in year.coverage if not one.total]
    told = (f"Sin ningún espacio en el año: {'; '.join(missing)}.",) if missing else (EVERYBODY_WAS_CALLED,)
    return [
        Section("Temas que pidió la ciudadanía", tables=(topic_table(year.topics),)) if year.topics else None,
        Section("Con quién se dialogó", told, (), (coverage_table(year.coverage),)) if year.coverage else None,
    ]


def strategy_evaluation(
    year: ReportedYear, texts: Texts, *, entity: str, made_on: date, source_url: str = ""
) -> Report:
    """How the strategy of a year went: its stages, its figures, and what the entity learned."""
    own = written(ReportKind.STRATEGY, texts)
    columns = (
        Column("stage", "Etapa", width=28),
        Column("text", "Qué se hizo", width=70),
        Column("done_on", "Terminada el", "date", 14),
    )
    stages = [(one.name, one.text or "Sin registro", one.done_on) for one in year.stages]
    waiting = tuple(
        question_table(late, f"{space.figures.title}: sin responder o tarde")
        for space in year.spaces
        if (late := tuple(one for one in space.questions if one.is_late))
    )
    sections = [
        own.get("assessment"),
        Section("Las etapas", tables=(Table("Etapas", columns, stages),)) if stages else None,
        Section("Las cifras", sums_in_words(sum_of(one.figures for one in year.spaces)), year.uncounted),
        *_who_and_what(year),
        Section("Respuestas fuera de término", tables=waiting) if waiting else None,
        own.get("lessons"),
        own.get("next"),
    ]
    return Report(
        title=f"Evaluación de la estrategia de rendición de cuentas {year.year}",
        entity=entity,
        facts=(("Vigencia", str(year.year)),),
        sections=tuple(one for one in sections if one),
        source=source_url,
        made_on=made_on,
    )
