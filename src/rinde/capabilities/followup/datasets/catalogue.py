"""What open data there is of a plan's follow-up: each dataset with its columns, and the field behind each column."""

from collections.abc import Mapping
from dataclasses import dataclass

from rinde.capabilities.followup.choices import Channel, Outcome, RecommendationStatus
from rinde.capabilities.followup.rules.public import VERIFICATION_WORDS
from rinde.capabilities.followup.rules.standing import STANDING_WORDS, Standing
from rinde.services.reporting import Column, Table

LICENCE = "Creative Commons Atribución 4.0 Internacional (CC BY 4.0)"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/deed.es"
PLAN = "versión publicada del plan"  # the frozen text of the version in force
COMPUTED = "se calcula"


@dataclass(frozen=True, slots=True)
class Field:
    """A column with whence it comes: «ProgressReport.quantity», the published version, or a calculation."""

    column: Column
    source: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table that anybody may download. `name` stands in its address: `/avance.csv`."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(one.column for one in self.fields)


def _codes(words: Mapping[str, str]) -> str:
    return "; ".join(f"{code}: {word.lower()}" for code, word in words.items())


def _text(key: str, title: str, description: str, source: str) -> Field:
    return Field(Column(key, title, width=24, description=description), source)


def _number(key: str, title: str, description: str, source: str) -> Field:
    return Field(Column(key, title, "number", 12, description), source)


def _date(key: str, title: str, description: str, source: str) -> Field:
    return Field(Column(key, title, "date", 12, description), source)


def _percent(key: str, title: str, description: str, source: str) -> Field:
    return Field(Column(key, title, "number", 12, f"{description}; de 0 a 100"), source)


_STANDINGS = _codes({one.value: STANDING_WORDS[one][1] for one in Standing if one != Standing.RETURNED})
_OUTCOMES = _codes(dict(Outcome.choices))
_CHANNELS = _codes(dict(Channel.choices))
_STATUSES = _codes(dict(RecommendationStatus.choices))
_VERIFICATIONS = _codes({one.value: words[1] for one, words in VERIFICATION_WORDS.items()})

_WHERE = (
    _text("entity", "Entidad", "Nombre de la entidad", PLAN),
    _number("year", "Año", "Primer año de la vigencia del plan", PLAN),
    _text("instrument", "Instrumento", "Código del instrumento: PTEP, PAAC, RDC…", PLAN),
    _text("plan", "Plan", "Dirección del plan dentro de su año", PLAN),
)
_ACTIVITY = (
    _text("activity_key", "Clave", "Dirección permanente de la actividad dentro del plan", PLAN),
    _text("activity_code", "Código", "Código impreso de la actividad; puede repetirse o faltar", PLAN),
    _text("activity", "Actividad", "Qué se va a hacer", PLAN),
)
_COMPONENT = (
    _text("component", "Componente", "Componente, como lo escribe el plan", PLAN),
    _text("subcomponent", "Subcomponente", "Subcomponente, como lo escribe el plan; vacío si no tiene", PLAN),
)

PROGRESS = Dataset(
    "avance",
    "Compromisos y cómo van",
    "Una fila por lo que cada responsable debe en cada fecha, con lo que reportó y en qué va el día de la descarga.",
    (
        *_WHERE,
        *_COMPONENT,
        *_ACTIVITY,
        _number(
            "deliverable_id",
            "Número del producto",
            "Número estable de la meta o producto",
            "ProgressReport.deliverable",
        ),
        _text("what", "Qué se debe", "Producto o meta de la que se responde", PLAN),
        _text("actor", "Responsable", "Quien responde; una dependencia o instancia, nunca una persona", PLAN),
        _text("group", "Grupo", "Conjunto por el que responde: «todas las dependencias»; vacío si responde solo", PLAN),
        _text("milestone", "Hito", "Nombre de la fecha cuando el plan lo da", PLAN),
        _date("starts_on", "Inicio", "Primer día del periodo; vacío si es una fecha límite", PLAN),
        _date("due_on", "Vence", "Fecha límite; se cumple hasta su medianoche", PLAN),
        _text("unit", "Unidad", "COUNT: cantidad; PERCENT: porcentaje; vacía si no se dice", PLAN),
        _number("expected", "Cantidad esperada", "Cuánto se debe en esa fecha; vacía si no se dice", PLAN),
        _text(
            "standing", "Cómo va", f"Estado ese día. {_STANDINGS}; vacío: el plan no tiene seguimiento aquí", COMPUTED
        ),
        _text("outcome", "Qué dice la dependencia", f"{_OUTCOMES}; vacío si no ha reportado", "ProgressReport.outcome"),
        _number("quantity", "Cantidad", "Cuánto lleva en total, según la dependencia", "ProgressReport.quantity"),
        _number("numerator", "Numerador", "Cuántos, de un porcentaje", "ProgressReport.numerator"),
        _number("denominator", "Denominador", "De cuántos, de un porcentaje", "ProgressReport.denominator"),
        _percent("percent", "Porcentaje", "Porcentaje reportado, donde la meta es un porcentaje", COMPUTED),
        _percent(
            "progress",
            "Avance",
            "Lo hecho sobre lo esperado, con tope en 100; vacío sin caso o sin seguimiento",
            COMPUTED,
        ),
        _text("text", "Qué hizo", "Lo que escribió la dependencia", "ProgressReport.text"),
        _text("reason", "Por qué", "Por qué se demoró, no se hizo o no se presentó el caso", "ProgressReport.reason"),
        _text("result", "Para qué sirvió", "Resultado, en palabras de la dependencia", "ProgressReport.result"),
        _date("happened_on", "Pasó el", "Día del hecho; vacío si no lo dijo", "ProgressReport.happened_on"),
        _date("first_sent_on", "Reportó el", "Día en que reportó por primera vez", "ProgressReport.first_sent_at"),
        _date("sent_on", "Último envío", "Día del último envío de ese reporte", "ProgressReport.sent_at"),
        _text(
            "self_monitored",
            "Se monitorea a sí misma",
            "sí: la misma dependencia reporta y monitorea; no",
            "ProgressReport.self_monitored",
        ),
        _text("verification", "Quién lo verificó", f"{_VERIFICATIONS}; vacío si no ha reportado", COMPUTED),
        _number("public_proofs", "Pruebas públicas", "Cuántas pruebas puede abrir cualquiera", "Evidence.visibility"),
        _number("other_proofs", "Otras pruebas", "Cuántas pruebas no se publican", "Evidence.visibility"),
        _text(
            "links",
            "Enlaces",
            "Direcciones de las pruebas públicas que son enlaces, con espacio entre ellas",
            "Evidence.url",
        ),
    ),
)
MONITORING = Dataset(
    "monitoreo",
    "Lo que dice planeación",
    "Una fila por la nota que planeación dejó sobre una actividad en cada ronda cerrada.",
    (
        *_WHERE,
        _number("round", "Ronda", "Número de la ronda dentro del plan", "MonitoringRound.number"),
        _text("round_name", "Nombre de la ronda", "Cómo se llama la ronda", "MonitoringRound.name"),
        _date("starts_on", "Desde", "Primer día que mira", "MonitoringRound.starts_on"),
        _date("ends_on", "Hasta", "Último día que mira", "MonitoringRound.ends_on"),
        _date("closed_on", "Cerrada el", "Día en que se cerró y se hizo pública", "MonitoringRound.closed_at"),
        *_ACTIVITY,
        _text("text", "Nota", "Lo que dice planeación", "MonitoringNote.text"),
        _percent(
            "percent", "Porcentaje de planeación", "Su propio porcentaje; vacío si no lo dio", "MonitoringNote.ratio"
        ),
        _text(
            "self_monitored",
            "Se monitorea a sí misma",
            "sí: en la ronda, una dependencia monitorea lo que reporta; no",
            "MonitoringRound.is_self_monitored",
        ),
    ),
)
EVALUATION = Dataset(
    "evaluacion",
    "Lo que dice control interno en cada corte",
    "Una fila por actividad y corte, solo de los cortes cuyo informe final ya se publicó. No cambia después.",
    (
        *_WHERE,
        _number("cut_off", "Corte", "Número del corte dentro del plan", "CutOff.number"),
        _text("cut_off_name", "Nombre del corte", "Cómo se llama el corte", "CutOff.name"),
        _date("facts_until", "Hechos hasta", "Último día de lo que se evalúa", "CutOff.facts_until"),
        _date(
            "reporting_closed_on",
            "Reporte hasta",
            "Último día para reportar; después se congeló",
            "CutOff.reporting_closes_on",
        ),
        _date("issued_on", "Informe del", "Día en que se publicó el informe final", "FollowUpReport.issued_at"),
        _text("component", "Componente", "Componente, como se llamaba al corte", "FrozenActivity.component"),
        _text(
            "subcomponent", "Subcomponente", "Subcomponente, como se llamaba al corte", "FrozenActivity.subcomponent"
        ),
        _text("activity_key", "Clave", "Dirección permanente de la actividad dentro del plan", "FrozenActivity.key"),
        _text("activity_code", "Código", "Código impreso de la actividad al corte", "FrozenActivity.code"),
        _text("activity", "Actividad", "Actividad, como se llamaba al corte", "FrozenActivity.name"),
        _number("due", "Compromisos", "Compromisos con fecha hasta el corte", "FrozenActivity.due"),
        _number("done", "Cumplidos", "De ellos, los cumplidos con prueba", "FrozenActivity.done"),
        _number(
            "no_case", "Sin caso", "De ellos, en los que no se presentó el caso; no cuentan", "FrozenActivity.no_case"
        ),
        _percent(
            "progress",
            "Avance",
            "Promedio de lo hecho en los que cuentan; vacío si ninguno cuenta",
            "FrozenActivity.ratio_sum",
        ),
        _text(
            "cells_say",
            "Según los reportes",
            "sí: todos los que cuentan se cumplieron con prueba; no; vacío: ninguno cuenta",
            COMPUTED,
        ),
        _text(
            "is_done", "Según control interno", "sí: la da por cumplida; no; vacío si no la evaluó", "Verdict.is_done"
        ),
        _text("reason", "Por qué", "Por qué decide otra cosa que los reportes", "Verdict.reason"),
        _percent(
            "own_percent", "Porcentaje de control interno", "Su propio porcentaje; vacío si no lo dio", "Verdict.ratio"
        ),
        _text("observation", "Observación", "Lo que observa control interno", "Verdict.observation"),
        _text(
            "self_assessment",
            "Autoevaluación",
            "sí: la actividad es de la oficina de control interno; no",
            "Verdict.is_self_assessment",
        ),
    ),
)
RECOMMENDATIONS = Dataset(
    "recomendaciones",
    "Lo que recomienda control interno",
    "Una fila por recomendación publicada, con lo que hizo la dependencia y lo que control interno verificó.",
    (
        *_WHERE,
        _number("number", "Número", "Número de la recomendación dentro del plan", "Recommendation.number"),
        _text("cut_off_name", "Corte", "Corte en que se hizo", "CutOff.name"),
        _text(
            "activity_key",
            "Clave",
            "Actividad de la que habla; vacía si es del plan en general",
            "Recommendation.activity_key",
        ),
        _text("actor", "Responsable", "Dependencia a la que se dirige", "Recommendation.actor"),
        _text("text", "Recomendación", "Lo que recomienda control interno", "Recommendation.text"),
        _text("status", "Estado", _STATUSES, "Recommendation.status"),
        _text("action", "Acción de mejora", "A qué se comprometió la dependencia", "Recommendation.action"),
        _date("action_due_on", "Para el", "Fecha de la acción de mejora", "Recommendation.action_due_on"),
        _text("action_report", "Qué hizo", "Lo que la dependencia dice que hizo", "Recommendation.action_report"),
        _text("verification", "Verificación", "Lo que verificó control interno", "Recommendation.verification"),
        _date("published_on", "Publicada el", "Día en que se publicó", "Recommendation.published_at"),
    ),
)
REMARKS = Dataset(
    "notas",
    "Lo que dice la gente",
    "Una fila por nota a la vista, con la respuesta de la entidad. Sin nombres ni correos.",
    (
        *_WHERE,
        _number("number", "Número", "Número de la nota dentro del plan; nunca cambia", "Remark.number"),
        _text("activity_key", "Clave", "Actividad de la que habla", "Remark.activity_key"),
        _text("subject", "Sobre qué", "La actividad, como se llamaba ese día", "Remark.subject"),
        _date("received_on", "Recibida el", "Día en que llegó", "Remark.received_at"),
        _text("text", "Nota", "El texto, como se recibió", "Remark.text"),
        _text("answer", "Respuesta", "Respuesta de la entidad; vacía si no ha respondido", "Remark.answer"),
        _date("answered_on", "Respondida el", "Día de la respuesta", "Remark.answered_at"),
    ),
)
COUNTERS = Dataset(
    "conteos",
    "Conteos mes a mes",
    "Una fila por lo que una dependencia contó en un mes y un canal, como estaba cuando reportó.",
    (
        *_WHERE,
        *_ACTIVITY,
        _number("deliverable_id", "Número del producto", "Número estable de la meta o producto", "Counter.deliverable"),
        _text("actor", "Responsable", "Dependencia que contó", "Counter.actor"),
        _date("month", "Mes", "Primer día del mes", "Counter.month"),
        _text("channel", "Canal", _CHANNELS, "Counter.channel"),
        _number("total", "Total", "Cuántos en ese mes y ese canal", "Counter.total"),
    ),
)

DATASETS: dict[str, Dataset] = {
    one.name: one for one in (PROGRESS, MONITORING, EVALUATION, RECOMMENDATIONS, REMARKS, COUNTERS)
}


def dictionary_table() -> Table:
    """The data dictionary as a table of its own: one row a column of each dataset."""
    columns = (
        Column("dataset", "Tabla", width=18, description="Nombre de la tabla en su dirección"),
        Column("title", "Columna", width=24, description="Título de la columna en la hoja y en el CSV"),
        Column("key", "Clave", width=18, description="Nombre estable de la columna en JSON"),
        Column("kind", "Tipo", width=10, description="text: texto; number: número; date: fecha AAAA-MM-DD"),
        Column("description", "Qué dice", width=70, description="Qué dice la columna"),
        Column("source", "De dónde sale", width=30, description="Campo de Rinde del que sale, o cómo se obtiene"),
    )
    rows = [
        (one.name, field.column.title, field.column.key, field.column.kind, field.column.description, field.source)
        for one in DATASETS.values()
        for field in one.fields
    ]
    return Table("diccionario", columns, rows)
