"""What commitments, improvement plans and answers print: data only, and only what everybody may read already."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from rinde.capabilities.dialogue.choices import CommitmentStatus, Outcome
from rinde.capabilities.dialogue.models import DialogueSpace, ImprovementEvaluation, ImprovementVersion
from rinde.capabilities.dialogue.queries.answers import PublicAnswer
from rinde.capabilities.dialogue.queries.commitments import ListedCommitment
from rinde.capabilities.dialogue.rules.answers import AnswerStanding
from rinde.capabilities.dialogue.rules.improvement import ImprovementContent
from rinde.capabilities.entities.models import Entity
from rinde.foundations.law.terms import plain_day
from rinde.services.reporting.tree import Column, Report, Section, Table, Value

STANDING_WORDS = {
    AnswerStanding.LIVE: "Respondida en el espacio",
    AnswerStanding.UNFILED: "Por radicar",
    AnswerStanding.WAITING: "En plazo",
    AnswerStanding.ANSWERED: "Respondida",
    AnswerStanding.TRANSFERRED: "Trasladada a otra entidad",
    AnswerStanding.ENDED: "Cerrada con un acto",
    AnswerStanding.JOINED: "Unida a otra pregunta",
    AnswerStanding.LEFT_OUT: "No pregunta nada",
}
COMMITMENT_COLUMNS = (
    Column("number", "Número", "number", 8, "Número del compromiso en la entidad; nunca cambia"),
    Column("text", "Compromiso", width=50, description="A qué se comprometió la entidad"),
    Column("obtained_by", "Quién lo obtuvo", width=26, description="Comunidad o colectivo"),
    Column("made_in", "Dónde se hizo", width=28, description="Espacio o serie"),
    Column("made_on", "Se hizo", "date", 12, "Día en que se hizo el compromiso"),
    Column("actor", "Responde", width=26, description="Dependencia a cargo"),
    Column("evidence", "Prueba esperada", width=26, description="Con qué se sabrá que se cumplió"),
    Column("first_due_on", "Primera fecha", "date", 12, "Fecha límite cuando se publicó"),
    Column("due_on", "Fecha límite", "date", 12, "Fecha límite de hoy"),
    Column("days_late", "Días de retraso", "number", 10, "Días calendario después de la fecha; un retraso no se borra"),
    Column("status", "Estado", width=12, description="Publicado o cerrado"),
    Column("entity_says", "La entidad dice", width=18, description="Cumplido, en parte, no cumplido; vacío si sigue"),
    Column("entity_text", "Con qué palabras", width=40, description="Lo que explica la entidad"),
    Column("citizen", "Quién habla", width=26, description="Comunidad o colectivo que dio su palabra"),
    Column("citizen_says", "Quien lo obtuvo dice", width=18, description="Su palabra de hoy; vacía si no la ha dado"),
    Column("citizen_text", "Su comentario", width=40, description="Vacío si no lo hay o no se muestra"),
)
ANSWER_COLUMNS = (
    Column("number", "Pregunta", "number", 9, "Número de la pregunta en el espacio"),
    Column("asked", "Qué se preguntó", width=50, description="Sin datos de personas; vacío si no se muestra"),
    Column("not_shown", "No se muestra porque", width=24, description="Motivo, si el texto no se muestra"),
    Column("filing", "Radicado", width=14, description="Número de la petición; vacío si se respondió en el espacio"),
    Column("kind", "Tipo", width=22, description="Tipo de petición"),
    Column("unit", "Responde", width=24, description="Dependencia a cargo"),
    Column("received_on", "Recibida", "date", 12, "Día en que se hizo la pregunta"),
    Column("due_on", "Vence", "date", 12, "El menor entre el plazo de ley y el del espacio"),
    Column("due_by", "Qué plazo vence", width=18, description="De ley o del espacio"),
    Column("arithmetic", "Cómo se contó", width=50, description="Cada plazo, en palabras"),
    Column("state", "Estado", width=20, description="Cómo va la respuesta"),
    Column("answered_on", "Respondida", "date", 12, "Día en que se respondió"),
    Column("lateness", "Retraso", width=34, description="Vacío si fue a tiempo"),
    Column("answer", "Respuesta", width=60, description="Lo que respondió la entidad; vacía si solo fue a la persona"),
)
PLAN_COLUMNS = (
    Column("number", "Número", "number", 8, "Número del compromiso en la entidad"),
    Column("text", "Compromiso", width=50, description="A qué se comprometió la entidad"),
    Column("obtained_by", "Quién lo obtuvo", width=26, description="Comunidad o colectivo"),
    Column("made_in", "Dónde se hizo", width=26, description="Espacio de la serie"),
    Column("actor", "Responde", width=26, description="Dependencia a cargo"),
    Column("evidence", "Prueba esperada", width=26, description="Con qué se sabrá que se cumplió"),
    Column("due_on", "Fecha límite", "date", 12, "Fecha límite al publicarse esta versión"),
    Column("counting", "Cómo se contó", width=34, description="Vacío si se escribió la fecha"),
)


def commitments_report(
    entity: Entity, listed: Sequence[ListedCommitment], *, source: str = "", made_on: date | None = None
) -> Report:
    """Every public commitment with both words on it; a row for each community that said one."""
    rows = [row for one in listed for row in _commitment_rows(one)]
    table = Table("compromisos", COMMITMENT_COLUMNS, rows)
    return Report(
        title="Compromisos con la ciudadanía",
        entity=entity.name,
        facts=(("Entidad", entity.name), ("Compromisos", str(len(listed)))),
        sections=(Section("Compromisos", tables=(table,)),),
        source=source,
        made_on=made_on,
    )


def _commitment_rows(listed: ListedCommitment) -> list[tuple[Value, ...]]:
    one, word = listed.commitment, listed.entity_word
    common: tuple[Value, ...] = (
        one.number,
        one.text,
        one.obtained_by,
        one.made_in.title,
        one.made_on,
        one.actor.name if one.actor else "",
        one.evidence_expected,
        one.first_due_on,
        one.due_on,
        listed.standing.days_late or None,
        str(CommitmentStatus(one.status).label),
        _outcome(word.outcome),
        word.text,
    )
    said = [(each.name, _outcome(each.outcome), each.comment) for each in listed.voices.now] or [("", "", "")]
    return [(*common, *each) for each in said]


def _outcome(code: str) -> str:
    return str(Outcome(code).label) if code else ""


def improvement_report(
    version: ImprovementVersion,
    content: ImprovementContent,
    listed: Sequence[ListedCommitment],
    evaluations: Sequence[ImprovementEvaluation],
    *,
    source: str = "",
    made_on: date | None = None,
) -> Report:
    """An improvement plan as it was published, how its commitments stand, and internal control's word apart."""
    promised = Table("plan", PLAN_COLUMNS, [_plan_row(one) for one in content.rows])
    standing = Table("avance", COMMITMENT_COLUMNS, [row for one in listed for row in _commitment_rows(one)])
    sections = [
        Section("Compromisos", paragraphs=tuple(content.introduction.splitlines()), tables=(promised,)),
        Section("Cómo van hoy", tables=(standing,)),
    ]
    if evaluations:
        sections.append(
            Section("Lo que dice control interno", paragraphs=tuple(_evaluation(one) for one in evaluations))
        )
    return Report(
        title=f"Plan de mejoramiento: {content.title}",
        subtitle=f"Versión {version.number}",
        entity=content.entity,
        facts=(
            ("Entidad", content.entity),
            ("Versión", str(version.number)),
            ("Compromisos", str(len(content.rows))),
            ("Huella del texto publicado (SHA-256)", version.sha256),
        ),
        sections=tuple(sections),
        source=source,
        made_on=made_on,
    )


def _plan_row(one: object) -> tuple[Value, ...]:
    names = ("number", "text", "obtained_by", "made_in", "actor", "evidence_expected", "due_on", "counting")
    return tuple(getattr(one, name) for name in names)


def _evaluation(one: ImprovementEvaluation) -> str:
    return f"{one.cut_off.name}: {_outcome(one.verdict)}. {' '.join(one.text.split())}"


def answers_report(
    space: DialogueSpace, rows: Sequence[PublicAnswer], *, source: str = "", made_on: date | None = None
) -> Report:
    """The annex of the event's report: each question with its answer and the arithmetic of its last day."""
    late = sum(1 for one in rows if one.is_late)
    table = Table("respuestas", ANSWER_COLUMNS, [_answer_row(one) for one in rows])
    return Report(
        title=f"Respuestas a las preguntas de: {space.title}",
        entity=space.entity.name,
        facts=(
            ("Entidad", space.entity.name),
            ("Espacio", f"{space.title}, {plain_day(timezone.localdate(space.starts_at))}"),
            ("Preguntas", str(len(rows))),
            ("Con retraso", str(late)),
        ),
        sections=(Section("Preguntas y respuestas", tables=(table,)),),
        source=source,
        made_on=made_on,
    )


def _answer_row(one: PublicAnswer) -> tuple[Value, ...]:
    return (
        one.number,
        one.asked,
        one.not_shown,
        one.filing_number,
        one.kind,
        one.unit,
        one.received_on,
        one.due_on,
        one.due_by,
        " ".join(f"{label}: {words}" for label, words in one.arithmetic),
        STANDING_WORDS[one.standing],
        one.answered_on,
        one.lateness,
        one.answer,
    )
