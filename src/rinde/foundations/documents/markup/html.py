"""HTML to blocks: tables with their spans and colours, headings, lists and paragraphs; what is hidden stays out."""

import re
from collections.abc import Callable
from typing import Final

from lxml import etree
from lxml import html as lxml_html

from rinde.foundations.documents.archives import check_cell_count
from rinde.foundations.documents.errors import Corrupted, EmptyDocument, TooLarge
from rinde.foundations.documents.grid import Block, Cell, Document, Grid, Paragraph
from rinde.foundations.documents.limits import Limits
from rinde.foundations.documents.markup.styles import StyleSheet
from rinde.foundations.documents.text_encoding import decode_text

LEFT_OUT: Final = {
    "script",
    "style",
    "head",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "select",
    "textarea",
    "button",
    "nav",
}
BREAKS: Final = {
    *(
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
    ),
    *(
        "figcaption",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "legend",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
    ),
}
HEADING: Final = re.compile("h[1-6]")
BOLD: Final = {"b", "strong", "th"}
MOST_SPAN: Final = 1_000  # the limit that browsers keep


def read_html(name: str, content: bytes, limits: Limits) -> Document:
    """Read a page or a table saved as HTML. Raises ``EmptyDocument``, ``TooLarge`` or ``Corrupted``."""
    source = decode_text(content)
    root = parse_html(source)
    blocks = html_blocks(root, limits)
    if not blocks:
        raise EmptyDocument("La página no tiene texto")
    title = root.findtext(".//title")
    return Document(name, "html", 1, tuple(blocks), " ".join((title or "").split()))


def parse_html(source: str) -> etree._Element:
    """Parse HTML leniently. Raises ``Corrupted`` or ``EmptyDocument``."""
    # lxml refuses a declared encoding in text that is already decoded.
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source).replace("\x00", "")
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise EmptyDocument("La página no tiene texto") if "empty" in str(error).lower() else Corrupted from error
    return root


def html_blocks(root: etree._Element, limits: Limits, *, first_table: int = 1) -> list[Block]:
    """Turn a parsed page into blocks in reading order."""
    reader = HtmlReader(StyleSheet.of(root), limits, first_table)
    reader.read(root)
    return reader.blocks


class Flow:
    """Collects running text; a break ends a paragraph. White space counts once, as in a browser."""

    def __init__(self, emit: Callable[[str], None]) -> None:
        self._emit = emit
        self._parts: list[str] = []

    def add(self, text: str | None) -> None:
        if text:
            self._parts.append(re.sub(r"[^\S\n\xa0]+|\n", " ", text))

    def line_break(self) -> None:
        self._parts.append("\n")

    def end(self) -> None:
        if self._parts:
            text = plain("".join(self._parts))
            self._parts.clear()
            if text:
                self._emit(text)


def plain(text: str) -> str:
    """Tidy the white space of a text line by line and drop soft hyphens."""
    lines = text.replace("\xad", "").replace("\u200b", "").replace("\xa0", " ").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip("\n")


class HtmlReader:
    def __init__(self, styles: StyleSheet, limits: Limits, first_table: int) -> None:
        self.blocks: list[Block] = []
        self._styles = styles
        self._limits = limits
        self._table = first_table
        self._cells = 0

    def read(self, root: etree._Element) -> None:
        flow = Flow(lambda text: self._paragraph(text, root))
        self._walk(root, flow, self._read_table)
        flow.end()

    def _paragraph(self, text: str, element: etree._Element) -> None:
        tag = str(element.tag)
        level = int(tag[1]) if HEADING.fullmatch(tag) else 0
        bold = bool(text) and (
            len(element) == 1
            and element[0].tag in BOLD
            and not (element.text or "").strip()
            and not (element[0].tail or "").strip()
        )
        self.blocks.append(Paragraph(text, "body", 1, heading_level=level, list_item=tag == "li", bold=bold))
        if len(self.blocks) > self._limits.paragraphs:
            raise TooLarge("demasiados párrafos", f"{self._limits.paragraphs} párrafos")

    def _walk(self, element: etree._Element, flow: Flow, on_table: Callable[[etree._Element, Flow], None]) -> None:
        flow.add(element.text)
        for child in element:
            tag = child.tag
            if isinstance(tag, str) and tag not in LEFT_OUT and not self._styles.hides(child):
                self._step(child, tag, flow, on_table)
            flow.add(child.tail)

    def _step(
        self, child: etree._Element, tag: str, flow: Flow, on_table: Callable[[etree._Element, Flow], None]
    ) -> None:
        if tag == "br":
            flow.line_break()
        elif tag == "table":
            flow.end()
            on_table(child, flow)
        elif tag == "li" or HEADING.fullmatch(tag) or tag == "p":
            flow.end()
            inner = Flow(lambda text: self._paragraph(text, child)) if on_table == self._read_table else flow
            self._walk(child, inner, on_table)
            inner.end()
        elif tag in BREAKS or tag in {"tr", "tbody", "thead", "tfoot", "td", "th"}:
            flow.end()
            self._walk(child, flow, on_table)
            flow.end()
        else:
            self._walk(child, flow, on_table)

    def _read_table(self, table: etree._Element, _flow: Flow) -> None:
        rows = _rows_of(table)
        if _is_frame(rows):
            # A table with one cell around everything only lays out the page.
            for row in rows:
                for cell in _cells_of(row):
                    self.read(cell)
            return
        for caption in table.iterchildren("caption"):
            self.read(caption)
        nested: list[etree._Element] = []
        grid = self._grid(rows, nested)
        if grid:
            self.blocks.append(grid)
            self._table += 1
        for inner in nested:
            self._read_table(inner, _flow)

    def _grid(self, rows: list[etree._Element], nested: list[etree._Element]) -> Grid | None:
        cells: list[Cell] = []
        taken: dict[int, int] = {}  # column → first row that is free again
        hidden: set[int] = set()
        width = 0
        for number, row in enumerate(rows):
            column = 0
            if self._styles.hides(row):
                hidden.add(number)
            row_fill = self._styles.fill(row)
            for element in _cells_of(row):
                while taken.get(column, 0) > number:
                    column += 1
                cell = self._cell(element, number, column, len(rows), row_fill, nested)
                cells.append(cell)
                for covered in range(column, column + cell.column_span):
                    taken[covered] = number + cell.row_span
                column += cell.column_span
                self._cells += cell.row_span * cell.column_span
                check_cell_count(self._cells, self._limits)
            width = max(width, column)
        if not any(cell.text for cell in cells):
            return None
        return Grid(tuple(cells), len(rows), width, "body", 1, self._table, hidden_rows=frozenset(hidden))

    def _cell(
        self,
        element: etree._Element,
        row: int,
        column: int,
        rows: int,
        row_fill: str | None,
        nested: list[etree._Element],
    ) -> Cell:
        span = _span(element, "rowspan")
        return Cell(
            row=row,
            column=column,
            text=self._cell_text(element, nested),
            row_span=min(span or rows, rows - row),  # rowspan="0" reaches to the end of the table
            column_span=max(1, _span(element, "colspan")),
            fill=self._styles.fill(element) or row_fill,
            bold=element.tag == "th"
            or (len(element) == 1 and element[0].tag in BOLD and not (element.text or "").strip()),
        )

    def _cell_text(self, element: etree._Element, nested: list[etree._Element]) -> str:
        lines: list[str] = []
        flow = Flow(lines.append)

        def on_table(table: etree._Element, flow: Flow) -> None:
            rows = _rows_of(table)
            if len(rows) > 1 and all(len(_cells_of(row)) > 1 for row in rows):
                nested.append(table)
            else:
                self._walk(table, flow, on_table)
                flow.end()

        self._walk(element, flow, on_table)
        flow.end()
        return "\n".join(lines)


def _rows_of(table: etree._Element) -> list[etree._Element]:
    rows = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in {"thead", "tbody", "tfoot"}:
            rows += [row for row in child if row.tag == "tr"]
    return rows


def _cells_of(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _is_frame(rows: list[etree._Element]) -> bool:
    cells = [cell for row in rows for cell in _cells_of(row)]
    return len(cells) == 1 and next(cells[0].iterdescendants("table"), None) is not None


def _span(element: etree._Element, attribute: str) -> int:
    match = re.match(r"\s*(\d+)", element.get(attribute) or "1")
    return min(int(match.group(1)[:6]), MOST_SPAN) if match else 1
