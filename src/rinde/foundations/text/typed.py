"""What somebody typed into a form: kept word for word, measured, and looked at for links. Pure."""

import re
from unicodedata import category

_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_SWAP = str.maketrans(",", ".")


def tidy_text(text: str) -> str:
    """Give what was typed word for word, `<b>` and `&amp;` too: it is the person's, and a page escapes what it prints.

    Only what nobody sees goes: blanks around it, control characters, and a browser's line breaks count once.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one in "\n\t" or category(one) != "Cc").strip()


def links_in(text: str) -> int:
    """Count the links in a text."""
    return len(_LINK.findall(text))


def length_gap(text: str, *, most: int, name: str, rest: str) -> str:
    """Say in Spanish by how much a text is too long; empty where it fits.

    Args:
        most: how many characters fit.
        name: of the text, as a sentence begins with it: «Su comentario».
        rest: what may be done with the rest: «o envíe el resto en otro comentario».
    """
    if len(text) <= most:
        return ""
    over = len(text) - most
    return f"{name} tiene {_grouped(len(text))} caracteres y caben {_grouped(most)}. Quite {_grouped(over)}, {rest}."


def _grouped(value: int) -> str:
    """«2.000»"""
    return f"{value:,}".translate(_SWAP)
