"""How the severity of a finding reads, wherever findings are listed. Pure."""

from typing import Final

from rinde.capabilities.plans.rules.review.findings import Severity

# The kind of the design's status, and a word that says what to do with it.
SEVERITY_WORDS: Final[dict[Severity, tuple[str, str]]] = {
    Severity.ERROR: ("late", "Se contradice"),
    Severity.WARNING: ("due", "Conviene mirarlo"),
    Severity.HINT: ("info", "Sugerencia"),
}
