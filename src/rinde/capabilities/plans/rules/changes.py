"""What changed between two versions of a plan, in words: the version's summary, the publish page, the feed of changes.

Pure: two frozen contents in, sentences out. Activities are matched by key, which never changes. What each change says
in full («La fecha de la actividad 3.2 pasó del…») is told from this structure by `change_requests.words`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rinde.capabilities.plans.choices import Accumulation, AssignmentRole, Recurrence
from rinde.capabilities.plans.rules.content import (
    AnnouncementContent,
    AssignmentContent,
    DeliverableContent,
    MilestoneContent,
    NodeContent,
    PlacedActivity,
    PlanContent,
)
from rinde.capabilities.plans.rules.labels import activity_labels, shortened
from rinde.capabilities.plans.rules.measures import figure, quantity_in_words
from rinde.capabilities.plans.rules.schedules import Period

_PLACE = "Lugar"
DATES = "Fechas"
HOW_OFTEN = "Periodicidad"
DATES_IN_WORDS = "Fechas, como las escribe el plan"
SINGLE_DATES = "fechas sueltas"
_ONLY_FIGURES = re.compile(r"[\d\s/.,;:·–-]*(?:\b[yae]\b[\d\s/.,;:·–-]*)*")
_SUMMARY_LENGTH = 500  # of `PlanVersion.summary`


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that reads differently; empty text where there was or is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ActivityChange:
    """An activity that came, went or reads differently; `before` is None for a new one, `after` for one that went."""

    key: str
    label: str  # «actividad 3.1»
    name: str
    fields: tuple[FieldChange, ...] = ()  # none for an activity that was added or taken out
    before: PlacedActivity | None = None
    after: PlacedActivity | None = None

    @property
    def head(self) -> str:
        """What stands before the name: the label, unless it is made of the name for want of a code."""
        return "actividad" if self.label.startswith("actividad «") else self.label


@dataclass(frozen=True, slots=True)
class PartChange:
    """A component or subcomponent that came, went or reads differently."""

    before: NodeContent | None
    after: NodeContent | None

    @property
    def heading(self) -> str:
        node = self.after or self.before
        return node.heading if node else ""


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """Everything that differs. `is_first` where there was nothing before."""

    before: PlanContent | None = None
    after: PlanContent | None = None
    is_first: bool = False
    header: tuple[FieldChange, ...] = ()
    parts: tuple[FieldChange, ...] = ()  # what components and subcomponents say, each under its heading
    nodes: tuple[PartChange, ...] = ()  # the same components, whole
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
            _named_list("Cambian componentes", (shortened(one.heading) for one in self.nodes)),
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
        added = tuple(_named(one, labels_now, after=one) for one in now.values())
        return PlanChanges(None, after, is_first=True, added=added)
    then = {one.activity.key: one for one in before.placed()}
    labels_then = activity_labels(then.values())
    both = (
        (key, one, _activity_differences(then[key], one))
        for key, one in now.items()
        if key in then and then[key] != one
    )
    nodes = tuple(_part_changes(before, after))
    found = PlanChanges(
        before,
        after,
        header=_differences(_header_facts(before), _header_facts(after)),
        parts=tuple(field for one in nodes for field in _part_fields(one)),
        nodes=nodes,
        added=tuple(_named(one, labels_now, after=one) for key, one in now.items() if key not in then),
        removed=tuple(_named(one, labels_then, before=one) for key, one in then.items() if key not in now),
        changed=tuple(
            _named(one, labels_now, before=then[key], after=one, fields=fields) for key, one, fields in both if fields
        ),
    )
    return replace(found, only_details=found.is_empty and before != after)


def _named(
    placed: PlacedActivity,
    labels: Mapping[str, str],
    *,
    before: PlacedActivity | None = None,
    after: PlacedActivity | None = None,
    fields: tuple[FieldChange, ...] = (),
) -> ActivityChange:
    key = placed.activity.key
    return ActivityChange(key, labels[key], placed.activity.name, fields, before, after)


def _activity_differences(old: PlacedActivity, new: PlacedActivity) -> tuple[FieldChange, ...]:
    """What differs in an activity. A component that only got another name has not moved its activities."""
    before, after = activity_facts(old), activity_facts(new)
    found = _differences(before if has_moved(old, new) else before | {_PLACE: after[_PLACE]}, after)
    if any(one.label == DATES for one in found):
        found = tuple(one for one in found if not _repeats_the_dates(one))
    return tuple(_said_as_single(one) if one.label == HOW_OFTEN else one for one in found)


def _repeats_the_dates(one: FieldChange) -> bool:
    """Whether what the plan writes is the same dates in figures: told once, a reader does not take it for a loss."""
    return one.label == DATES_IN_WORDS and all(map(_ONLY_FIGURES.fullmatch, (one.before, one.after)))


def _said_as_single(one: FieldChange) -> FieldChange:
    """Dates without a recurrence are a way of doing it too: «cada trimestre» became «fechas sueltas», not nothing."""
    return FieldChange(one.label, one.before or SINGLE_DATES, one.after or SINGLE_DATES)


def has_moved(old: PlacedActivity, new: PlacedActivity) -> bool:
    """Whether an activity stands in another component, and not in the same one under a new name."""
    before, after = place_of(old), place_of(new)
    if before.id is not None and after.id is not None:
        return before.id != after.id
    return before.name != after.name


def place_of(placed: PlacedActivity) -> NodeContent:
    """Give the subcomponent of an activity, or its component where it stands in none."""
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
        _PLACE: place_of(placed).name,
        "Código": activity.code,
        "Actividad": activity.name,
        "Descripción": _joined((activity.description, *(one.description for one in each))),
        "Meta": _joined(one.target for one in each),
        "Cantidad": _joined(map(_quantity, each)),
        "Producto": _joined(one.product for one in each),
        "Indicador": _joined(" ".join((one.indicator, one.indicator_formula, one.indicator_unit)) for one in each),
        "Línea de base": _joined("" if (base := one.indicator_baseline) is None else figure(base) for one in each),
        "Cómo se acumula": _joined(map(_accumulation, each)),
        "Universo": _joined(", ".join(one.universe) for one in each),
        "Recursos": _joined(one.resources for one in each),
        "Evidencia esperada": _joined(" o ".join(one.expected_evidence) for one in each),
        "Responsables": _joined(map(_responsible, each)),
        DATES: _joined(map(_dates, each)),
        HOW_OFTEN: _joined(map(how_often, each)),
        DATES_IN_WORDS: _joined(one.schedule_text for one in each),
        "Objetivos": _joined(activity.objectives),
    }


def _joined(texts: Iterable[str]) -> str:
    return " · ".join(text for text in map(str.strip, texts) if text)


def _quantity(one: DeliverableContent) -> str:
    if one.target_quantity is None:
        return ""
    return quantity_in_words(one.target_quantity, one.target_unit, per_actor=one.target_per_actor)


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
    if assignment.own_target is not None:
        name = f"{name}: {figure(assignment.own_target)}"
    return f"{name} (apoyo)" if assignment.role == AssignmentRole.SUPPORT else name


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
        "Acciones anunciadas": _joined(map(_announcement, content.announcements)),
    }


def _announcement(one: AnnouncementContent) -> str:
    became = f" (es ahora una actividad: {one.became})" if one.became else ""
    return f"{one.group}: {one.text}{became}"


def _part_changes(before: PlanContent, after: PlanContent) -> Iterable[PartChange]:
    """Components and subcomponents that differ, in the order of the newer plan, then those that went."""
    then, now = _parts(before), _parts(after)
    for key in dict.fromkeys((*now, *then)):
        change = PartChange(then.get(key), now.get(key))
        if change.before is None or change.after is None or any(True for _ in _part_fields(change)):
            yield change


def _parts(content: PlanContent) -> dict[str, NodeContent]:
    """Every component and subcomponent by an identity that survives renaming."""
    return {str(node.id or node.name): node for top in content.nodes for node in (top, *top.children)}


def _part_fields(change: PartChange) -> Iterable[FieldChange]:
    """What a component says of itself, without what stands in it."""
    before, after = (_part_text(node) if node else "" for node in (change.before, change.after))
    if before != after:
        yield FieldChange(change.heading, before, after)
    shown = [_joined(_placements(node)) if node else "" for node in (change.before, change.after)]
    if shown[0] != shown[1]:
        yield FieldChange(f"{change.heading}: actividades de otros planes", *shown)


def _part_text(node: NodeContent) -> str:
    return " ".join(filter(None, (node.heading, node.narrative, node.guiding_question)))


def _placements(node: NodeContent) -> Iterable[str]:
    return (f"{one.code} {one.name} ({one.plan_title})".strip() for one in node.placements)


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
