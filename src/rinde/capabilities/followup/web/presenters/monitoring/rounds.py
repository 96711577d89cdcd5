"""Rounds as their pages print them: the list with its trend, the cards of an open one, what a closed one froze."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.safestring import SafeString

from rinde.capabilities.followup.choices import RoundStatus
from rinde.capabilities.followup.models import MonitoringNote, MonitoringRound
from rinde.capabilities.followup.queries.monitoring import Board
from rinde.capabilities.followup.rules.figures import Totals, figures_of, shown_percent
from rinde.capabilities.followup.rules.monitoring.board import (
    PRESSING_ORDER,
    BoardCell,
    actor_name,
    pressing_first,
)
from rinde.capabilities.followup.rules.monitoring.content import RoundActivity, RoundCell
from rinde.capabilities.followup.rules.monitoring.stretches import Stretch
from rinde.capabilities.followup.rules.standing import STANDING_WORDS, Standing
from rinde.capabilities.followup.web.presenters.monitoring.words import (
    how_much,
    official_in_words,
    percent_in_words,
    said_in_words,
    said_of,
)
from rinde.foundations.design.bars import Bar
from rinde.foundations.design.icons import status_markup
from rinde.foundations.design.spanish import spanish_date

FIRST_LINES = 6  # of an activity on a page of twenty: one of 28 units and 12 dates has 336


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round in the list. `late`, `official` and `quantitative` only of a closed one."""

    round: MonitoringRound
    state: SafeString
    late: int | None = None
    cells: int | None = None
    official: str = ""
    quantitative: str = ""


def round_rows(rounds: Iterable[MonitoringRound], today: date) -> list[RoundRow]:
    """Every round, in its order."""
    return [_round_row(one, today) for one in rounds]


def _round_row(one: MonitoringRound, today: date) -> RoundRow:
    if one.status == RoundStatus.OPEN:
        return RoundRow(one, round_state(one, today))
    totals = totals_of_figures(one.figures)
    return RoundRow(
        round=one,
        state=round_state(one, today),
        late=one.figures["counts"][Standing.LATE],
        cells=one.figures["cells"],
        official=official_in_words(totals),
        quantitative=percent_in_words(totals.quantitative),
    )


def round_state(one: MonitoringRound, today: date) -> SafeString:
    """How a round stands, as icon and word."""
    if one.status == RoundStatus.CLOSED:
        return status_markup("ok", "Cerrada")
    if Stretch(one.starts_on, one.ends_on).is_over(today):
        return status_markup("due", "Abierta, ya se puede cerrar")
    return status_markup("info", f"Abierta, mira hasta el {spanish_date(one.ends_on)}")


def totals_of_figures(figures: Mapping[str, Any]) -> Totals:
    """Both numbers of the totals that a closed round keeps beside its text."""
    return Totals(
        scheduled=figures["scheduled"],
        done=figures["activities_done"],
        cells=figures["counted"],
        ratio_sum=Decimal(figures["ratio_sum"]),
    )


def trend(rounds: Sequence[MonitoringRound]) -> tuple[Bar, ...]:
    """The official percentage of each closed round, oldest first; empty where two cannot be compared."""
    closed = [one for one in reversed(rounds) if one.status == RoundStatus.CLOSED]
    shown = [(one.name, shown_percent(totals_of_figures(one.figures).official)) for one in closed]
    known = [(name, value) for name, value in shown if value is not None]
    if len(known) < 2:
        return ()
    # Of a hundred and not of the longest: a percentage that is drawn full is one that is complete.
    return tuple(Bar(name, _plain(value), max(1, round(value)) if value else 0) for name, value in known)


def _plain(value: Decimal) -> Any:
    return int(value) if value == value.to_integral_value() else value


@dataclass(frozen=True, slots=True)
class CellLine:
    """A cell on the card of its activity."""

    actor: str
    what: str
    due_on: date
    standing: SafeString
    said: str
    text: str
    reason: str
    difficulties: str
    sent_on: date | None
    proofs: int
    is_self_monitored: bool


@dataclass(frozen=True, slots=True)
class ActivityCard:
    """An activity in a round: what its units did, and what planning says of it."""

    key: str
    label: str
    place: str
    computed: str  # as Rinde computes it, in words
    is_done: bool
    lines: tuple[CellLine, ...]  # what presses first
    note: str
    own_percent: str  # planning's; empty: as computed
    needs_note: bool  # something is late, returned or unproved

    @property
    def alone_url(self) -> str:
        """On the page of a closed round: this activity and nothing else."""
        return f"?{urlencode({'actividad': self.key})}#a-{self.key}"

    @property
    def first_lines(self) -> tuple[CellLine, ...]:
        """Those that a list of many activities shows."""
        return self.lines[:FIRST_LINES]

    @property
    def more(self) -> int:
        """How many it leaves to the activity's own page."""
        return max(0, len(self.lines) - FIRST_LINES)


def open_cards(
    board: Board, notes: Mapping[str, MonitoringNote], *, component: str = "", show: str = ""
) -> list[ActivityCard]:
    """The activities of an open round in the plan's order: those with something due, and those with a note.

    Args:
        component: the heading of one component; empty for all.
        show: «pendientes» for those with something missing, «sin-nota» for those without a note.
    """
    due: dict[str, list[BoardCell]] = {}
    for one in board.cells:
        if one.is_due:
            due.setdefault(one.cell.activity_key, []).append(one)
    placed = board.found.content.placed() if board.found else ()
    cards = (
        _open_card(one, due.get(one.activity.key, []), notes.get(one.activity.key), board)
        for one in placed
        if (one.activity.key in due or one.activity.key in notes)
        and (not component or one.component.heading == component)
    )
    return [one for one in cards if _is_shown(one, show)]


PENDING, WITHOUT_NOTE = "pendientes", "sin-nota"


def _is_shown(card: ActivityCard, show: str) -> bool:
    if show == PENDING:
        return card.needs_note
    return show != WITHOUT_NOTE or not (card.note or card.own_percent)


def _open_card(placed: Any, cells: Sequence[BoardCell], note: MonitoringNote | None, board: Board) -> ActivityCard:
    figures = figures_of(placed.activity.key, [one.state for one in cells], until=board.until)
    return ActivityCard(
        key=placed.activity.key,
        label=f"{placed.activity.code} {placed.activity.name}".strip(),
        place=_place(placed.component.heading, placed.subcomponent.heading if placed.subcomponent else ""),
        computed=percent_in_words(figures.ratio),
        is_done=figures.is_done,
        lines=tuple(map(_open_line, pressing_first(cells))),
        note=note.text if note else "",
        own_percent=_own(note.ratio if note else None),
        needs_note=any(one.standing in _MISSING for one in cells),
    )


_MISSING = {Standing.LATE, Standing.RETURNED, Standing.UNPROVED}


def _place(component: str, subcomponent: str) -> str:
    return " › ".join(filter(None, (component, subcomponent)))


def _own(ratio: Decimal | None) -> str:
    return "" if ratio is None else percent_in_words(ratio)


def _open_line(one: BoardCell) -> CellLine:
    said = one.state.said
    return CellLine(
        actor=actor_name(one.cell),
        what=one.cell.what,
        due_on=one.cell.due_on,
        standing=status_markup(*STANDING_WORDS[one.standing]),
        said=said_of(one),
        text=said.text if said else "",
        reason=said.reason if said else "",
        difficulties=said.difficulties if said else "",
        sent_on=timezone.localdate(said.sent_at) if said and said.sent_at else None,
        proofs=one.state.proofs,
        is_self_monitored=one.is_self_monitored,
    )


def frozen_card(one: RoundActivity) -> ActivityCard:
    """An activity as a closed round froze it."""
    figures = one.figures
    return ActivityCard(
        key=one.key,
        label=f"{one.code} {one.name}".strip(),
        place=_place(one.component, one.subcomponent),
        computed=percent_in_words(figures.totals.quantitative),
        is_done=figures.activities_done > 0,
        lines=tuple(map(_frozen_line, sorted(one.cells, key=_pressing))),
        note=one.note,
        own_percent=_own(one.note_ratio),
        needs_note=any(figures[one] for one in _MISSING),
    )


def _pressing(cell: RoundCell) -> tuple[int, date]:
    return PRESSING_ORDER.index(Standing(cell.standing)), cell.due_on


def _frozen_line(cell: RoundCell) -> CellLine:
    return CellLine(
        actor=cell.actor,
        what=cell.what,
        due_on=cell.due_on,
        standing=status_markup(*STANDING_WORDS[Standing(cell.standing)]),
        said=said_in_words(cell.outcome, how_much(cell.unit, cell.quantity, cell.expected)),
        text=cell.text,
        reason=cell.reason,
        difficulties=cell.difficulties,
        sent_on=cell.sent_on,
        proofs=cell.proofs,
        is_self_monitored=cell.self_monitored,
    )
