"""What falls due, one row a date and whoever answers: asked for by component, unit and state, and printed. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.safestring import SafeString

from rinde.capabilities.followup.queries.public_look import PublicLook
from rinde.capabilities.followup.rules.monitoring.board import BoardCell, actor_name, pressing_first
from rinde.capabilities.followup.rules.public import VERIFICATION_WORDS
from rinde.capabilities.followup.rules.standing import STANDING_WORDS, Standing
from rinde.capabilities.followup.web.presenters.monitoring.words import LOOK_WORDS, said_of
from rinde.foundations.design.icons import status_markup
from rinde.foundations.text.folding import fold_keeping_length
from rinde.sites.portal.editions import Edition, prepared
from rinde.sites.portal.presenters import Choice
from rinde.sites.portal.progress import COUNTED, UNVERIFIED, unit_of
from rinde.sites.portal.words import day_state

# What the public may ask for: of what was returned it sees only that it is late, or still to come.
STATES: Mapping[str, Standing] = {
    LOOK_WORDS[standing].slug: standing for standing in Standing if standing != Standing.RETURNED
}
STATE_WORDS: Mapping[str, str] = {slug: LOOK_WORDS[standing].title for slug, standing in STATES.items()} | {
    COUNTED: "Ya debían estar, sin las que no tuvieron caso",
    UNVERIFIED: "Dadas por cumplidas y sin verificar",
}


@dataclass(frozen=True, slots=True)
class DueQuestion:
    """A question that can be answered; what could not be understood is in `problems` and filters nothing."""

    component: int = 0
    unit: str = ""
    state: str = ""
    problems: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.component or self.unit or self.state)

    @property
    def query(self) -> str:
        """The question as it travels in an address, with its «?»; an empty text for none."""
        asked = {"componente": self.component, "dependencia": self.unit, "estado": self.state}
        told = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(told)}" if told else ""


class DueList:
    """The cells of a plan in force that answer a question."""

    def __init__(self, edition: Edition, look: PublicLook, asked: Mapping[str, str]) -> None:
        self.edition, self.look = edition, look
        self.components = {row.placed.activity.key: row.component for row in prepared(edition).rows}
        self.urls = {row.placed.activity.key: row.url for row in prepared(edition).rows}
        names = {unit_of(one.cell): actor_name(one.cell) for one in look.cells}
        self.units = dict(sorted(names.items(), key=lambda one: fold_keeping_length(one[1])))
        self.question = self._read(asked)

    def _read(self, asked: Mapping[str, str]) -> DueQuestion:
        problems = []
        component, unit, state = asked.get("componente", ""), asked.get("dependencia", ""), asked.get("estado", "")
        numbers = {str(number) for number in range(1, len(self.edition.content.nodes) + 1)}
        if component and component not in numbers:
            problems.append("No conocemos ese componente en este plan.")
        if unit and unit not in self.units:
            problems.append("Nadie con ese nombre responde por una fecha de este plan.")
        known = state in STATE_WORDS and self.look.is_told
        if state and not known:
            problems.append("Aquí no se sabe qué compromisos van así.")
        return DueQuestion(
            component=int(component) if component in numbers else 0,
            unit=unit if unit in self.units else "",
            state=state if known else "",
            problems=tuple(problems),
        )

    @property
    def cells(self) -> Sequence[BoardCell]:
        """What answers the question, what presses first."""
        asked = self.question
        found: Sequence[BoardCell] = self.look.cells
        if asked.state == COUNTED:
            found = self.look.counted
        elif asked.state == UNVERIFIED:
            found = self.look.unverified
        elif asked.state:
            found = [one for one in found if one.standing == STATES[asked.state]]
        if asked.component:
            found = [one for one in found if self.components[one.cell.activity_key] == asked.component]
        if asked.unit:
            found = [one for one in found if unit_of(one.cell) == asked.unit]
        return pressing_first(found)

    def rows(self, cells: Sequence[BoardCell]) -> list["DueRow"]:
        """Some cells, ready to print."""
        return [self._row(one) for one in cells]

    def _row(self, one: BoardCell) -> "DueRow":
        said, who = one.state.said, self.look.verification(one)
        return DueRow(
            due_on=one.cell.due_on,
            label=one.cell.label,
            url=self.urls[one.cell.activity_key],
            what=". ".join(filter(None, (one.cell.milestone_name.capitalize(), one.cell.what))),
            actor=actor_name(one.cell),
            standing=self._standing(one),
            said=said_of(one),
            sent_on=timezone.localdate(said.sent_at) if said and said.sent_at else None,
            verification=status_markup(*VERIFICATION_WORDS[who]) if who else SafeString(),
        )

    def _standing(self, one: BoardCell) -> SafeString:
        """How a cell stands; of a plan that nobody followed here, only how far its date is."""
        if self.look.is_told:
            return status_markup(*STANDING_WORDS[one.standing])
        state = day_state(one.cell.due_on, self.look.today)
        return status_markup(state.kind, state.word)

    @property
    def in_words(self) -> str:
        """What the part was chosen by, for whoever gets the file without the page."""
        asked, said = self.question, []
        if asked.component:
            said.append(f"componente «{self.edition.content.nodes[asked.component - 1].heading}»")
        if asked.unit:
            said.append(f"responsable «{self.units[asked.unit]}»")
        if asked.state:
            said.append(STATE_WORDS[asked.state].lower())
        return "; ".join(said)

    @property
    def choices(self) -> dict[str, list[Choice]]:
        """What the filters offer."""
        asked = self.question
        nodes = enumerate(self.edition.content.nodes, start=1)
        return {
            "components": [Choice(str(number), one.heading, number == asked.component) for number, one in nodes],
            "units": [Choice(unit, name, unit == asked.unit) for unit, name in self.units.items()],
            "states": [Choice(slug, word, slug == asked.state) for slug, word in STATE_WORDS.items()],
        }


@dataclass(frozen=True, slots=True)
class DueRow:
    """A cell as the list prints it."""

    due_on: date
    label: str
    url: str
    what: str
    actor: str
    standing: SafeString
    said: str  # in a few words, with its figure
    sent_on: date | None
    verification: SafeString  # empty where nothing was said
