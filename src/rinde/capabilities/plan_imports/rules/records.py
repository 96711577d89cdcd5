"""A row of a plan while it is being read: pieces of text by role, which pages, merges and more lines still add to."""

from collections.abc import Container
from dataclasses import dataclass, field

from rinde.capabilities.plan_imports.rules.columns import Layout
from rinde.capabilities.plan_imports.rules.headings import Role
from rinde.capabilities.plan_imports.rules.lines import Line, Slot
from rinde.capabilities.plan_imports.rules.months import Months, is_mark
from rinde.capabilities.plan_imports.rules.titles import Label
from rinde.foundations.documents import Grid
from rinde.foundations.text.folding import join_lines, join_pieces


@dataclass(frozen=True, slots=True)
class Field:
    """What one line says for one role."""

    text: str
    key: int
    own: bool = True
    cut: bool = False
    single: bool = True  # its cell covers this line only


# What the deliverables of one activity have in common where their own cells are empty.
_SHARED = (
    Role.ACTIVITY,
    Role.DESCRIPTION,
    Role.CODE,
    Role.RESPONSIBLE,
    Role.SCHEDULE,
    Role.START,
    Role.END,
    Role.RESOURCES,
)
_UNSAID = frozenset((Role.PERIOD, Role.OTHER, Role.FOLLOW_UP))
Fields = dict[Role, Field]


@dataclass(slots=True, eq=False)
class Record:
    """One deliverable in the making."""

    layout: Layout
    grid: Grid
    line: int
    pieces: dict[Role, list[str]] = field(default_factory=dict)
    keys: dict[Role, int] = field(default_factory=dict)
    component: Label | None = None
    subcomponent: Label | None = None
    months: set[int] = field(default_factory=set)
    periods: set[Months] = field(default_factory=set)
    cut: bool = False  # the page ended inside one of its cells
    own_code: bool = False  # its code stands in a cell of its own line: the next row would have its own too
    after_gap: bool = False  # blank lines stand between it and the table
    inherited: set[Role] = field(default_factory=set)

    def text(self, role: Role, known: Container[str] = frozenset()) -> str:
        """Everything said for a role, on one line, with the words that cells and pages cut joined again."""
        pieces = self.pieces.get(role, ())
        if len(pieces) == 1:
            return join_lines(pieces[0], known)
        whole = ""
        for piece in pieces:
            whole = join_pieces(whole, join_lines(piece, known), known)
        return whole

    def lines(self, role: Role) -> str:
        """Everything said for a role, with the line breaks of the document."""
        return "\n".join(self.pieces.get(role, ()))

    def says(self, role: Role) -> bool:
        return bool(self.pieces.get(role))

    def take(self, fields: Fields) -> None:
        """Add what a line says to what is there."""
        for role, said in fields.items():
            if said.text and self.keys.get(role) != said.key:
                self.pieces.setdefault(role, []).append(said.text)
                self.keys[role] = said.key
        self.cut = any(said.cut for said in fields.values())
        code = fields.get(Role.CODE)
        self.own_code = self.own_code or bool(code and code.text and code.own and code.single)

    def shares(self, role: Role, other: "Record") -> bool:
        """Whether one merged cell says this for both."""
        return self.says(role) and bool(self.keys.get(role)) and self.keys.get(role) == other.keys.get(role)

    def take_over(self, before: "Record") -> None:
        """Take from the deliverable before it, of the same activity, what this one leaves empty."""
        for role in _SHARED:
            if before.says(role) and (not self.says(role) or self.shares(role, before)):
                self.pieces[role] = list(before.pieces[role])
                self.keys[role] = before.keys.get(role, 0)

    def take_times(self, line: Line) -> None:
        """Add the months and periods that a line marks by letters."""
        for column, months in self.layout.months.items():
            if is_mark(line.at(column).text):
                self.mark(months)

    def mark(self, months: Months) -> None:
        self.months.update(months)
        if len(months) > 1:
            self.periods.add(months)


def fields_of(line: Line, layout: Layout, shift: int = 0) -> Fields:
    """What a line says for each role of a layout. Columns that share a role are read together, line by line."""
    slots: dict[Role, list[Slot]] = {}
    roles = layout.roles
    for slot in line.slots:
        first = slot.column + shift
        role = roles.get(first)
        if role is None and slot.span > 1:
            role = next((roles[column] for column in range(first, first + slot.span) if column in roles), None)
        if role and role not in _UNSAID:
            slots.setdefault(role, []).append(slot)
    return {role: _merged(found, role) for role, found in slots.items()}


def _merged(slots: list[Slot], role: Role) -> Field:
    if len(slots) == 1:
        slot = slots[0]
        cell = slot.cell
        return Field(slot.text, slot.key, slot.own, bool(cell and cell.cut), cell is None or cell.row_span == 1)
    filled = [slot for slot in slots if slot.text] or slots[:1]
    first = filled[0]
    if len(filled) == 1:
        text = first.text
    elif role is Role.INDICATOR:
        text = " | ".join(slot.flat for slot in filled)
    else:
        text = _woven([slot.text for slot in filled])
    cut = any(slot.cell.cut for slot in slots if slot.cell)
    single = all(slot.cell is None or slot.cell.row_span == 1 for slot in slots)
    return Field(text, first.key, any(slot.own for slot in slots), cut, single)


def _woven(texts: list[str]) -> str:
    """Read neighbouring cells line by line: stray rules of a PDF cut «Priorización de / trámites» into two cells."""
    columns = [text.split("\n") for text in texts]
    height = max(map(len, columns))
    rows = [" ".join(column[row] for column in columns if row < len(column)) for row in range(height)]
    return "\n".join(rows)
