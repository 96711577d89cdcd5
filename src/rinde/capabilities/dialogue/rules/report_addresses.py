"""The permanent addresses of the dialogue's reports: «informes/2026/espacio/audiencia-2026/1/». Pure."""

from collections.abc import Mapping

from rinde.capabilities.dialogue.choices import ReportKind

WORDS: Mapping[str, str] = {
    ReportKind.EVENT: "espacio",
    ReportKind.SERIES: "serie",
    ReportKind.ANNUAL: "anual",
    ReportKind.STRATEGY: "estrategia",
    ReportKind.EVALUATION: "control-interno",
}
KINDS: Mapping[str, str] = {word: kind for kind, word in WORDS.items()}
OF_YEAR: frozenset[str] = frozenset({ReportKind.ANNUAL, ReportKind.STRATEGY})
PATTERN = "|".join(WORDS.values())


def about_of(kind: str, slug: str) -> str:
    """What a report's address names besides its kind: its space or series; a report of a year names itself."""
    return "vigencia" if kind in OF_YEAR else slug
