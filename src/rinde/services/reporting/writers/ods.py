"""ODS written directly: a zip with four parts. OpenDocument 1.3, one table a sheet, typed cells, no formulas at all."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from rinde.services.reporting.tree import Report, Table, Value
from rinde.services.reporting.writers.values import as_text, printable, signature_lines

MIME = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "number": "datastyle",
        "meta": "meta",
    }.items()
)
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
STYLES = (
    "<office:automatic-styles>"
    '<number:date-style style:name="dmy"><number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>'
    "</number:date-style>"
    '<style:style style:name="date" style:family="table-cell" style:data-style-name="dmy">'
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/></style:style>'
    '<style:style style:name="text" style:family="table-cell">'
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/></style:style>'
    '<style:style style:name="head" style:family="table-cell">'
    '<style:table-cell-properties fo:wrap-option="wrap" fo:background-color="#004884"/>'
    '<style:text-properties fo:font-weight="bold" fo:color="#ffffff"/></style:style>'
    '<style:style style:name="total" style:family="table-cell">'
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top" fo:background-color="#f3f4f6"/>'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="title" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold" fo:font-size="14pt" fo:color="#004884"/></style:style>'
    "{widths}</office:automatic-styles>"
)


def _paragraphs(text: str) -> str:
    return "".join(f"<text:p>{escape(line)}</text:p>" for line in printable(text).split("\n"))


def _cell(value: Value, style: str = "text") -> str:
    if value is None or value == "":
        return f'<table:table-cell table:style-name="{style}"/>'
    if isinstance(value, date):
        attributes = f'table:style-name="date" office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int | float | Decimal):
        attributes = f'table:style-name="{style}" office:value-type="float" office:value="{value}"'
    else:
        attributes = f'table:style-name="{style}" office:value-type="string"'
    return f"<table:table-cell {attributes}>{_paragraphs(as_text(value))}</table:table-cell>"


def _row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _headings(report: Report) -> str:
    return "".join(_row(_cell(line, "text" if number else "title")) for number, line in enumerate(report.heading_lines))


def _table(table: Table, number: int, report: Report) -> str:
    columns = "".join(
        f'<table:table-column table:style-name="co{number}_{place}"/>' for place in range(len(table.columns))
    )
    groups = _row(*(_spanning(name, width) for name, width in table.groups)) if table.groups else ""
    head = _row(*(_cell(column.title, "head") for column in table.columns))
    first_total = len(table.rows) - table.totals
    rows = "".join(
        _row(*(_cell(value, "total" if place >= first_total else "text") for value in row))
        for place, row in enumerate(table.rows)
    )
    above = _headings(report) + (_form_facts(report) if report.is_form and not number else "")
    return (
        f"<table:table table:name={quoteattr(_name(table.name, number))}>{columns}{above}{_row(_cell(None))}"
        f"<table:table-header-rows>{groups}{head}</table:table-header-rows>{rows}"
        f"{'' if number else _signatures(report)}</table:table>"
    )


def _spanning(name: str, width: int) -> str:
    """A heading over some columns, and the cells that it covers."""
    cell = _cell(name or None, "head")
    covered = "<table:covered-table-cell/>" * (width - 1)
    return cell.replace("<table:table-cell ", f'<table:table-cell table:number-columns-spanned="{width}" ', 1) + covered


def _form_facts(report: Report) -> str:
    """A form says its facts above its first table, a line each."""
    return "".join(_row(_cell(label, "total"), _cell(value)) for label, value in report.facts)


def _signatures(report: Report) -> str:
    """A line to sign on for each, below the first table."""
    blank = _row(_cell(None))
    return "".join(blank * 2 + "".join(_row(_cell(line)) for line in signature_lines(one)) for one in report.signatures)


def _name(name: str, number: int) -> str:
    plain = "".join(" " if letter in "[]:*?/\\'" else letter for letter in printable(name)).strip()
    return f"{plain[:28] or 'Tabla'}{f' {number + 1}' if number else ''}"


def _facts(report: Report, number: int) -> str:
    lines = [*report.facts, *((("Fuente", report.source),) if report.source else ())]
    lines += [(section.title, text) for section in report.sections for text in (*section.paragraphs, *section.bullets)]
    rows = "".join(_row(_cell(label, "head"), _cell(value)) for label, value in lines)
    return (
        f'<table:table table:name="Ficha"><table:table-column table:style-name="co{number}_0"/>'
        f'<table:table-column table:style-name="co{number}_1"/>{_row(_cell(report.title, "title"))}{rows}</table:table>'
    )


def _widths(report: Report) -> str:
    sheets = [[column.width for column in table.columns] for table in report.tables]
    return "".join(
        f'<style:style style:name="co{number}_{place}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * 0.2:.1f}cm"/></style:style>'
        for number, sheet in enumerate([*sheets, [28, 90]])
        for place, width in enumerate(sheet)
    )


def write_ods(report: Report) -> bytes:
    """The document's bytes; `mimetype` first and uncompressed, as the standard asks."""
    tables = "".join(_table(table, number, report) for number, table in enumerate(report.tables))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES} office:version="1.3">'
        f"{STYLES.format(widths=_widths(report))}<office:body><office:spreadsheet>"
        f"{tables}{_facts(report, len(report.tables))}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    meta = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-meta {NAMESPACES} '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"><office:meta>'
        f"<dc:title>{escape(printable(report.title))}</dc:title><dc:language>es-CO</dc:language>"
        "</office:meta></office:document-meta>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), MIME, compress_type=zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("meta.xml", meta)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return buffer.getvalue()
