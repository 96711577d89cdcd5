"""A board as its page prints it: what was asked for, the figures with their addresses, and the rows of the list.

Every figure's address carries the question that it counts, and the list answers the same question (`board.listed`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from rinde.capabilities.followup.models import MonitoringRound
from rinde.capabilities.followup.queries.monitoring import Board
from rinde.capabilities.followup.rules.monitoring.board import (
    BoardCell,
    Mark,
    actor_name,
    listed,
    pressing_first,
)
from rinde.capabilities.followup.rules.standing import STANDING_WORDS, Standing
from rinde.capabilities.followup.web.presenters.monitoring.counting import CountTable, count_table
from rinde.capabilities.followup.web.presenters.monitoring.words import (
    LOOK_OF,
    LOOK_WORDS,
    said_of,
)
from rinde.foundations.design.icons import status_markup
from rinde.foundations.design.spanish import spanish_date

LIST = "celdas"  # the id of the list
PLAN_ORDER = "plan"
# What the first figures of the page say, what presses first.
_FIGURES = (
    Standing.LATE,
    Standing.RETURNED,
    Standing.UNPROVED,
    Mark.TO_REVIEW,
    Standing.DUE_SOON,
    Standing.DONE,
)


@dataclass(frozen=True, slots=True)
class BoardQuestion:
    """Which cells are asked for. What could not be understood is in `problems`, and filters nothing."""

    component: str = ""  # key: place in the plan, from «1»
    actor: str = ""
    look: str = ""
    round: int = 0  # number: only what fell due by its last day
    in_plan_order: bool = False
    problems: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.component or self.actor or self.look or self.round)


def read_question(asked: Mapping[str, str], board: Board, rounds: Sequence[MonitoringRound]) -> BoardQuestion:
    """Understand the question of an address. Never fails: what is unknown is said and left out."""
    problems = []
    component, actor = asked.get("componente", ""), asked.get("responsable", "")
    if component and component not in {one.key for one in board.components}:
        problems.append("El plan no tiene ese componente.")
        component = ""
    if actor and actor not in {one.key for one in board.actors}:
        problems.append("Nadie con ese nombre responde por algo en este plan.")
        actor = ""
    slug = asked.get("estado", "")
    if slug and slug not in LOOK_OF:
        problems.append("No conocemos ese estado.")
    chosen = round_in(asked, rounds)
    if asked.get("ronda") and chosen is None:
        problems.append("Este plan no tiene esa ronda.")
    return BoardQuestion(
        component=component,
        actor=actor,
        look=str(LOOK_OF.get(slug, "")),
        round=chosen.number if chosen else 0,
        in_plan_order=asked.get("orden") == PLAN_ORDER,
        problems=tuple(problems),
    )


def round_in(asked: Mapping[str, str], rounds: Sequence[MonitoringRound]) -> MonitoringRound | None:
    """The round that an address asks for; None where it asks for none, or for one that is not there."""
    wanted = asked.get("ronda", "")
    return next((one for one in rounds if str(one.number) == wanted), None)


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the first figures: how many, and the list behind it."""

    word: str
    value: int
    url: str
    kind: str
    explains: str


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class CellRow:
    """A cell as the list prints it."""

    label: str
    place: str  # component and subcomponent
    what: str
    actor: str
    group: str
    due_on: date
    standing: SafeString
    said: str
    sent_on: object
    proofs: int
    has_said: bool
    is_self_monitored: bool
    moved_late: bool
    url: str
    action: str


class BoardPage:
    """Everything that the page of a board prints, made of one board and one question."""

    def __init__(
        self, board: Board, question: BoardQuestion, rounds: Sequence[MonitoringRound], *, can_monitor: bool
    ) -> None:
        self.board, self.question, self.rounds, self.can_monitor = board, question, rounds, can_monitor
        self._of_plan = {"entity_slug": board.plan.entity.slug, "plan_id": board.plan.pk}
        self._links: dict[str, str] = {}

    @cached_property
    def figures(self) -> list[Figure]:
        """The first figures. A mark that nothing bears is left out."""
        counts = self.board.tally
        shown = [one for one in _FIGURES if counts[one] or one in (Standing.LATE, Standing.DONE)]
        return [
            Figure(
                LOOK_WORDS[one].counted(counts[one]),
                counts[one],
                self.address(look=one) if counts[one] else "",
                STANDING_WORDS[one][0] if isinstance(one, Standing) else "info",
                LOOK_WORDS[one].explains,
            )
            for one in shown
        ]

    def address(self, *, component: str = "", actor: str = "", look: str = "", round_number: int | None = None) -> str:
        """Where a list is: on this same page, below the question in its address."""
        number = self.question.round if round_number is None else round_number
        asked = {
            "componente": component,
            "responsable": actor,
            "estado": LOOK_WORDS[look].slug if look else "",
            "ronda": str(number) if number else "",
            "orden": PLAN_ORDER if self.question.in_plan_order else "",
        }
        return f"?{urlencode({name: value for name, value in asked.items() if value})}#{LIST}"

    @cached_property
    def self_monitored_url(self) -> str:
        return self.address(look=Mark.SELF_MONITORED)

    @cached_property
    def by_component(self) -> CountTable:
        tally = self.board.tally
        return count_table(
            self.board.components,
            caption="Qué pasa en cada componente",
            first="Componente",
            whole=(tally.counts, tally.cells, self.board.totals),
            address=lambda key, look: self.address(component=key, look=look),
        )

    @cached_property
    def by_actor(self) -> CountTable:
        return count_table(
            self.board.actors,
            caption="Qué pasa con cada responsable, primero quien tiene más vencidas",
            first="Responsable",
            address=lambda key, look: self.address(actor=key, look=look),
            with_official=False,
        )

    @cached_property
    def cells(self) -> list[BoardCell]:
        """The list that was asked for."""
        names = {one.key: one.name for one in self.board.components}
        found = listed(
            self.board.cells,
            component=names.get(self.question.component, ""),
            actor=self.question.actor,
            look=self.question.look,
        )
        return found if self.question.in_plan_order else pressing_first(found)

    @cached_property
    def asked_in_words(self) -> str:
        """«Vencidas · Gestión del riesgo»; empty where everything is shown."""
        component = next((one.name for one in self.board.components if one.key == self.question.component), "")
        actor = next((one.name for one in self.board.actors if one.key == self.question.actor), "")
        round_name = next((f"vence hasta el {spanish_date(one.ends_on)}" for one in self._chosen_round), "")
        words = LOOK_WORDS[self.question.look].title if self.question.look else ""
        said = (words, component, actor, round_name)
        return " · ".join(filter(None, said))

    @property
    def _chosen_round(self) -> list[MonitoringRound]:
        return [one for one in self.rounds if one.number == self.question.round]

    @cached_property
    def choices(self) -> dict[str, list[Choice]]:
        """What the filters offer, with how many there are of each."""
        counts, asked = self.board.tally, self.question
        return {
            "components": [Choice(one.key, one.name, one.key == asked.component) for one in self.board.components],
            "actors": [
                Choice(one.key, one.name, one.key == asked.actor)
                for one in sorted(self.board.actors, key=lambda one: one.name.casefold())
            ],
            "looks": [
                Choice(words.slug, f"{words.title} ({counts[look]})", look == asked.look)
                for look, words in LOOK_WORDS.items()
                if counts[look] or look == asked.look
            ],
            "rounds": [
                Choice(str(one.number), f"Hasta el {spanish_date(one.ends_on)}", one.number == asked.round)
                for one in self.rounds
            ],
        }

    def rows(self, cells: Sequence[BoardCell]) -> list[CellRow]:
        """Some cells of the list, ready to print."""
        return [self._row(one) for one in cells]

    def _row(self, one: BoardCell) -> CellRow:
        cell, said = one.cell, one.state.said
        url, action = self._report_link(one)
        return CellRow(
            label=cell.label,
            place=" › ".join(filter(None, (cell.component, cell.subcomponent))),
            what="" if cell.what == cell.activity_name else cell.what,
            actor=actor_name(cell),
            group=cell.group,
            due_on=cell.due_on,
            standing=status_markup(*STANDING_WORDS[one.standing]),
            said=said_of(one),
            sent_on=said.sent_at if said else None,
            proofs=one.state.proofs,
            has_said=said is not None,
            is_self_monitored=one.is_self_monitored,
            moved_late=bool(cell.late_moves),
            url=url,
            action=action,
        )

    def _report_link(self, one: BoardCell) -> tuple[str, str]:
        """Where what was said of a cell is read, and decided by whoever monitors."""
        report = one.state.open if one.standing == Standing.RETURNED else one.state.said or one.state.open
        if report is None or (report is one.state.open and not one.state.is_returned):
            return "", ""
        decides = self.can_monitor and one.is_to_review and report is one.state.said
        name, action = ("report_review", "Revisar") if decides else ("report_detail", "Ver el reporte")
        return self._link(name, report.id), action

    def _link(self, name: str, report_id: int) -> str:
        """Each kind of address is looked up once, however many rows there are."""
        if name not in self._links:
            self._links[name] = reverse(
                f"desk:{name}", kwargs={"entity_slug": self._of_plan["entity_slug"], "report_id": 0}
            )
        return self._links[name].replace("/0/", f"/{report_id}/")
