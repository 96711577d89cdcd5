"""What a working list can be asked to show, and the list behind every figure: one question, one answer. No queries."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from django.http import QueryDict

from rinde.capabilities.followup.queries.evaluation import EvaluatedRow
from rinde.capabilities.followup.rules.working_list import FLAG_KINDS, FlagCode


class Look(StrEnum):
    """What the address asks for in `ver`."""

    ALL = "todas"
    UNDECIDED = "por-decidir"
    PRESSING = "por-mirar"
    SAMPLED = "muestra"
    DIFFERING = "en-desacuerdo"
    SCHEDULED = "programadas"
    DONE = "cumplidas"
    NOT_DONE = "sin-cumplir"
    NOT_SCHEDULED = "nada-programado"
    JUDGED_DONE = "cumplidas-segun-control-interno"
    YEAR_SCHEDULED = "programadas-en-el-ano"
    YEAR_DONE = "cumplidas-en-el-ano"


LOOKS: dict[Look, tuple[str, Callable[[EvaluatedRow], bool]]] = {
    Look.ALL: ("Todas las del plan", lambda row: True),  # noqa: ARG005
    Look.UNDECIDED: ("Por decidir", lambda row: row.is_undecided),
    Look.PRESSING: ("Con algo que mirar primero", lambda row: row.is_pressing),
    Look.SAMPLED: ("En la muestra", lambda row: row.is_sampled),
    Look.DIFFERING: ("En desacuerdo con los reportes", lambda row: row.judged.differs),
    Look.SCHEDULED: ("Programadas al corte", lambda row: row.says is not None),
    Look.DONE: ("Cumplidas al corte", lambda row: row.says is True),
    Look.NOT_DONE: ("Sin cumplir al corte", lambda row: row.says is False),
    Look.NOT_SCHEDULED: ("Sin nada que contar al corte", lambda row: row.says is None),
    Look.JUDGED_DONE: ("Cumplidas según control interno", lambda row: row.judged.decided is True),
    Look.YEAR_SCHEDULED: ("Programadas en el año", lambda row: row.says_of_year is not None),
    Look.YEAR_DONE: ("Cumplidas en el año", lambda row: row.says_of_year is True),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter with how many it would show."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the working list. Without a look it shows what had something due; the rest waits for its day."""

    look: str = ""
    flag: str = ""
    component: str = ""
    unit: str = ""

    @property
    def is_asking(self) -> bool:
        return bool(self.look or self.flag or self.component or self.unit)

    @property
    def query(self) -> str:
        """As it stands in an address."""
        asked = {"ver": self.look, "senal": self.flag, "componente": self.component, "dependencia": self.unit}
        return urlencode({name: value for name, value in asked.items() if value})

    def fits(self, row: EvaluatedRow) -> bool:
        return (
            (LOOKS[Look(self.look)][1](row) if self.look else _had_something_due(row))
            and (not self.flag or self.flag in row.frozen.flags)
            and (not self.component or row.frozen.component == self.component)
            and (not self.unit or any(name == self.unit for _, name in row.frozen.actors))
        )


def _had_something_due(row: EvaluatedRow) -> bool:
    return row.frozen.due > 0


def read_question(asked: QueryDict) -> Question:
    """Read an address. What nothing of ours wrote is left out: the list is then longer, never wrong."""
    look, flag = asked.get("ver", ""), asked.get("senal", "")
    return Question(
        look=look if look in set(Look) else "",
        flag=flag if flag in set(FlagCode) else "",
        component=asked.get("componente", ""),
        unit=asked.get("dependencia", ""),
    )


def looks_of(rows: Sequence[EvaluatedRow], question: Question) -> list[Choice]:
    """The looks that show something, and the chosen one whatever it shows."""
    due = sum(map(_had_something_due, rows))
    found = [Choice("", f"Las de este corte ({due})", not question.look)]
    for look, (label, fits) in LOOKS.items():
        count = sum(map(fits, rows))
        if count or look == question.look:
            found.append(Choice(look, f"{label} ({count})", look == question.look))
    return found


def flags_of_list(rows: Iterable[EvaluatedRow], question: Question) -> list[Choice]:
    """The flags that some activity has, in the order in which they press, with of how many."""
    ones = list(rows)
    found = []
    for code, kind in FLAG_KINDS.items():
        count = sum(code in row.frozen.flags for row in ones)
        if count or code == question.flag:
            found.append(Choice(code, f"{kind.title} ({count})", code == question.flag))
    return found


def components_of(rows: Iterable[EvaluatedRow], question: Question) -> list[Choice]:
    names = dict.fromkeys(row.frozen.component for row in rows)
    return [Choice(name, name, name == question.component) for name in names]


def units_of(rows: Iterable[EvaluatedRow], question: Question) -> list[Choice]:
    names = {name for row in rows for _, name in row.frozen.actors if name}
    return [Choice(name, name, name == question.unit) for name in sorted(names)]
