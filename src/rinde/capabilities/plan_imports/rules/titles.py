"""Titles: what the texts over and between the lines of a table say about the component and the subcomponent."""

import re
from collections.abc import Container
from dataclasses import dataclass, field
from functools import lru_cache

from rinde.capabilities.plan_imports.rules.entity_names import is_entity
from rinde.capabilities.plan_imports.rules.headings import NOISE_LINE
from rinde.capabilities.plan_imports.rules.lexicon import fold_heading
from rinde.foundations.text.folding import join_lines, join_pieces, starts_lower

_NTH = "primer|segundo|tercer|cuarto|quinto|sexto|septimo"
_COMPONENT = re.compile(rf"^(?:\d+(?: \d+)* )?(?:componente|(?:{_NTH}) componente)\b")
_NUMBERED_COMPONENT = re.compile(
    r"^(?:\d+(?: \d+)* )?componente (?:no |n |numero )?(?P<n>\d{1,2}|[ivx]{1,4}|transversal|programatico)\b"
)
_OPENING = re.compile(
    (
        rf"\b(?:{_NTH})\s+componente\b|\bcomponente\s+(?:n[o°º.]*\s*)?(?:\d{{1,2}}|"
        rf"[ivx]{{1,4}}\b|transversal|program[aá]tico)|\bcomponente\s*[:–—-]\s*\w"
    ),
    re.IGNORECASE,
)
# What plans call their parts when they do not say «componente»; only with a number are they a title by themselves.
_PART = re.compile(
    r"^(?:\d{1,2}[.)]\s*)?(?P<kind>acci[oó]n(?:es)?\s+estrat[eé]gicas?|estrategia|eje|l[ií]nea|pilar|programa|"
    r"dimensi[oó]n|objetivo\s+estrat[eé]gico|pol[ií]tica|reto|frente|cap[ií]tulo|lineamiento)"
    r"(?:\s+(?:estrat[eé]gic[oa]|tem[aá]tic[oa]|transversal|de\s+(?:acci[oó]n|trabajo|intervenci[oó]n)))?"
    r"\s+(?:n[o°º.]{1,2}\s*)?(?:\d{1,2}|(?=[ivx])(?:i{1,3}|iv|vi{0,3}|ix|x))\s*(?:$|[.:)\-–—]|(?-i:(?=[A-ZÁÉÍÓÚÑ])))",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"\s*[(\-–]?\s*\b(?:continuaci[oó]n|contin[uú]a|cont\.)\s*\)?\.?$", re.IGNORECASE)
_CONTENTS_LINE = re.compile(r"[.…]{4,}|\t\s*\d+$|\.\s+\S+.*\.$")
# Headings of a chapter that holds a table without being its component: «Matriz de actividades», «5. Cronograma».
_GENERIC = re.compile(
    r"^(?:\d+(?: \d+)* |[ivx]+ )?(?:matri[zx]|cronograma|actividad|tabla|contenido|plan\b|programa\b|anexo|"
    r"introduccion|objetivo|alcance|marco|metodologia|seguimiento|monitoreo|formulacion|presentacion|justificacion|glosario|"
    r"normatividad|referencia|bibliografia|control de|programacion|desarrollo|hoja|formato|conclusion|"
    r"recursos|responsable|indicador|fecha|vigencia|entidad|mision|vision|principios|contexto|diagnostico|antecedentes|acciones\b|"
    r"estrategia institucional|proceso\b|dependencia|nit\b|elabor|aprob|revis|resumen|detalle)"
)
_SUBCOMPONENT = re.compile(r"^(?:\d+(?: \d+)* )?sub ?componente\b")
_DOCUMENT = re.compile(
    r"\bplan anticorrupcion\b|\bplan de accion\b|\bprograma de transparencia\b|"
    r"\bestrategia de rendicion de cuentas (?:20|vigencia)|\bvigencia\b|\bformato\b|"
    r"\bcodigo\b|\bversion\b|\bpagina \d|\bentidad\b|\bmunicipio de\b|\balcaldia\b|"
    r"\bgobernacion\b|\bempresa social\b|\bplan\b.*\b20\d\d\b|\bcronograma\b"
)
_BARE_NUMBER = re.compile(r"^sub ?componente(?: no| n)? ?\d*$|^\d{1,2}$|^componente(?: no| n)? ?(?:\d*|[ivx]*)$")
_HANGS = re.compile(r"(?:\b(?:de|del|la|las|los|el|y|e|o|para|en|con|a|por|que|su|sus|al)|[,(/\-–])$", re.IGNORECASE)
_DEPTH = re.compile(r"^\(?(\d{1,2}(?:\.\d{1,2})*|[ivxIVX]{1,4}(?=[.)]))[.)]?\s*[-–:]?\s+\S")


@dataclass(slots=True, eq=False)
class Label:
    """The name of a component or subcomponent; rows share it, so that a piece found on a later page reaches all."""

    pieces: list[str] = field(default_factory=list)
    key: int = 0  # the identity of its cell
    cut: bool = False  # the page ended inside its cell
    before: "Label | None" = None  # in force until this one's name is found on the next page

    def text(self, known: Container[str] = frozenset()) -> str:
        """The whole name on one line."""
        if not self.pieces and self.before:
            return self.before.text(known)
        whole = ""
        for piece in self.pieces:
            whole = join_pieces(whole, join_lines(piece, known), known)
        return whole

    def says(self, text: str) -> bool:
        """Whether a text is this name, whole or its last piece."""
        if not self.pieces:
            return False
        folded = fold_heading(text)
        return folded in {fold_heading(self.text()), fold_heading(self.pieces[-1]) if self.pieces else ""}

    def goes_on_with(self, text: str) -> bool:
        """Whether a text on the next page is the rest of this name."""
        if not self.pieces:
            return True
        if is_subcomponent(text) or is_component(text):
            return False
        whole = self.text()
        opened = whole.count("(") > whole.count(")")
        return bool(
            starts_lower(text)
            or opened
            or hangs(whole)
            or _BARE_NUMBER.match(fold_heading(whole))
            or (self.cut and (depth_of(whole) or is_subcomponent(whole)) and not depth_of(text))
        )


@lru_cache(maxsize=512)
def is_component(text: str) -> bool:
    """Tell whether a title names a component."""
    return bool(_COMPONENT.match(fold_heading(text)))


@lru_cache(maxsize=512)
def is_subcomponent(text: str) -> bool:
    """Tell whether a title names a subcomponent."""
    return bool(_SUBCOMPONENT.match(fold_heading(text)))


def component_number(text: str) -> str | None:
    """The number by which a component calls itself, in figures; None where it has none."""
    folded = fold_heading(text)
    if nth := re.match(rf"(?:\d+(?: \d+)* )?({_NTH}) componente\b", folded):
        return str(_NTH.split("|").index(nth[1]) + 1)
    match = _NUMBERED_COMPONENT.match(folded)
    if not match:
        return None
    roman = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
    return roman.get(match["n"], match["n"])


def component_heading(text: str) -> str | None:
    """The component that a heading opens, without what stands before it; None for prose and tables of contents.

    «PLAN … 2022 - COMPONENTE 3: RENDICIÓN DE CUENTAS» opens «COMPONENTE 3: RENDICIÓN DE CUENTAS».
    """
    match = _OPENING.search(text) if len(text) <= 220 else None
    if not match or _CONTENTS_LINE.search(text):
        return None
    before, opened = text[: match.start()].strip(" -–—.:"), text[match.start() :].strip()
    capitals = opened.split()[0].isupper()
    if before and not re.fullmatch(r"[\d.]+", before) and not capitals:
        return None
    named = component_number(opened) is not None or (not before and match[0][-1].isupper())
    return without_continued(opened) if named and len(opened) <= 160 else None


def part_kind(text: str) -> str | None:
    """What a numbered title calls the part of the plan that it opens: «eje», «estrategia»; None for other texts."""
    match = _PART.match(text) if len(text) <= 200 else None
    return fold_heading(match["kind"]) if match else None


def is_part_heading(text: str) -> bool:
    """Tell whether a line of prose is the title of a numbered part, not a sentence about one nor a line of contents."""
    return part_kind(text) is not None and not text.endswith((".", ";", ",")) and not _CONTENTS_LINE.search(text)


def is_chapter_title(text: str) -> bool:
    """Tell whether a heading may name the component of the tables under it, though it does not say so."""
    if not 4 <= len(text) <= 120 or text.endswith((".", ":", ";", ",")) or re.search(r"\b20\d\d\b|\t", text):
        return False
    folded = fold_heading(text)
    other = is_document_title(text) or is_noise(text) or is_entity(text)
    return not (other or _GENERIC.match(folded) or is_subcomponent(text))


def hangs(text: str) -> bool:
    """Tell whether a text stops where a sentence cannot: at «de», «y», a comma, an open bracket."""
    return bool(_HANGS.search(text.rstrip()))


def without_continued(text: str) -> str:
    """Take «(continuación)» off the end of a title that a page repeats."""
    return _CONTINUED.sub("", text) or text


def is_line_title(text: str) -> bool:
    """Tell whether a line of text between two pieces of a table is a title that a paste took out of its cell."""
    short = 3 < len(text) <= 160 and not text.rstrip().endswith((".", ":", "?", ";"))
    return short and bool(depth_of(text) or is_subcomponent(text)) and not is_document_title(text)


def is_part_title(text: str) -> bool:
    """Tell whether a title over a table names a part of the plan, not the document, the entity or the format."""
    return not is_document_title(text) and not is_noise(text) and not is_entity(text) and looks_like_title(text)


def is_document_title(text: str) -> bool:
    """Tell whether a title names the document, the entity or the format rather than a part of the plan."""
    return bool(_DOCUMENT.search(fold_heading(text)))


def is_noise(text: str) -> bool:
    """Tell whether a line is a note, a signature, a total or a page number."""
    folded = fold_heading(text)
    return bool(NOISE_LINE.match(folded)) or re.fullmatch(r"[\d\s/\-.,%x]*", text) is not None


def depth_of(text: str) -> int:
    """How deep a title's own number goes: 0 without one, 1 for «2. …», 2 for «2.1 …»."""
    match = _DEPTH.match(text)
    return match[1].count(".") + 1 if match else 0


def looks_like_title(text: str) -> bool:
    """Tell whether a text alone in its line reads as a title: in capitals, numbered, or naming a part of the plan."""
    if is_component(text) or is_subcomponent(text):
        return True
    letters = [character for character in text if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    return (
        len(letters) >= 4
        and len(text) <= 200
        and (capitals >= 0.8 * len(letters) or bool(depth_of(text) and len(text) < 90))
    )
