"""What a paragraph style says about its paragraphs: heading level, bold, list. Inheritance is followed."""

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from rinde.foundations.documents.word.names import VAL, W, is_on, parse_part, value, whole

# Word names its own styles in English whatever its language; other programs translate the name.
HEADING_NAME: Final = re.compile(r"(?:heading|t[íi]tulo|encabezado)\s*(\d)", re.IGNORECASE)
TITLE_NAMES: Final = {"title", "título", "titulo", "puesto"}
BODY_LEVEL: Final = 9
INHERITANCE_DEPTH: Final = 20


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    heading_level: int = 0
    bold: bool = False
    number_id: str | None = None
    number_level: int = 0
    is_list: bool = False


@dataclass
class Styles:
    _elements: dict[str, etree._Element] = field(default_factory=dict)
    _known: dict[str, ParagraphStyle] = field(default_factory=dict)
    _default: str = ""

    @classmethod
    def from_part(cls, part: bytes | None) -> "Styles":
        styles = cls()
        for element in parse_part(part).iterfind(f"{W}style") if part else ():
            name = element.get(f"{W}styleId", "")
            styles._elements[name] = element
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in {"1", "true"}:
                styles._default = name
        return styles

    def of(self, style_id: str | None) -> ParagraphStyle:
        """The style by its id; the document's default paragraph style where a paragraph names none."""
        return self._resolve(self._default if style_id is None else style_id, INHERITANCE_DEPTH)

    def _resolve(self, style_id: str, depth: int) -> ParagraphStyle:
        known = self._known.get(style_id)
        if known is not None:
            return known
        element = self._elements.get(style_id)
        if element is None or depth == 0:
            return ParagraphStyle()
        based_on = value(element, "basedOn")
        parent = self._resolve(based_on, depth - 1) if based_on else ParagraphStyle()
        self._known[style_id] = style = _read(element, parent)
        return style


def _read(element: etree._Element, parent: ParagraphStyle) -> ParagraphStyle:
    name = (value(element, "name") or "").strip()
    paragraph = element.find(f"{W}pPr")
    numbering = paragraph.find(f"{W}numPr") if paragraph is not None else None
    bold = is_on(element.find(f"{W}rPr"), "b")
    return ParagraphStyle(
        heading_level=_heading_level(name, paragraph, parent.heading_level),
        bold=parent.bold if bold is None else bold,
        number_id=(value(numbering, "numId") if numbering is not None else None) or parent.number_id,
        number_level=whole(value(numbering, "ilvl")) if numbering is not None else parent.number_level,
        is_list=parent.is_list or name.lower().startswith(("list bullet", "list number", "lista con")),
    )


def _heading_level(name: str, paragraph: etree._Element | None, inherited: int) -> int:
    named = HEADING_NAME.match(name)
    if named:
        return int(named.group(1))
    if name.lower() in TITLE_NAMES:
        return 1
    return outline_level(paragraph) or inherited


def outline_level(paragraph: etree._Element | None) -> int:
    """The heading level that the paragraph's outline gives it; 0 for body text."""
    child = paragraph.find(f"{W}outlineLvl") if paragraph is not None else None
    level = whole(child.get(VAL), BODY_LEVEL) if child is not None else BODY_LEVEL
    return 0 if level >= BODY_LEVEL else level + 1
