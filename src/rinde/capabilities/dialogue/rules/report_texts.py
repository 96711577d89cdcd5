"""What a person writes in each report, and what internal control looks at in a space. Pure.

Figures are counted; these texts say what they mean. A report goes out with its asked texts written.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rinde.capabilities.dialogue.choices import Finding, ReportKind
from rinde.foundations.text.typed import length_gap

LONGEST_TEXT, LONGEST_NOTE = 12_000, 1_500


@dataclass(frozen=True, slots=True)
class TextSection:
    """A text of a report: its key for ever, its heading, what to write, and whether the report waits for it."""

    key: str
    title: str
    help: str
    is_asked: bool = True


_SUMMARY = TextSection("summary", "En pocas palabras", "Qué pasó y qué cambia, en un párrafo que cualquiera entienda.")
_CONCLUSIONS = TextSection("conclusions", "Conclusiones", "A qué se llegó: lo que la entidad entendió y lo que hará.")
SECTIONS: Mapping[str, tuple[TextSection, ...]] = {
    ReportKind.EVENT: (
        _SUMMARY,
        TextSection(
            "development", "Cómo se desarrolló", "El orden del día, quién intervino y sobre qué.", is_asked=False
        ),
        TextSection(
            "observations",
            "Lo que dijeron los grupos de valor",
            "Observaciones, propuestas y recomendaciones, sin nombres de personas.",
        ),
        _CONCLUSIONS,
    ),
    ReportKind.SERIES: (_SUMMARY, _CONCLUSIONS),
    ReportKind.ANNUAL: (
        _SUMMARY,
        TextSection(
            "results",
            "Lo que se logró",
            "Resultados del año y avance en la garantía de derechos, con sus cifras y dónde comprobarlas.",
        ),
        TextSection("difficulties", "Lo que no se logró", "Qué quedó pendiente y por qué.", is_asked=False),
        _CONCLUSIONS,
    ),
    ReportKind.STRATEGY: (
        TextSection(
            "assessment",
            "Valoración",
            "Si la estrategia cumplió su objetivo: información, diálogo y responsabilidad.",
        ),
        TextSection("lessons", "Lecciones", "Qué funcionó y qué no, con quienes participaron."),
        TextSection("next", "Qué cambia el próximo año", "Mejoras que entran a la siguiente estrategia."),
    ),
    ReportKind.EVALUATION: (
        TextSection("conclusion", "Conclusión", "Lo que control interno concluye del espacio, con su sustento."),
        TextSection("recommendations", "Recomendaciones", "Una por línea: qué recomienda y a quién.", is_asked=False),
    ),
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """Something that internal control looks at in a space. `source_key` of foundations.law; empty for our practice."""

    key: str
    text: str
    source_key: str = ""


CRITERIA: tuple[Criterion, ...] = (
    Criterion("TOPICS", "Los temas se consultaron con la ciudadanía antes de convocar", "RDC_CONVOCATORIA"),
    Criterion("INFORMATION", "El informe se publicó antes, en lenguaje claro", "LEY_1757_2015_ART_56"),
    Criterion("CALL", "Se convocó por medios que llegan a los grupos de valor", "LEY_1757_2015_ART_56"),
    Criterion("ACCESS", "Todas las personas podían participar: lugar, horario, accesibilidad, medios virtuales"),
    Criterion("DIALOGUE", "Hubo tiempo y reglas para preguntar, y se respondió", "LEY_1757_2015_ART_55"),
    Criterion("SURVEY", "Quienes participaron evaluaron el espacio"),
    Criterion("MINUTES", "El acta y las conclusiones se publicaron en su plazo", "RDC_ACTA"),
    Criterion("ANSWERS", "Las preguntas sin responder tuvieron respuesta escrita y publicada", "LEY_1757_2015_ART_56"),
    Criterion("COMMITMENTS", "Los compromisos tienen responsable y fecha, y se les hace seguimiento"),
    Criterion("RESULTS", "Los resultados se contaron a quienes participaron", "RDC_SOCIALIZAR"),
)


def sections_of(kind: str) -> tuple[TextSection, ...]:
    """The texts of a kind of report, in their order. Raises KeyError for a kind that does not exist."""
    return SECTIONS[kind]


def text_gaps(kind: str, texts: Mapping[str, str]) -> tuple[str, ...]:
    """List in Spanish what is too long to be kept."""
    found = (
        length_gap(texts.get(one.key, ""), most=LONGEST_TEXT, name=f"«{one.title}»", rest="o resúmalo")
        for one in sections_of(kind)
    )
    return tuple(filter(None, found))


def publishing_gaps(kind: str, texts: Mapping[str, str], findings: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """List in Spanish what is missing before a report goes out.

    Args:
        findings: of an evaluation, by criterion: what was found, and its note.
    """
    gaps = [
        f"Falta escribir «{one.title}»."
        for one in sections_of(kind)
        if one.is_asked and not texts.get(one.key, "").strip()
    ]
    if kind == ReportKind.EVALUATION:
        gaps += [f"Falta decir qué encontró: {one.text}." for one in CRITERIA if one.key not in findings]
    return tuple(gaps)


def finding_gaps(findings: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """List in Spanish what is wrong with what was found: whoever finds a fault says which."""
    known = {one.key: one.text for one in CRITERIA}
    gaps = []
    for key, (found, note) in findings.items():
        if key not in known or found not in Finding.values:
            gaps.append("Un criterio no está en la lista. Recargue la página y escriba de nuevo.")
        elif found in {Finding.PARTLY, Finding.NOT_MET} and not note.strip():
            gaps.append(f"Diga qué faltó: {known[key]}.")
        if len(note) > LONGEST_NOTE:
            gaps.append(f"La nota de «{known.get(key, key)}» pasa de {LONGEST_NOTE} caracteres. Resúmala.")
    return tuple(gaps)
