"""The blocks of a Word body in order: paragraphs with their automatic numbers, tables, text boxes, content controls."""

from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree

from rinde.foundations.documents.archives import check_cell_count
from rinde.foundations.documents.errors import TooLarge
from rinde.foundations.documents.grid import Block, Grid, Paragraph
from rinde.foundations.documents.limits import Limits
from rinde.foundations.documents.word.names import VAL, W, parse_part, value, whole
from rinde.foundations.documents.word.numbering import Numbering
from rinde.foundations.documents.word.styles import ParagraphStyle, Styles, outline_level
from rinde.foundations.documents.word.tables import PlacedCell, TableLayout
from rinde.foundations.documents.word.text import is_bold, paragraph_text, shade, text_boxes

# Elements that only wrap others; a deleted or moved-away block is not among them.
WRAPPERS: Final = {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"}


def unwrapped(parent: etree._Element, tag: str | None = None) -> Iterator[etree._Element]:
    """The children of an element, content controls and insertions opened."""
    for child in parent:
        if child.tag in WRAPPERS:
            yield from unwrapped(child, tag)
        elif tag is None or child.tag == tag:
            yield child


class BodyReader:
    """Collects ``blocks``; one reader reads one document, because numbers are counted through all of it."""

    def __init__(self, styles: Styles, numbering: Numbering, limits: Limits) -> None:
        self.blocks: list[Block] = []
        self._styles = styles
        self._numbering = numbering
        self._limits = limits
        self._tables = 0
        self._cells = 0

    def read_headers(self, parts: Sequence[bytes]) -> None:
        """Read page headings as paragraphs, each text once: entity, title and format code often stand only there."""
        seen: set[str] = set()
        for part in parts:
            for paragraph in parse_part(part).iter(f"{W}p"):
                text = paragraph_text(paragraph)
                if text and text not in seen:
                    seen.add(text)
                    self._add(Paragraph(text, "body", 1, bold=is_bold(paragraph, False)))

    def read_body(self, part: bytes) -> None:
        body = parse_part(part).find(f"{W}body")
        if body is not None:
            self._read_blocks(body)

    def _read_blocks(self, parent: etree._Element) -> None:
        for element in unwrapped(parent):
            if element.tag == f"{W}p":
                self._read_paragraph(element)
            elif element.tag == f"{W}tbl":
                self._read_table(element)

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        if len(self.blocks) > self._limits.paragraphs:
            raise TooLarge("demasiados párrafos", f"{self._limits.paragraphs} párrafos")

    def _read_paragraph(self, element: etree._Element) -> None:
        text, label, style = self._text_and_label(element)
        level = outline_level(element.find(f"{W}pPr")) or style.heading_level
        if text:
            self._add(
                Paragraph(
                    text=text,
                    container="body",
                    number=1,
                    heading_level=level,
                    list_item=level == 0 and (label is not None or style.is_list),
                    bold=is_bold(element, style.bold),
                )
            )
        for box in text_boxes(element):
            self._read_blocks(box)

    def _text_and_label(self, element: etree._Element) -> tuple[str, str | None, ParagraphStyle]:
        """The text with its automatic number before it; the label is "" for a bullet and None outside lists."""
        properties = element.find(f"{W}pPr")
        style = self._styles.of(value(properties, "pStyle"))
        own = properties.find(f"{W}numPr") if properties is not None else None
        number_id, level = style.number_id, style.number_level
        if own is not None:
            number_id = value(own, "numId") or number_id
            level = whole(value(own, "ilvl"), level)
        text = paragraph_text(element)
        # An empty numbered cell is how people number the rows of a table: the number is the text.
        label = self._numbering.label(number_id, level) if number_id not in {None, "0"} else None
        return (f"{label} {text}".strip() if label else text), label, style

    def _read_table(self, element: etree._Element) -> None:
        layout = TableLayout()
        nested: list[etree._Element] = []
        for row in unwrapped(element, f"{W}tr"):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                continue
            layout.start_row(whole(value(properties, "gridBefore")))
            for cell in unwrapped(row, f"{W}tc"):
                layout.place(self._cell(cell, nested))
        self._cells += layout.size
        check_cell_count(self._cells, self._limits)
        if layout.size:
            self._tables += 1
            self._add(Grid(layout.cells(), layout.row_count, layout.column_count, "body", 1, self._tables))
        for table in nested:
            self._read_table(table)

    def _cell(self, element: etree._Element, nested: list[etree._Element]) -> PlacedCell:
        properties = element.find(f"{W}tcPr")
        said = {child.tag: child for child in properties} if properties is not None else {}
        goes_on = _continues(said.get(f"{W}vMerge"))
        texts = [] if goes_on else list(self._cell_texts(element, nested))
        return PlacedCell(
            text="\n".join(text for text in texts if text),
            column_span=_span(said.get(f"{W}gridSpan")),
            fill=shade(said.get(f"{W}shd")),
            bold=_all_bold(element),
            continues_above=goes_on,
            continues_left=_continues(said.get(f"{W}hMerge")),
        )

    def _cell_texts(self, element: etree._Element, nested: list[etree._Element]) -> Iterator[str]:
        for child in unwrapped(element):
            if child.tag == f"{W}p":
                yield self._text_and_label(child)[0]
                for box in text_boxes(child):
                    yield from self._cell_texts(box, nested)
            elif child.tag == f"{W}tbl":
                if _is_real_table(child):
                    nested.append(child)
                else:
                    for row in unwrapped(child, f"{W}tr"):
                        for inner in unwrapped(row, f"{W}tc"):
                            yield from self._cell_texts(inner, nested)


def _continues(merge: etree._Element | None) -> bool:
    return merge is not None and merge.get(VAL, "continue") != "restart"


def _span(element: etree._Element | None) -> int:
    return 1 if element is None else max(1, min(whole(element.get(VAL), 1), 1_000))


def _is_real_table(table: etree._Element) -> bool:
    """A table inside a cell that has rows and columns of its own becomes a grid; otherwise it only lays out text."""
    rows = list(unwrapped(table, f"{W}tr"))
    return len(rows) > 1 and all(sum(1 for _ in unwrapped(row, f"{W}tc")) > 1 for row in rows)


def _all_bold(cell: etree._Element) -> bool:
    # The first paragraph with text decides: a bold label over plain prose is still a label.
    for paragraph in cell.iter(f"{W}p"):
        if paragraph.find(f".//{W}t") is not None:
            return is_bold(paragraph, False)
    return False
