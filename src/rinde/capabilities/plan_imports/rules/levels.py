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
from rinde.foundations.documents import Paragraph
from rinde.foundations.text.folding import starts_lower

_LONGEST_TITLE = 250
_LONGEST_HEADING = 160


@dataclass
class Levels:
    """The component and subcomponent in force, and the titles met since the last row."""

    component: Label | None = None
    component_is_title: bool = False  # named by a title, not by a column
    subcomponent: Label | None = None
    bands: list[str] = field(default_factory=list)  # titles since the last row, folded
    _between: list[str] = field(default_factory=list)  # lines that may be titles, since the last table
    _heading_bands: frozenset[str] = frozenset()  # titles that stood right under the heading, the first time
    _plain: bool = False  # the line before was a title that did not say its level
    _top_depth: int = 0  # how deep the numbers of titles go that name components

    # ------------------------------------------------------------------ titles outside the rows

    def read_paragraph(self, paragraph: Paragraph) -> None:
        """Take a component or subcomponent from a heading between the tables."""
        for text in paragraph.text.split("\n"):
            heading = titles.component_heading(text)
            if heading:
                self._open_component(heading)
            elif len(text) <= _LONGEST_HEADING and titles.is_subcomponent(text) and paragraph.heading_level:
                self.subcomponent = Label([text])
            elif titles.is_line_title(text) and not paragraph.list_item:
                self._between.append(text)

    def read_title_above(self, line: Line) -> None:
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
            elif titles.is_part_title(text):
                self._name_component(text)

    def go_on(self, layout: Layout) -> None:
        """Go on with a table after lines of text that cut it in two: titles that a paste took out of their cells."""
        for text in self._between:
            self.read_band(Slot(text, 0, 1, own=True), layout, repeated_heading=False)
        self._between = []

    def _open_component(self, text: str) -> None:
        number = titles.component_number(text)
        same_number = self.component and number and titles.component_number(self.component.text()) == number
        if not same_number:
            self._name_component(text)

    def _name_component(self, text: str, key: int = 0) -> None:
        if not (self.component and self.component.says(text)):
            self.component, self.component_is_title = Label([text], key), True
            self.subcomponent = None

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
        if new and not self.bands and not self.component_is_title:
            self.subcomponent = None
        self._heading_bands = frozenset()
        self.bands = []
        self._between = []

    def enter_row(self) -> None:
        """Begin a row: the titles before it are done with."""
        if self.bands and not self._heading_bands:
            self._heading_bands = frozenset(self.bands)
        self.bands = []
        self._plain = False

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
