"""Splitting the cell of the responsible into several actors, conservatively.

A unit's own name may hold «y» and commas («Secretaría de Cultura, Turismo y Deporte», «Prensa y comunicaciones»), so
that those words separate only where the next part begins like the name of a unit, a body or a post, or is an acronym.
"""

import re

_UNIT = (
    r"(?:sub)?(?:secretar[ií]as?|secretari[oa]s?|"
    r"direcci[oó]n(?:es)?|director(?:es|a)?|gerencias?|gerentes?|oficinas?|"
    r"departamento administrativo|jefes?|jefaturas?|comit[eé]s?|despacho|alcald[eí]\w*|"
    r"gobernador\w*|l[ií]der(?:es)?|coordinador\w*|"
    r"coordinaci[oó]n|grupos?|equipos?|profesional(?:es)?|asesor\w*|unidad(?:es)?|"
    r"[aá]reas?|control interno|planeaci[oó]n|"
    r"tod[oa]s (?:las|los)|enlaces?|consejo|concejo|personer[ií]a|contralor[ií]a|"
    r"auxiliar(?:es)?|t[eé]cnic[oa]s?|supervisor\w*|"
    r"procesos?|dependencias?|prensa|talento humano|jur[ií]dica|"
    r"tesorer[ií]a|hacienda|encargad[oa]s?|responsables?|"
    r"veedur[ií]as?|rector\w*|decan\w*|presiden\w*|funcionari[oa]s?|servidor(?:es)?|"
    r"contratistas?|inspecci[oó]n|comisar[ií]a)\b"
)
_STRONG = re.compile(r"\s*(?:;|\s/\s|/(?=\s)|(?<=\s)/|\s[-–—]\s|[•▪●]|(?<=[a-záéíóúñ)])/(?=[A-ZÁÉÍÓÚÑ]))\s*")
_CAPITAL = "A-ZÁÉÍÓÚÑ"
_WEAK = re.compile(
    rf"\s*(?:,?\s+y\s+|,\s*|\s+e\s+(?=I))"
    rf"(?=(?:(?:el|la|los|las)\s+)?(?:(?=[{_CAPITAL}])(?i:{_UNIT})|[{_CAPITAL}]{{2,}}\b))"
)
_EDGES = " \t\n,;.-–—/•▪●*"
_BULLET = re.compile(r"^\s*(?:[-–•▪●*]|\d{1,2}[.)])\s+", re.MULTILINE)


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
        for name in _WEAK.split(strong)
    ]
    return tuple(dict.fromkeys(name for name in names if name and name.lower() not in {"y", "o", "e"}))


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
