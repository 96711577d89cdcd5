"""Going through a document's blocks in order and reading the rows of its plan tables.

A small machine with one memory: the layout in force, the component and subcomponent in force, and the row that may
still go on. Headings set the layout, titles set the levels, every other line is weighed by ``joining``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rinde.capabilities.plan_imports.rules import titles
from rinde.capabilities.plan_imports.rules.alignment import align, needs_alignment, shift_of
from rinde.capabilities.plan_imports.rules.columns import LEVELS, Layout, headed_roles, layout_from, layout_of
from rinde.capabilities.plan_imports.rules.finishing import inherit_in_text, is_stray
from rinde.capabilities.plan_imports.rules.guessing import guessed_layout
from rinde.capabilities.plan_imports.rules.headers import Header, find_header
from rinde.capabilities.plan_imports.rules.headings import Role
from rinde.capabilities.plan_imports.rules.joining import Relation, relation
from rinde.capabilities.plan_imports.rules.levels import Levels, band_of
from rinde.capabilities.plan_imports.rules.lines import Line, Slot, lines_of
from rinde.capabilities.plan_imports.rules.months import is_mark, marked_by_shading
from rinde.capabilities.plan_imports.rules.records import Fields, Record, fields_of
from rinde.foundations.documents import Document, Grid, Paragraph
from rinde.foundations.text.folding import starts_lower

_FIGURES = re.compile(r"\d+")


@dataclass
class Reading:
    """What the tables gave. ``other_tables``: kinds and places of tables left out."""

    records: list[Record] = field(default_factory=list)
    layouts: list[Layout] = field(default_factory=list)
    other_tables: list[tuple[str, str]] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)  # places of tables read without a heading
    unruled: list[str] = field(default_factory=list)
    repeated: list[tuple[str, str]] = field(default_factory=list)  # places of a page and of the earlier one it repeats
    strays: list[tuple[str, str]] = field(default_factory=list)  # text and place of cells left out


def read_rows(
    document: Document, mapping: Mapping[str, str] | None = None, *, accepts: Iterable[str] = ("plan",)
) -> Reading:
    """Read the rows of every table whose kind is accepted. Never raises on what a document holds."""
    reader = _Reader(mapping or {}, frozenset(accepts), several=len(document.grids) > 1)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            reader.levels.read_paragraph(block)
        else:
            reader.read_grid(block)
    return reader.finish()


@dataclass
class _Reader:
    mapping: Mapping[str, str]
    accepts: frozenset[str]
    several: bool = True  # the document has more tables than one
    reading: Reading = field(default_factory=Reading)
    levels: Levels = field(default_factory=Levels)
    layout: Layout | None = None
    record: Record | None = None
    page_start: bool = False
    gap: bool = False
    repeated_heading: bool = False
    new_title: bool = False  # a line over the heading that no earlier page had
    above: set[str] = field(default_factory=set)
    seen: dict[tuple[tuple[int, int, str], ...], Grid] = field(default_factory=dict)

    # ------------------------------------------------------------------ grids

    def read_grid(self, grid: Grid) -> None:
        """Read one grid: its headings, its titles and its rows."""
        lines = lines_of(grid)
        if self.several and self._is_repeated(grid, lines):
            return
        headers = self._headers(lines, grid.column_count)
        start = headers[0].first if headers else len(lines)
        self._read_before(grid, lines[:start], alone=not headers)
        for position, header in enumerate(headers):
            end = headers[position + 1].first if position + 1 < len(headers) else len(lines)
            body, above_next = _split_titles(lines[header.end : end], at_end=end == len(lines))
            self._enter(header, body, grid, first=position == 0)
            self._read_body(grid, body)
            for line in above_next:
                self.levels.read_title_above(line, grid)

    def _is_repeated(self, grid: Grid, lines: Sequence[Line]) -> bool:
        """Whether the grid says word for word what an earlier one said: a page that was bound twice."""
        print_of = tuple((cell.row, cell.column, cell.text) for cell in grid.cells if cell.text)
        if len(lines) < 4 or len(print_of) < 12:
            return False
        earlier = self.seen.setdefault(print_of, grid)
        if earlier is grid:
            return False
        self.reading.repeated.append((grid.place_of(0), earlier.place_of(0)))
        return True

    def _headers(self, lines: Sequence[Line], width: int) -> list[Header]:
        found = []
        index = 0
        while index < len(lines):
            header = find_header(lines, index, width)
            if header:
                found.append(header)
            index = header.end if header else index + 1
        return found

    def _enter(self, header: Header, body: Sequence[Line], grid: Grid, *, first: bool) -> None:
        """Put a heading in force: the same one repeated goes on with its table, a new one begins a table."""
        previous = self.layout
        self.repeated_heading = bool(previous and previous.repeats == header.key and previous.kind in self.accepts)
        if self.repeated_heading:
            self.levels.repeat_heading()
            self.page_start = not self.new_title and self._may_go_on(grid)
            return
        layout = self._layout_under(header, body, grid.column_count)
        if layout.kind in self.accepts:
            self.reading.layouts.append(layout)
            self._note_ruling(grid)
        else:
            self.reading.other_tables.append((layout.kind, grid.place_of(header.first)))
        same_table = previous and previous.kind in self.accepts and set(previous.heads) == set(layout.heads)
        self.levels.enter_table(new=first and not same_table)
        self.layout, self.record = layout, None if not same_table else self.record
        self.page_start = bool(same_table)

    def _may_go_on(self, grid: Grid) -> bool:
        """Whether a table under a repeated heading can hold the rest of the last row: not two tables of one page."""
        last = self.record.grid if self.record else None
        return last is None or last is grid or grid.container != "page" or last.number != grid.number

    def _layout_under(self, header: Header, body: Sequence[Line], width: int) -> Layout:
        """The layout under a heading: by place, or by order where the headings do not stand over their columns."""
        aligned = needs_alignment(header, body, width)
        if not aligned:
            layout = layout_from(header, body, self.mapping)
            if layout.kind != "other":
                return layout
        headed = headed_roles(header, self.mapping)
        if aligned or (Role.ACTIVITY in headed and len(headed) >= 3):
            return layout_of(header, align(headed, body, width)[0])
        return layout

    def _note_ruling(self, grid: Grid) -> None:
        if not grid.ruled:
            self.reading.unruled.append(grid.place_of(0))

    def _read_before(self, grid: Grid, lines: Sequence[Line], *, alone: bool) -> None:
        """Lines above the first heading: the rest of the table before, cut by a page, or titles."""
        self.page_start, self.new_title = True, False
        layout = self._layout_for(grid, lines) if lines else None
        if layout is not None and (alone or any(len(line.filled) > 1 for line in lines)):
            kept, self.layout = self.layout, layout
            if grid.container == "body":
                self.levels.go_on(layout)
            self._read_body(grid, lines)
            self.layout = kept if layout.width == grid.column_count or kept is None else layout
            return
        for line in lines:
            self.levels.read_title_above(line, grid)
            self._note_title(line)
        if alone and lines and layout is None:
            self._guess(grid, lines)

    def _note_title(self, line: Line) -> None:
        """Remember the lines over a heading: one that no page had before begins another table, whatever it says."""
        said = _FIGURES.sub("#", " ".join(slot.flat for slot in line.own_filled))
        if said and said not in self.above:
            self.new_title = bool(self.reading.records)
            self.above.add(said)

    def _layout_for(self, grid: Grid, lines: Sequence[Line]) -> Layout | None:
        """The layout by which a grid without a heading goes on with the table before it; None where it does not."""
        layout = self.layout
        if layout is None or layout.kind not in self.accepts:
            return None
        roles = [layout.roles[column] for column in sorted(layout.roles)]
        # A text without merges drops the columns at its end that are empty on this page.
        narrower = (
            grid.container == "body"
            and 2 < grid.column_count < layout.width
            and (Role.PERIOD in roles or grid.column_count > max(layout.roles))
        )
        if layout.width == grid.column_count or narrower:
            return layout if grid.continues or _fits(lines, layout) else None
        if Role.PERIOD in roles:
            return None
        if abs(layout.width - grid.column_count) > 2 or max(layout.roles, default=0) + 2 < grid.column_count - 1:
            return None
        aligned, mean = align(roles, lines, grid.column_count)
        if mean < 0.2 or len(aligned) < 3 or Role.ACTIVITY not in aligned.values():
            return None
        return replace(layout, roles=aligned, heads=("",) * grid.column_count)

    def _guess(self, grid: Grid, lines: Sequence[Line]) -> None:
        """Read a table that has no heading by its content alone; a finding asks the person."""
        layout = guessed_layout(lines, grid.column_count)
        if layout is None:
            return
        self.reading.guessed.append(grid.place_of(0))
        self.layout, self.record = layout, None
        self._read_body(grid, lines)

    # ------------------------------------------------------------------ lines

    def _read_body(self, grid: Grid, lines: Sequence[Line]) -> None:
        layout = self.layout
        if layout is None or layout.kind not in self.accepts:
            return
        slips = not any(slot.span > 1 or not slot.own for line in lines for slot in line.slots)
        alone_is_title = slips and sum(len(line.filled) > 1 for line in lines) > 0.5 * len(lines)
        bands = {line.number: band_of(line, layout, grid.column_count, alone=alone_is_title) for line in lines}
        self._keep_rest(lines, bands)
        shaded = _shaded([line for line in lines if bands[line.number] is None], layout)
        for line in lines:
            band = bands[line.number]
            if not line.filled:
                self.gap = True
            elif band is not None:
                self.levels.read_band(band, layout, repeated_heading=self.repeated_heading)
                self.gap = False
            else:
                self._read_line(grid, line, shaded.get(line.number, frozenset()), slips=slips)

    def _keep_rest(self, lines: Sequence[Line], bands: dict[int, Slot | None]) -> None:
        """The only text of the first line after a page that ended inside a row is that row's rest, not a title."""
        first = next((line for line in lines if line.filled), None)
        band = bands[first.number] if first else None
        if first and band and band.span == 1 and self._goes_on() and not self.levels.opened:
            bands[first.number] = None

    def _read_line(self, grid: Grid, line: Line, shaded: frozenset[int], *, slips: bool) -> None:
        layout = self.layout
        if layout is None or _is_numbering(line) or (_is_note(line) and not self._goes_on_with(line)):
            return
        if self.levels.opened:
            self.page_start, self.record = False, None
        # Only a text that was pasted loses the empty cells at the left of a row.
        slipped = slips and grid.container == "body" and not layout.months
        shift = shift_of(line, layout, grid.column_count) if slipped else 0
        fields = fields_of(line, layout, shift)
        lettered = any(is_mark(line.at(column).text) for column in layout.months)
        # The colour of a cell that a page cuts is painted on both pages: it marks nothing anew.
        painted_on = self._goes_on() and self.record is not None and shaded == self.record.months
        marked = lettered or (bool(shaded) and not painted_on)
        kind = relation(fields, marked, self._open_record(), page_start=self.page_start)
        if kind in (Relation.NOTHING, Relation.LABEL):
            self.levels.read_fields(fields, layout, page_start=self.page_start, rest=False)
            return
        self.levels.enter_row()
        self.levels.read_fields(fields, layout, page_start=self.page_start, rest=kind is Relation.REST)
        if kind in (Relation.REST, Relation.MORE):
            self._add_to_record(fields, line, kind)
        else:
            self._begin(grid, line, fields, kind)
        if self.record:
            self.record.take_times(line)
            for month in shaded:
                self.record.mark((month,))
            self._note_spanning_text(line)
        self.page_start, self.gap = False, False

    def _open_record(self) -> Record | None:
        record, layout = self.record, self.layout
        return record if record and layout and record.layout.kind == layout.kind else None

    def _add_to_record(self, fields: Fields, line: Line, kind: Relation) -> None:
        record = self.record
        if record is None:
            return
        kept = {role: said for role, said in fields.items() if role not in LEVELS and said.own}
        for sibling in self._siblings(record):
            sibling.take({role: said for role, said in kept.items() if sibling.shares(role, record)})
        only = kept.get(Role.ACTIVITY)
        if kind is Relation.MORE and only is not None and only.text and len(line.filled) == 1:
            kept = {Role.SCHEDULE: only}  # a date that slipped under the activity
        record.take(kept)

    def _goes_on_with(self, line: Line) -> bool:
        return self._goes_on() and starts_lower(line.own_filled[0].text)

    def _siblings(self, record: Record) -> Iterator[Record]:
        """The deliverables before a record whose activity stands in the same merged cell, the nearest first."""
        for other in reversed(self.reading.records[:-1]):
            if not other.shares(Role.ACTIVITY, record):
                return
            yield other

    def _goes_on(self) -> bool:
        """Whether the page ended inside the row before and this line is the first one after."""
        return self.page_start and self.record is not None and self.record.cut

    def _begin(self, grid: Grid, line: Line, fields: Fields, kind: Relation) -> None:
        previous = self.record
        record = Record(self.layout or Layout({}), grid, line.number, after_gap=self.gap)
        record.component, record.subcomponent = self.levels.component, self.levels.subcomponent
        record.take({role: said for role, said in fields.items() if role not in LEVELS})
        if kind is Relation.DELIVERABLE and previous is not None:
            self._lengthen(previous, fields)
            record.take_over(previous)
        self.record = record
        self.reading.records.append(record)

    def _lengthen(self, previous: Record, fields: Fields) -> None:
        """Give the rest of an activity that a page cut, and that opens another deliverable, to those before it."""
        rest = fields.get(Role.ACTIVITY)
        if rest and rest.text and rest.own:
            for sibling in (*self._siblings(previous), previous):
                sibling.take({Role.ACTIVITY: rest})

    def _note_spanning_text(self, line: Line) -> None:
        """A text written over several months («Permanente») says when in words."""
        record, layout = self.record, self.layout
        if record is None or layout is None:
            return
        for slot in line.slots:
            if slot.column in layout.months and slot.span > 1 and slot.own and len(slot.text) > 3:
                record.pieces.setdefault(Role.SCHEDULE, []).append(slot.text)

    # ------------------------------------------------------------------ the end

    def finish(self) -> Reading:
        """Leave stray cells out, fill in what merges lost in text would have said, and hand over."""
        kept = []
        strongest = max((record.layout.strength for record in self.reading.records), default=0)
        for record in self.reading.records:
            place = record.grid.place_of(record.line)
            if record.layout.strength < 2 <= strongest:
                # «Actividad | Fecha» beside a real plan table is the timetable of something else.
                self.reading.other_tables.append(("schedule", record.grid.place_of(0)))
            elif is_stray(record):
                self.reading.strays.append((record.text(Role.ACTIVITY), place))
            else:
                kept.append(record)
        self.reading.records = kept
        inherit_in_text(kept)
        return self.reading


def _split_titles(lines: Sequence[Line], *, at_end: bool) -> tuple[Sequence[Line], Sequence[Line]]:
    """Cut off the titles that stand at the end of a body, over the next heading of the same grid."""
    last = len(lines)
    while not at_end and last and len(lines[last - 1].filled) <= 1:
        last -= 1
    return lines[:last], lines[last:]


def _shaded(lines: Sequence[Line], layout: Layout) -> dict[int, frozenset[int]]:
    """The months that lines mark by shading, where the table does not mark them by letters."""
    rows = [line for line in lines if line.filled and not _is_note(line)] if layout.months else []
    if any(is_mark(slot.text) for line in rows for slot in line.slots if slot.column in layout.months):
        return {}
    return marked_by_shading(rows, layout.months) if rows else {}


def _fits(lines: Sequence[Line], layout: Layout) -> bool:
    """Whether lines look like rows of a layout: most that are filled say something for two of its roles."""
    good = bad = 0
    for line in lines:
        fields = {role: said for role, said in fields_of(line, layout).items() if said.text}
        if shift_of(line, layout, layout.width):
            bad += 1
        elif fields:
            good += 1
    return good > bad


def _is_numbering(line: Line) -> bool:
    """A line that only numbers the columns: 1 2 3 4."""
    filled = line.filled
    return len(filled) >= 4 and [slot.text for slot in filled] == [str(number) for number in range(1, len(filled) + 1)]


def _is_note(line: Line) -> bool:
    filled = line.own_filled
    return (
        bool(filled)
        and titles.is_noise(filled[0].flat)
        and not filled[0].text[0].isdigit()
        and len(filled) <= 4
        and not any(len(slot.text) > 60 for slot in filled[1:])
    )
