"""What differs in components and in what a plan says of itself, in words. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rinde.capabilities.plans.choices import NodeKind, SignatoryRole
from rinde.capabilities.plans.rules.change_requests.clauses import Clause, text_clauses, untold
from rinde.capabilities.plans.rules.change_requests.phrases import capital, listed, of, quoted, to
from rinde.capabilities.plans.rules.changes import (
    PartChange,
    PlanChanges,
    order_label,
    part_fields,
    placed_label,
    where_label,
)
from rinde.capabilities.plans.rules.content import NodeContent, PlacementContent, PlanContent, SignatoryContent
from rinde.capabilities.plans.rules.facts import ORDER_OF_PARTS, header_facts

_PLAN = "el plan"


def part_clauses(change: PartChange) -> Iterator[Clause]:
    """Say what happened to a component: it came, it went, or it says something else."""
    old, new = change.before, change.after
    label = change.heading
    if new is None:
        yield Clause(label, f"Sale {_part(old)}")
        if old is not None:
            yield from _placements(old, replace(old, placements=()), placed_label(label))
    elif old is None:
        yield Clause(label, f"Entra {_part(new)}")
        yield from _placements(replace(new, placements=()), new, placed_label(label))
    else:
        said = list(_staying(change, old, new))
        yield from said
        yield from untold(part_fields(change), {one.label for one in said}, _part(new))


def _staying(change: PartChange, old: NodeContent, new: NodeContent) -> Iterator[Clause]:
    label = change.heading
    if old.heading != new.heading:
        yield Clause(label, f"{capital(_part(old))} se llama ahora {quoted(new.heading)}")
    yield from text_clauses(label, "el texto", _part(new), old.narrative, new.narrative)
    yield from text_clauses(label, "la pregunta", _part(new), old.guiding_question, new.guiding_question)
    yield from _placements(old, new, placed_label(label))
    above, below = change.above_before, change.above_after
    if above and below and any(one.label == where_label(label) for one in part_fields(change)):
        yield Clause(where_label(label), f"{capital(_part(new))} pasó {of(_part(above))} {to(_part(below))}")
    if any(one.label == order_label(label) for one in part_fields(change)):
        yield Clause(order_label(label), f"Cambia el orden de las actividades {of(_part(new))}")


def _part(node: NodeContent | None) -> str:
    if node is None:
        return ""
    kind = "subcomponente" if node.kind == NodeKind.SUBCOMPONENT else "componente"
    return f"el {kind} {quoted(node.heading)}"


def _placements(old: NodeContent, new: NodeContent, label: str) -> Iterator[Clause]:
    before, after = ({_address(one): one for one in node.placements} for node in (old, new))
    for key in (key for key in after if key not in before):
        yield Clause(label, f"{_placed(after[key])} se muestra ahora también en {_part(new)}")
    for key in (key for key in before if key not in after):
        yield Clause(label, f"{_placed(before[key])} ya no se muestra en {_part(new)}")


def _address(one: PlacementContent) -> tuple[int, str, str]:
    return one.plan_year, one.plan_slug, one.key


def _placed(one: PlacementContent) -> str:
    return f"La actividad {one.code or quoted(one.name, 60)} de {quoted(one.plan_title, 60)}"


def header_clauses(changes: PlanChanges) -> Iterator[Clause]:
    """Say what the plan says of itself now and did not before."""
    if changes.before is None or changes.after is None or not changes.header:
        return
    said = list(_header(changes.before, changes.after))
    yield from said
    if any(one.label == ORDER_OF_PARTS for one in changes.header):
        yield Clause(ORDER_OF_PARTS, f"Cambia el orden de los componentes {of(_PLAN)}")
    yield from untold(changes.header, {*(one.label for one in said), ORDER_OF_PARTS}, _PLAN)


def _header(old: PlanContent, new: PlanContent) -> Iterator[Clause]:
    words = header_facts(old), header_facts(new)
    for label, phrase in (
        ("Título", "el título"),
        ("Instrumento", "el instrumento"),
        ("Vigencia", "la vigencia"),
        ("Objetivo", "el objetivo"),
        ("Alcance", "el alcance"),
        ("Formato", "el formato"),
        ("Plantilla", "la plantilla"),
        ("Dirección", "la dirección"),
    ):
        yield from text_clauses(label, phrase, _PLAN, *(one[label] for one in words))
    if old.entity_name != new.entity_name:
        yield Clause("Entidad", f"La entidad se llama ahora {quoted(new.entity_name)}")
    for label, what, befores, afters in (
        ("Objetivos específicos", "los objetivos específicos", old.objectives, new.objectives),
        ("Base legal", "la base legal", old.legal_bases, new.legal_bases),
        ("Participantes", "los participantes", old.participating_units, new.participating_units),
        ("Firmas", "las firmas", _signed(old.signatories), _signed(new.signatories)),
        ("Anexos", "los anexos", _annexes(old), _annexes(new)),
        ("Acciones anunciadas", "las acciones anunciadas", _announced(old), _announced(new)),
    ):
        yield from _list_clauses(label, what, befores, afters)
    yield from _became(old, new)


def _list_clauses(label: str, what: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Clause]:
    came = [quoted(one, 120) for one in (Counter(after) - Counter(before)).elements()]
    went = [quoted(one, 120) for one in (Counter(before) - Counter(after)).elements()]
    if came:
        yield Clause(label, f"En {what} {'entran' if len(came) > 1 else 'entra'} {listed(came)}")
    if went:
        yield Clause(label, f"De {what} {'salen' if len(went) > 1 else 'sale'} {listed(went)}")
    if not came and not went and list(before) != list(after):
        yield Clause(label, f"Cambia el orden de {what}")


def _signed(ones: Sequence[SignatoryContent]) -> list[str]:
    roles = SignatoryRole.values
    return [
        " ".join(
            filter(
                None,
                (
                    f"{SignatoryRole(one.role).label if one.role in roles else one.role}:",
                    one.post,
                    one.name,
                    f"({one.signed_on:%d/%m/%Y})" if one.signed_on else "",
                ),
            )
        )
        for one in ones
    ]


def _annexes(content: PlanContent) -> list[str]:
    return [f"{one.title} {one.address}".strip() for one in content.annexes]


def _announced(content: PlanContent) -> list[str]:
    return [one.text for one in content.announcements]


def _became(old: PlanContent, new: PlanContent) -> Iterator[Clause]:
    before = {one.text: one.became for one in old.announcements}
    codes = {one.activity.key: one.activity.code for one in new.placed()}
    for one in new.announcements:
        if one.became and before.get(one.text, one.became) != one.became:
            number = codes.get(one.became) or one.became
            yield Clause(
                "Acciones anunciadas", f"La acción anunciada {quoted(one.text)} es ahora la actividad {number}"
            )
