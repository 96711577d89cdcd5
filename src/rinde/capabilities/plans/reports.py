"""What a plan prints: its facts, one table of rows, what it announces, who signed. Data only; writers render it.

The table is laid out so that a download reads back to the same rows: one row a deliverable, nothing merged, names apart
with «;», and the schedule in words that mean the same dates again. What only some plans say stands in further columns
after those, where any row says it; on paper, where so many do not fit, below the table by activity.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from typing import Protocol

from django.utils import timezone

from rinde.capabilities.plans.choices import Accumulation, AssignmentRole, Instrument, SignatoryRole
from rinde.capabilities.plans.rules.acts import ActFacts
from rinde.capabilities.plans.rules.cells import total_target
from rinde.capabilities.plans.rules.content import (
    AnnouncementContent,
    DeliverableContent,
    NodeContent,
    PlacedActivity,
    PlanContent,
    SignatoryContent,
    heading_of,
)
from rinde.capabilities.plans.rules.measures import figure, target_in_words
from rinde.capabilities.plans.rules.responsibles import shown_name
from rinde.capabilities.plans.rules.schedules import Period, PlannedDate, planned, printed_schedule, write_dates
from rinde.foundations.text.quantities import read_quantity
from rinde.services.reporting import Column, Report, Section, Table

COLUMNS = (
    Column("component", "Componente", width=28, description="Componente, como lo escribe el plan"),
    Column("subcomponent", "Subcomponente", width=28, description="Subcomponente, como lo escribe el plan"),
    Column("code", "Código", width=9, description="Código impreso de la actividad"),
    Column("activity", "Actividad", width=48, description="Qué se va a hacer"),
    Column("description", "Descripción", width=36, description="Detalle de la actividad o de la tarea"),
    Column("target", "Meta", width=26, description="Cuánto se va a lograr"),
    Column("product", "Producto", width=30, description="Qué queda hecho"),
    Column("indicator", "Indicador", width=26, description="Cómo se mide"),
    Column("resources", "Recursos", width=18, description="Con qué recursos"),
    Column("responsible", "Responsables", width=30, description="Quién responde, separados por punto y coma"),
    Column("schedule", "Fecha programada", width=22, description="Cuándo vence, en las palabras del plan"),
)


# Only where some row says something. Never read back: they stand after what is.
MORE_COLUMNS = (
    Column("total", "Total", width=16, description="Cómo se forma el total entre quienes responden"),
    Column("answering", "Cómo responden", width=28, description="Quién apoya, cuántos son y quién se sabrá después"),
    Column("milestones", "Qué vence en cada fecha", width=28, description="Las fechas con su nombre y su cantidad"),
    Column("baseline", "Línea base", width=14, description="De cuánto se parte"),
    Column("accumulation", "Cómo se acumula", width=16, description="Cómo se juntan los valores de varios períodos"),
    Column("evidence", "Evidencia esperada", width=26, description="Con qué se prueba; basta una de las alternativas"),
    Column("universe", "De qué se cuenta", width=28, description="Las cosas que cuenta un porcentaje"),
    Column("objectives", "Objetivos", width=28, description="Objetivos específicos a los que sirve"),
    Column("carried_from", "Viene de", width=22, description="Plan anterior en el que quedó sin terminar"),
    Column("late_moves", "Fechas movidas después de vencidas", width=26, description="Queda dicho para siempre"),
)

# On paper: the columns of a part become its heading, and a column is at least as wide as «Código».
_PARTS = 2
_NARROWEST = 14
_ALWAYS = frozenset({"code", "activity"})


class Edition(Protocol):
    """A published version: `PublishedPlan` is one."""

    @property
    def number(self) -> int: ...
    @property
    def sha256(self) -> str: ...
    @property
    def published_at(self) -> datetime: ...
    @property
    def act(self) -> ActFacts | None: ...


def plan_report(
    content: PlanContent,
    *,
    edition: Edition | None = None,
    placed: Sequence[PlacedActivity] | None = None,
    filtered_by: str = "",
    source: str = "",
    made_on: date | None = None,
    on_paper: bool = False,
) -> Report:
    """Lay out a plan for every writer.

    Args:
        edition: the version printed; None for a draft, which says so.
        placed: only these activities, in this order; None for all of them.
        filtered_by: in words, what `placed` was chosen by, so that a part is never taken for the whole.
        source: the permanent address of what is printed.
        on_paper: keep the table to the width of a page, and tell below it what the other columns would.
    """
    shown = tuple(content.placed()) if placed is None else tuple(placed)
    return Report(
        title=content.title,
        subtitle=str(Instrument(content.instrument).label),
        entity=content.entity_name,
        facts=tuple(_facts(content, edition, filtered_by)),
        sections=tuple(_sections(content, shown, on_paper=on_paper)),
        source=source,
        made_on=made_on,
    )


def _facts(content: PlanContent, edition: Edition | None, filtered_by: str) -> Iterator[tuple[str, str]]:
    period = Period(content.period_start, content.period_end)
    yield "Entidad", content.entity_name
    yield "Vigencia", period.in_words
    if edition:
        yield "Versión", f"{edition.number}, publicada el {timezone.localdate(edition.published_at):%d/%m/%Y}"
        if edition.act:
            yield "Acto que la aprobó", edition.act.in_words
        yield "Huella de la versión (SHA-256)", edition.sha256
    else:
        yield "Versión", "Borrador sin publicar"
    if filtered_by:
        yield "Solo una parte del plan", filtered_by
    said = (
        ("Objetivo", content.objective),
        ("Alcance", content.scope),
        ("Objetivos específicos", "; ".join(content.objectives)),
        ("Base legal", "; ".join(content.legal_bases)),
        ("Participan", "; ".join(content.participating_units)),
        ("Formato", " ".join(filter(None, (content.format_code, content.format_version)))),
    )
    yield from ((label, text) for label, text in said if text)
    yield from ((str(SignatoryRole(one.role).label), _signature(one)) for one in content.signatories)


def _signature(one: SignatoryContent) -> str:
    signed = f"{one.signed_on:%d/%m/%Y}" if one.signed_on else ""
    return ", ".join(filter(None, (one.name, one.post, signed)))


def _sections(content: PlanContent, shown: Sequence[PlacedActivity], *, on_paper: bool) -> Iterator[Section]:
    rows, more = list(plan_rows(content, shown)), list(_more_rows(shown))
    said = () if on_paper else tuple(n for n in range(len(MORE_COLUMNS)) if any(row[n] for row in more))
    if on_paper:
        yield from _on_paper(shown, rows)
    columns = (*COLUMNS, *(MORE_COLUMNS[n] for n in said))
    whole = [(*row, *(extra[n] for n in said)) for row, extra in zip(rows, more, strict=True)]
    if not on_paper:
        yield Section("Actividades", tables=(Table("Actividades", columns, whole),))
    if on_paper and (details := tuple(_details(shown, more))):
        yield Section("Detalle de las actividades", bullets=details)
    if placed := tuple(_placements(content.nodes)):
        yield Section("Actividades de otros planes que también cuentan aquí", bullets=placed)
    for group, texts in _by_group(content.announcements).items():
        yield Section(group or "Acciones anunciadas", bullets=tuple(texts))
    if content.annexes:
        yield Section("Anexos", bullets=tuple(f"{one.title} {one.address}".strip() for one in content.annexes))


def _on_paper(shown: Sequence[PlacedActivity], rows: Sequence[tuple[str, ...]]) -> Iterator[Section]:
    """Each component once, as a heading, and below it only the columns that say something anywhere in the plan."""
    said = [n for n in range(_PARTS, len(COLUMNS)) if COLUMNS[n].key in _ALWAYS or any(row[n] for row in rows)]
    columns = tuple(replace(COLUMNS[n], width=max(COLUMNS[n].width, _NARROWEST)) for n in said)
    owners = [(one.component, one.subcomponent) for one, _ in _each(shown)]
    for component, pairs in groupby(zip(owners, rows, strict=True), key=lambda pair: pair[0][0]):
        tables = tuple(
            Table(sub.heading if sub else component.heading, columns, [tuple(row[n] for n in said) for _, row in lines])
            for sub, lines in groupby(pairs, key=lambda pair: pair[0][1])
        )
        alone = f". {tables[0].name}" if len(tables) == 1 and tables[0].name != component.heading else ""
        yield Section(f"{component.heading}{alone}", tables=tables)
    if not rows:
        yield Section("Actividades", paragraphs=("El plan no tiene actividades.",))


def _each(shown: Iterable[PlacedActivity]) -> Iterator[tuple[PlacedActivity, DeliverableContent]]:
    """Every row: each deliverable, or an activity that has none."""
    for one in shown:
        for deliverable in one.activity.deliverables or (DeliverableContent(),):
            yield one, deliverable


def _more_rows(shown: Iterable[PlacedActivity]) -> Iterator[tuple[str, ...]]:
    """The cells of each row in the order of `MORE_COLUMNS`."""
    for one, deliverable in _each(shown):
        baseline, way = deliverable.indicator_baseline, deliverable.indicator_accumulation
        yield (
            total_target(deliverable).how,
            "; ".join(_answering(deliverable)),
            _milestones(deliverable),
            "" if baseline is None else " ".join(filter(None, (figure(baseline), deliverable.indicator_unit))),
            "" if way == Accumulation.SUM else str(Accumulation(way).label),
            " o ".join(deliverable.expected_evidence),
            _universe(deliverable.universe),
            "; ".join(one.activity.objectives),
            one.activity.carried_from,
            "; ".join(_late_moves(deliverable)),
        )


def _answering(deliverable: DeliverableContent) -> Iterator[str]:
    """What the names alone do not say of those who answer."""
    for one in deliverable.assignments:
        notes = (
            "apoya" if one.role == AssignmentRole.SUPPORT else "",
            f"son {len(one.actors)}" if one.group and one.actors else "",
            "se sabrá después quiénes son" if one.conditional and not one.actors else "",
            "" if one.own_target is None else f"le corresponden {figure(one.own_target)}",
        )
        if said := ", ".join(filter(None, notes)):
            yield f"{shown_name(one)}: {said}"


def _milestones(deliverable: DeliverableContent) -> str:
    """The dates one by one, where any has a name or says how much is due."""
    if not any(one.name or one.expected_quantity is not None for one in deliverable.milestones):
        return ""
    return write_dates(list(map(planned, deliverable.milestones))).replace("\n", "; ")


def _universe(names: Sequence[str]) -> str:
    return f"{len(names)} ({'; '.join(names)})" if names else ""


def _late_moves(deliverable: DeliverableContent) -> Iterator[str]:
    for milestone in deliverable.milestones:
        for move in milestone.late_moves:
            yield f"vencía el {move.from_on:%d/%m/%Y} y se movió el {move.moved_on:%d/%m/%Y}, ya vencida"


def _details(shown: Iterable[PlacedActivity], more: Sequence[tuple[str, ...]]) -> Iterator[str]:
    for (one, deliverable), cells in zip(_each(shown), more, strict=True):
        said = [f"{column.title}: {cell}." for column, cell in zip(MORE_COLUMNS, cells, strict=True) if cell]
        if said:
            name = " ".join(filter(None, (one.activity.code, deliverable.product or one.activity.name)))
            yield " ".join((f"{name.removesuffix('.')}.", *said))


def _placements(nodes: Iterable[NodeContent]) -> Iterator[str]:
    for node in nodes:
        for one in node.placements:
            yield f"{node.heading}: {heading_of(one.code, one.name)} ({one.plan_title})"
        yield from _placements(node.children)


def _by_group(announcements: Iterable[AnnouncementContent]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for one in announcements:
        origin = f" (viene de {one.carried_from})" if one.carried_from else ""
        groups.setdefault(one.group, []).append(f"{one.text}{origin}")
    return groups


def plan_rows(content: PlanContent, placed: Iterable[PlacedActivity]) -> Iterator[tuple[str, ...]]:
    """Give the cells of each deliverable in the order of `COLUMNS`; an activity without one still has its row."""
    period = Period(content.period_start, content.period_end)
    for one, deliverable in _each(placed):
        yield _row(one, deliverable, content, period)


def _row(one: PlacedActivity, deliverable: DeliverableContent, content: PlanContent, period: Period) -> tuple[str, ...]:
    return (
        # A document without components was loaded as one that bears the plan's title: it printed none.
        "" if one.component.name == content.title and not one.component.code else one.component.heading,
        one.subcomponent.heading if one.subcomponent else "",
        one.activity.code,
        one.activity.name,
        deliverable.description or one.activity.description,
        _target(deliverable),
        deliverable.product,
        "\n".join(filter(None, (deliverable.indicator, deliverable.indicator_formula))),
        deliverable.resources,
        "; ".join(deliverable.responsible),
        _schedule(deliverable, period),
    )


def _target(deliverable: DeliverableContent) -> str:
    """The target's words; a bare quantity only where the product does not say it already."""
    said = read_quantity(deliverable.product)
    if said and deliverable.target_quantity is not None and said.value == float(deliverable.target_quantity):
        return deliverable.target
    return target_in_words(deliverable)


def _schedule(deliverable: DeliverableContent, period: Period) -> str:
    return printed_schedule(
        [PlannedDate(one.due_on, one.starts_on, one.name) for one in deliverable.milestones],
        as_written=deliverable.schedule_text,
        period=period,
        recurrence=deliverable.recurrence,
        permanent=deliverable.permanent,
    )
