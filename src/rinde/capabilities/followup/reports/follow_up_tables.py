"""The tables below the official one of a follow-up report: three voices on each activity, replies, recommendations."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from rinde.capabilities.followup.choices import RecommendationStatus
from rinde.capabilities.followup.reports.follow_up_words import (
    NOTHING,
    flags_words,
    outcome_words,
    percent_note,
    said_words,
    verdict_words,
)
from rinde.capabilities.followup.rules.figures import shown_percent
from rinde.capabilities.followup.rules.follow_up_report.content import (
    LateSaying,
    RecommendationLine,
    ReplySaying,
    ReportActivity,
    ReportContent,
    UnitSaying,
)
from rinde.capabilities.plans.choices import MeasureUnit
from rinde.services.reporting import Column, Table
from rinde.services.reporting.tree import Value

ACTIVITY_COLUMNS = (
    Column("component", "Componente", width=24, description="Componente, como lo escribe el plan"),
    Column("subcomponent", "Subcomponente", width=20, description="Subcomponente, como lo escribe el plan"),
    Column("key", "Clave", width=8, description="Dirección de la actividad dentro del plan"),
    Column("code", "Código", width=8, description="Código impreso de la actividad"),
    Column("activity", "Actividad", width=34, description="Qué se iba a hacer"),
    Column("due", "Fechas vencidas", "number", 9, "Compromisos con fecha hasta el corte"),
    Column("no_case", "Sin caso", "number", 8, "De esos, los que no tuvieron ocasión: no cuentan"),
    Column("done", "Con todo y prueba", "number", 9, "Reportados como hechos, con lo esperado y con prueba"),
    Column("computed", "Según reportes y pruebas", width=13, description="Si está cumplida por lo reportado y probado"),
    Column("quantitative", "Avance (%)", "percent", 9, "Promedio de lo que avanzó cada fecha, hasta 100"),
    Column("verdict", "Control interno", width=13, description="Para el número oficial: cumplida o no cumplida"),
    Column("differs", "Decide distinto", width=10, description="Si control interno decide otra cosa que los reportes"),
    Column("reason", "Por qué decide distinto", width=30, description="Motivo de control interno"),
    Column("own", "Porcentaje propio", "percent", 10, "El que da control interno; vacío si no dio uno"),
    Column("observation", "Observación de control interno", width=40, description="Lo que control interno observa"),
    Column("recommendation", "Recomendación", width=34, description="Lo que control interno recomienda"),
    Column("proofs", "Pruebas", "number", 8, "Pruebas en firme al cierre"),
    Column("flags", "Qué había que mirar", width=26, description="Lo que Rinde señaló al congelar, con cuántas veces"),
    Column("sampled", "En la muestra", width=9, description="Sí: se miró una por una"),
    Column("own_office", "Autoevaluación", width=12, description="Sí: es de la oficina que evalúa"),
    Column("planning", "Dice planeación", width=34, description="Última nota de una ronda cerrada antes del corte"),
    Column("planning_percent", "Planeación (%)", "percent", 10, "El porcentaje propio de planeación"),
)
CELL_COLUMNS = (
    Column("code", "Código", width=8, description="Código impreso de la actividad"),
    Column("activity", "Actividad", width=32, description="Qué se iba a hacer"),
    Column("actor", "Responsable", width=24, description="Quien responde por esta fecha"),
    Column("what", "Producto o meta", width=28, description="Qué debía estar hecho"),
    Column("milestone", "Qué vencía", width=18, description="El nombre de la fecha, si el plan le puso uno"),
    Column("due_on", "Fecha", "date", 13, "Cuándo vencía"),
    Column("done", "Cumplida con prueba", width=11, description="Sí, no, o que no se presentó el caso"),
    Column("outcome", "Dice la dependencia", width=16, description="Lo que la dependencia dijo de su compromiso"),
    Column("quantity", "Cuánto", "number", 9, "Total reportado, en la unidad de la meta; puntos si es porcentaje"),
    Column("expected", "Esperado", "number", 9, "Cuánto se esperaba; vacío si el plan no lo dice"),
    Column("unit", "Unidad", width=10, description="Cantidad o porcentaje"),
    Column("text", "Avance reportado", width=44, description="Lo que escribió la dependencia"),
    Column("reason", "Motivo", width=30, description="Por qué tarde, por qué no, o por qué no hubo caso"),
    Column("result", "Para qué sirvió", width=26, description="Resultado que contó la dependencia"),
    Column("happened_on", "Se hizo el", "date", 13, "Fecha del hecho, según la dependencia"),
    Column("sent_on", "Enviado", "date", 13, "Fecha del último envío antes del cierre"),
    Column("proofs", "Pruebas", "number", 8, "Pruebas en firme al cierre"),
    Column("self_monitored", "Misma dependencia", width=11, description="Sí: quien reporta es quien monitorea"),
)
REPLY_COLUMNS = (
    Column("code", "Código", width=8, description="Código impreso de la actividad"),
    Column("activity", "Actividad", width=28, description="De qué actividad"),
    Column("actor", "Dependencia", width=22, description="Quien responde"),
    Column("written_on", "Fecha", "date", 13, "Cuándo respondió"),
    Column("late", "A tiempo", width=9, description="No: llegó después del plazo"),
    Column("text", "Réplica", width=40, description="Lo que respondió; o que está de acuerdo"),
    Column("proofs", "Pruebas", "number", 8, "Pruebas que ofreció con la réplica"),
    Column("accepted", "Se acepta", width=9, description="Si control interno la acepta"),
    Column("answer", "Respuesta de control interno", width=40, description="Por qué"),
)
RECOMMENDATION_COLUMNS = (
    Column("number", "N.º", "number", 6, "Número dentro del plan; vacío en un preliminar"),
    Column("subject", "Sobre qué", width=30, description="La actividad, o el plan en general"),
    Column("actor", "Para quién", width=24, description="Quien debe actuar"),
    Column("text", "Recomendación", width=50, description="Lo que control interno recomienda"),
)
PREVIOUS_COLUMNS = (
    *RECOMMENDATION_COLUMNS,
    Column("made_in", "Hecha en", width=18, description="El corte de su informe"),
    Column("status", "Estado", width=18, description="En qué va, al publicar este informe"),
    Column("action", "Acción de mejora", width=34, description="Lo que la dependencia va a hacer"),
    Column("action_due_on", "Para cuándo", "date", 14, "Fecha de la acción"),
    Column("overdue", "Vencida", width=11, description="Sí: la acción debía estar hecha"),
    Column("action_report", "Qué se hizo", width=30, description="Lo que la dependencia reporta de su acción"),
    Column("proofs", "Pruebas", "number", 8, "Pruebas de la acción"),
    Column("verification", "Verificación", width=30, description="Si resolvió, y cómo se vio"),
)
LATE_COLUMNS = (
    Column("key", "Clave", width=8, description="Dirección de la actividad dentro del plan"),
    Column("activity", "Actividad", width=40, description="De qué actividad"),
    Column("actor", "Responsable", width=28, description="Quien la reportó"),
    Column("due_on", "Vencía", "date", 13, "Cuándo vencía"),
    Column("came_on", "Llegó", "date", 13, "Cuándo llegó, ya cerrado el reporte"),
)
PAPER_COLUMNS = (
    Column("activity", "Actividad", width=30),
    Column("unit", "Dice la dependencia", width=40),
    Column("planning", "Dice planeación", width=20),
    Column("verdict", "Control interno", width=17),
    Column("observation", "Observación de control interno", width=38),
    Column("recommendation", "Recomendación", width=26),
    Column("seen", "Pruebas y qué había que mirar", width=24),
)
_NOT_ON_PAPER = frozenset({"key", "late", "milestone", "made_in"})


def activity_tables(content: ReportContent, *, on_paper: bool) -> Iterator[Table]:
    """One table in a sheet; on paper one a component, with what fits on it."""
    if not on_paper:
        yield Table("Actividades", ACTIVITY_COLUMNS, [_activity_row(one) for one in content.activities])
        return
    for line in content.block.lines:
        own = [one for one in content.activities if one.component == line.component and one.is_counted]
        if own:
            yield Table(line.component, PAPER_COLUMNS, [_paper_row(one) for one in own])


def _paper_row(one: ReportActivity) -> list[Value]:
    observed = [f"Decide distinto de lo reportado: {one.verdict.reason}"] if one.verdict and one.differs else []
    observed += [one.verdict.observation] if one.verdict and one.verdict.observation else []
    planned = one.planning
    proofs = "1 prueba" if one.proofs == 1 else f"{one.proofs or 'Sin'} pruebas"
    seen = [proofs, flags_words(one), "En la muestra" if one.is_sampled else ""]
    return [
        one.label,
        said_words(one.said),
        f"{planned.text}{percent_note(planned.ratio)}" if planned else "",
        verdict_words(one),
        "\n".join(observed),
        one.verdict.recommendation if one.verdict else "",
        "\n".join(filter(None, seen)),
    ]


def _activity_row(one: ReportActivity) -> tuple[Value, ...]:
    verdict, planning = one.verdict, one.planning
    return (
        one.component,
        one.subcomponent,
        one.key,
        one.code,
        one.name,
        one.due,
        one.no_case,
        one.done,
        {True: "Cumplida", False: "No cumplida", None: NOTHING}[one.says],
        shown_percent(one.ratio),
        ("Cumplida" if verdict.is_done else "No cumplida") if verdict else "",
        "Sí" if one.differs else "",
        verdict.reason if verdict else "",
        shown_percent(verdict.ratio) if verdict else None,
        verdict.observation if verdict else "",
        verdict.recommendation if verdict else "",
        one.proofs,
        flags_words(one),
        "Sí" if one.is_sampled else "",
        "Sí" if verdict and verdict.is_self_assessment else "",
        planning.text if planning else "",
        shown_percent(planning.ratio) if planning else None,
    )


def cell_table(activities: Iterable[ReportActivity]) -> Table:
    """Every date that was due, one row each."""
    return Table("Fecha por fecha", CELL_COLUMNS, [_cell_row(one, cell) for one in activities for cell in one.said])


def _cell_row(one: ReportActivity, cell: UnitSaying) -> tuple[Value, ...]:
    return (
        one.code,
        one.name,
        cell.actor,
        cell.what,
        cell.milestone,
        cell.due_on,
        "No se presentó el caso" if cell.has_no_case else "Sí" if cell.is_done else "No",
        outcome_words(cell.outcome),
        cell.quantity.quantize(Decimal("0.01")) if cell.quantity is not None else None,
        cell.expected,
        str(MeasureUnit(cell.unit).label) if cell.unit else "",
        cell.text,
        cell.reason,
        cell.result,
        cell.happened_on,
        cell.sent_on,
        cell.proofs,
        "Sí" if cell.self_monitored else "",
    )


def reply_table(content: ReportContent, *, on_paper: bool) -> Table:
    """What each unit replied, or that it agrees."""
    rows: list[Sequence[Value]] = []
    for one in content.replied:
        rows += [_reply_row(one, reply) for reply in one.replies]
        rows += [(one.code, one.name, name, None, "", "Está de acuerdo", None, "", "") for name in one.agreeing]
    return fitted(Table("Réplicas", REPLY_COLUMNS, rows), on_paper=on_paper)


def _reply_row(one: ReportActivity, reply: ReplySaying) -> tuple[Value, ...]:
    accepted = {True: "Sí", False: "No", None: "Por responder"}[reply.is_accepted]
    late = "No" if reply.is_late else "Sí"
    return (one.code, one.name, reply.actor, reply.written_on, late, reply.text, reply.proofs, accepted, reply.answer)


def recommendation_row(one: RecommendationLine) -> tuple[Value, ...]:
    """A recommendation that the report makes."""
    return (one.number or None, one.subject, one.actor or "Coordinación del plan", one.text)


def previous_row(one: RecommendationLine) -> tuple[Value, ...]:
    """A recommendation of an earlier report, with what came of it."""
    return (
        *recommendation_row(one),
        one.made_in,
        str(RecommendationStatus(one.status).label),
        one.action,
        one.action_due_on,
        "Sí" if one.is_overdue else "",
        one.action_report,
        one.proofs,
        one.verification,
    )


def late_row(one: LateSaying) -> tuple[Value, ...]:
    """What came after the close."""
    return (one.activity_key, one.activity, one.actor, one.due_on, one.came_on)


def fitted(table: Table, *, on_paper: bool) -> Table:
    """A table as wide as a page: without the columns that only a sheet has room for, nor those that no row says."""
    if not on_paper:
        return table
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.key not in _NOT_ON_PAPER and any(row[place] not in (None, "", 0) for row in table.rows)
    ]
    columns = tuple(table.columns[place] for place in kept)
    return Table(table.name, columns, [[row[place] for place in kept] for row in table.rows], table.totals)
