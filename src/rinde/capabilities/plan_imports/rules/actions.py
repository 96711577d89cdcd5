"""Actions that a strategy lists outside its tables, under headings such as «ACCIONES DE INFORMACIÓN»."""

import re
from collections.abc import Iterable

from rinde.capabilities.plan_imports.rules.draft import Announcement
from rinde.capabilities.plan_imports.rules.lexicon import fold_heading
from rinde.foundations.documents import Document, Grid, Paragraph
from rinde.foundations.text.folding import starts_lower, tidy

_OPENS = re.compile(
    r"^(?:\d+(?: \d+)* |[a-z] |[ivx]+ )?(?:acciones?|actividades|mecanismos?|espacios?|"
    r"canales|estrategias?) (?:de|del|para|por|a) |"
    r"^(?:\d+(?: \d+)* )?sub ?componente\b|^(?:\d+(?: \d+)* )?(?:acciones|actividades)(?: \w+){0,4}$"
)
_PURPOSE = re.compile(r"^(?:acciones|actividades)\b.{0,140}$")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*\s*[.)\-–]+|[a-zA-Z][.)])\s*")
_MARK = re.compile(r"^\s*[-–•▪●*·✓➢\uf0b7\uf0a7\uf0fc\uf0d8]\s*")


def announcements_of(document: Document) -> tuple[Announcement, ...]:
    """Collect the list items under headings that announce actions, each with its heading as the group."""
    found: list[Announcement] = []
    group: str | None = None
    furniture = _furniture(document)
    for block in document.blocks:
        if isinstance(block, Grid):
            group = None
        elif block.text not in furniture:
            group = _read(block, group, found)
    return tuple(dict.fromkeys(found))


def _furniture(document: Document) -> frozenset[str]:
    """Texts that stand on many pages: the heading and the foot of the page."""
    pages: dict[str, set[int]] = {}
    for paragraph in document.paragraphs:
        pages.setdefault(paragraph.text, set()).add(paragraph.number)
    return frozenset(text for text, numbers in pages.items() if len(numbers) >= 3)


def _read(paragraph: Paragraph, group: str | None, found: list[Announcement]) -> str | None:
    text = tidy(paragraph.text)
    if not text:
        return group
    item = paragraph.list_item or bool(_MARK.match(text))
    if item and not _is_heading(paragraph, text):
        if group:
            found.append(Announcement(group, _MARK.sub("", text)))
        return group
    if _is_heading(paragraph, text):
        opens = _OPENS.match(fold_heading(text))
        return _NUMBER.sub("", text) if opens else group if _PURPOSE.match(fold_heading(text)) and group else None
    return group


def _is_heading(paragraph: Paragraph, text: str) -> bool:
    if len(text) > 160:
        return False
    letters = [character for character in text if character.isalpha()]
    capitals = (
        bool(letters) and sum(character.isupper() for character in letters) >= 0.8 * len(letters) and len(letters) > 5
    )
    if paragraph.list_item and not paragraph.heading_level:
        return capitals and bool(_OPENS.match(fold_heading(text)))
    return (
        bool(paragraph.heading_level)
        or capitals
        or bool(_OPENS.match(fold_heading(text)) and not starts_lower(text) and len(text) < 90)
    )


def groups_of(announcements: Iterable[Announcement]) -> tuple[str, ...]:
    """The headings under which actions are announced, in order."""
    return tuple(dict.fromkeys(announcement.group for announcement in announcements))
