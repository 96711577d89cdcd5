"""What a survey prints: its answers one a row, what each column means, and its results. Data only; writers render it.

Nothing here may hold what says who somebody is: sheets come without it, and results never had it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils import timezone

from rinde.capabilities.surveys.choices import AnswerChannel, QuestionKind, SurveyStatus
from rinde.capabilities.surveys.models import Survey, SurveyAnswer
from rinde.capabilities.surveys.rules.columns import AnswerColumn
from rinde.capabilities.surveys.rules.results import QuestionResult, SurveyResults
from rinde.capabilities.surveys.rules.sheets import from_stored
from rinde.foundations.law.terms import plain_day
from rinde.services.reporting import Column, Report, Section, Table
from rinde.services.reporting.tree import Value

FIXED = (
    Column("respuesta", "Respuesta", "number", 10, "Número de la respuesta dentro de la encuesta; nunca cambia"),
    Column("version", "Versión", "number", 9, "Versión de las preguntas que esta respuesta contesta"),
    Column("canal", "Cómo llegó", width=16, description="Por esta página, o en papel y pasada por una persona"),
    Column("lugar", "Lugar", width=22, description="Donde se llenó la hoja de papel; vacío si llegó por la página"),
    Column("dia", "Día", "date", 12, "Día en que llegó por la página, o en que se llenó la hoja de papel"),
)
RESULT_COLUMNS = (
    Column("pregunta", "Pregunta", width=44, description="Como la leyó la gente"),
    Column("versiones", "Versiones", width=10, description="Versiones de la encuesta que la preguntaron así"),
    Column("opcion", "Opción", width=34, description="Lo que se podía escoger, o qué dice la fila"),
    Column("cuantas", "Cuántas", "number", 10, "Personas que la escogieron; vacío: no se muestra"),
    Column("de", "De", "number", 10, "Personas que respondieron la pregunta, con las que dijeron «No sé»"),
    Column("porcentaje", "Porcentaje", "percent", 12, "Cuántas dividido entre De"),
    Column("valor", "Valor", "number", 10, "El promedio, donde la fila dice un promedio"),
    Column("nota", "Nota", width=40, description="Por qué una cifra no se muestra"),
)
HIDDEN = "De una a cuatro personas, o necesaria para protegerlas: no se muestra"


def answers_report(
    survey: Survey,
    columns: Sequence[AnswerColumn],
    answers: Sequence[SurveyAnswer],
    *,
    by_key: bool = False,
    made_on: date | None = None,
) -> Report:
    """Lay out every answer as one row, in the order of arrival.

    Args:
        by_key: head the columns by their stable names, for programs; people read them in the dictionary.
    """
    stable = tuple(Column(one.key, one.title, one.kind, 24, one.values) for one in columns)
    headed = tuple(replace(one, title=one.key) if by_key else one for one in (*FIXED, *stable))
    rows = [_row(one, columns) for one in answers]
    return Report(
        title=survey.title,
        subtitle=f"Encuesta {survey.number}: respuestas",
        entity=survey.entity.name,
        facts=_facts(survey, len(answers)),
        sections=(Section("Respuestas", tables=(Table("respuestas", headed, rows),)),),
        made_on=made_on,
    )


def _row(answer: SurveyAnswer, columns: Sequence[AnswerColumn]) -> tuple[Value, ...]:
    version, sheet = answer.version.number, from_stored(answer.content)
    return (
        answer.number,
        version,
        str(AnswerChannel(answer.channel).label),
        answer.place,
        answer.given_on or timezone.localdate(answer.received_at),
        *(one.value(version, sheet) for one in columns),
    )


def dictionary_report(survey: Survey, columns: Sequence[AnswerColumn]) -> Report:
    """What each column of the export means."""
    titles = (
        Column("clave", "Clave", width=24, description="Nombre estable de la columna"),
        Column("columna", "Columna", width=44, description="Título de la columna en la hoja"),
        Column("que_dice", "Qué dice", width=60, description="Qué dice la columna y qué valores puede tener"),
        Column("versiones", "Versiones", width=12, description="Versiones de la encuesta que la tienen"),
    )
    rows: list[Sequence[Value]] = [(one.key, one.title, one.description, "") for one in FIXED]
    rows += [(one.key, one.title, one.values, _numbers(one.versions)) for one in columns]
    return Report(
        title=f"Diccionario de las respuestas: {survey.title}",
        entity=survey.entity.name,
        sections=(Section("Columnas", tables=(Table("diccionario", titles, rows),)),),
    )


def results_report(survey: Survey, results: SurveyResults, *, source: str = "", made_on: date | None = None) -> Report:
    """Lay out counted results: for everybody where they were made for everybody."""
    rows = [row for one in results.questions for row in _result_rows(one)]
    return Report(
        title=survey.title,
        subtitle="Resultados de la encuesta",
        entity=survey.entity.name,
        facts=_facts(survey, results.received),
        sections=(Section("Resultados", tables=(Table("resultados", RESULT_COLUMNS, rows),)),),
        source=source,
        made_on=made_on,
    )


def _result_rows(one: QuestionResult) -> list[Sequence[Value]]:
    head, of = (one.label, _numbers(one.versions)), one.answered
    if one.withheld:
        return [(*head, "Respondieron", None, None, None, None, "La respondieron menos de cinco personas")]
    rows: list[Sequence[Value]] = [
        (*head, option.label, option.count, of, option.ratio, None, HIDDEN if option.suppressed else "")
        for option in one.options
    ]
    rows.append((*head, "La dejaron en blanco", one.blank, one.received, _ratio(one.blank, one.received), None, ""))
    if not one.options:
        rows.insert(0, (*head, "Respondieron", of, one.received, _ratio(of, one.received), None, ""))
    if one.mean is not None:
        rows.append((*head, "Promedio de quienes escogieron un valor", None, one.mean_of, None, one.mean, ""))
    if one.kind == QuestionKind.NUMBER and one.numbers:
        rows.append((*head, "Promedio", None, of, None, one.numbers.mean, ""))
    return rows


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _numbers(versions: Sequence[int]) -> str:
    return ", ".join(map(str, versions))


def _facts(survey: Survey, received: int) -> tuple[tuple[str, str], ...]:
    opened = plain_day(timezone.localdate(survey.opens_at)) if survey.opens_at else "todavía no"
    return (
        ("Entidad", survey.entity.name),
        ("Encuesta", str(survey.number)),
        ("Estado", str(SurveyStatus(survey.status).label)),
        ("Se abrió", opened),
        ("Respuestas", str(received)),
    )
