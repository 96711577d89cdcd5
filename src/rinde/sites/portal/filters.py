"""Which rows of a plan a visitor asked for. The same question, in the address, makes the page and its downloads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from rinde.foundations.design.spanish import spanish_date
from rinde.foundations.text.folding import fold_keeping_length
from rinde.services.search.words import terms_of, words_of
from rinde.sites.portal.editions import Edition, Prepared, Row, prepared
from rinde.sites.portal.words import PROGRESS_WORDS

LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """A question that can be answered; what could not be understood is in `problems` and filters nothing."""

    component: int = 0
    unit: str = ""
    month: str = ""
    text: str = ""
    problems: tuple[str, ...] = ()
    progress: str = ""  # of `PROGRESS_WORDS`: how it goes today
    keys: frozenset[str] = field(default=frozenset(), repr=False)  # the activities that go so

    @property
    def is_empty(self) -> bool:
        return not (self.component or self.unit or self.month or self.text or self.progress)

    @property
    def query(self) -> str:
        """The question as it travels in an address, with its «?»; an empty text for none."""
        asked = {
            "componente": self.component,
            "dependencia": self.unit,
            "mes": self.month,
            "avance": self.progress,
            "q": self.text,
        }
        told = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(told)}" if told else ""

    def takes(self, row: Row) -> bool:
        """Tell whether a row answers the question."""
        if self.component and row.component != self.component:
            return False
        if self.unit and self.unit not in row.units:
            return False
        if self.month and self.month not in row.months:
            return False
        if self.progress and row.placed.activity.key not in self.keys:
            return False
        return not self.text or _has_words(row, self.text)


def _has_words(row: Row, text: str) -> bool:
    """Every word, as it stands or with another ending; a text without words must stand as it is."""
    words = [word.text for word in words_of(text)]
    if not words:
        return fold_keeping_length(text) in row.folded
    return all(fold_keeping_length(word) in row.folded or terms_of(word) & row.terms for word in words)


Progress = Mapping[str, frozenset[str]]  # of `PROGRESS_WORDS` → the keys of the activities that go so


def read_filter(asked: Mapping[str, str], edition: Edition, progress: Progress | None = None) -> PlanFilter:
    """Understand the question of an address. Never fails: what is unknown is said and left out.

    Args:
        progress: how the activities go; None where the page does not tell.
    """
    ready = prepared(edition)
    problems: list[str] = []
    component = _component(asked.get("componente", ""), len(edition.content.nodes), problems)
    unit = asked.get("dependencia", "")
    if unit and unit not in ready.units:
        problems.append("No conocemos esa dependencia en este plan.")
        unit = ""
    month = asked.get("mes", "")
    if month and month not in ready.months:
        problems.append("En este plan no hay nada programado para ese mes.")
        month = ""
    goes = asked.get("avance", "")
    if goes and goes not in (progress or {}):
        problems.append("Aquí no se sabe qué actividades van así.")
        goes = ""
    text = " ".join(asked.get("q", "").replace("\0", " ").split())[:LONGEST_TEXT]
    keys = (progress or {}).get(goes, frozenset())
    return PlanFilter(component, unit, month, text, tuple(problems), goes, keys)


def _component(value: str, most: int, problems: list[str]) -> int:
    if not value:
        return 0
    # isascii as well: «²» is a digit to isdigit and no number to int.
    if value.isascii() and value.isdigit() and len(value) < 6 and 1 <= int(value) <= most:
        return int(value)
    problems.append("No conocemos ese componente en este plan.")
    return 0


def chosen_rows(edition: Edition, question: PlanFilter) -> Sequence[Row]:
    """The rows that answer the question, in the plan's order."""
    rows = prepared(edition).rows
    return rows if question.is_empty else [row for row in rows if question.takes(row)]


def month_in_words(month: str) -> str:
    """«2026-04» → «abril de 2026»."""
    return spanish_date(date.fromisoformat(f"{month}-01"), "month")


def filter_in_words(question: PlanFilter, edition: Edition) -> str:
    """What a part of the plan was chosen by, for whoever gets the file without the page."""
    ready: Prepared = prepared(edition)
    said = []
    if question.component:
        said.append(f"componente «{edition.content.nodes[question.component - 1].heading}»")
    if question.unit:
        said.append(f"responsable «{ready.units[question.unit]}»")
    if question.month:
        said.append(f"programado para {month_in_words(question.month)}")
    if question.progress:
        said.append(f"{PROGRESS_WORDS[question.progress].lower()}")
    if question.text:
        said.append(f"con las palabras «{question.text}»")
    return "; ".join(said)
