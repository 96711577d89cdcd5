"""The working list: each activity in a line, with what there is to look at and what was decided. No queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from rinde.capabilities.followup.queries.evaluation import EvaluatedRow
from rinde.capabilities.followup.rules.working_list import FLAG_KINDS, FlagCode
from rinde.foundations.design.icons import status_markup

UNITS_NAMED = 2


@dataclass(frozen=True, slots=True)
class WorkingRow:
    """An activity of the list."""

    key: str
    code: str
    name: str
    place: str  # component, and subcomponent
    units: str
    says: SafeString
    how_many: str  # «3 de 5 fechas»
    flags: tuple[SafeString, ...]
    verdict: SafeString
    differs: bool  # internal control decided otherwise than the cells say
    is_sampled: bool
    is_own: bool


def working_rows(rows: Iterable[EvaluatedRow]) -> list[WorkingRow]:
    return [_row(row) for row in rows]


def _row(row: EvaluatedRow) -> WorkingRow:
    frozen = row.frozen
    return WorkingRow(
        key=frozen.key,
        code=frozen.code,
        name=frozen.name,
        place=" · ".join(filter(None, (frozen.component, frozen.subcomponent))),
        units=units_in_words([name for _, name in frozen.actors if name]),
        says=says_markup(row.says, frozen.due),
        how_many=dates_in_words(frozen.done, frozen.due - frozen.no_case),
        flags=tuple(flag_markup(code, count) for code, count in _in_order(frozen.flags)),
        verdict=verdict_markup(row),
        differs=row.judged.differs,
        is_sampled=row.is_sampled,
        is_own=row.is_own,
    )


def _in_order(flags: dict[str, int]) -> list[tuple[str, int]]:
    order = list(FlagCode)
    known = [one for one in flags.items() if one[0] in set(order)]
    return sorted(known, key=lambda one: order.index(FlagCode(one[0])))


def flag_markup(code: str, count: int = 1) -> SafeString:
    """A flag as icon and words, with how often where it is more than once."""
    kind = FLAG_KINDS[FlagCode(code)]
    return status_markup(kind.words[0], f"{kind.title} ({count})" if count > 1 else kind.title)


def says_markup(says: bool | None, due: int) -> SafeString:
    """What the cells say of an activity."""
    if says is None:
        return status_markup("off", "No se presentó el caso" if due else "Nada programado")
    return status_markup("ok", "Cumplida") if says else status_markup("late", "Sin cumplir")


def dates_in_words(done: int, counted: int) -> str:
    """«3 de 5 fechas»; empty for one date or none, of which the status says it all."""
    return f"{done} de {counted} fechas" if counted > 1 else ""


def verdict_markup(row: EvaluatedRow) -> SafeString:
    """Internal control's word."""
    if row.verdict is None:
        return status_markup("draft", "Por decidir") if row.says is not None else status_markup("off", "No se evalúa")
    return status_markup("ok", "Cumplida") if row.verdict.is_done else status_markup("late", "No cumplida")


def units_in_words(names: list[str]) -> str:
    """«Hacienda, Salud y 26 más»."""
    more = len(names) - UNITS_NAMED
    if more <= 0:
        return " y ".join(names)
    return f"{', '.join(names[:UNITS_NAMED])} y {more} más"
