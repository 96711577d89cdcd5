"""What a consultation prints: its facts, its comments with their replies, its summary. Data only; writers render it.

Nothing here may hold a mail address, a name that nobody asked to show, or the text of a hidden comment: it is made of
`PublicComment` and of nothing else.
"""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from rinde.capabilities.consultations.choices import ConsultationStatus, DayCount, PromiseStatus, ReplyOutcome
from rinde.capabilities.consultations.models import Consultation
from rinde.capabilities.consultations.queries import PublicComment, consulted_content
from rinde.foundations.law.terms import plain_day
from rinde.services.reporting import Column, Report, Section, Table
from rinde.services.reporting.tree import Value

COLUMNS = (
    Column("number", "Número", "number", 8, "Número del comentario dentro de la consulta; nunca cambia"),
    Column("received_on", "Recibido", "date", 12, "Día en que llegó; el de la mesa o la carta si fue en papel"),
    Column("channel", "Cómo llegó", width=16, description="Por esta página, en papel, por correo o en una reunión"),
    Column("place", "Lugar", width=20, description="Mesa o reunión donde se recibió; vacío si llegó por la página"),
    Column(
        "activity_key",
        "Clave",
        width=10,
        description="Dirección de la actividad en el texto consultado; vacía: el plan",
    ),
    Column("subject", "Sobre qué", width=32, description="La actividad como se llamaba en el texto consultado"),
    Column("author_kind", "Comenta como", width=18, description="Como se presentó quien comenta; vacío si no lo dijo"),
    Column("author", "Nombre", width=20, description="Solo si la persona pidió mostrarlo"),
    Column("text", "Comentario", width=60, description="Texto como se recibió; vacío si está oculto"),
    Column("hidden_reason", "No se muestra porque", width=28, description="Motivo, si el comentario está oculto"),
    Column(
        "outcome", "Decisión", width=16, description="Decisión de la entidad; vacía antes de publicar las respuestas"
    ),
    Column("reply", "Respuesta", width=60, description="Respuesta oficial; la misma en varios si dicen lo mismo"),
    Column(
        "reply_number", "Respuesta n.º", "number", 10, "Número de la respuesta: agrupa los comentarios que responde"
    ),
    Column("change", "Cambio prometido", width=18, description="Qué pasó con el cambio que promete la respuesta"),
)


def comments_report(
    consultation: Consultation,
    comments: Sequence[PublicComment],
    *,
    pending: int,
    source: str = "",
    made_on: date | None = None,
) -> Report:
    """Lay out the comments and replies of a consultation for every writer.

    Args:
        pending: how many comments still wait for somebody to look; they are counted and not shown.
    """
    sections = [Section("Aviso", paragraphs=tuple(consultation.notice.splitlines()))]
    if consultation.status == ConsultationStatus.ANSWERED:
        sections.append(Section("Resumen", paragraphs=tuple(consultation.summary.splitlines())))
    sections.append(Section("Comentarios y respuestas", tables=(comments_table(comments),)))
    return Report(
        title=f"Comentarios al borrador: {consulted_content(consultation).title}",
        subtitle=f"Consulta {consultation.number}",
        entity=consultation.plan.entity.name,
        facts=_facts(consultation, len(comments), pending),
        sections=tuple(sections),
        source=source,
        made_on=made_on,
    )


def comments_table(comments: Sequence[PublicComment]) -> Table:
    """One row a comment, in the order of arrival."""
    return Table("comentarios", COLUMNS, [_row(one) for one in comments])


def dictionary_report(consultation: Consultation) -> Report:
    """What each column of the download means."""
    columns = (
        Column("title", "Columna", width=24, description="Título de la columna en la hoja"),
        Column("key", "Clave", width=18, description="Nombre estable de la columna en JSON"),
        Column("description", "Qué dice", width=70, description="Qué dice la columna"),
    )
    rows = [(one.title, one.key, one.description) for one in COLUMNS]
    return Report(
        title="Diccionario de los comentarios",
        entity=consultation.plan.entity.name,
        sections=(Section("Columnas", tables=(Table("diccionario", columns, rows),)),),
    )


def _facts(consultation: Consultation, shown: int, pending: int) -> tuple[tuple[str, str], ...]:
    count = str(DayCount(consultation.count_in).label).lower()
    facts = (
        ("Entidad", consultation.plan.entity.name),
        ("Plazo", f"del {plain_day(consultation.opens_on)} al {plain_day(consultation.closes_on)}"),
        ("Cómo se contó", f"{consultation.days} {count}. {consultation.counting}"),
        ("Estado", str(ConsultationStatus(consultation.status).label)),
        ("Comentarios en esta lista", str(shown)),
        ("Huella del texto consultado (SHA-256)", consultation.sha256),
    )
    return (*facts, ("Comentarios por revisar, que no están en la lista", str(pending))) if pending else facts


def _row(one: PublicComment) -> tuple[Value, ...]:
    reply = one.reply
    return (
        one.number,
        one.given_on or timezone.localdate(one.received_on),
        one.channel,
        one.place,
        one.activity_key,
        one.subject,
        one.author_kind,
        one.author,
        one.text,
        one.hidden_reason,
        str(ReplyOutcome(reply.outcome).label) if reply else "",
        reply.text if reply else "",
        reply.number if reply else None,
        str(PromiseStatus(reply.promise).label) if reply and reply.promise != PromiseStatus.NONE else "",
    )
