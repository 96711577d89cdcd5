"""The little of CSS that a table needs: which cells are coloured and what is hidden."""

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

CLASS_RULE: Final = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
BACKGROUND: Final = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;]+)", re.IGNORECASE)
HEX: Final = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b", re.IGNORECASE)
RGB: Final = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})", re.IGNORECASE)
HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
NAMES: Final = {
    "black": "000000",
    "silver": "C0C0C0",
    "gray": "808080",
    "grey": "808080",
    "lightgray": "D3D3D3",
    "lightgrey": "D3D3D3",
    "darkgray": "A9A9A9",
    "maroon": "800000",
    "red": "FF0000",
    "purple": "800080",
    "green": "008000",
    "lime": "00FF00",
    "lightgreen": "90EE90",
    "olive": "808000",
    "yellow": "FFFF00",
    "navy": "000080",
    "blue": "0000FF",
    "lightblue": "ADD8E6",
    "teal": "008080",
    "aqua": "00FFFF",
    "cyan": "00FFFF",
    "orange": "FFA500",
    "pink": "FFC0CB",
}


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """Rules by class, as spreadsheets write them when they save as HTML; selectors of other kinds are not read."""

    rules: dict[str, str]

    @classmethod
    def of(cls, root: etree._Element) -> "StyleSheet":
        sheets = "\n".join(style.text or "" for style in root.iter("style"))
        rules: dict[str, str] = {}
        for name, body in CLASS_RULE.findall(sheets):
            rules[name] = f"{rules.get(name, '')};{body}"
        return cls(rules)

    def fill(self, element: etree._Element) -> str | None:
        """The background of an element; None for none and for white."""
        for declaration in self._declarations(element):
            backgrounds = BACKGROUND.findall(declaration)
            if backgrounds:
                return _not_white(_colour(backgrounds[-1]))
        return _not_white(_colour(element.get("bgcolor") or ""))

    def hides(self, element: etree._Element) -> bool:
        return element.get("hidden") is not None or any(HIDDEN.search(text) for text in self._declarations(element))

    def _declarations(self, element: etree._Element) -> list[str]:
        own = element.get("style")
        classes = element.get("class")
        found = [own] if own else []
        if classes and self.rules:
            found += [self.rules[name] for name in classes.split() if name in self.rules]
        return found


def _colour(text: str) -> str | None:
    hexadecimal = HEX.search(text)
    if hexadecimal:
        digits = hexadecimal.group(1).upper()
        return digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    channels = RGB.search(text)
    if channels:
        return "".join(f"{min(int(channel), 255):02X}" for channel in channels.groups())
    return next((NAMES[word] for word in text.lower().split() if word in NAMES), None)


def _not_white(colour: str | None) -> str | None:
    return None if colour == "FFFFFF" else colour
