"""What a change of the calendar did to a legal date, and why, in words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rinde.foundations.law import SkippedDay, plain_day

MOST_CAUSES = 3
NOT_THE_CALENDAR = "cambiaron los cortes o el plazo del plan"


@dataclass(frozen=True, slots=True)
class Move:
    """A date that went from one day to another. `is_proposal`: only the proposed day moved, not the date itself."""

    from_on: date
    to_on: date
    why: str
    at: str = ""  # ISO moment of the recomputation
    is_proposal: bool = False

    def in_words(self, title: str) -> str:
        """«El informe de seguimiento pasó del 15 al 19 de mayo de 2026 porque el 18 de mayo es festivo.»"""
        what = f"El día propuesto para «{title}»" if self.is_proposal else with_article(title)
        return f"{what} pasó {between(self.from_on, self.to_on)} porque {self.why}."

    def as_json(self) -> dict[str, Any]:
        """As `LegalDate.moves` keeps it."""
        data: dict[str, Any] = {
            "from_on": self.from_on.isoformat(),
            "to_on": self.to_on.isoformat(),
            "why": self.why,
            "at": self.at,
        }
        return data | ({"is_proposal": True} if self.is_proposal else {})


@dataclass(frozen=True, slots=True)
class MovedDate:
    """A move with the plan and the date that it belongs to."""

    plan_id: int
    plan_title: str
    key: str
    title: str
    move: Move

    @property
    def in_words(self) -> str:
        return self.move.in_words(self.title)


def move_from_json(data: Mapping[str, Any]) -> Move:
    """Read one entry of `LegalDate.moves`."""
    return Move(
        date.fromisoformat(data["from_on"]),
        date.fromisoformat(data["to_on"]),
        data["why"],
        data["at"],
        data.get("is_proposal", False),
    )


def skipped_as_json(skipped: Sequence[SkippedDay]) -> list[list[Any]]:
    """As `LegalDate.skipped` keeps the days that did not count: day, reason, whether every week has it."""
    return [[day.on.isoformat(), day.reason, day.is_weekend] for day in skipped]


def skipped_from_json(data: Sequence[Sequence[Any]]) -> tuple[SkippedDay, ...]:
    """Read `LegalDate.skipped`."""
    return tuple(SkippedDay(date.fromisoformat(on), reason, weekend) for on, reason, weekend in data)


def with_article(title: str) -> str:
    """«La publicación del plan de 2026» for «Publicación del plan de 2026»."""
    article = "La" if title.startswith("Publicación") else "El"
    return f"{article} {title[:1].lower()}{title[1:]}"


def between(from_on: date, to_on: date) -> str:
    """«del 15 al 19 de mayo de 2026», «del 30 de abril al 4 de mayo de 2026»: nothing said twice."""
    if (from_on.year, from_on.month) == (to_on.year, to_on.month):
        return f"del {from_on.day} al {plain_day(to_on)}"
    return f"del {plain_day(from_on, with_year=from_on.year != to_on.year)} al {plain_day(to_on)}"


def why_moved(
    before: Sequence[SkippedDay], after: Sequence[SkippedDay], *, from_on: date, to_on: date, year: int
) -> str:
    """Say which days changed so that a term ends on another day.

    A day that the longer term merely reaches further is a consequence and not a cause: only days up to the end that the
    term had, or now has, are looked at.

    Args:
        year: of the date, which need not be said again.
    """
    was, now = {day.on: day for day in before}, {day.on: day for day in after}
    added = [day for on, day in now.items() if on not in was and on <= from_on]
    gone = [day for on, day in was.items() if on not in now and on <= to_on]
    causes = [*_new_causes(added, year), *_gone_causes(gone, year)]
    if not causes:
        return NOT_THE_CALENDAR
    said, left = causes[:MOST_CAUSES], len(causes) - MOST_CAUSES
    if left > 0:
        said.append("otro día más" if left == 1 else f"otros {left} días más")
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} y {said[-1]}"


def why_proposal_moved(before: date, after: date, *, was_off: str, is_off: str, year: int, due_on: date) -> str:
    """Say why the day proposed for a date that does not move is another one.

    Args:
        was_off: why `before` counts no longer; empty where it still does.
        is_off: why the date itself does not count now; empty where it does again.
    """
    if not is_off:
        return f"el {_day(due_on, year)} vuelve a ser día hábil"
    if was_off:
        return _new_cause(SkippedDay(before, was_off), year)
    if before == due_on:
        return _new_cause(SkippedDay(due_on, is_off), year)
    return f"el {_day(after, year)} vuelve a ser día hábil"


def _day(on: date, year: int) -> str:
    return plain_day(on, with_year=on.year != year)


def _new_causes(days: Sequence[SkippedDay], year: int) -> list[str]:
    saturdays = ["el sábado ya no es día hábil en la entidad"] if any(day.is_weekend for day in days) else []
    return [*saturdays, *(_new_cause(day, year) for day in days if not day.is_weekend)]


def _new_cause(day: SkippedDay, year: int) -> str:
    if day.reason.startswith("festivo: "):
        return f"el {_day(day.on, year)} es festivo ({day.cause})"
    return f"el {_day(day.on, year)} no es hábil ({day.cause})"


def _gone_causes(days: Sequence[SkippedDay], year: int) -> list[str]:
    saturdays = ["el sábado ahora es día hábil en la entidad"] if any(day.is_weekend for day in days) else []
    return [*saturdays, *(_gone_cause(day, year) for day in days if not day.is_weekend)]


def _gone_cause(day: SkippedDay, year: int) -> str:
    if day.reason.startswith("festivo: "):
        return f"el {_day(day.on, year)} ya no es festivo"
    return f"el {_day(day.on, year)} vuelve a ser día hábil"
