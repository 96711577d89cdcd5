"""A cut-off as its page prints it: each activity with what its cells said and what internal control says. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from rinde.capabilities.followup.queries.public_cut_offs import EvaluatedActivity, PublicCutOff
from rinde.capabilities.followup.web.presenters.monitoring.words import percent_in_words
from rinde.foundations.design.icons import status_markup
from rinde.sites.portal.editions import Edition, prepared
from rinde.sites.portal.words import DONE, SCHEDULED

DIFFERENT = "distintas"
ASKS: dict[str, tuple[str, Callable[[EvaluatedActivity], bool]]] = {
    SCHEDULED: ("Programadas hasta el corte", lambda one: one.is_scheduled),
    DONE: ("Cumplidas, según control interno", lambda one: one.is_done is True),
    DIFFERENT: ("Control interno decidió otra cosa", lambda one: one.differs),
}


@dataclass(frozen=True, slots=True)
class EvaluatedRow:
    """An activity of the cut-off, ready to print. `url` is empty where the plan in force has it no more."""

    activity: EvaluatedActivity
    url: str
    cells: str  # «2 de 3 con prueba»
    ratio: str
    verdict: SafeString
    own_ratio: str


class CutOffPage:
    """The activities of a cut-off that answer a question."""

    def __init__(self, edition: Edition, cut_off: PublicCutOff, asked: Mapping[str, str]) -> None:
        self.cut_off = cut_off
        self.asked = asked.get("cuenta", "") if asked.get("cuenta", "") in ASKS else ""
        self._urls = {row.placed.activity.key: row.url for row in prepared(edition).rows}

    @property
    def rows(self) -> list[EvaluatedRow]:
        ask = ASKS[self.asked][1] if self.asked else None
        return [self._row(one) for one in self.cut_off.activities if ask is None or ask(one)]

    @property
    def filters(self) -> list[tuple[str, str, int, bool]]:
        """Value, words, how many, and whether it is chosen."""
        everything = [("", "Todas las actividades", len(self.cut_off.activities), not self.asked)]
        return everything + [
            (value, words, sum(map(ask, self.cut_off.activities)), value == self.asked)
            for value, (words, ask) in ASKS.items()
        ]

    def _row(self, one: EvaluatedActivity) -> EvaluatedRow:
        return EvaluatedRow(
            activity=one,
            url=self._urls.get(one.key, ""),
            cells=f"{one.done} de {one.counted}" if one.counted else "nada programado",
            ratio=percent_in_words(one.ratio),
            verdict=_verdict(one),
            own_ratio=percent_in_words(one.own_ratio) if isinstance(one.own_ratio, Decimal) else "",
        )


def _verdict(one: EvaluatedActivity) -> SafeString:
    if one.is_done is None:
        return status_markup("off", "No la evaluó" if one.is_scheduled else "Nada que evaluar")
    return status_markup("ok", "Cumplida") if one.is_done else status_markup("late", "No cumplida")
