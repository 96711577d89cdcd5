"""Which column must tell of each field of a plan, found without the rules that tell it."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import fields
from typing import Any

from rinde.capabilities.plans.rules.content import (
    ActivityContent,
    ActorContent,
    AnnexContent,
    AnnouncementContent,
    AssignmentContent,
    DeliverableContent,
    LateMove,
    MilestoneContent,
    NodeContent,
    PlacementContent,
    PlanContent,
    SignatoryContent,
)

OF_A_PLAN = {
    "entity_name": "Entidad",
    "entity_slug": "Dirección",
    "instrument": "Instrumento",
    "title": "Título",
    "slug": "Dirección",
    "period_start": "Vigencia",
    "period_end": "Vigencia",
    "objective": "Objetivo",
    "scope": "Alcance",
    "objectives": "Objetivos específicos",
    "legal_bases": "Base legal",
    "participating_units": "Participantes",
    "signatories": "Firmas",
    "annexes": "Anexos",
    "format_code": "Formato",
    "format_version": "Formato",
    "template": "Plantilla",
    "announcements": "Acciones anunciadas",
}
OF_AN_ACTIVITY = {
    "name": "Actividad",
    "code": "Código",
    "description": "Descripción",
    "objectives": "Objetivos",
    "carried_from": "Viene de",
}
OF_A_DELIVERABLE = {
    "target": "Meta",
    "product": "Producto",
    "target_quantity": "Cantidad",
    "target_unit": "Cantidad",
    "target_per_actor": "Cantidad",
    "indicator": "Indicador",
    "indicator_formula": "Indicador",
    "indicator_unit": "Indicador",
    "indicator_baseline": "Línea de base",
    "indicator_accumulation": "Cómo se acumula",
    "resources": "Recursos",
    "expected_evidence": "Evidencia esperada",
    "schedule_text": "Fechas, como las escribe el plan",
    "recurrence": "Periodicidad",
    "permanent": "Periodicidad",
    "description": "Descripción",
    "milestones": "Fechas",
    "assignments": "Responsables",
    "universe": "Universo",
}
OF_A_PART = ("name", "code", "narrative", "guiding_question", "kind")  # told below its heading
# Numbers of rows, addresses that never change, what the org chart abbreviates, and what is told field by field.
NOT_TOLD = {
    PlanContent: {"schema", "nodes"},
    NodeContent: {"id", "children", "activities", "placements"},
    ActivityContent: {"id", "key", "deliverables"},
    DeliverableContent: {"id"},
    MilestoneContent: {"id"},
    ActorContent: {"acronym"},
}
# Told whole: every field of theirs counts.
WHOLE = (MilestoneContent, LateMove, AssignmentContent, ActorContent, SignatoryContent, AnnexContent)
ALSO_WHOLE = (AnnouncementContent, PlacementContent)


def unknown_fields() -> set[str]:
    """The fields of a version of which this module does not know who tells them: new ones."""
    known = {
        PlanContent: {*OF_A_PLAN},
        NodeContent: {*OF_A_PART},
        ActivityContent: {*OF_AN_ACTIVITY},
        DeliverableContent: {*OF_A_DELIVERABLE},
    }
    return {
        f"{kind.__name__}.{one.name}"
        for kind, names in known.items()
        for one in fields(kind)
        if one.name not in names | NOT_TOLD[kind]
    }


def columns_that_differ(before: ActivityContent, after: ActivityContent) -> set[str]:
    """The columns that must tell what differs between two texts of one activity."""
    found = _differing(before, after, OF_AN_ACTIVITY)
    then, now = ({one.id: one for one in each.deliverables} for each in (before, after))
    for number in then.keys() & now.keys():
        found |= _differing(then[number], now[number], OF_A_DELIVERABLE)
    went, came = (_whole(each, without=other) for each, other in ((then, now), (now, then)))
    if went != came:
        found.add("Producto")
    orders = [[number for number in one if number in then and number in now] for one in (then, now)]
    return found | ({"Orden de los productos"} if orders[0] != orders[1] else set())


def _whole(
    ones: dict[int | None, DeliverableContent], *, without: dict[int | None, DeliverableContent]
) -> Counter[Any]:
    """What the products say that are on one side only."""
    alone = (one for number, one in ones.items() if number not in without)
    return Counter(tuple(_plain(getattr(one, name)) for name in OF_A_DELIVERABLE) for one in alone)


def header_columns_that_differ(before: PlanContent, after: PlanContent) -> set[str]:
    """The columns that must tell what a plan says otherwise of itself."""
    return _differing(before, after, OF_A_PLAN)


def part_differs(before: NodeContent, after: NodeContent) -> bool:
    """Whether a component says something else of itself."""
    return any(_plain(getattr(before, name)) != _plain(getattr(after, name)) for name in OF_A_PART)


def _differing(before: Any, after: Any, columns: dict[str, str]) -> set[str]:
    return {label for name, label in columns.items() if _plain(getattr(before, name)) != _plain(getattr(after, name))}


def _plain(value: Any) -> Hashable:
    """A value without what nobody reads: blanks around a text, numbers of rows, acronyms."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Sequence):
        return tuple(map(_plain, value))
    if isinstance(value, AssignmentContent):
        return _assignment(value)
    if isinstance(value, (*WHOLE, *ALSO_WHOLE)):
        left_out = NOT_TOLD.get(type(value), set())
        return tuple(_plain(getattr(value, one.name)) for one in fields(value) if one.name not in left_out)
    return value


def _assignment(one: AssignmentContent) -> Hashable:
    """The plan's words for somebody count only where they are other words than the org chart's."""
    names = [one.group] if one.group else [actor.name for actor in one.actors if not one.conditional][:2]
    text = "" if len(names) == 1 and one.text.strip() == names[0].strip() else one.text.strip()
    return (text, one.role, one.group, one.own_target, one.conditional, *_plain(one.actors))
