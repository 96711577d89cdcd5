"""The door for files that people attach: bytes in, what they are out, or a refusal in Spanish.

Decides by content and really opens the file. Pure: it stores nothing and asks nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from rinde.foundations.attachments.kinds import Family, Kind
from rinde.foundations.attachments.media import check_boxes, check_mp3, check_ogg
from rinde.foundations.attachments.packages import check_package
from rinde.foundations.attachments.pdf_files import check_pdf
from rinde.foundations.attachments.pictures import size_of
from rinde.foundations.attachments.plain_text import check_text
from rinde.foundations.attachments.recognising import recognise


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that opens. `warnings` are Spanish sentences for whoever sends it; they stop nothing."""

    kind: Kind
    width: int | None = None  # in dots, of photos
    height: int | None = None
    pages: int | None = None  # of PDF
    warnings: tuple[str, ...] = ()


def check_content(name: str, content: bytes) -> Checked:
    """Say what a file is, after opening it to its last byte.

    Args:
        name: as the person called it; only tells a table from a plain text.

    Raises:
        UploadRefused: for everything else, with what it is and how to go on.
    """
    kind = recognise(name, content)
    return _BY_FAMILY[kind.family](Checked(kind), content)


def _photo(checked: Checked, content: bytes) -> Checked:
    width, height = size_of(content)
    return replace(checked, width=width, height=height)


def _pdf(checked: Checked, content: bytes) -> Checked:
    facts = check_pdf(content)
    return replace(checked, pages=facts.pages, warnings=facts.warnings)


def _office(checked: Checked, content: bytes) -> Checked:
    check_package(checked.kind.code, content)
    return checked


def _text(checked: Checked, content: bytes) -> Checked:
    check_text(content)
    return checked


def _playable(checked: Checked, content: bytes) -> Checked:
    {"mp3": check_mp3, "ogg": check_ogg}.get(checked.kind.code, check_boxes)(content)
    return checked


_BY_FAMILY: Final[dict[Family, Callable[[Checked, bytes], Checked]]] = {
    "photo": _photo,
    "pdf": _pdf,
    "office": _office,
    "text": _text,
    "sound": _playable,
    "video": _playable,
}
