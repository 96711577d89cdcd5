"""What a column of an org chart means, however its header is written."""

from collections.abc import Sequence
from typing import Final

from rinde.capabilities.entities.choices import ActorKind
from rinde.foundations.text.folding import fold

CODE: Final = "code"
NAME: Final = "name"
ACRONYM: Final = "acronym"
KIND: Final = "kind"
PARENT: Final = "parent"
MISSIONAL: Final = "missional"
ALIASES: Final = "aliases"
VALID_FROM: Final = "valid_from"
VALID_TO: Final = "valid_to"

# The header that the model file uses comes first.
SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    CODE: ("código", "cod", "código dependencia", "código de la dependencia", "código unidad", "id", "código trd"),
    NAME: (
        "nombre",
        "dependencia",
        "nombre de la dependencia",
        "nombre dependencia",
        "unidad",
        "unidad administrativa",
        "oficina",
        "denominación",
        "área",
        "organismo",
    ),
    ACRONYM: ("sigla", "siglas", "acrónimo", "abreviatura", "nombre corto"),
    KIND: ("tipo", "clase", "tipo de dependencia", "naturaleza"),
    PARENT: (
        "depende de",
        "dependencia superior",
        "superior",
        "padre",
        "jefe",
        "pertenece a",
        "código superior",
        "código padre",
        "adscrita a",
        "superior jerárquico",
    ),
    MISSIONAL: ("misional", "es misional", "misional si no"),
    ALIASES: ("alias", "otros nombres", "también llamada", "nombres alternos", "otras formas"),
    VALID_FROM: ("desde", "vigente desde", "fecha inicial", "fecha de creación", "inicio", "fecha desde"),
    VALID_TO: ("hasta", "vigente hasta", "fecha final", "fecha de supresión", "fin", "fecha hasta"),
}
MODEL_HEADERS: Final[tuple[str, ...]] = tuple(names[0] for names in SYNONYMS.values())

_FIELD_OF_HEADER: Final[dict[str, str]] = {fold(name): field for field, names in SYNONYMS.items() for name in names}

_KIND_OF_WORD: Final[dict[str, str]] = {
    fold(word): kind
    for kind, words in {
        ActorKind.UNIT: ("dependencia", "unidad", "oficina", "secretaría", "área", "organismo", "dependencia interna"),
        ActorKind.BODY: (
            "instancia colectiva",
            "instancia",
            "comité",
            "consejo",
            "colectivo",
            "cuerpo colegiado",
            "grupo",
            "mesa",
        ),
        ActorKind.PROCESS: ("proceso", "subproceso", "macroproceso"),
        ActorKind.FUNCTION: ("función", "rol", "función en cada dependencia", "enlace"),
    }.items()
    for word in words
}
_YES: Final = frozenset({"si", "s", "x", "1", "verdadero", "true"})
_NO: Final = frozenset({"no", "n", "0", "falso", "false"})


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Find which column holds which field; the first column wins where two say the same."""
    found: dict[str, int] = {}
    for index, text in enumerate(header):
        field = _FIELD_OF_HEADER.get(fold(text))
        if field and field not in found:
            found[field] = index
    return found


def kind_of(text: str) -> str | None:
    """Turn «Comité» into the code of an actor's kind; None for a word that is none of them."""
    return _KIND_OF_WORD.get(fold(text))


def yes_or_no(text: str) -> bool | None:
    """Read «sí», «no» and the marks that people use for them; None for anything else."""
    folded = fold(text)
    if folded in _YES:
        return True
    return False if folded in _NO else None
