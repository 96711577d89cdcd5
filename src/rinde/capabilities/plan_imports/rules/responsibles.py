"""Splitting the cell of the responsible into several actors, conservatively.

A unit's own name may hold «y» and commas («Secretaría de Cultura, Turismo y Deporte», «Prensa y comunicaciones»), so
that those words separate only where the next part begins like the name of a unit, a body or a post, or is an acronym.
A cell with semicolons has said itself what separates its names, so there nothing else does.
"""

import re

_HEAD = (
    r"(?:sub)?(?:secretar[ií]as?|secretari[oa]s?|"
    r"direcci[oó]n(?:es)?|director(?:es|a)?|gerencias?|gerentes?|oficinas?|"
    r"departamento administrativo|jefes?|jefaturas?|comit[eé]s?|despacho|alcald[eí]\w*|"
    r"gobernador\w*|l[ií]der(?:es)?|coordinador\w*|"
    r"coordinaci[oó]n|grupos?|equipos?|profesional(?:es)?|asesor\w*|unidad(?:es)?|"
    r"[aá]reas?|control interno|"
    r"tod[oa]s (?:las|los)|enlaces?|consejo|concejo|personer[ií]a|contralor[ií]a|"
    r"auxiliar(?:es)?|t[eé]cnic[oa]s?|supervisor\w*|"
    r"procesos?|dependencias?|"
    r"encargad[oa]s?|responsables?|"
    r"veedur[ií]as?|rector\w*|decan\w*|presiden\w*|funcionari[oa]s?|servidor(?:es)?|"
    r"contratistas?|inspecci[oó]n|comisar[ií]a)\b"
)
# Units that people call by their subject alone. After «y» they are another unit beside one of their kind («Control
# Interno y Planeación») and the end of a longer name after a head word («Oficina de Comunicaciones y Prensa»).
_SUBJECT = r"(?:planeaci[oó]n|prensa|talento humano|jur[ií]dica|tesorer[ií]a|hacienda)\b"
_STRONG = re.compile(r"\s*(?:;|\s/\s|/(?=\s)|(?<=\s)/|\s[-–—]\s|[•▪●]|(?<=[a-záéíóúñ)])/(?=[A-ZÁÉÍÓÚÑ]))\s*")
_CAPITAL = "A-ZÁÉÍÓÚÑ"
_EDGES = " \t\n,;.-–—/•▪●*"
_BULLET = re.compile(r"^\s*(?:[-–•▪●*]|\d{1,2}[.)])\s+", re.MULTILINE)
_STARTS_WITH_HEAD = re.compile(rf"(?!control interno){_HEAD}", re.IGNORECASE)


def _weak(names: str) -> re.Pattern[str]:
    """«y» and commas, where what follows begins like one of the names or is an acronym."""
    return re.compile(
        rf"\s*(?:,?\s+y\s+|,\s*|\s+e\s+(?=I))"
        rf"(?=(?:(?:el|la|los|las)\s+)?(?:(?=[{_CAPITAL}])(?i:{names})|[{_CAPITAL}]{{2,}}\b))"
    )


_WEAK = _weak(f"(?:{_HEAD}|{_SUBJECT})")
_WEAK_AFTER_HEAD = _weak(_HEAD)


def split_responsibles(text: str, *, lines_separate: bool = False) -> tuple[str, ...]:
    """Split a clean text into the names of those responsible.

    ``lines_separate``: a line break of the document separates names (office files); in a PDF it may be the cell's edge.
    """
    if lines_separate and "\n" in text:
        parts = _join_hanging([line.strip() for line in text.split("\n") if line.strip()])
    elif len(_BULLET.findall(text)) > 1:
        parts = [part for part in _BULLET.split(text) if part.strip()]
    else:
        parts = [text]
    names = [
        name.strip(_EDGES)
        for part in parts
        for strong in _STRONG.split(" ".join(part.split()))
        for name in ([strong] if ";" in part else _split_weakly(strong))
    ]
    return tuple(dict.fromkeys(name for name in names if name and name.lower() not in {"y", "o", "e"}))


def _split_weakly(text: str) -> list[str]:
    pattern = _WEAK_AFTER_HEAD if _STARTS_WITH_HEAD.match(text) else _WEAK
    return pattern.split(text)


def _join_hanging(lines: list[str]) -> list[str]:
    """Lines that only go on («Secretaría de» / «Planeación», or with a lower-case letter) are one name."""
    joined: list[str] = []
    for line in lines:
        hangs = joined and (
            line[0].islower() or re.search(r"(?:\b(?:de|del|la|las|los|el|y|e|para|en)|,)$", joined[-1])
        )
        if hangs:
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined
