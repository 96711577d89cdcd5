"""Tables that several reports of the dialogue have in common."""

from collections.abc import Iterable

from rinde.capabilities.dialogue.rules.figures import (
    AnswerFigures,
    CommitmentFigures,
    SpaceFigures,
    StepFigures,
    SumOfSpaces,
)
from rinde.capabilities.dialogue.rules.report_facts import (
    CommitmentRow,
    CoverageRow,
    QuestionRow,
    ReportedSpace,
    SurveyRow,
    TopicRow,
)
from rinde.services.reporting import Column, Table

NOTHING_DUE = "ningún paso se ha vencido"
NOBODY_ASKED = "nadie preguntó"

STEP_COLUMNS = (
    Column("step", "Paso", width=34),
    Column("state", "Estado", width=14),
    Column("due_on", "Último día", "date", 14),
    Column("done_on", "Hecho el", "date", 14),
    Column("time", "A tiempo", width=14),
    Column("note", "Nota", width=40),
)
QUESTION_COLUMNS = (
    Column("number", "N.º", "number", 6),
    Column("question", "Pregunta", width=50),
    Column("supports", "Apoyos", "number", 8, "personas que la apoyaron, además de quien la hizo"),
    Column("state", "Estado", width=22),
    Column("answer", "Respuesta", width=60),
    Column("answered_by", "Responde", width=26),
    Column("answered_on", "Respondida el", "date", 14),
    Column("due_on", "Último día", "date", 14, "el más corto entre el término legal y el del espacio"),
    Column("late", "Fuera de término", width=12),
    Column("filing", "Radicado", width=16),
)
COMMITMENT_COLUMNS = (
    Column("number", "N.º", "number", 6),
    Column("commitment", "Compromiso", width=50),
    Column("actor", "Responsable", width=28),
    Column("due_on", "Fecha", "date", 14),
    Column("state", "Lo que dice la entidad", width=22),
    Column("said", "Lo que dice quien lo obtuvo", width=22),
    Column("obtained_by", "Quién lo obtuvo", width=26),
    Column("evidence", "Prueba esperada", width=30),
)
SURVEY_COLUMNS = (
    Column("question", "Pregunta", width=46),
    Column("option", "Respuesta", width=34),
    Column("count", "Cuántas", width=12, description="no se publica lo menor de cinco, ni lo que lo delataría"),
    Column("of", "De cuántas", width=12),
)
SPACE_COLUMNS = (
    Column("on", "Fecha", "date", 14),
    Column("space", "Espacio", width=40),
    Column("kind", "Clase", width=26),
    Column("place", "Lugar", width=30),
    Column("state", "Estado", width=14),
    Column("people", "Asistentes", "number", 12, "vacío donde nadie los contó"),
    Column("questions", "Preguntas", "number", 10),
    Column("answered", "Respondidas", "number", 12),
    Column("commitments", "Compromisos", "number", 12),
    Column("on_time", "Pasos a tiempo", width=20),
)


def step_table(space: SpaceFigures) -> Table:
    """The steps with their days; late stays late."""
    rows = [(one.name, one.status, one.due_on, one.done_on, _on_time(one), one.note) for one in space.steps]
    return Table("Pasos y plazos", STEP_COLUMNS, rows)


def _on_time(step: StepFigures) -> str:
    if step.is_late:
        return "tarde" if step.done_on else "vencido"
    return "a tiempo" if step.done_on else ""


def question_table(questions: Iterable[QuestionRow], name: str = "Preguntas y respuestas") -> Table:
    """What was asked in public and what was answered, without anybody's name."""
    rows = [
        (
            one.number, one.text, one.supports, one.state, one.answer, one.answered_by, one.answered_on, one.due_on,
            "sí" if one.is_late else "", one.filing,
        )
        for one in questions
    ]  # fmt: skip
    return Table(name, QUESTION_COLUMNS, rows)


def commitment_table(commitments: Iterable[CommitmentRow], name: str = "Compromisos") -> Table:
    """Commitments with the entity's word and that of whoever obtained them."""
    rows = [
        (one.number, one.text, one.actor, one.due_on, one.state, one.said, one.obtained_by, one.evidence)
        for one in commitments
    ]
    return Table(name, COMMITMENT_COLUMNS, rows)


def survey_table(rows: Iterable[SurveyRow]) -> Table:
    """What those who took part said of the space."""
    return Table(
        "Evaluación de quienes participaron",
        SURVEY_COLUMNS,
        [(one.question, one.option, one.count, one.of) for one in rows],
    )


def people_table(space: SpaceFigures) -> Table:
    """Who came, by group; small groups are hidden before they come here."""
    columns = (Column("group", "Grupo", width=40), Column("people", "Personas", width=14))
    return Table("Asistencia por grupo", columns, [tuple(one) for one in space.groups])


def space_table(spaces: Iterable[ReportedSpace], name: str = "Espacios") -> Table:
    """One row a space."""
    rows = [
        (
            one.on, one.title, one.kind, one.place, one.status, one.people, one.answers.asked,
            one.answers.answered.part, one.commitments.made, one.on_time.in_words(of_none=NOTHING_DUE),
        )
        for one in (space.figures for space in spaces)
    ]  # fmt: skip
    return Table(name, SPACE_COLUMNS, rows)


def topic_table(topics: Iterable[TopicRow]) -> Table:
    """Subjects put to people, how many asked for each, and where it was answered to."""
    columns = (
        Column("topic", "Tema", width=40),
        Column("state", "Estado", width=16),
        Column("votes", "Quiénes lo pidieron", width=24),
        Column("spaces", "Dónde se trató", width=50),
        Column("why", "Por qué, si se decidió otra cosa", width=40),
    )
    rows = [(one.name, one.state, one.votes, "; ".join(one.spaces), one.why) for one in topics]
    return Table("Temas consultados", columns, rows)


def coverage_table(groups: Iterable[CoverageRow]) -> Table:
    """Spaces by group of value and quarter; a row of zeros is a group that nobody called."""
    columns = (
        Column("group", "Grupo de valor", width=40),
        *(Column(f"q{quarter}", f"Trimestre {quarter}", "number", 12) for quarter in range(1, 5)),
        Column("total", "En el año", "number", 12),
    )
    return Table("Espacios por grupo de valor", columns, [(one.name, *one.quarters, one.total) for one in groups])


def sums_in_words(total: SumOfSpaces) -> tuple[str, ...]:
    """The figures of several spaces as sentences, each with what it was counted from."""
    where = "un espacio" if total.counted == 1 else f"{total.counted} espacios"
    return (
        f"Espacios convocados o registrados: {total.called}. Realizados: {total.held}. Cancelados: {total.cancelled}.",
        f"Asistencias registradas: {total.attendances}, en {where}; quien fue a dos cuenta dos veces.",
        answers_in_words(total.answers),
        commitments_in_words(total.commitments),
        f"Pasos hechos en su plazo: {total.on_time.in_words(of_none=NOTHING_DUE)}.",
        f"Respuestas a las encuestas de evaluación: {total.survey_answers}.",
    )


def answers_in_words(answers: AnswerFigures) -> str:
    """«Preguntas recibidas: 34. Respondidas: 30 de 33 (90,9 %): 21 en el espacio y 9 por escrito…»"""
    if not answers.asked:
        return "Preguntas recibidas: ninguna."
    late = f" Fuera de término: {answers.late}." if answers.late else " Ninguna fuera de término."
    hidden = f" Retiradas, cada una con su motivo: {answers.hidden}." if answers.hidden else ""
    return (
        f"Preguntas recibidas: {answers.asked}. Respondidas: {answers.answered.in_words(of_none=NOBODY_ASKED)}: "
        f"{answers.live} en el espacio y {answers.written} por escrito.{late}{hidden}"
    )


def commitments_in_words(made: CommitmentFigures) -> str:
    """«Compromisos: 7. Según la entidad: cumplidos 3, … Según quienes los obtuvieron: …»"""
    if not made.made:
        return "Compromisos adquiridos: ninguno."
    overdue = f" ({made.overdue} con la fecha vencida)" if made.overdue else ""
    said = made.said_kept + made.said_partly + made.said_not
    word = (
        f"cumplidos {made.said_kept}, en parte {made.said_partly}, no cumplidos {made.said_not}."
        if said
        else "todavía no han dicho nada."
    )
    return (
        f"Compromisos adquiridos: {made.made}. Según la entidad: cumplidos {made.kept}, en parte {made.partly}, "
        f"no cumplidos {made.broken}, abiertos {made.open}{overdue}. Según quienes los obtuvieron: {word}"
    )
