"""Rows, findings and places in the words of the review screen. Nothing is decided here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from rapidfuzz import fuzz

from rinde.capabilities.plan_imports.choices import FindingSeverity, RowDecision, Settlement
from rinde.capabilities.plan_imports.models import ActorMatch, ImportAnnouncement, ImportFinding, ImportRow, PlanImport
from rinde.capabilities.plan_imports.queries import FindingGroup
from rinde.capabilities.plan_imports.rules.catalogue import RULES
from rinde.capabilities.plan_imports.rules.draft import DraftRow, Schedule, Severity
from rinde.capabilities.plan_imports.rules.headings import Role
from rinde.capabilities.plan_imports.rules.review import SEVERITIES, name_key, row_from_json, suggestion_label
from rinde.capabilities.plan_imports.web.forms import MONTHS, value_of
from rinde.capabilities.plans.choices import Instrument, PlanStatus, Recurrence
from rinde.capabilities.plans.models import Plan
from rinde.foundations.text.folding import fold

ACRONYMS: Final = frozenset((Instrument.PTEP, Instrument.PAAC))  # the kinds that people call by their letters
STATE_KIND: Final = {RowDecision.PENDING: "draft", RowDecision.ACCEPTED: "ok", RowDecision.LEFT_OUT: "off"}
FIELD_LABELS: Final = {
    "component": "Componente",
    "subcomponent": "Subcomponente",
    "code": "Código",
    "activity": "Actividad",
    "description": "Descripción",
    "target": "Meta",
    "product": "Producto",
    "indicator": "Indicador",
    "resources": "Recursos",
}
ROLE_LABELS: Final[dict[str, str]] = {
    Role.CODE: "Código o número",
    Role.COMPONENT: "Componente",
    Role.SUBCOMPONENT: "Subcomponente",
    Role.GROUP: "Grupo (objetivo, estrategia, eje…)",
    Role.ACTIVITY: "Actividad",
    Role.DESCRIPTION: "Descripción o tarea",
    Role.TARGET: "Meta",
    Role.PRODUCT: "Producto o entregable",
    Role.TARGET_OR_PRODUCT: "Meta o producto",
    Role.INDICATOR: "Indicador",
    Role.RESOURCES: "Recursos",
    Role.RESPONSIBLE: "Responsable",
    Role.SCHEDULE: "Fecha o plazo",
    Role.START: "Fecha de inicio",
    Role.END: "Fecha de fin",
    Role.FREQUENCY: "Periodicidad",
    Role.PERIOD: "Mes o periodo marcado",
    Role.FOLLOW_UP: "Seguimiento (lo ya hecho: no entra)",
    Role.OTHER: "Otra cosa (no entra)",
}
OTHER_TITLES: Final = {
    "page-without-text": "Página sin texto",
    "broken-page": "Página dañada",
    "correction-kept": "Corrección conservada",
    "acceptance-reopened": "Aceptación por confirmar otra vez",
    "no-activity": "Fila sin actividad",
}


# ---- when and how much --------------------------------------------------------------------------------------------


def when_in_words(times: Schedule) -> str:
    """Say a schedule as people do: «30/04/2026 y 30/06/2026», «del 01/02/2026 al 30/11/2026», «cada trimestre»."""
    told = [*_dates_in_words(times), *_others_in_words(times)]
    return "; ".join(told)


def _dates_in_words(times: Schedule) -> list[str]:
    told = []
    if times.deadlines:
        told.append(_joined([_day(day) for day in times.deadlines]))
    if times.start and times.end:
        told.append(f"del {_day(times.start)} al {_day(times.end)}")
    elif times.start:
        told.append(f"desde el {_day(times.start)}")
    elif times.end:
        told.append(f"hasta el {_day(times.end)}")
    return told


def _others_in_words(times: Schedule) -> list[str]:
    told = []
    if times.months:
        told.append("todos los meses" if len(times.months) == 12 else _joined([_MONTH[one] for one in times.months]))
    if times.recurrence:
        told.append(str(Recurrence(times.recurrence).label).lower())
    if times.permanent:
        told.append("durante todo el año")
    return told


_MONTH: Final = dict(MONTHS)


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}"


def _joined(words: Sequence[str]) -> str:
    return " y ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def quantity_in_words(row: DraftRow) -> str:
    """«2», «100 %», «2 por cada dependencia»; empty where the row states none."""
    if row.quantity is None:
        return ""
    number = f"{row.quantity:,.2f}".rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))
    told = f"{number} %" if row.unit == "percent" else number
    return f"{told} por cada dependencia" if row.per_unit else told


# ---- findings -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as shown: word and icon of its severity, its title, and what can be done about it."""

    id: int
    title: str
    message: str
    word: str
    icon: str
    severity: str
    action: str  # the words of the button that takes the proposal; empty for none
    can_keep: bool
    settled: str  # «Corregido», «Está bien así»; empty while open
    row: ImportRow | None


def finding_view(finding: ImportFinding, row: ImportRow | None = None) -> FindingView:
    words = SEVERITIES[severity_of(finding.severity)]
    has_proposal = finding.suggestion and finding.row_id
    return FindingView(
        id=finding.pk,
        title=rule_title(finding.rule),
        message=finding.message,
        word=words.word,
        icon=words.icon,
        severity=finding.severity,
        action=suggestion_label(finding.rule, finding.suggestion) if has_proposal else "",
        can_keep=finding.severity != FindingSeverity.NOTICE and finding.rule != "no-activity",
        settled=str(Settlement(finding.settlement).label) if finding.settlement else "",
        row=row,
    )


def severity_of(code: str) -> Severity:
    return next(severity for severity in SEVERITIES if severity == code)


def rule_title(rule: str) -> str:
    return RULES[rule].title if rule in RULES else OTHER_TITLES.get(rule, "Aviso del documento")


def rule_explanation(rule: str) -> str:
    return RULES[rule].explanation if rule in RULES else ""


# ---- rows ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RowCard:
    """A row in the list at the left."""

    id: int
    number: int
    code: str
    activity: str
    when: str
    who: str
    state: str
    state_kind: str
    edited: bool
    marks: tuple[tuple[str, str, str, int], ...]  # severity, icon, word and number of the open findings
    place: str


def row_card(row: ImportRow, findings: Sequence[ImportFinding]) -> RowCard:
    fields = row_from_json(row.fields)
    return RowCard(
        id=row.pk,
        number=row.position + 1,
        code=fields.code or "",
        activity=fields.activity or "(sin actividad)",
        when=when_in_words(fields.schedule),
        who=", ".join(fields.responsible),
        state=str(RowDecision(row.decision).label),
        state_kind=STATE_KIND[RowDecision(row.decision)],
        edited=row.edited,
        marks=tuple(_marks(findings)),
        place=row.place.get("words", ""),
    )


def _marks(findings: Sequence[ImportFinding]) -> list[tuple[str, str, str, int]]:
    marks: list[tuple[str, str, str, int]] = []
    for severity, words in SEVERITIES.items():
        if number := sum(finding.severity == severity for finding in findings):
            marks.append((severity, words.icon, words.word, number))
    return marks


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of a row: what holds, and what was read where a person changed it."""

    label: str
    value: str
    read: str = ""
    empty: str = ""  # what to say where nothing stands


@dataclass(frozen=True, slots=True)
class NamedActor:
    """A name of the row and who it is taken for."""

    text: str
    actor: str
    sure: bool


def row_facts(row: ImportRow) -> list[Fact]:
    """Every field that the row has, or had, or should have."""
    now = row_from_json(row.fields)
    before = row_from_json(row.original) if row.original else now
    facts = []
    for name, label in FIELD_LABELS.items():
        value, read = getattr(now, name) or "", getattr(before, name) or ""
        if value or read:
            facts.append(Fact(label, value, read if read != value else "", "Se quitó"))
        if name == "target" and (quantity_in_words(now) or quantity_in_words(before)):
            facts.append(_fact("Cantidad", quantity_in_words(now), quantity_in_words(before)))
    facts.append(_when(now, before))
    return facts


def _fact(label: str, value: str, read: str) -> Fact:
    return Fact(label, value, read if read != value else "", "Sin definir")


def _when(now: DraftRow, before: DraftRow) -> Fact:
    value, read = _time_and_text(now.schedule), _time_and_text(before.schedule)
    return _fact("Cuándo", value, read)


def _time_and_text(times: Schedule) -> str:
    words = when_in_words(times)
    if not words:
        return f"«{times.text}» (no se entiende la fecha)" if times.text else ""
    return f"{words} («{times.text}»)" if times.text and times.text != words else words


def named_actors(row: ImportRow, matches: Mapping[str, ActorMatch]) -> list[NamedActor]:
    """The responsibles of a row with whom each is taken for."""
    named = []
    for text in row_from_json(row.fields).responsible:
        match = matches.get(name_key(text))
        who = (match.actor or match.group) if match else None
        named.append(NamedActor(text, str(who) if who else "", bool(match and match.decided_at)))
    return named


def confidence_word(confidence: int) -> str:
    """How sure a proposal is, in a word."""
    if confidence >= 90:
        return "segura"
    return "probable" if confidence >= 75 else "dudosa"


# ---- the original -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PageCutout:
    """A page of the PDF with the row marked, as the numbers of an SVG: whole, or the strip around the row."""

    address: str
    page: int
    width: str
    height: str
    view_box: str
    zoom: int  # 1 fits the pane, 2 and 3 are larger and scroll
    mark: tuple[str, ...]  # empty for none; x, y, width, height


LEGIBLE: Final = 700  # points: the small print of a wider page cannot be read when it is fitted into the pane
MARGIN: Final = 70  # points above and below the row that the strip shows


def page_cutout(plan_import: PlanImport, place: Mapping[str, Any], *, whole: bool) -> PageCutout | None:
    """The picture of the page where a row stands; None where the document has no pages to draw."""
    page = place.get("page")
    if not page or page > len(plan_import.page_sizes):
        return None
    width, height = plan_import.page_sizes[page - 1]
    box = place.get("box")
    # Written here: a template would print 12,5 for 12.5, which an SVG does not understand.
    sides = (box[0], box[1], box[2] - box[0], box[3] - box[1]) if box else ()
    mark = tuple(f"{side:.1f}" for side in sides)
    return PageCutout(
        address=reverse("desk:import_page_image", args=[plan_import.entity.slug, plan_import.pk, page]),
        page=page,
        width=f"{width:.1f}",
        height=f"{height:.1f}",
        view_box=f"0 0 {width} {height}" if whole or not box else _strip(box, place.get("table_box"), width, height),
        zoom=2 if width > LEGIBLE else 1,
        mark=mark,
    )


def _strip(box: Sequence[float], table: Sequence[float] | None, width: float, height: float) -> str:
    left = max(0, (table or box)[0] - 8)
    right = min(width, (table or box)[2] + 8)
    top = max(0, box[1] - MARGIN)
    bottom = min(height, box[3] + MARGIN)
    return f"{left:.1f} {top:.1f} {right - left:.1f} {bottom - top:.1f}"


# ---- pages about the whole ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FindingSection:
    """The findings of one rule."""

    rule: str
    title: str
    explanation: str
    word: str
    icon: str
    severity: str
    count: int
    more: int
    findings: tuple[FindingView, ...]


def finding_sections(groups: Sequence[FindingGroup]) -> list[FindingSection]:
    return [
        FindingSection(
            rule=group.rule,
            title=rule_title(group.rule),
            explanation=rule_explanation(group.rule),
            word=SEVERITIES[severity_of(group.severity)].word,
            icon=SEVERITIES[severity_of(group.severity)].icon,
            severity=group.severity,
            count=group.count,
            more=group.more,
            findings=tuple(finding_view(finding, finding.row) for finding in group.findings),
        )
        for group in groups
    ]


@dataclass(frozen=True, slots=True)
class ColumnView:
    """How a column was read."""

    number: int
    label: str
    role: str
    role_label: str


def column_views(columns: Sequence[Mapping[str, str]]) -> list[ColumnView]:
    return [
        ColumnView(
            number, column.get("label") or column["heading"], column["role"], ROLE_LABELS.get(column["role"], "")
        )
        for number, column in enumerate(columns)
    ]


@dataclass(frozen=True, slots=True)
class Option:
    """Somebody a name may be, with how sure that is."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class NameView:
    """A name of the document, whom it is taken for, and in which rows it stands."""

    id: int
    text: str
    value: str
    who: str
    confidence: int
    confidence_word: str
    reason: str
    decided: bool
    is_group: bool
    target: int | None  # the number of the actor or group that holds
    options: tuple[Option, ...]  # the proposals, best first
    rows: tuple[ImportRow, ...]
    more_rows: int


SHOWN_ROWS: Final = 8
SAME_ENTITY: Final = 70  # of 100: «Gobernación de Nariño» and «Departamento de Nariño» are one


def name_views(
    matches: Sequence[ActorMatch],
    rows: Mapping[str, Sequence[ImportRow]],
    actors: Mapping[int, str],
    groups: Mapping[int, str],
) -> list[NameView]:
    views = []
    for match in matches:
        named = rows.get(name_key(match.text), ())
        best = match.proposals[0] if match.proposals else {}
        options = _options(match.proposals, actors, groups)
        value, offered = value_of(match), {option.value for option in options}
        views.append(
            NameView(
                id=match.pk,
                text=match.text,
                value=value,
                who=str(match.actor or match.group or ""),
                confidence=match.confidence,
                confidence_word=confidence_word(match.confidence),
                reason=best.get("reason", ""),
                decided=match.decided_at is not None,
                is_group=match.group_id is not None,
                target=None if offered and value in offered else match.actor_id or match.group_id,
                options=tuple(options),
                rows=tuple(named[:SHOWN_ROWS]),
                more_rows=max(0, len(named) - SHOWN_ROWS),
            )
        )
    return views


def _options(
    proposals: Sequence[Mapping[str, Any]], actors: Mapping[int, str], groups: Mapping[int, str]
) -> list[Option]:
    options = []
    for one in proposals:
        kind, number = ("group", one.get("group_id")) if one.get("group_id") else ("actor", one.get("actor_id"))
        name = (groups if kind == "group" else actors).get(number or 0)
        if name:
            words = f"{name} ({confidence_word(one['confidence'])}, {one['confidence']} %)"
            options.append(Option(f"{kind}-{number}", words))
    return options


def announcement_sections(rows: Iterable[ImportAnnouncement]) -> list[tuple[str, list[ImportAnnouncement]]]:
    """The announcements under the titles that the document gives them."""
    sections: dict[str, list[ImportAnnouncement]] = {}
    for row in rows:
        sections.setdefault(row.group, []).append(row)
    return list(sections.items())


def plan_address(plan: Plan) -> str:
    """Where the draft plan is edited."""
    return reverse("desk:plan_detail", args=[plan.entity.slug, plan.pk])


@dataclass(frozen=True, slots=True)
class AlikePlan:
    """A plan of the same kind and year that is there already."""

    title: str
    address: str
    kind: str  # «PAAC», or the kind in words where it has no acronym
    year: int
    state: str


def alike_views(plans: Iterable[Plan]) -> list[AlikePlan]:
    return [
        AlikePlan(
            title=plan.title,
            address=plan_address(plan),
            kind=plan.instrument if plan.instrument in ACRONYMS else str(Instrument(plan.instrument).label),
            year=plan.period_start.year,
            state=str(PlanStatus(plan.status).label).lower(),
        )
        for plan in plans
    ]


def other_entity(plan_import: PlanImport) -> str:
    """The entity that the document names, where it is clearly not the one that uploaded it; else empty."""
    named = str(plan_import.heading.get("entity") or "")
    alike = fuzz.token_set_ratio(fold(named), fold(plan_import.entity.name))
    return named if named and alike < SAME_ENTITY else ""
