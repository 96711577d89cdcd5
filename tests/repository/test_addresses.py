"""What is committed works on every machine: no path of one, no address of a registry, no key."""

import re

import pytest

from repository.source_files import ROOT, name, text_files

MACHINE_PATHS = re.compile(r"(?<![\w.\-/])/(?:work|root|home/[a-z]\w*|Users/\w+)/[\w.]")
REGISTRIES = re.compile(
    r"(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|npmjs\.com|deb\.debian\.org|extra-index-url|find-links)"
)
SECRETS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bghp_\w{20,}")
HERE = "tests/repository/test_addresses.py"
# The installer says that no address may be written, and so has to name the option.
ALLOWED = {HERE, "requirements/lock.sh"}


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, REGISTRIES, SECRETS], ids=["machine", "registry", "secret"])
def test_no_file_carries(pattern: re.Pattern[str]) -> None:
    found = [
        f"{name(path)}: {match.group()}"
        for path in text_files()
        if name(path) not in ALLOWED
        for match in [pattern.search(path.read_text(encoding="utf-8", errors="ignore"))]
        if match
    ]
    assert found == []


def test_public_pages_ask_nobody_else_for_anything() -> None:
    """No script, style, font or image from another house: a citizen's visit stays between them and the entity."""
    foreign = re.compile(
        r"""<(?:script|img|iframe)[^>]+src=["'](?:https?:)?//"""
        r"""|<link[^>]+rel=["'](?:stylesheet|preload|preconnect|icon)[^>]+href=["'](?:https?:)?//"""
    )
    pages = (ROOT / "src").rglob("*.html")
    assert [name(path) for path in pages if foreign.search(path.read_text(encoding="utf-8"))] == []
    styles = (ROOT / "src").rglob("*.css")
    outside = re.compile(r"url\(\s*[\"']?(?:https?:)?//|@import")
    assert [name(path) for path in styles if outside.search(path.read_text(encoding="utf-8"))] == []


def test_pages_carry_no_inline_code() -> None:
    """The content security policy would silence it in production."""
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)|\son\w+=[\"']|\sstyle=[\"']|<style", re.IGNORECASE
    )
    pages = (ROOT / "src").rglob("*.html")
    assert [name(path) for path in pages if inline.search(path.read_text(encoding="utf-8"))] == []
