"""Tagged PDF (PDF/UA-1) with typst: headings, lists and tables are what they say they are to a screen reader.

The texts travel as JSON next to the template, never inside it: nothing that a person wrote is ever read as typst code.
"""

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import typst

from rinde.services.reporting.tree import Report, Signature, Table
from rinde.services.reporting.writers.values import as_text, printable

TEMPLATE = Path(__file__).resolve().parents[1] / "data" / "report.typ"
FEWEST_COLUMNS_FOR_LANDSCAPE = 5
COUNTED = frozenset({"number", "percent"})  # kinds whose figures stand one below the other
# What the fonts inside typst can draw, as far as Spanish and its neighbours need it. PDF/UA-1 refuses a letter without
# a shape, so one emoji in one cell must not cost a citizen the whole document.
DRAWABLE = (
    (0x20, 0x7E),
    (0xA0, 0x377),
    (0x391, 0x3A1),
    (0x3A3, 0x4FF),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x202F, 0x2040),
    (0x20A0, 0x20C0),
    (0x2190, 0x22FF),
    (0x25A0, 0x25FF),
)
NOT_DRAWABLE = "\ufffd"


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _is_drawable(letter: str) -> bool:
    return letter in "\n\t" or any(first <= ord(letter) <= last for first, last in DRAWABLE)


def drawable(text: str) -> str:
    """The text with every letter that the fonts lack replaced: «①» by its plain form «1», an emoji by «�»."""
    if all(map(_is_drawable, text)):
        return text
    plain = unicodedata.normalize("NFKC", text)
    return "".join(letter if _is_drawable(letter) else NOT_DRAWABLE for letter in printable(plain))


def _table(table: Table) -> dict[str, Any]:
    return {
        "name": drawable(table.name),
        "groups": [[drawable(name), width] for name, width in table.groups],
        "columns": [drawable(column.title) for column in table.columns],
        "widths": [column.width for column in table.columns],
        "counts": [column.kind in COUNTED for column in table.columns],
        "rows": [[drawable(as_text(value)) for value in row] for row in table.rows],
        "totals": table.totals,
    }


def _signature(one: Signature) -> dict[str, str]:
    texts = {"role": one.role, "name": one.name, "post": one.post, "on": as_text(one.on)}
    return {name: drawable(text) for name, text in texts.items()}


def _content(report: Report) -> dict[str, Any]:
    widest = max((len(table.columns) for table in report.tables), default=0)
    return {
        "title": drawable(report.title),
        "subtitle": drawable(report.subtitle),
        "entity": drawable(report.entity),
        "facts": [[drawable(label), drawable(value)] for label, value in report.facts],
        "source": drawable(report.source),
        "made_on": as_text(report.made_on),
        "landscape": report.is_form or widest >= FEWEST_COLUMNS_FOR_LANDSCAPE,
        "form": report.is_form,
        "mark": {"svg": report.mark.svg, "words": drawable(report.mark.words)} if report.mark else None,
        "signatures": list(map(_signature, report.signatures)),
        "sections": [
            {
                "title": drawable(section.title),
                "paragraphs": list(map(drawable, section.paragraphs)),
                "bullets": list(map(drawable, section.bullets)),
                "tables": [_table(table) for table in section.tables],
            }
            for section in report.sections
        ],
    }


def write_pdf(report: Report) -> bytes:
    """The PDF's bytes.

    Raises:
        typst.TypstError: where the document would not be accessible; a bug of ours, never of the content.
    """
    document: bytes = typst.compile(
        _template(),
        format="pdf",
        ignore_system_fonts=True,  # the same document on every machine
        pdf_standards=["ua-1"],
        sys_inputs={"report": json.dumps(_content(report), ensure_ascii=False)},
    )
    return document
