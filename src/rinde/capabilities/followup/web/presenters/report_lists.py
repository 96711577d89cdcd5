"""The lists of reporting as pages print them: what a person must do, who of a group has, what waits for review."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from rinde.capabilities.followup.choices import Outcome
from rinde.capabilities.followup.models import ProgressReport
from rinde.capabilities.followup.queries.reporting import Agenda
from rinde.capabilities.followup.rules.agenda import Act, AgendaItem, Turn, group_tally
from rinde.capabilities.followup.rules.cells import Cell, CellKey
from rinde.capabilities.followup.web.presenters.reporting import (
    cell_address,
    figures_in_words,
    outcome_markup,
    standing_markup,
    when_in_words,
)
from rinde.foundations.design.spanish import spanish_number

ACT_WORDS = {
    Act.CORRECT: "Corregir y enviar",
    Act.REPORT: "Reportar",
    Act.CONTINUE: "Seguir el borrador",
    Act.REPORT_MORE: "Reportar lo nuevo",
    Act.PROVE: "Agregar la prueba",
    Act.READ: "Ver lo reportado",
}
TURN_WORDS: dict[Turn, tuple[str, str]] = {
    Turn.FIRST: ("Primero esto", "Lo que devolvió la coordinación y lo que ya venció."),
    Turn.SOON: ("Vence pronto", "Lo que sigue, y lo cumplido a lo que le falta la prueba."),
    Turn.WAITING: ("Enviado, en revisión", "La coordinación del plan lo tiene: usted no debe hacer nada."),
    Turn.THIS_YEAR: ("El resto del año", ""),
    Turn.LATER_YEARS: ("Los años que siguen", ""),
    Turn.EARLIER_PLANS: ("De planes de años anteriores", "Su vigencia terminó y nadie los ha cerrado todavía."),
    Turn.FINISHED: ("Terminado", ""),
}
FOLDED = frozenset(Turn) - {Turn.FIRST, Turn.SOON}


@dataclass(frozen=True, slots=True)
class Row:
    """A cell of the list, or a group of them that a coordinator looks at together."""

    turn: Turn
    url: str
    label: str
    what: str
    who: str
    plan_title: str
    due_on: date
    when: str
    status: SafeString
    act: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one turn."""

    turn: Turn
    title: str
    text: str
    rows: tuple[Row, ...]  # of this page
    count: int  # in all
    is_folded: bool


def row_of(items: Sequence[AgendaItem], found: Agenda, slug: str, today: date) -> Row:
    """The row of a cell, or of the many who owe the same on the same date."""
    return _group_row(items, found, slug, today) if len(items) > 1 else _row(items[0], found, slug, today)


def _row(item: AgendaItem, found: Agenda, slug: str, today: date) -> Row:
    state, cell = item.state, item.state.cell
    reads = item.act in {Act.READ, Act.PROVE} and state.said is not None
    url = (
        reverse("desk:report_detail", kwargs={"entity_slug": slug, "report_id": state.said.id})
        if reads and state.said is not None
        else cell_address("report_cell", slug, cell.key)
    )
    note = state.open.returned_reason if item.act == Act.CORRECT and state.open is not None else ""
    return Row(
        turn=item.turn,
        url=url,
        label=cell.label,
        what=_told_once(cell),
        who=cell.actor_name or "Sin responsable asignado",
        plan_title=found.plans[item.plan_id].title,
        due_on=cell.due_on,
        when=when_in_words(cell.due_on, today),
        status=standing_markup(item.standing),
        act=ACT_WORDS[item.act],
        note=note,
    )


def _told_once(cell: Cell) -> str:
    what = "" if cell.what == cell.activity_name else cell.what
    return " · ".join(filter(None, (what, cell.milestone_name)))


def _group_row(items: Sequence[AgendaItem], found: Agenda, slug: str, today: date) -> Row:
    first, tally = items[0], group_tally(items)
    cell = first.state.cell
    key = {"deliverable_id": cell.key.deliverable_id, "milestone_id": cell.key.milestone_id}
    return Row(
        turn=first.turn,
        url=reverse("desk:cell_group", kwargs={"entity_slug": slug, **key}),
        label=cell.label,
        what=_told_once(cell),
        who=cell.group or f"{spanish_number(len(items))} responsables",
        plan_title=found.plans[first.plan_id].title,
        due_on=cell.due_on,
        when=when_in_words(cell.due_on, today),
        status=standing_markup(first.standing),
        act="Ver quiénes faltan",
        note=group_in_words(len(items), tally.reported),
    )


def group_in_words(all_of_them: int, reported: int) -> str:
    """«28 responsables: 19 reportaron, 9 no»"""
    missing = all_of_them - reported
    told = f"{spanish_number(reported)} {'reportó' if reported == 1 else 'reportaron'}"
    return f"{spanish_number(all_of_them)} responsables: {told}, {spanish_number(missing)} no"


def sections_of(page: Iterable[Row], counts: Mapping[Turn, int]) -> list[Section]:
    """The rows of a page by whose turn they are, those that press open and the others folded.

    Args:
        counts: of the rows of every page.
    """
    by_turn: dict[Turn, list[Row]] = {}
    for row in page:
        by_turn.setdefault(row.turn, []).append(row)
    return [
        Section(turn, *TURN_WORDS[turn], tuple(by_turn[turn]), counts[turn], turn in FOLDED)
        for turn in Turn
        if turn in by_turn
    ]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One of those who owe a deliverable."""

    who: str
    status: SafeString
    said: str
    sent_at: datetime | None
    url: str
    act: str


def group_rows(items: Iterable[AgendaItem], slug: str, mine: Collection[CellKey]) -> list[GroupRow]:
    """Those who have not reported first, as they come.

    Args:
        mine: the cells that whoever looks may report.
    """
    rows = []
    for one in items:
        state, key = one.state, one.state.cell.key
        url = act = ""
        if state.said is not None:
            url, act = reverse("desk:report_detail", kwargs={"entity_slug": slug, "report_id": state.said.id}), "Ver"
        elif key in mine:
            url, act = cell_address("report_cell", slug, key), ACT_WORDS[one.act]
        said = state.said
        rows.append(
            GroupRow(
                who=state.cell.actor_name,
                status=standing_markup(one.standing),
                said=figures_in_words(said, state.cell) if said else "",
                sent_at=said.sent_at if said else None,
                url=url,
                act=act,
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A report that waits for planning, with the mark that accepts it as it stands."""

    report: ProgressReport
    mark: str
    url: str
    outcome: SafeString
    figures: str
    due_on: date
    is_late: bool
    proofs: int


def review_rows(reports: Iterable[ProgressReport], promises: Mapping[CellKey, Cell], slug: str) -> list[ReviewRow]:
    """Needs the reports as `reports_to_review` reads them, and the promises of their plans."""
    return [
        ReviewRow(
            report=one,
            mark=f"{one.pk}@{one.sent_at.isoformat() if one.sent_at else ''}",
            url=reverse("desk:report_review", kwargs={"entity_slug": slug, "report_id": one.pk}),
            outcome=outcome_markup(one.outcome),
            figures=figures_in_words(one, promises.get(_key_of(one))),
            due_on=date.fromisoformat(one.about["due_on"]),
            is_late=_came_late(one),
            proofs=getattr(one, "proofs", 0),
        )
        for one in reports
    ]


def _key_of(report: ProgressReport) -> CellKey:
    return CellKey(report.deliverable_id or 0, report.milestone_id or 0, report.actor_id)


def _came_late(report: ProgressReport) -> bool:
    due_on, sent_at = date.fromisoformat(report.about["due_on"]), report.first_sent_at
    if report.outcome == Outcome.DONE and report.happened_on:
        return report.happened_on > due_on
    return sent_at is not None and timezone.localdate(sent_at) > due_on
