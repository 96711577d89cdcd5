"""The names of WordprocessingML elements that the reader meets."""

from typing import Final

from lxml import etree

NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_NAMESPACE: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
W: Final = f"{{{NAMESPACE}}}"
VAL: Final = f"{W}val"
ALTERNATE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
CHOICE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MATH_TEXT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"


def parse_part(part: bytes) -> etree._Element:
    """Parse a part; the strict variant of the format differs from the usual one in nothing but its namespace."""
    if STRICT_NAMESPACE.encode() in part:
        part = part.replace(STRICT_NAMESPACE.encode(), NAMESPACE.encode())
    return etree.fromstring(part)


def value(parent: etree._Element | None, name: str) -> str | None:
    """The ``w:val`` of a child; None where the child is absent."""
    child = parent.find(W + name) if parent is not None else None
    return child.get(VAL, "") if child is not None else None


def is_on(parent: etree._Element | None, name: str) -> bool | None:
    """A switch such as bold: on without a value, off with 0; None where it says nothing."""
    setting = value(parent, name)
    return None if setting is None else setting not in {"0", "false", "off", "none"}


def whole(text: str | None, default: int = 0) -> int:
    try:
        return int(text or default)
    except ValueError:
        return default
