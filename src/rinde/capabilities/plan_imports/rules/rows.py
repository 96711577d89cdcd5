"""Going through a document's blocks in order and reading the rows of its plan tables.

A small machine with one memory: the layout in force, the component and subcomponent in force, and the row that may
still go on. Headings set the layout, titles set the levels, every other line is weighed by ``joining``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rinde.capabilities.plan_imports.rules import titles
from rinde.capabilities.plan_imports.rules.alignment import align, needs_alignment, shift_of
from rinde.capabilities.plan_imports.rules.columns import LEVELS, Layout, headed_roles, layout_from
from rinde.capabilities.plan_imports.rules.guessing import guessed_layout
from rinde.capabilities.plan_imports.rules.headers import Header, find_header
from rinde.capabilities.plan_imports.rules.joining import Relation, relation
from rinde.capabilities.plan_imports.rules.lexicon import Role, fold_heading
from rinde.capabilities.plan_imports.rules.lines import Line, Slot, lines_of
from rinde.capabilities.plan_imports.rules.months import is_mark, marked_by_shading
from rinde.capabilities.plan_imports.rules.records import Fields, Record, fields_of
from rinde.capabilities.plan_imports.rules.titles import Label
from rinde.foundations.documents import Document, Grid, Paragraph

_INHERITED = (Role.RESPONSIBLE, Role.SCHEDULE, Role.START, Role.END, Role.PRODUCT, Role.TARGET, Role.TARGET_OR_PRODUCT)


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


def read_rows(document: Document, mapping: Mapping[str, str] | None = None, *, accepts: Iterable[str] = ("plan",)) -> Reading:
    """Read the rows of every table whose kind is accepted. Never raises on what a document holds."""
    reader = _Reader(mapping or {}, frozenset(accepts))
    for block in document.blocks:
        if isinstance(block, Paragraph):
            reader.read_paragraph(block)
        else:
            reader.read_grid(block)
    return reader.finish()


@dataclass
class _Reader:
    mapping: Mapping[str, str]
    accepts: frozenset[str]
    reading: Reading = field(default_factory=Reading)
    layout: Layout | None = None
    component: Label | None = None
    component_is_title: bool = False
    subcomponent: Label | None = None
    record: Record | None = None
    page_start: bool = False
    gap: bool = False
    seen: dict[tuple[tuple[int, int, str], ...], Grid] = field(default_factory=dict)
    bands: list[str] = field(default_factory=list)  # titles since the last row
    heading_bands: frozenset[str] = frozenset()  # titles that stood right under the heading, the first time
    repeated_heading: bool = False
    plain_band: bool = False  # the line before was a title that did not say its level
    top_depth: int = 0  # how deep the numbers of titles go that name components

    # ------------------------------------------------------------------ paragraphs

    def read_paragraph(self, paragraph: Paragraph) -> None:
        """Take a component or subcomponent from a heading between the tables."""
        for text in paragraph.text.split("\n"):
            heading = titles.component_heading(text)
            if heading:
                self._open_component(heading)
            elif len(text) <= 160 and titles.is_subcomponent(text) and paragraph.heading_level:
                self.subcomponent = Label([text])

    def _open_component(self, text: str) -> None:
        number = titles.component_number(text)
        same = self.component and (self.component.says(text) or (number and titles.component_number(self.component.text()) == number))
        if not same:
            self.component, self.component_is_title = Label([text]), True
            self.subcomponent = None

    # ------------------------------------------------------------------ grids

    def read_grid(self, grid: Grid) -> None:
        """Read one grid: its headings, its titles and its rows."""
        lines = lines_of(grid)
        if self._is_repeated(grid, lines):
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
                self._read_title_above(line)

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
            self.page_start = True
            return
        layout = layout_from(header, body, self.mapping)
        if layout.kind in self.accepts:
            if needs_alignment(layout, body, grid.column_count):
                aligned, _ = align(headed_roles(header, self.mapping), body, grid.column_count)
                layout = replace(layout, roles=aligned)
            self.reading.layouts.append(layout)
            self._note_ruling(grid)
        else:
            self.reading.other_tables.append((layout.kind, grid.place_of(header.first)))
        same_table = previous and previous.kind in self.accepts and set(previous.heads) == set(layout.heads)
        if not same_table and first and not self.bands and self.component_is_title is False:
            self.subcomponent = None
        self.layout, self.record = layout, None if not same_table else self.record
        self.page_start = bool(same_table)
        self.heading_bands = frozenset()
        self.bands = []

    def _note_ruling(self, grid: Grid) -> None:
        if not grid.ruled:
            self.reading.unruled.append(grid.place_of(0))

    def _read_before(self, grid: Grid, lines: Sequence[Line], *, alone: bool) -> None:
        """Lines above the first heading: the rest of the table before, cut by a page, or titles."""
        self.page_start = True
        layout = self._layout_for(grid, lines) if lines else None
        if layout is not None and (alone or any(len(line.filled) > 1 for line in lines)):
            kept, self.layout = self.layout, layout
            self._read_body(grid, lines)
            self.layout = kept if layout.width == grid.column_count or kept is None else layout
            return
        for line in lines:
            self._read_title_above(line)
        if alone and lines and layout is None:
            self._guess(grid, lines)

    def _layout_for(self, grid: Grid, lines: Sequence[Line]) -> Layout | None:
        """The layout by which a grid without a heading goes on with the table before it; None where it does not."""
        layout = self.layout
        if layout is None or layout.kind not in self.accepts:
            return None
        roles = [layout.roles[column] for column in sorted(layout.roles)]
        if any(role is Role.PERIOD for role in roles) or layout.width == grid.column_count:
            if layout.width != grid.column_count:
                return None
            return layout if grid.continues or _fits(lines, layout) else None
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

    # ------------------------------------------------------------------ titles

    def _read_title_above(self, line: Line) -> None:
        filled = line.own_filled
        if len(filled) != 1 or len(filled[0].text) > 250:
            return
        for text in filled[0].text.split("\n") if "omponente" in filled[0].text else [filled[0].flat]:
            if titles.is_subcomponent(text):
                self.subcomponent = Label([text])
                self.bands.append(fold_heading(text))
            elif titles.is_component(text) or titles.component_heading(text):
                self._open_component(titles.component_heading(text) or text)
            elif not titles.is_document_title(text) and not titles.is_noise(text) and titles.looks_like_title(text):
                if not (self.component and self.component.says(text)):
                    self.component, self.component_is_title = Label([text]), True
                    self.subcomponent = None

    def _band_of(self, line: Line, width: int) -> Slot | None:
        """The only cell of a line that is a title between rows; None for lines of the table."""
        filled = line.filled
        if len({slot.key for slot in filled}) != 1 or not filled[0].own:
            return None
        slot, layout = filled[0], self.layout
        if layout is None:
            return None
        if slot.span >= max(2, 0.6 * width):
            return slot
        role = layout.roles.get(slot.column)
        if role in LEVELS or slot.column > 2:
            return None
        return slot if titles.looks_like_title(slot.flat) and not titles.starts_lower(slot.text) else None

    def _read_band(self, slot: Slot) -> None:
        text, folded = slot.flat, fold_heading(slot.flat)
        if titles.is_noise(text) or not folded:
            return
        if not self.bands and self.repeated_heading and folded in self.heading_bands:
            return  # a title that the heading repeats on every page belongs to the first group only
        if titles.is_subcomponent(text):
            self._set_subcomponent(text, slot.key)
        elif titles.is_component(text):
            self._open_component(text)
        elif titles.is_document_title(text) and not titles.depth_of(text):
            return
        else:
            self._read_plain_band(text, slot.key)
        self.bands.append(folded)

    def _read_plain_band(self, text: str, key: int) -> None:
        """A title that does not say its level: by its number, by the titles beside it, by the table's own levels."""
        depth = titles.depth_of(text)
        above = self.subcomponent if self.plain_band else None
        if (self.layout and self.layout.has_level) or (depth and depth == self.top_depth):
            self.component, self.component_is_title, self.subcomponent = Label([text], key), True, None
            return
        if above and not above.says(text) and (depth == 0 or depth != titles.depth_of(above.text())):
            # Two titles with no row between them are two levels.
            self.top_depth = titles.depth_of(above.text())
            self.component, self.component_is_title = above, True
        self._set_subcomponent(text, key)
        self.plain_band = True

    def _set_subcomponent(self, text: str, key: int) -> None:
        if not (self.subcomponent and self.subcomponent.says(text)):
            self.subcomponent = Label([text], key)

    # ------------------------------------------------------------------ lines

    def _read_body(self, grid: Grid, lines: Sequence[Line]) -> None:
        layout = self.layout
        if layout is None or layout.kind not in self.accepts:
            return
        shaded = marked_by_shading(lines, layout.months) if layout.months else {}
        lettered = any(is_mark(line.at(column).text) for line in lines for column in layout.months)
        slips = not any(slot.span > 1 or not slot.own for line in lines for slot in line.slots)
        for line in lines:
            if not line.filled:
                self.gap = True
                continue
            band = self._band_of(line, grid.column_count)
            if band is not None:
                self._read_band(band)
                self.gap = False
                continue
            marked = shaded.get(line.number, frozenset()) if not lettered else frozenset()
            self._read_line(grid, line, marked, slips=slips)

    def _read_line(self, grid: Grid, line: Line, shaded: frozenset[int], *, slips: bool) -> None:
        layout = self.layout
        if layout is None or _is_numbering(line) or _is_note(line):
            return
        shift = shift_of(line, layout, grid.column_count) if slips and not layout.months else 0
        fields = fields_of(line, layout, shift)
        lettered = any(is_mark(line.at(column).text) for column in layout.months)
        kind = relation(fields, lettered or bool(shaded), self._open_record(), page_start=self.page_start)
        if kind in (Relation.NOTHING, Relation.LABEL):
            self._read_levels(fields, rest=False)
            return
        self._keep_heading_bands()
        self._read_levels(fields, rest=kind is Relation.REST)
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

    def _keep_heading_bands(self) -> None:
        if self.bands and not self.heading_bands:
            self.heading_bands = frozenset(self.bands)
        self.bands = []
        self.plain_band = False

    def _add_to_record(self, fields: Fields, line: Line, kind: Relation) -> None:
        record = self.record
        if record is None:
            return
        kept = {role: said for role, said in fields.items() if role not in LEVELS and said.own}
        only = kept.get(Role.ACTIVITY)
        if kind is Relation.MORE and only is not None and only.text and len(line.filled) == 1:
            kept = {Role.SCHEDULE: only}  # a date that slipped under the activity
        record.take(kept)

    def _begin(self, grid: Grid, line: Line, fields: Fields, kind: Relation) -> None:
        previous = self.record
        record = Record(self.layout or Layout({}), grid, line.number, after_gap=self.gap)
        record.component, record.subcomponent = self.component, self.subcomponent
        record.take({role: said for role, said in fields.items() if role not in LEVELS})
        if kind is Relation.DELIVERABLE and previous is not None:
            for role, pieces in previous.pieces.items():
                if role in (Role.ACTIVITY, Role.CODE, Role.RESPONSIBLE, Role.SCHEDULE, Role.START, Role.END, Role.RESOURCES):
                    if not record.says(role):
                        record.pieces[role] = list(pieces)
                        record.keys[role] = previous.keys.get(role, 0)
            if not record.says(Role.SCHEDULE) and not record.months:
                record.months |= previous.months if not record.layout.months else set()
        self.record = record
        self.reading.records.append(record)

    def _note_spanning_text(self, line: Line) -> None:
        """A text written over several months («Permanente») says when in words."""
        record, layout = self.record, self.layout
        if record is None or layout is None:
            return
        for slot in line.slots:
            if slot.column in layout.months and slot.span > 1 and slot.own and len(slot.text) > 3:
                record.pieces.setdefault(Role.SCHEDULE, []).append(slot.text)

    # ------------------------------------------------------------------ levels

    def _read_levels(self, fields: Fields, *, rest: bool) -> None:
        """Take the names of component and subcomponent from their columns."""
        component, subcomponent = fields.get(Role.COMPONENT), fields.get(Role.SUBCOMPONENT)
        only_one = subcomponent is None and Role.SUBCOMPONENT not in (self.layout.roles.values() if self.layout else ())
        if component and component.text:
            if only_one and self.component_is_title:
                self.subcomponent = self._label(self.subcomponent, component.text, component.key, component.cut, rest)
            else:
                before = self.component
                self.component = self._label(before, component.text, component.key, component.cut, rest)
                self.component_is_title = False
                if only_one:
                    self.subcomponent = self.component
                elif self.component is not before:
                    self.subcomponent = None
        if subcomponent and subcomponent.text:
            self.subcomponent = self._label(
                self.subcomponent, subcomponent.text, subcomponent.key, subcomponent.cut, rest
            )

    def _label(self, current: Label | None, text: str, key: int, cut: bool, rest: bool) -> Label:
        """The label in force once a text stands in its column: the same, the same with one more piece, or a new one."""
        if current and (current.key == key or current.says(text)):
            current.cut = cut
            return current
        if current and (rest or self.page_start) and (rest or current.goes_on_with(text)):
            current.pieces.append(text)
            current.key, current.cut = key, cut
            return current
        return Label([text], key, cut)

    # ------------------------------------------------------------------ the end

    def finish(self) -> Reading:
        """Leave stray cells out, fill in what merges lost in text would have said, and hand over."""
        kept = []
        for record in self.reading.records:
            if _is_stray(record):
                self.reading.strays.append((record.text(Role.ACTIVITY), record.grid.place_of(record.line)))
            else:
                kept.append(record)
        self.reading.records = kept
        _inherit_in_text(kept)
        return self.reading


def _split_titles(lines: Sequence[Line], *, at_end: bool) -> tuple[Sequence[Line], Sequence[Line]]:
    """Cut off the titles that stand at the end of a body, over the next heading of the same grid."""
    last = len(lines)
    while not at_end and last and len(lines[last - 1].filled) <= 1:
        last -= 1
    return lines[:last], lines[last:]


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
    return bool(filled) and titles.is_noise(filled[0].flat) and not filled[0].text[0].isdigit() and len(filled) <= 4 and not any(
        len(slot.text) > 60 for slot in filled[1:]
    )


def _is_stray(record: Record) -> bool:
    """A cell with text but nothing else, below the table or without the letters of an activity."""
    text = record.text(Role.ACTIVITY)
    others = [role for role in record.pieces if role is not Role.ACTIVITY]
    if sum(character.isalpha() for character in text) < 3:
        return True
    return record.after_gap and len(others) == 0 and not record.months


def _inherit_in_text(records: Sequence[Record]) -> None:
    """In text that lost its merges an empty cell stands for the one above it, within the same subcomponent."""
    for before, record in zip(records, records[1:], strict=False):
        if record.grid.container != "body" or record.grid is not before.grid or record.subcomponent is not before.subcomponent:
            continue
        if any(cell.row_span > 1 or cell.column_span > 1 for cell in record.grid.cells):
            continue
        for role in _INHERITED:
            if role in record.layout.roles.values() and not record.says(role) and before.says(role):
                record.pieces[role] = list(before.pieces[role])
                record.inherited.add(role)
