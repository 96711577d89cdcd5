"""What a plan prints: its facts, one table of rows, what it announces, who signed. Data only; writers render it.

The table is laid out so that a download reads back to the same rows: one row a deliverable, nothing merged, names apart
with «;», and the schedule in words that mean the same dates again.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

from django.utils import timezone

from rinde.capabilities.plans.choices import Instrument, SignatoryRole
from rinde.capabilities.plans.rules.content import (
    AnnouncementContent,
    DeliverableContent,
    PlacedActivity,
    PlanContent,
    SignatoryContent,
)
from rinde.capabilities.plans.rules.measures import target_in_words
from rinde.capabilities.plans.rules.schedules import Period, PlannedDate, printed_schedule
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


class Edition(Protocol):
    """A published version: `PublishedPlan` and `PlanVersion` are both one."""

    @property
    def number(self) -> int: ...
    @property
    def sha256(self) -> str: ...
    @property
    def published_at(self) -> datetime: ...


def plan_report(
    content: PlanContent,
    *,
    edition: Edition | None = None,
    placed: Sequence[PlacedActivity] | None = None,
    filtered_by: str = "",
    source: str = "",
    made_on: date | None = None,
) -> Report:
    """Lay out a plan for every writer.

    Args:
        edition: the version printed; None for a draft, which says so.
        placed: only these activities, in this order; None for all of them.
        filtered_by: in words, what `placed` was chosen by, so that a part is never taken for the whole.
        source: the permanent address of what is printed.
    """
    shown = tuple(content.placed()) if placed is None else tuple(placed)
    return Report(
        title=content.title,
        subtitle=str(Instrument(content.instrument).label),
        entity=content.entity_name,
        facts=tuple(_facts(content, edition, filtered_by)),
        sections=tuple(_sections(content, shown)),
        source=source,
        made_on=made_on,
    )


def _facts(content: PlanContent, edition: Edition | None, filtered_by: str) -> Iterator[tuple[str, str]]:
    period = Period(content.period_start, content.period_end)
    yield "Entidad", content.entity_name
    yield "Vigencia", period.in_words
    if edition:
        yield "Versión", f"{edition.number}, publicada el {timezone.localdate(edition.published_at):%d/%m/%Y}"
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


def _sections(content: PlanContent, shown: Sequence[PlacedActivity]) -> Iterator[Section]:
    yield Section("Actividades", tables=(Table("Actividades", COLUMNS, list(plan_rows(content, shown))),))
    for group, texts in _by_group(content.announcements).items():
        yield Section(group or "Acciones anunciadas", bullets=tuple(texts))
    if content.annexes:
        yield Section("Anexos", bullets=tuple(f"{one.title} {one.address}".strip() for one in content.annexes))


def _by_group(announcements: Iterable[AnnouncementContent]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for one in announcements:
        groups.setdefault(one.group, []).append(one.text)
    return groups


def plan_rows(content: PlanContent, placed: Iterable[PlacedActivity]) -> Iterator[tuple[str, ...]]:
    """Give the cells of each deliverable in the order of `COLUMNS`; an activity without one still has its row."""
    period = Period(content.period_start, content.period_end)
    for one in placed:
        for deliverable in one.activity.deliverables or (DeliverableContent(),):
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
