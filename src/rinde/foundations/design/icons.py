"""Pictures made of markup: icons, status words and the placeholder shield. Each is made once and kept."""

import re
from base64 import b64encode
from functools import lru_cache

import heroicons
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

STATUS_ICONS = {
    "ok": "check-circle",
    "late": "exclamation-triangle",
    "due": "clock",
    "draft": "pencil-square",
    "info": "information-circle",
    "off": "minus-circle",
}

# Words of an entity's name that say what kind of body it is; the initials come from the others.
_GENERIC = frozenset(
    {"alcaldía", "alcaldia", "gobernación", "gobernacion", "municipio", "departamento", "distrito", "municipal"}
)
_SMALL = frozenset({"a", "al", "de", "del", "e", "el", "en", "la", "las", "los", "para", "por", "y"})


@lru_cache(maxsize=256)
def icon_markup(name: str) -> SafeString:
    """Give the inline SVG of a heroicon (outline, 24), hidden from screen readers.

    Raises:
        heroicons.IconDoesNotExist: for a name that the set has not.
    """
    attributes: dict[str, object] = {"class": "icon", "aria-hidden": "true", "focusable": "false"}
    # The markup comes from the package and fixed attributes, never from people.
    return mark_safe(heroicons._render_icon("outline", name, 24, attributes))  # noqa: S308


@lru_cache(maxsize=512)
def status_markup(kind: str, word: str) -> SafeString:
    """Give a state as icon, word and colour, so that none of them carries it alone.

    Raises:
        KeyError: for a kind outside `STATUS_ICONS`.
    """
    picture = icon_markup(STATUS_ICONS[kind])
    return mark_safe(f'<span class="status status--{kind}">{picture}{escape(word)}</span>')  # noqa: S308


def initials(name: str) -> str:
    """Up to two capital letters of a name, without «Alcaldía de…» where something else is left."""
    words = [word for word in name.split() if word.lower() not in _SMALL and word[0].isalnum()]
    telling = [word for word in words if word.lower() not in _GENERIC] or words
    return "".join(word[0].upper() for word in telling[:2])


@lru_cache(maxsize=512)
def shield_markup(name: str) -> SafeString:
    """Give a plain shield with the initials of a name, hidden from screen readers: the name stands beside it."""
    return mark_safe(  # noqa: S308
        '<svg class="shield" viewBox="0 0 48 56" width="48" height="56" aria-hidden="true" focusable="false">'
        '<path class="shield__field" d="M3 3h42v28c0 11-9 18-21 22C12 49 3 42 3 31z"/>'
        '<path class="shield__band" d="M3 38.5h41.1C41 45.6 33.5 50 24 53 14.5 50 7 45.6 3.9 38.5z"/>'
        f'<text x="24" y="28" text-anchor="middle">{escape(initials(name))}</text></svg>'
    )


@lru_cache(maxsize=64)
def shield_picture(name: str) -> str:
    """Give the same shield as a picture of its own, with its colours, for documents that no style sheet reaches."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 56" width="48" height="56">'
        '<path fill="#004884" d="M3 3h42v28c0 11-9 18-21 22C12 49 3 42 3 31z"/>'
        '<path fill="#3366cc" d="M3 38.5h41.1C41 45.6 33.5 50 24 53 14.5 50 7 45.6 3.9 38.5z"/>'
        '<text x="24" y="28" text-anchor="middle" fill="#fff" font-family="Libertinus Serif" font-weight="700" '
        f'font-size="17">{escape(initials(name))}</text></svg>'
    )


def own_shield_picture(png: bytes) -> str:
    """Give an entity's own shield as SVG, of the same shape as the plain one, for documents."""
    data = b64encode(png).decode("ascii")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 56" width="48" height="56">'
        f'<image width="48" height="56" href="data:image/png;base64,{data}"/></svg>'
    )


def phone_markup(number: str) -> SafeString:
    """Give a telephone as a link that dials, in the international form that Res. MinTIC 1519/2020 asks for."""
    shown = number if number.lstrip().startswith("+") else f"+57 {number}"
    dialled = re.sub(r"[^+\d]", "", re.split(r"(?i)\bext", shown)[0])
    return format_html('<a href="tel:{}">{}</a>', dialled, shown)
