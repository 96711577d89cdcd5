"""View-models of what the review of plans says of a document. No queries, no rules of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from rinde.capabilities.plan_imports.models import ImportRow
from rinde.capabilities.plan_imports.queries import DraftFindings
from rinde.capabilities.plans.rules.review import ALL_RULES, Finding, Severity
from rinde.capabilities.plans.rules.review.words import SEVERITY_WORDS

_TITLES = {rule.id: rule.title for rule in ALL_RULES}
_ORDER = list(Severity)


@dataclass(frozen=True, slots=True)
class PlanFindingCard:
    """One finding with the row where it is mended."""

    finding: Finding
    row: ImportRow | None
    title: str
    kind: str
    word: str


def plan_findings(found: DraftFindings) -> Sequence[PlanFindingCard]:
    """The findings as cards, the most serious first, and within each the document's order."""
    ordered = sorted(found.found, key=lambda pair: _ORDER.index(pair[0].severity))
    return [PlanFindingCard(one, row, _TITLES[one.rule], *SEVERITY_WORDS[one.severity]) for one, row in ordered]
