"""What changed between two versions of a plan, in words: the version's summary, the publish page, the feed of changes.

Pure: two frozen contents in, sentences out. Activities are matched by key, which never changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rinde.capabilities.plans.choices import AssignmentRole
from rinde.capabilities.plans.rules.content import (
    AssignmentContent,
    DeliverableContent,
    MilestoneContent,
    NodeContent,
    PlacedActivity,
    PlanContent,
)
from rinde.capabilities.plans.rules.labels import activity_labels, shortened
from rinde.capabilities.plans.rules.measures import quantity_in_words
from rinde.capabilities.plans.rules.schedules import Period

_PLACE = "Lugar"
_SUMMARY_LENGTH = 500  # of `PlanVersion.summary`


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that reads differently; empty text where there was or is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ActivityChange:
    key: str
    label: str  # «actividad 3.1»
    name: str
    fields: tuple[FieldChange, ...] = ()  # none for an activity that was added or taken out

    @property
    def head(self) -> str:
        """What stands before the name: the label, unless it is made of the name for want of a code."""
        return "actividad" if self.label.startswith("actividad «") else self.label


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """Everything that differs. `is_first` where there was nothing before."""

    is_first: bool = False
    header: tuple[FieldChange, ...] = ()
    parts: tuple[FieldChange, ...] = ()  # components and subcomponents
    added: tuple[ActivityChange, ...] = ()
    removed: tuple[ActivityChange, ...] = ()
    changed: tuple[ActivityChange, ...] = ()
    only_details: bool = False  # something differs that no column shows

    @property
    def is_empty(self) -> bool:
        return not self.sentences()

    def sentences(self) -> tuple[str, ...]:
        """One sentence for each kind of change, none where nothing changed."""
        if self.is_first:
            return (f"Primera versión publicada, con {_count(len(self.added), 'actividad', 'actividades')}.",)
        return tuple(filter(None, (
            _listed(self.added, "Entra", "Entran"),
            _listed(self.removed, "Sale", "Salen"),
            _listed(self.changed, "Cambia", "Cambian"),
            _named_list("Cambian componentes", (shortened(one.after or one.before) for one in self.parts)),
            _named_list("Cambian datos del plan", (one.label.lower() for one in self.header)),
            "Cambian detalles que el plan no muestra en sus columnas." if self.only_details else "",
        )))  # fmt: skip

    def summary(self) -> str:
        """All sentences in one text that fits a version's row."""
        return shortened(" ".join(self.sentences()) or "Sin cambios.", _SUMMARY_LENGTH)


def changes_between(before: PlanContent | None, after: PlanContent) -> PlanChanges:
    """Compare two contents of the same plan; None before means that this is its first version."""
    now = {one.activity.key: one for one in after.placed()}
    labels_now = activity_labels(now.values())
    if before is None:
        return PlanChanges(is_first=True, added=tuple(_named(one, labels_now) for one in now.values()))
    then = {one.activity.key: one for one in before.placed()}
    labels_then = activity_labels(then.values())
    both = ((one, _activity_differences(then[key], one)) for key, one in now.items() if key in then)
    found = PlanChanges(
        header=_differences(_header_facts(before), _header_facts(after)),
        parts=_differences(_part_facts(before), _part_facts(after)),
        added=tuple(_named(one, labels_now) for key, one in now.items() if key not in then),
        removed=tuple(_named(one, labels_then) for key, one in then.items() if key not in now),
        changed=tuple(replace(_named(one, labels_now), fields=fields) for one, fields in both if fields),
    )
    return replace(found, only_details=found.is_empty and before != after)


def _named(placed: PlacedActivity, labels: Mapping[str, str]) -> ActivityChange:
    return ActivityChange(placed.activity.key, labels[placed.activity.key], placed.activity.name)


def _activity_differences(old: PlacedActivity, new: PlacedActivity) -> tuple[FieldChange, ...]:
    """What differs in an activity. A component that only got another name has not moved its activities."""
    if old == new:
        return ()
    before, after = activity_facts(old), activity_facts(new)
    same_place = _place_of(old).id == _place_of(new).id is not None
    return _differences(before | {_PLACE: after[_PLACE]} if same_place else before, after)


def _place_of(placed: PlacedActivity) -> NodeContent:
    return placed.subcomponent or placed.component


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FieldChange, ...]:
    labels = dict.fromkeys((*before, *after))
    return tuple(
        FieldChange(label, before.get(label, ""), after.get(label, ""))
        for label in labels
        if before.get(label, "") != after.get(label, "")
    )


def activity_facts(placed: PlacedActivity) -> dict[str, str]:
    """Give what a reader would notice of an activity, by the name of the column; empty texts included."""
    activity = placed.activity
    each = activity.deliverables
    return {
        _PLACE: _place_of(placed).name,
        "Código": activity.code,
        "Actividad": activity.name,
        "Descripción": _joined((activity.description, *(one.description for one in each))),
        "Meta": _joined(one.target for one in each),
        "Cantidad": _joined(map(_quantity, each)),
        "Producto": _joined(one.product for one in each),
        "Indicador": _joined(" ".join((one.indicator, one.indicator_formula, one.indicator_unit)) for one in each),
        "Recursos": _joined(one.resources for one in each),
        "Evidencia esperada": _joined(", ".join(one.expected_evidence) for one in each),
        "Responsables": _joined(map(_responsible, each)),
        "Fechas": _joined(map(_dates, each)),
    }


def _joined(texts: Iterable[str]) -> str:
    return " · ".join(text for text in map(str.strip, texts) if text)


def _quantity(one: DeliverableContent) -> str:
    if one.target_quantity is None:
        return ""
    return quantity_in_words(one.target_quantity, one.target_unit, per_actor=one.target_per_actor)


def _responsible(one: DeliverableContent) -> str:
    return ", ".join(map(_who, one.assignments))


def _who(assignment: AssignmentContent) -> str:
    """Somebody who answers; a group says how many it is, for «todas» was 28 last year and is 26 now."""
    if assignment.group:
        name = f"{assignment.group} ({len(assignment.actors)})"
    else:
        name = assignment.actors[0].name if assignment.actors else assignment.text
    return f"{name} (apoyo)" if assignment.role == AssignmentRole.SUPPORT else name


def _dates(one: DeliverableContent) -> str:
    return ", ".join(map(_milestone, one.milestones))


def _milestone(one: MilestoneContent) -> str:
    span = f"{one.starts_on:%d/%m/%Y} a " if one.starts_on else ""
    name = f"{one.name}: " if one.name else ""
    return f"{name}{span}{one.due_on:%d/%m/%Y}"


def _header_facts(content: PlanContent) -> dict[str, str]:
    signed = (f"{one.role} {one.post} {one.name} {one.signed_on or ''}" for one in content.signatories)
    return {
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
        "Acciones anunciadas": _joined(f"{one.group}: {one.text}" for one in content.announcements),
    }


def _part_facts(content: PlanContent) -> dict[str, str]:
    """Every component and subcomponent by an identity that survives renaming."""
    facts: dict[str, str] = {}
    for component in content.nodes:
        for node in (component, *component.children):
            facts[str(node.id or node.name)] = _part_text(node)
    return facts


def _part_text(node: NodeContent) -> str:
    return " ".join(filter(None, (node.heading, node.narrative, node.guiding_question)))


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _listed(changes: tuple[ActivityChange, ...], one: str, many: str) -> str:
    if not changes:
        return ""
    named = ", ".join(change.label.removeprefix("actividad ") for change in changes[:6])
    rest = f" y {len(changes) - 6} más" if len(changes) > 6 else ""
    verb = one if len(changes) == 1 else many
    return f"{verb} {_count(len(changes), 'actividad', 'actividades')}: {named}{rest}."


def _named_list(head: str, names: Iterable[str]) -> str:
    listed = ", ".join(names)
    return f"{head}: {listed}." if listed else ""
