"""Open data about plans: flat tables with stable columns. Each column's description is its entry in the dictionary.

Columns are only ever added, at the end. Keys are English and stable; values are plain (ISO dates, numbers, codes).
"""

from collections.abc import Iterable, Iterator

from rinde.capabilities.plans.rules.cells import cells_of
from rinde.capabilities.plans.rules.content import DeliverableContent, PlacedActivity, PlanContent
from rinde.capabilities.plans.rules.measures import target_in_words
from rinde.services.reporting import Column, Table
from rinde.services.reporting.tree import Value
from rinde.services.search.documents import Document

_PLACE = (
    Column("entity", "Entidad", description="Nombre de la entidad"),
    Column("year", "Año", "number", description="Primer año de la vigencia del plan"),
    Column("instrument", "Instrumento", description="Código del instrumento: PTEP, PAAC, RDC…"),
    Column("plan", "Plan", description="Dirección del plan dentro de su año"),
    Column("component", "Componente", description="Componente, como lo escribe el plan"),
    Column("subcomponent", "Subcomponente", description="Subcomponente, como lo escribe el plan; vacío si no tiene"),
    Column("activity_key", "Clave", description="Dirección permanente de la actividad dentro del plan"),
    Column("activity_code", "Código", description="Código impreso de la actividad; puede repetirse o faltar"),
    Column("activity", "Actividad", description="Qué se va a hacer"),
    Column("deliverable", "Número de producto", "number", description="Orden del producto dentro de la actividad"),
)
DELIVERABLE_COLUMNS = (
    *_PLACE,
    Column("description", "Descripción", description="Detalle de la actividad o de la tarea"),
    Column("target", "Meta", description="Meta con las palabras del plan"),
    Column("target_quantity", "Cantidad", "number", description="Cantidad de la meta; vacía si no se dice"),
    Column("target_unit", "Unidad", description="COUNT: cantidad; PERCENT: porcentaje; vacía si no se dice"),
    Column("target_per_actor", "Por dependencia", description="sí: la cantidad es de cada responsable; no: en total"),
    Column("product", "Producto", description="Qué queda hecho"),
    Column("indicator", "Indicador", description="Cómo se mide"),
    Column("resources", "Recursos", description="Con qué recursos"),
    Column("responsible", "Responsables", description="Quién responde, separados por punto y coma"),
    Column("starts_on", "Inicio", "date", description="Primer día del primer periodo; vacío si solo hay fechas límite"),
    Column("due_on", "Vencimientos", description="Fechas límite en formato AAAA-MM-DD, separadas por espacio"),
    Column("recurrence", "Periodicidad", description="Código de la periodicidad; vacío si no se repite"),
    Column("permanent", "Permanente", description="sí: se hace todo el año y se demuestra al cierre; no"),
)
CELL_COLUMNS = (
    *_PLACE,
    Column("actor", "Responsable", description="Quien responde por este vencimiento"),
    Column("milestone", "Hito", description="Nombre de la fecha cuando el plan lo da: elaborado, publicado…"),
    Column("starts_on", "Inicio", "date", description="Primer día del periodo; vacío si es una fecha límite"),
    Column("due_on", "Vence", "date", description="Fecha límite"),
    Column(
        "expected",
        "Cantidad esperada",
        "number",
        description="Cuánto debe este responsable ese día; vacía si no se dice",
    ),
)


def deliverables_dataset(content: PlanContent) -> Table:
    """One row a deliverable: everything that the plan promises."""
    rows = [(*place, *_promised(placed, deliverable)) for placed, deliverable, place in _deliverables(content)]
    return Table("compromisos", DELIVERABLE_COLUMNS, rows)


def cells_dataset(content: PlanContent) -> Table:
    """One row a cell (deliverable × responsible × date): everything that falls due."""
    rows = [
        (*place, cell.actor_name, cell.milestone_name, cell.starts_on, cell.due_on, cell.expected)
        for _, deliverable, place in _deliverables(content)
        for cell in cells_of(deliverable)
    ]
    return Table("vencimientos", CELL_COLUMNS, rows)


def _deliverables(content: PlanContent) -> Iterator[tuple[PlacedActivity, DeliverableContent, tuple[Value, ...]]]:
    for placed in content.placed():
        for number, deliverable in enumerate(placed.activity.deliverables, start=1):
            yield placed, deliverable, _place(content, placed, number)


def _place(content: PlanContent, placed: PlacedActivity, number: int) -> tuple[Value, ...]:
    return (
        content.entity_name,
        content.year,
        content.instrument,
        content.slug,
        placed.component.heading,
        placed.subcomponent.heading if placed.subcomponent else "",
        placed.activity.key,
        placed.activity.code,
        placed.activity.name,
        number,
    )


def _promised(placed: PlacedActivity, one: DeliverableContent) -> Iterable[Value]:
    starts = [milestone.starts_on for milestone in one.milestones if milestone.starts_on]
    return (
        one.description or placed.activity.description,
        one.target,
        one.target_quantity,
        one.target_unit,
        _yes(one.target_per_actor),
        one.product,
        one.indicator,
        one.resources,
        "; ".join(one.responsible),
        min(starts, default=None),
        " ".join(f"{milestone.due_on:%Y-%m-%d}" for milestone in one.milestones),
        one.recurrence,
        _yes(one.permanent),
    )


def _yes(value: bool) -> str:
    return "sí" if value else "no"


def search_documents(content: PlanContent) -> tuple[Document, ...]:
    """What of a plan can be found: the plan itself, each activity, and each action that it only announces."""
    place: dict[str, str | int] = {"year": content.year, "plan_slug": content.slug}
    whole = Document(
        "plan", content.slug, f"{content.title} {content.year}", _body(content.objective, *content.objectives), place
    )
    activities = (
        Document(
            "activity",
            one.activity.key,
            f"{one.activity.code} {one.activity.name}".strip(),
            _body(one.activity.description, *_said(one)),
            {**place, "key": one.activity.key},
        )
        for one in content.placed()
    )
    announced = (
        Document("announcement", str(number), one.text, one.group, place)
        for number, one in enumerate(content.announcements, start=1)
    )
    return (whole, *activities, *announced)


def _said(placed: PlacedActivity) -> Iterator[str]:
    """The words by which an activity is looked for besides its name, each once."""
    for one in placed.activity.deliverables:
        yield from (one.description, one.product, target_in_words(one), one.indicator, "; ".join(one.responsible))
    yield placed.component.heading
    if placed.subcomponent:
        yield placed.subcomponent.heading


def _body(*texts: str) -> str:
    """One text in which a cut-out still shows where one statement ends and the next begins."""
    return " · ".join(dict.fromkeys(filter(None, texts)))
