"""What a reader would notice of an activity, of a component and of a plan, by the name of the column. Pure.

Each column has words, which people read, and values, which tell whether it differs: two products that exchange their
targets, or «a, b» that was one name and is two, read the same and are not. What is left out of the values is said in
the functions: the numbers of rows, and the acronyms of the org chart.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from decimal import Decimal

from rinde.capabilities.plans.choices import Accumulation, AssignmentRole, Instrument, MeasureUnit, Recurrence
from rinde.capabilities.plans.rules.content import (
    ActivityContent,
    AnnouncementContent,
    AssignmentContent,
    DeliverableContent,
    MilestoneContent,
    NodeContent,
    PlacedActivity,
    PlanContent,
)
from rinde.capabilities.plans.rules.measures import figure, quantity_in_words
from rinde.capabilities.plans.rules.schedules import Period

PLACE = "Lugar"
PRODUCT = "Producto"
ORDER_OF_PRODUCTS = "Orden de los productos"
DATES = "Fechas"
HOW_OFTEN = "Periodicidad"
DATES_IN_WORDS = "Fechas, como las escribe el plan"
SINGLE_DATES = "fechas sueltas"
ORDER_OF_PARTS = "Orden de los componentes"

Values = tuple[Hashable, ...]  # texts, and tuples of them


def place_of(placed: PlacedActivity) -> NodeContent:
    """Give the subcomponent of an activity, or its component where it stands in none."""
    return placed.subcomponent or placed.component


# ---- an activity -------------------------------------------------------------------------------------------------


def activity_facts(placed: PlacedActivity) -> dict[str, str]:
    """Give what a reader would notice of an activity, by the name of the column; empty texts included."""
    activity = placed.activity
    each = activity.deliverables
    return {
        PLACE: place_of(placed).name,
        "Código": activity.code,
        "Actividad": activity.name,
        "Descripción": _joined((activity.description, *(one.description for one in each))),
        "Meta": _joined(one.target for one in each),
        "Cantidad": _joined(map(quantity_words, each)),
        PRODUCT: _joined(one.product for one in each),
        "Indicador": _joined(" ".join((one.indicator, one.indicator_formula, one.indicator_unit)) for one in each),
        "Línea de base": _joined(_figure(one.indicator_baseline) for one in each),
        "Cómo se acumula": _joined(map(_accumulation, each)),
        "Universo": _joined(", ".join(one.universe) for one in each),
        "Recursos": _joined(one.resources for one in each),
        "Evidencia esperada": _joined(" o ".join(one.expected_evidence) for one in each),
        "Responsables": _joined(map(_responsible, each)),
        DATES: _joined(map(_dates, each)),
        HOW_OFTEN: _joined(map(how_often, each)),
        DATES_IN_WORDS: _joined(one.schedule_text for one in each),
        "Objetivos": _joined(activity.objectives),
        "Viene de": activity.carried_from,
    }


OF_ACTIVITY: Mapping[str, Callable[[ActivityContent], Values]] = {
    "Código": lambda one: _texts(one.code),
    "Actividad": lambda one: _texts(one.name),
    "Descripción": lambda one: _texts(one.description),
    "Objetivos": lambda one: _texts(*one.objectives),
    "Viene de": lambda one: _texts(one.carried_from),
}
OF_DELIVERABLE: Mapping[str, Callable[[DeliverableContent], Values]] = {
    "Descripción": lambda one: _texts(one.description),
    "Meta": lambda one: _texts(one.target),
    "Cantidad": lambda one: (_figure(one.target_quantity), _unit(one), "por dependencia" * one.target_per_actor),
    PRODUCT: lambda one: _texts(one.product),
    "Indicador": lambda one: _texts(one.indicator, one.indicator_formula, one.indicator_unit),
    "Línea de base": lambda one: (_figure(one.indicator_baseline),),
    "Cómo se acumula": lambda one: (str(Accumulation(one.indicator_accumulation or Accumulation.SUM).label),),
    "Universo": lambda one: _texts(*one.universe),
    "Recursos": lambda one: _texts(one.resources),
    "Evidencia esperada": lambda one: _texts(*one.expected_evidence),
    "Responsables": lambda one: tuple(map(_assignment_values, one.assignments)),
    DATES: lambda one: tuple(map(_milestone_values, one.milestones)),
    HOW_OFTEN: lambda one: (one.recurrence, "permanente" * one.permanent),
    DATES_IN_WORDS: lambda one: _texts(one.schedule_text),
}


def says_the_same(one: DeliverableContent, other: DeliverableContent) -> bool:
    """Whether two deliverables differ in nothing but the numbers of their rows."""
    return all(value(one) == value(other) for value in OF_DELIVERABLE.values())


def spelled(values: Values) -> str:
    """Words that differ where the values do, for when the usual words do not: «a», «b» and not «a, b»."""
    return ", ".join(filter(None, map(_spelled, values)))


def _spelled(value: Hashable) -> str:
    if isinstance(value, tuple):
        return f"({spelled(value)})"
    return (f"«{value}»" if value else "—") if isinstance(value, str) else ""


def _texts(*texts: str) -> Values:
    return tuple(text.strip() for text in texts)


def _figure(value: Decimal | None) -> str:
    return "" if value is None else figure(value)


def _joined(texts: Iterable[str]) -> str:
    return " · ".join(text for text in map(str.strip, texts) if text)


def _unit(one: DeliverableContent) -> str:
    return str(MeasureUnit(one.target_unit).label) if one.target_unit in MeasureUnit.values else one.target_unit


def quantity_words(one: DeliverableContent) -> str:
    """How much, as the columns say it; where no figure says it, in what it is counted."""
    if one.target_quantity is not None:
        return quantity_in_words(one.target_quantity, one.target_unit, per_actor=one.target_per_actor)
    percent = "un porcentaje" if one.target_unit == MeasureUnit.PERCENT else ""
    return ", ".join(filter(None, (percent, "de cada dependencia" if one.target_per_actor else "")))


def _accumulation(one: DeliverableContent) -> str:
    """How values add up, where it is not the usual way."""
    usual = one.indicator_accumulation in {"", Accumulation.SUM}
    return "" if usual else str(Accumulation(one.indicator_accumulation).label)


def _responsible(one: DeliverableContent) -> str:
    return ", ".join(map(_who, one.assignments))


def _who(assignment: AssignmentContent) -> str:
    """Somebody who answers; a group says how many it is, for «todas» was 28 last year and is 26 now."""
    if assignment.group:
        name = f"{assignment.group} ({len(assignment.actors)})"
    else:
        name = assignment.actors[0].name if assignment.actors else assignment.text
    if assignment.conditional and not assignment.actors:
        name = f"{name} (se sabrá después)"
    if assignment.own_target is not None:
        name = f"{name}: {figure(assignment.own_target)}"
    return f"{name} (apoyo)" if assignment.role == AssignmentRole.SUPPORT else name


def written_apart(one: AssignmentContent) -> str:
    """What the plan writes of somebody, where the org chart calls them otherwise; empty where nobody reads it apart."""
    shown = one.group or (one.actors[0].name if len(one.actors) == 1 and not one.conditional else "")
    return one.text.strip() if shown and one.text.strip() != shown.strip() else ""


def _assignment_values(one: AssignmentContent) -> Values:
    """Without acronyms. Two offices of one name are two, and a set is not somebody who is called like it."""
    is_one = len(one.actors) == 1 and not one.conditional
    name = one.group or ("" if is_one else one.text.strip())
    members = tuple((actor.name, actor.id) for actor in one.actors)
    later = "se sabrá después" * one.conditional
    return (name, bool(one.group), one.role, _figure(one.own_target), later, written_apart(one), members)


def _dates(one: DeliverableContent) -> str:
    return ", ".join(map(_milestone, one.milestones))


def how_often(one: DeliverableContent) -> str:
    """Give the name of a deliverable's recurrence, «permanente», or nothing for dates of their own."""
    names = [str(Recurrence(one.recurrence).label).lower()] if one.recurrence in Recurrence.values else []
    return ", ".join([*names, *(["permanente"] if one.permanent else [])])


def _milestone(one: MilestoneContent) -> str:
    span = f"{one.starts_on:%d/%m/%Y} a " if one.starts_on else ""
    name = f"{one.name}: " if one.name else ""
    quantity = f" ({figure(one.expected_quantity)})" if one.expected_quantity is not None else ""
    late = "".join(f", movida ya vencida (era {move.from_on:%d/%m/%Y})" for move in one.late_moves)
    return f"{name}{span}{one.due_on:%d/%m/%Y}{quantity}{late}"


def _milestone_values(one: MilestoneContent) -> Values:
    moves = tuple((move.from_on.isoformat(), move.moved_on.isoformat()) for move in one.late_moves)
    starts_on = one.starts_on.isoformat() if one.starts_on else ""
    return (one.due_on.isoformat(), starts_on, one.name.strip(), _figure(one.expected_quantity), moves)


# ---- what a plan says of itself ----------------------------------------------------------------------------------


def header_facts(content: PlanContent) -> dict[str, str]:
    """Give what a plan says of itself, by the name of the column; empty texts included."""
    signed = (f"{one.role} {one.post} {one.name} {one.signed_on or ''}" for one in content.signatories)
    known = content.instrument in Instrument.values
    return {
        "Entidad": content.entity_name,
        "Instrumento": str(Instrument(content.instrument).label) if known else content.instrument,
        "Título": content.title,
        "Vigencia": Period(content.period_start, content.period_end).in_words,
        "Objetivo": content.objective,
        "Alcance": content.scope,
        "Objetivos específicos": _joined(content.objectives),
        "Base legal": _joined(content.legal_bases),
        "Participantes": _joined(content.participating_units),
        "Firmas": _joined(signed),
        "Anexos": _joined(f"{one.title} {one.address}" for one in content.annexes),
        "Formato": f"{content.format_code} {content.format_version}".strip(),
        "Plantilla": content.template,
        "Dirección": f"{content.entity_slug}/{content.slug}",
        "Acciones anunciadas": _joined(map(_announcement, content.announcements)),
    }


def header_values(content: PlanContent) -> dict[str, Values]:
    """The values behind `header_facts`."""
    return {
        "Entidad": _texts(content.entity_name),
        "Instrumento": (content.instrument,),
        "Título": _texts(content.title),
        "Vigencia": (content.period_start.isoformat(), content.period_end.isoformat()),
        "Objetivo": _texts(content.objective),
        "Alcance": _texts(content.scope),
        "Objetivos específicos": _texts(*content.objectives),
        "Base legal": _texts(*content.legal_bases),
        "Participantes": _texts(*content.participating_units),
        "Firmas": tuple(
            (one.role, *_texts(one.post, one.name), one.signed_on.isoformat() if one.signed_on else "")
            for one in content.signatories
        ),
        "Anexos": tuple(_texts(one.title, one.address) for one in content.annexes),
        "Formato": _texts(content.format_code, content.format_version),
        "Plantilla": (content.template,),
        "Dirección": (content.entity_slug, content.slug),
        "Acciones anunciadas": tuple(
            _texts(one.group, one.text, one.became, one.carried_from) for one in content.announcements
        ),
    }


def _announcement(one: AnnouncementContent) -> str:
    became = f" (es ahora una actividad: {one.became})" if one.became else ""
    return f"{one.group}: {one.text}{became}"


# ---- a component -------------------------------------------------------------------------------------------------


def part_text(node: NodeContent) -> str:
    """What a component says of itself, without what stands in it."""
    return _joined((node.heading, node.narrative, node.guiding_question))


def part_values(node: NodeContent) -> Values:
    """The values behind `part_text`."""
    return (node.kind, *_texts(node.code, node.name, node.narrative, node.guiding_question))


def placements_text(node: NodeContent) -> str:
    """The activities of other plans that a component shows."""
    return _joined(f"{one.code} {one.name} ({one.plan_title})" for one in node.placements)


def placement_values(node: NodeContent) -> Values:
    """The values behind `placements_text`."""
    return tuple(
        (str(one.plan_year), *_texts(one.plan_slug, one.key, one.plan_title, one.code, one.name))
        for one in node.placements
    )


def names_of(activities: Sequence[ActivityContent]) -> str:
    """Activities in their order, by their codes; by their words where they have none."""
    return ", ".join(one.code or f"«{one.name}»" for one in activities)
