"""Which component and subcomponent the rows being read belong to, as titles and label columns say in turn."""

from collections.abc import Container
from dataclasses import dataclass, field

from rinde.capabilities.plan_imports.rules import titles
from rinde.capabilities.plan_imports.rules.columns import LEVELS, Layout
from rinde.capabilities.plan_imports.rules.headings import Role
from rinde.capabilities.plan_imports.rules.lexicon import fold_heading
from rinde.capabilities.plan_imports.rules.lines import Line, Slot
from rinde.capabilities.plan_imports.rules.records import Field, Fields
from rinde.capabilities.plan_imports.rules.titles import Label
from rinde.foundations.documents import Grid, Paragraph
from rinde.foundations.text.folding import starts_lower

_LONGEST_TITLE = 250
_LONGEST_HEADING = 160
_UNMARKED = 7  # below every heading level: a bold line that stands where a heading would


@dataclass
class Levels:
    """The component and subcomponent in force, and the titles met since the last row."""

    component: Label | None = None
    component_is_title: bool = False  # named by a title, not by a column
    subcomponent: Label | None = None
    bands: list[str] = field(default_factory=list)  # titles since the last row, folded
    opened: bool = False  # a component began since the last row: no row and no name goes on over it
    _lower_kinds: set[str] = field(default_factory=set)  # parts that stood inside another one: «Programa 1» of «Eje 2»
    _chapter: str | None = None  # the last heading that may name the component of the tables under it
    _chapter_level: int = 0
    _component_level: int = 0  # the level of the heading that named the component; 0 for other titles
    _between: list[str] = field(default_factory=list)  # lines that may be titles, since the last table
    _heading_bands: frozenset[str] = frozenset()  # titles that stood right under the heading, the first time
    _plain: bool = False  # the line before was a title that did not say its level
    _top_depth: int = 0  # how deep the numbers of titles go that name components

    # ------------------------------------------------------------------ titles outside the rows

    def read_paragraph(self, paragraph: Paragraph) -> None:
        """Take a component or subcomponent from a heading between the tables."""
        level = paragraph.heading_level
        for text in paragraph.text.split("\n"):
            heading = titles.component_heading(text)
            if heading:
                self._open_component(heading, level)
            elif titles.is_part_heading(text) and not paragraph.list_item:
                self._open_part(text, level=level)
            elif len(text) <= _LONGEST_HEADING and titles.is_subcomponent(text) and level:
                self.subcomponent = Label([text])
            elif self._is_chapter(paragraph) and titles.is_chapter_title(text):
                self._chapter, self._chapter_level = text, level or _UNMARKED
            elif titles.is_line_title(text) and not paragraph.list_item:
                self._between.append(text)
            elif self._chapter_level == _UNMARKED and not level:
                self._chapter = None  # a bold line with prose after it is no heading of the next table

    @staticmethod
    def _is_chapter(paragraph: Paragraph) -> bool:
        marked = bool(paragraph.heading_level) or (paragraph.bold and not paragraph.list_item)
        return paragraph.container == "body" and marked

    def read_title_above(self, line: Line, grid: Grid) -> None:
        """Take what a line over the heading of a table says, if it is a title."""
        filled = line.own_filled
        if len(filled) != 1 or len(filled[0].text) > _LONGEST_TITLE:
            return
        for text in filled[0].text.split("\n") if "omponente" in filled[0].text else [filled[0].flat]:
            if titles.is_subcomponent(text):
                self.subcomponent = Label([text])
                self.bands.append(fold_heading(text))
            elif heading := titles.component_heading(text) or (text if titles.is_component(text) else None):
                self._open_component(heading)
            elif titles.part_kind(text):
                self._open_part(text)
            elif titles.is_part_title(text):
                self._name_component(text)
            elif self._is_wide(line, grid) and titles.is_chapter_title(text):
                self._chapter, self._chapter_level = text, 0

    @staticmethod
    def _is_wide(line: Line, grid: Grid) -> bool:
        """Whether the only cell of a line spans its table; the first line of a sheet or page is the document's."""
        inside = grid.container == "body" or line.number > 0
        return inside and line.own_filled[0].span >= max(2, 0.6 * grid.column_count)

    def _open_chapter(self) -> None:
        """Name the component after the heading over a table, unless a title that says its level stands nearer."""
        text, self._chapter = self._chapter, None
        inside = self.component_is_title and 0 < self._component_level < self._chapter_level
        if text and not inside and not (self.opened and self.component_is_title):
            self._name_component(text, level=self._chapter_level)

    def go_on(self, layout: Layout) -> None:
        """Go on with a table after lines of text that cut it in two: titles that a paste took out of their cells."""
        for text in self._between:
            self.read_band(Slot(text, 0, 1, own=True), layout, repeated_heading=False)
        self._between = []

    def _open_component(self, text: str, level: int = 0) -> None:
        number = titles.component_number(text)
        same_number = self.component and number and titles.component_number(self.component.text()) == number
        if not same_number:
            self._name_component(text, level=level)

    def _open_part(self, text: str, key: int = 0, level: int = 0) -> None:
        """Take the title of a numbered part: a component, or what is inside the one whose title stands right above."""
        kind = titles.part_kind(text) or ""
        above = self.component.text() if self.component and self.opened else ""
        if kind in self._lower_kinds or (above and self.component_is_title and titles.part_kind(above) != kind):
            self._lower_kinds.add(kind)
            self._set_subcomponent(text, key)
        else:
            self._name_component(text, key, level)

    def _name_component(self, text: str, key: int = 0, level: int = 0) -> None:
        text = titles.without_continued(text)
        self._chapter = None
        if not (self.component and self.component.says(text)):
            self.component, self.component_is_title = Label([text], key), True
            self.subcomponent, self.opened, self._component_level = None, True, level
            self._heading_bands = frozenset()

    # ------------------------------------------------------------------ titles between the rows

    def read_band(self, slot: Slot, layout: Layout, *, repeated_heading: bool) -> None:
        """Take a title that stands between the rows of a table."""
        text, folded = slot.flat, fold_heading(slot.flat)
        if titles.is_noise(text) or not folded:
            return
        if not self.bands and repeated_heading and folded in self._heading_bands:
            return  # a title that the heading repeats on every page belongs to the first group only
        if titles.is_subcomponent(text):
            self._set_subcomponent(text, slot.key)
        elif titles.is_component(text):
            self._open_component(text)
        elif titles.part_kind(text):
            self._open_part(text, slot.key)
        elif titles.is_document_title(text) and not titles.depth_of(text):
            return
        else:
            self._read_plain_band(text, slot.key, layout)
        self.bands.append(folded)

    def _read_plain_band(self, text: str, key: int, layout: Layout) -> None:
        """A title that does not say its level: by its number, by the title before it, by the table's own levels."""
        depth = titles.depth_of(text)
        above = self.subcomponent if self._plain else None
        if layout.has_level or (depth and depth == self._top_depth):
            self._name_component(text, key)
            return
        if above and not above.says(text) and (depth == 0 or depth != titles.depth_of(above.text())):
            # Two titles with no row between them are two levels.
            self._top_depth = titles.depth_of(above.text())
            self.component, self.component_is_title = above, True
        self._set_subcomponent(text, key)
        self._plain = True

    def _set_subcomponent(self, text: str, key: int) -> None:
        if not (self.subcomponent and self.subcomponent.says(text)):
            self.subcomponent = Label([text], key)

    def enter_table(self, *, new: bool) -> None:
        """Begin a table. A new one that no title introduces does not belong to the last subcomponent."""
        self._open_chapter()
        if new and not self.bands and not self.component_is_title:
            self.subcomponent = None
        self._heading_bands = frozenset()
        self.bands = []
        self._between = []

    def repeat_heading(self) -> None:
        """Go on under the same heading printed again, maybe under the title of another component."""
        self._open_chapter()

    def enter_row(self) -> None:
        """Begin a row: the titles before it are done with."""
        if self.bands and not self._heading_bands:
            self._heading_bands = frozenset(self.bands)
        self.bands = []
        self._plain = self.opened = False

    # ------------------------------------------------------------------ label columns

    def read_fields(self, fields: Fields, layout: Layout, *, page_start: bool, rest: bool) -> None:
        """Take the names of component and subcomponent from their columns. ``rest``: the line goes on with a row."""
        component, subcomponent = fields.get(Role.COMPONENT), fields.get(Role.SUBCOMPONENT)
        if component and component.text:
            self._read_component_column(component, layout, page_start=page_start, rest=rest)
        if subcomponent and not subcomponent.text and subcomponent.own and subcomponent.cut and not page_start:
            # A new label's cell begins here and its name stands on the next page, centred in the cell.
            self.subcomponent = Label([], subcomponent.key, cut=True, before=self.subcomponent)
        if subcomponent and subcomponent.text:
            self.subcomponent = _label(self.subcomponent, subcomponent, page_start=page_start, rest=rest)

    def _read_component_column(self, said: Field, layout: Layout, *, page_start: bool, rest: bool) -> None:
        """A column «Componente» beside no other level: under a title it names the part of that component."""
        only_level = Role.SUBCOMPONENT not in layout.roles.values()
        if only_level and self.component_is_title:
            self.subcomponent = _label(self.subcomponent, said, page_start=page_start, rest=rest)
            return
        before = self.component
        self.component = _label(before, said, page_start=page_start, rest=rest)
        self.component_is_title = False
        if only_level:
            self.subcomponent = self.component
        elif self.component is not before:
            self.subcomponent = None


def _label(current: Label | None, said: Field, *, page_start: bool, rest: bool) -> Label:
    """The label in force once a text stands in its column: the same, the same with one more piece, or a new one."""
    if current and (current.key == said.key or current.says(said.text)):
        current.cut = said.cut
        return current
    if current and (rest or (page_start and current.goes_on_with(said.text))):
        current.pieces.append(said.text)
        current.key, current.cut = said.key, said.cut
        return current
    return Label([said.text], said.key, said.cut)


def band_of(line: Line, layout: Layout, width: int, *, alone: bool) -> Slot | None:
    """The only cell of a line that is a title between rows; None for lines of the table.

    ``alone``: in a text without merges, a text alone in its line is a title if the other lines hold more.
    """
    filled = line.filled
    if len({slot.key for slot in filled}) != 1 or not filled[0].own:
        return None
    slot = filled[0]
    if slot.span >= max(2, 0.6 * width):
        return slot
    if layout.roles.get(slot.column) in LEVELS or slot.column > 2 or starts_lower(slot.text):
        return None
    titled = titles.looks_like_title(slot.flat) or (alone and slot.column == 0 and len(slot.text) > 3)
    return slot if titled else None


def name_of(label: Label | None, known: Container[str]) -> str | None:
    """The name that a label holds, whole; None without one."""
    return (label.text(known) or None) if label else None
