"""Lines outside the tables → paragraphs: wrapped lines joined, list items by their mark, size and weight kept."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from rinde.foundations.documents.grid import Box, Paragraph
from rinde.foundations.documents.pdf.lines import TextLine
from rinde.foundations.documents.pdf.painting import Area

# Bullets of text fonts and the private-use codes that Symbol and Wingdings leave behind.
BULLET: Final = re.compile(r"(?:[•·▪●○◦‣∙■□➢➤❖✓✔*]|[\uf000-\uf0ff]|[-–—](?=\s)|o(?=\s[A-ZÁÉÍÓÚÑ]))\s*(?=\S)")
NUMBERED: Final = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*\s?[.)-]|[a-zA-Z][.)]|\d{1,2}(?:\.\d{1,2})+)\s+[¿«\"“A-ZÁÉÍÓÚÑ]")
LEADING: Final = 0.9  # of the size: lines further apart are two paragraphs
FULL_LINE: Final = 0.82  # of the width of the text: a line shorter than that was ended by the author
SAME_SIZE: Final = 0.6  # points
BULLET_SIZE: Final = 14.0  # points: a larger picture before a line is no bullet
BULLET_REACH: Final = 40.0  # points between a bullet and its text


def with_picture_bullets(lines: Sequence[TextLine], pictures: Sequence[Area]) -> list[TextLine]:
    """Mark the lines that begin with a small picture: a bullet of the author's own."""
    small = [
        picture
        for picture in pictures
        if picture.right - picture.left <= BULLET_SIZE and picture.bottom - picture.top <= BULLET_SIZE
    ]
    return [
        replace(line, marked=True) if any(_stands_before(picture, line) for picture in small) else line
        for line in lines
    ]


def _stands_before(picture: Area, line: TextLine) -> bool:
    middle = (picture.top + picture.bottom) / 2
    return line.top <= middle <= line.bottom and 0 <= line.left - picture.right <= BULLET_REACH


def paragraphs(lines: Sequence[TextLine], page: int) -> list[Paragraph]:
    """Join the lines of a page's prose into paragraphs, top to bottom."""
    if not lines:
        return []
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    full = left + FULL_LINE * (right - left)
    return [_paragraph(group, page) for group in _grouped(lines, full)]


def _grouped(lines: Sequence[TextLine], full: float) -> Iterator[list[TextLine]]:
    group: list[TextLine] = []
    for line in lines:
        if group and not _goes_on(group, line, full):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _goes_on(group: Sequence[TextLine], line: TextLine, full: float) -> bool:
    last = group[-1]
    if line.bold != last.bold or abs(line.size - last.size) > SAME_SIZE or line.top - last.bottom > LEADING * line.size:
        return False
    if BULLET.match(line.text) or NUMBERED.match(line.text) or line.marked or line.top < last.top:
        return False
    return last.right >= full or line.text[:1].islower()


def _paragraph(group: Sequence[TextLine], page: int) -> Paragraph:
    text = " ".join(line.text for line in group)
    bullet = BULLET.match(text)
    return Paragraph(
        text=text[bullet.end() :] if bullet else text,
        container="page",
        number=page,
        list_item=bullet is not None or group[0].marked,
        bold=all(line.bold for line in group),
        size=round(max(line.size for line in group), 1),
        box=Box(
            min(line.left for line in group),
            min(line.top for line in group),
            max(line.right for line in group),
            max(line.bottom for line in group),
        ),
    )
