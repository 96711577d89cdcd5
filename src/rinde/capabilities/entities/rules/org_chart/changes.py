"""What a file would change: one line of report for each row, whether it can be applied or not."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum

from rinde.capabilities.entities.choices import ActorKind
from rinde.capabilities.entities.rules.names import folded_acronym, folded_name, unique_aliases
from rinde.capabilities.entities.rules.org_chart.reading import Chart, ChartRow
from rinde.capabilities.entities.rules.org_chart.standing import ActorValues, Standing
from rinde.capabilities.entities.rules.tree import makes_cycle
from rinde.capabilities.entities.rules.validity import overlap

LABELS = {
    "name": "nombre",
    "code": "código",
    "acronym": "sigla",
    "kind": "tipo",
    "parent": "depende de",
    "is_missional": "misional",
    "aliases": "alias",
    "valid_from": "desde",
    "valid_to": "hasta",
}


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class RowReport:
    """What becomes of one row. `key` is the actor's id, or minus the line for one that will be created."""

    line: int
    key: int
    name: str
    outcome: Outcome
    values: ActorValues
    changes: tuple[str, ...] = ()  # «sigla: DA → DAL»
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartReport:
    """The whole of a dry run."""

    rows: tuple[RowReport, ...] = ()
    problem: str = ""
    notices: tuple[str, ...] = ()
    not_in_file: int = 0  # actors that stand and that the file does not name; they stay as they are

    def count(self, outcome: Outcome | str) -> int:
        return sum(1 for row in self.rows if row.outcome == outcome)

    @property
    def errors(self) -> tuple[str, ...]:
        """Every problem with its line, for a person."""
        if self.problem:
            return (self.problem,)
        return tuple(f"Fila {row.line}: {problem}" for row in self.rows for problem in row.problems)

    @property
    def changes_something(self) -> bool:
        return any(row.outcome in (Outcome.CREATED, Outcome.UPDATED) for row in self.rows)


def compare(chart: Chart, standing: Mapping[int, ActorValues]) -> ChartReport:
    """Work out row by row what a chart would create, update, leave alone or cannot do.

    An empty cell never erases: it keeps what stands. A renamed actor keeps its old name as an alias, because last
    year's plans still say it. Actors that the file does not name are left alone.

    Args:
        standing: every actor of the entity, past ones too, by id.
    """
    if chart.problem:
        return ChartReport(problem=chart.problem)
    known = Standing(standing)
    keys = _keys(chart.rows, known)
    problems = {row.line: list(row.problems) for row in chart.rows}
    _refuse_repeated(chart.rows, keys, problems)
    values = _values(chart.rows, keys, known, problems)
    _refuse_impossible(chart.rows, keys, known, values, problems)
    rows = tuple(_report(row, keys[row.line], known, values, problems[row.line]) for row in chart.rows)
    return ChartReport(rows, notices=chart.notices, not_in_file=len(set(standing) - set(keys.values())))


def _keys(rows: Sequence[ChartRow], known: Standing) -> dict[int, int]:
    meant = {row.line: known.meant_by(row) for row in rows}
    return {line: -line if key is None else key for line, key in meant.items()}


def _refuse_repeated(rows: Sequence[ChartRow], keys: Mapping[int, int], problems: dict[int, list[str]]) -> None:
    line_of_code: dict[str, int] = {}
    line_of_key: dict[int, int] = {}
    rows_of_name: dict[str, list[ChartRow]] = defaultdict(list)
    for row in rows:
        code, name, key = folded_acronym(row.code), folded_name(row.name), keys[row.line]
        twins = [twin for twin in rows_of_name[name] if overlap(_period(twin), _period(row))] if name else []
        if code and code in line_of_code:
            first = f"El código {row.code} ya está en la fila {line_of_code[code]}."
            problems[row.line].append(f"{first} Deje una sola o corrija el código.")
        elif twins:
            first = f"«{row.name}» ya está en la fila {twins[0].line}."
            problems[row.line].append(f"{first} Deje una sola, o separe sus fechas si son dos épocas.")
        elif key in line_of_key:
            problems[row.line].append(f"La fila {line_of_key[key]} habla de la misma dependencia. Deje una sola.")
        line_of_code.setdefault(code, row.line)
        line_of_key.setdefault(key, row.line)
        rows_of_name[name].append(row)


def _period(row: ChartRow) -> tuple[date | None, date | None]:
    return row.valid_from, row.valid_to


def _values(
    rows: Sequence[ChartRow], keys: Mapping[int, int], known: Standing, problems: dict[int, list[str]]
) -> dict[int, ActorValues]:
    """What every actor would be: those that stand, with the rows of the file laid over them."""
    values = dict(known.actors)
    for row in rows:
        key = keys[row.line]
        values[key] = _laid_over(values.get(key), row)
    seen = _Names(rows, keys, known)
    for row in rows:
        if row.parent:
            parent = seen.find(row.parent, problems[row.line])
            values[keys[row.line]] = replace(values[keys[row.line]], parent=parent)
    return values


def _laid_over(old: ActorValues | None, row: ChartRow) -> ActorValues:
    base = old or ActorValues(name=row.name)
    renamed = old is not None and bool(row.name) and folded_name(old.name) != folded_name(row.name)
    name, acronym = row.name or base.name, row.acronym or base.acronym
    aliases = (*base.aliases, *((base.name,) if renamed else ()), *row.aliases)
    return replace(
        base,
        name=name,
        code=row.code or base.code,
        acronym=acronym,
        kind=row.kind or base.kind,
        is_missional=base.is_missional if row.is_missional is None else row.is_missional,
        aliases=unique_aliases(aliases, besides=(name, acronym)),
        valid_from=row.valid_from or base.valid_from,
        valid_to=row.valid_to or base.valid_to,
    )


class _Names:
    """Finds whom «depende de» means: a code or a name, of the file first, then of what stands."""

    def __init__(self, rows: Sequence[ChartRow], keys: Mapping[int, int], known: Standing) -> None:
        self._codes: dict[str, set[int]] = defaultdict(set)
        self._names: dict[str, set[int]] = defaultdict(set)
        self._known = known
        for row in rows:
            if row.code:
                self._codes[folded_acronym(row.code)].add(keys[row.line])
            for name in (row.name, row.acronym, *row.aliases):
                self._names[folded_name(name)].add(keys[row.line])

    def find(self, text: str, problems: list[str]) -> int | None:
        code, name = folded_acronym(text), folded_name(text)
        in_force = {key for key in self._known.by_name.get(name, ()) if self._known.actors[key].valid_to is None}
        for found in (self._codes.get(code), set(self._known.by_code.get(code, ())), self._names.get(name), in_force):
            if found and len(found) == 1:
                return next(iter(found))
            if found:
                problems.append(f"Hay más de una dependencia «{text[:60]}». En «depende de» escriba el código.")
                return None
        problems.append(f"Depende de «{text[:60]}», que no existe. Corrija el nombre o agregue esa fila.")
        return None


def _refuse_impossible(
    rows: Sequence[ChartRow],
    keys: Mapping[int, int],
    known: Standing,
    values: Mapping[int, ActorValues],
    problems: dict[int, list[str]],
) -> None:
    parents = {key: value.parent for key, value in values.items()}
    of_name: dict[str, list[int]] = defaultdict(list)
    for key, value in values.items():
        of_name[folded_name(value.name)].append(key)
    for row in rows:
        key, found = keys[row.line], problems[row.line]
        old, new = known.actors.get(key), values[key]
        if row.parent and makes_cycle(parents, key, new.parent):
            found.append(f"«{new.name}» terminaría dependiendo de sí misma. Corrija «depende de».")
        if old and row.code and old.code and folded_acronym(old.code) != folded_acronym(row.code):
            found.append(f"«{new.name}» ya existe con el código {old.code}. Corrija el código o el nombre.")
        twins = (twin for twin in of_name[folded_name(new.name)] if twin != key and twin > 0)
        if row.name and any(overlap(values[twin].period, new.period) for twin in twins):
            found.append(f"Otra dependencia ya se llama «{new.name}» en esas fechas. Use otro nombre o ciérrela antes.")


def _report(
    row: ChartRow, key: int, known: Standing, values: Mapping[int, ActorValues], problems: Sequence[str]
) -> RowReport:
    old, new = known.actors.get(key), values[key]
    changes = _changes(old, new, values) if old else ()
    if problems:
        outcome = Outcome.ERROR
    elif old is None:
        outcome = Outcome.CREATED
    else:
        outcome = Outcome.UPDATED if changes else Outcome.UNCHANGED
    return RowReport(row.line, key, new.name, outcome, new, changes, tuple(problems))


def _changes(old: ActorValues, new: ActorValues, values: Mapping[int, ActorValues]) -> tuple[str, ...]:
    return tuple(
        f"{LABELS[field.name]}: {_shown(field.name, old, values)} → {_shown(field.name, new, values)}"
        for field in fields(ActorValues)
        if getattr(old, field.name) != getattr(new, field.name)
    )


def _shown(name: str, actor: ActorValues, values: Mapping[int, ActorValues]) -> str:
    value = getattr(actor, name)
    if name == "parent":
        return f"«{values[value].name}»" if value is not None else "nadie"
    if name == "kind":
        return str(ActorKind(value).label)
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return ("; ".join(value) if isinstance(value, tuple) else str(value or "")) or "vacío"
