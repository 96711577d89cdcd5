"""How two ways of writing the same office are known to be one."""

from collections.abc import Iterable

from rinde.foundations.text.folding import fold, tidy

ALIAS_SEPARATOR = ";"


def folded_name(text: str) -> str:
    """Give the form in which names are compared: without accents, case, punctuation and double spaces."""
    return fold(tidy(text))


def folded_acronym(text: str) -> str:
    """Give the form in which acronyms are compared: «S.P.» and «SP» are one."""
    return fold(text).replace(" ", "")


def split_aliases(text: str) -> tuple[str, ...]:
    """Split «Planeación; Oficina de Planeación» at its semicolons and line ends; each alias once, in order."""
    pieces = (tidy(piece) for piece in text.replace("\n", ALIAS_SEPARATOR).split(ALIAS_SEPARATOR))
    return unique_aliases(pieces)


def unique_aliases(aliases: Iterable[str], *, besides: Iterable[str] = ()) -> tuple[str, ...]:
    """Leave out what is empty, repeated, or the same as a text of `besides` (the name itself, its acronym)."""
    seen = {folded_name(text) for text in besides}
    kept: list[str] = []
    for alias in aliases:
        folded = folded_name(alias)
        if folded and folded not in seen:
            seen.add(folded)
            kept.append(alias)
    return tuple(kept)
