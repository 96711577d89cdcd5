"""A reader of the documents is never sent to a page, a heading or a picture that is not there."""

import re
from pathlib import Path

import pytest

from repository.source_files import ROOT, name

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*.md")])
PICTURES = ROOT / "docs" / "manual" / "pictures"
HEAVIEST_PICTURE = 100 * 1024  # bytes; a reader may be on a phone with little signal
LINK = re.compile(r"(?P<picture>!?)\[(?P<words>[^\]]*)\]\((?P<to>[^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def links(document: Path) -> list[tuple[str, str, str]]:
    """Marker, words and target of each link that stays inside the repository."""
    found = LINK.findall(FENCED.sub("", document.read_text(encoding="utf-8")))
    return [one for one in found if not re.match(r"[a-z]+:", one[2])]


def anchors(document: Path) -> set[str]:
    """What a heading is called in an address: lower case, no punctuation, hyphens for spaces."""
    headings = HEADING.findall(FENCED.sub("", document.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_and_picture_is_there(document: Path) -> None:
    astray = []
    for _, _, to in links(document):
        path, _, anchor = to.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            astray.append(to)

    assert astray == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_picture_says_what_it_shows(document: Path) -> None:
    assert [to for picture, words, to in links(document) if picture and not words.strip()] == []


def test_pictures_are_light_and_each_has_its_page() -> None:
    shown = {
        (document.parent / to).resolve() for document in DOCUMENTS for picture, _, to in links(document) if picture
    }
    taken = set(PICTURES.iterdir())

    assert taken - shown == set()
    assert [name(path) for path in taken if path.stat().st_size > HEAVIEST_PICTURE] == []
