"""How a plan goes, as its pages print it: two numbers, each under its own name, and behind every figure its list. Pure.

Every address carries the question that the figure counts, and the page that answers it asks the same.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import slugify

from rinde.capabilities.followup.queries.public_look import PublicLook
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.followup.rules.figures import ActivityFigures, Totals, shown_percent, totals_of
from rinde.capabilities.followup.rules.monitoring.board import BoardCell, actor_name
from rinde.capabilities.followup.rules.public import ACTIVITY_WORDS, TrendPoint
from rinde.capabilities.followup.rules.standing import Standing
from rinde.capabilities.followup.web.presenters.monitoring.words import LOOK_WORDS, percent_in_words
from rinde.foundations.design.icons import status_markup
from rinde.foundations.design.spanish import spanish_number
from rinde.foundations.text.folding import fold_keeping_length
from rinde.sites.portal.editions import Edition, prepared
from rinde.sites.portal.filters import Progress
from rinde.sites.portal.words import DONE, SCHEDULED

COUNTED, UNVERIFIED = "cuentan", "sin-verificar"
MOST_LATE = 6  # whoever else has something late is folded


def unit_of(cell: Cell) -> str:
    """Whoever answers for a cell, as an address calls them."""
    return slugify(actor_name(cell))


def progress_of(look: PublicLook) -> Progress:
    """The activities that go in each way, for the filter of the plan's page."""
    found: dict[str, set[str]] = {standing.value: set() for standing in ACTIVITY_WORDS}
    for key, standing in look.standings.items():
        found[standing.value].add(key)
    sets = {name: frozenset(keys) for name, keys in found.items()}
    return sets | {SCHEDULED: look.scheduled, DONE: look.done}


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a whole as bar and words: «3 de 5», «60 %». Both figures lead to what they count."""

    percent: str
    width: int  # 0–100
    value: int = 0
    value_url: str = ""
    whole: int = 0
    whole_url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A component, or a cut-off, in both numbers."""

    label: str
    url: str
    official: Share
    quantitative: Share


@dataclass(frozen=True, slots=True)
class Count:
    """How many, of what, and where they are listed."""

    markup: SafeString
    explains: str
    value: int
    url: str


@dataclass(frozen=True, slots=True)
class LateUnit:
    """Whoever has something late: how much of it, and since when."""

    name: str
    value: int
    oldest: BoardCell
    url: str


class PlanProgress:
    """The section «Cómo va» of a plan in force."""

    def __init__(self, edition: Edition, look: PublicLook, trend: Sequence[TrendPoint] = ()) -> None:
        self.edition, self.look, self.points = edition, look, trend

    @property
    def today(self) -> date:
        return self.look.today

    @property
    def is_told(self) -> bool:
        return self.look.is_told

    @cached_property
    def activities(self) -> Progress:
        """The activities that go in each way, for the filter of the plan's page."""
        return progress_of(self.look)

    @cached_property
    def standing_cells(self) -> dict[str, SafeString]:
        """How each activity stands in markup, by its key."""
        return {key: status_markup(*ACTIVITY_WORDS[one][:2]) for key, one in self.look.standings.items()}

    @cached_property
    def section(self) -> SafeString:
        """The whole section in markup: it is the same for whoever asks."""
        return render_to_string("portal/part/progress.html", {"progress": self, "edition": self.edition})

    @cached_property
    def first_due(self) -> BoardCell | None:
        """The first date of the plan, for one in which nothing has fallen due."""
        return min(self.look.cells, key=lambda one: one.cell.due_on, default=None)

    @cached_property
    def total(self) -> Line:
        return self._line("", self.edition.url(), self.look.figures, {})

    @cached_property
    def components(self) -> tuple[Line, ...]:
        """Each component of the plan in its order, also those with nothing scheduled."""
        place = {row.placed.activity.key: row.component for row in prepared(self.edition).rows}
        own: dict[int, list[ActivityFigures]] = defaultdict(list)
        for one in self.look.figures:
            own[place[one.activity_key]].append(one)
        return tuple(
            self._line(node.heading, self._activities(componente=number), own[number], {"componente": number})
            for number, node in enumerate(self.edition.content.nodes, start=1)
        )

    def _line(self, label: str, url: str, figures: Iterable[ActivityFigures], where: dict[str, int]) -> Line:
        totals = totals_of(figures)
        return Line(label, url, self._official(totals, where), self._quantitative(totals, where))

    def _official(self, totals: Totals, where: dict[str, int]) -> Share:
        return Share(
            percent=percent_in_words(totals.official),
            width=width_of(totals.official),
            value=totals.done,
            value_url=self._activities(**where, avance=DONE),
            whole=totals.scheduled,
            whole_url=self._activities(**where, avance=SCHEDULED),
        )

    def _quantitative(self, totals: Totals, where: dict[str, int]) -> Share:
        return Share(
            percent=percent_in_words(totals.quantitative),
            width=width_of(totals.quantitative),
            whole=totals.cells,
            whole_url=self.cells_url(**where, estado=COUNTED),
        )

    @cached_property
    def standings(self) -> tuple[Count, ...]:
        """How the activities stand, those ways in which none does left out. They add up to the plan's activities."""
        counted = Counter(self.look.standings.values())
        return tuple(
            Count(status_markup(kind, word), explains, counted[one], self._activities(avance=one.value))
            for one, (kind, word, explains) in ACTIVITY_WORDS.items()
            if counted[one]
        )

    @cached_property
    def late_units(self) -> tuple[LateUnit, ...]:
        """Whoever has something late, those with most of it first, then by name. They add up to what is late."""
        found: dict[str, list[BoardCell]] = defaultdict(list)
        for one in self.look.cells:
            if one.standing == Standing.LATE:
                found[unit_of(one.cell)].append(one)
        slug = LOOK_WORDS[Standing.LATE].slug
        units = [
            LateUnit(
                name=actor_name(cells[0].cell),
                value=len(cells),
                oldest=min(cells, key=lambda one: one.cell.due_on),
                url=self.cells_url(dependencia=unit, estado=slug),
            )
            for unit, cells in found.items()
        ]
        return tuple(sorted(units, key=lambda one: (-one.value, fold_keeping_length(one.name))))

    @property
    def late_first(self) -> tuple[LateUnit, ...]:
        return self.late_units[:MOST_LATE]

    @property
    def late_rest(self) -> tuple[LateUnit, ...]:
        return self.late_units[MOST_LATE:]

    @property
    def late(self) -> int:
        return self.look.counts[Standing.LATE]

    @property
    def late_url(self) -> str:
        return self.cells_url(estado=LOOK_WORDS[Standing.LATE].slug)

    @property
    def unverified(self) -> int:
        return len(self.look.unverified)

    @property
    def unverified_url(self) -> str:
        return self.cells_url(estado=UNVERIFIED)

    @property
    def claimed(self) -> int:
        """How many cells units give as done."""
        return sum(one.state.is_claimed for one in self.look.cells)

    @cached_property
    def trend(self) -> tuple[Line, ...]:
        """The cut-offs whose report is out, the oldest first."""
        return tuple(cut_off_line(self.edition, one) for one in self.points)

    def _activities(self, **question: str | int) -> str:
        return f"{self.edition.url()}?{urlencode(question)}#actividades"

    def cells_url(self, **question: str | int) -> str:
        """The list of cells that answer a question."""
        return f"{self.edition.home}avance/?{urlencode(question)}#lista"


def going_in_words(look: PublicLook) -> str:
    """«12 de 20 actividades cumplidas. 3 compromisos vencidos.»; empty where there is nothing to tell yet."""
    totals, late = look.totals, look.counts[Standing.LATE]
    if not look.is_told or not totals.scheduled:
        return ""
    done, scheduled = spanish_number(totals.done), spanish_number(totals.scheduled)
    of = "actividad cumplida" if totals.scheduled == 1 else "actividades cumplidas"
    tail = (
        "Nada va tarde."
        if not late
        else f"{spanish_number(late)} compromiso{'' if late == 1 else 's'} "
        + ("vencido." if late == 1 else "vencidos.")
    )
    return f"Hasta hoy: {done} de {scheduled} {of}. {tail}"


def cut_off_line(edition: Edition, one: TrendPoint) -> Line:
    """A cut-off whose report is out, in both numbers."""
    page = f"{edition.home}avance/cortes/{one.number}/"
    official = Share(
        percent="sin terminar" if one.undecided else percent_in_words(one.official),
        width=width_of(one.official),
        value=one.done,
        value_url=f"{page}?cuenta={DONE}#actividades",
        whole=one.scheduled,
        whole_url=f"{page}?cuenta={SCHEDULED}#actividades",
    )
    quantitative = Share(percent_in_words(one.quantitative), width_of(one.quantitative), whole_url=page)
    return Line(one.name, page, official, quantitative)


def width_of(ratio: Decimal | None) -> int:
    """The width of a bar, 0–100: a value over zero is never drawn as nothing, nor less than all as all."""
    shown = shown_percent(ratio)
    return 0 if not shown else max(1, min(100, int(shown)))
