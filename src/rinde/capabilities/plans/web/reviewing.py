"""View-models of the review: findings as cards, with what may be done with each. No queries, no rules of their own."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rinde.capabilities.plans.models import FindingDecision, Plan
from rinde.capabilities.plans.queries.review import PlanFindings
from rinde.capabilities.plans.rules.publication import Gap
from rinde.capabilities.plans.rules.repairs import can_repair
from rinde.capabilities.plans.rules.review import ALL_RULES, Finding, Place, Rule, Severity
from rinde.capabilities.plans.rules.review.wording import MOST_NAMED
from rinde.capabilities.plans.rules.review.words import SEVERITY_WORDS
from rinde.capabilities.plans.web.presenters import Addresses, GapView

MANY = {
    Severity.ERROR: ("contradicción", "contradicciones"),
    Severity.WARNING: ("cosa que conviene mirar", "cosas que conviene mirar"),
    Severity.HINT: ("sugerencia", "sugerencias"),
}
_RULES = {rule.id: rule for rule in ALL_RULES}
_ORDER = list(Severity)


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One finding, ready to print."""

    finding: Finding
    rule: Rule
    kind: str
    word: str
    places: Sequence[tuple[str, str]]  # words and address
    source: str  # the norm or guide behind the rule; empty for good sense
    may_apply: bool

    @property
    def anchor(self) -> str:
        return f"h-{self.finding.fingerprint[:12]}"

    @property
    def named(self) -> Sequence[tuple[str, str]]:
        """The places that are named one by one: as many as the message names."""
        return self.places[:MOST_NAMED]

    @property
    def more(self) -> int:
        """How many places are only counted."""
        return len(self.places) - len(self.named)


@dataclass(frozen=True, slots=True)
class Choice:
    """A severity in the filter, with how many there are."""

    value: str
    words: str
    chosen: bool


class ReviewPage:
    """The page of the review of one plan."""

    def __init__(
        self, plan: Plan, found: PlanFindings, gaps: Sequence[Gap], question: Mapping[str, str], *, can_edit: bool
    ) -> None:
        self._found, self._gaps, self._to, self._can_edit = found, gaps, Addresses(plan), can_edit
        asked = question.get("gravedad", "")
        self.chosen = asked if asked in {str(one) for one in Severity} else ""

    @cached_property
    def cards(self) -> list[FindingCard]:
        """The open findings asked for, the most serious first, and within each the plan's order."""
        shown = [one for one in self._found.open if self.chosen in {"", str(one.severity)}]
        return [self._card(one) for one in sorted(shown, key=lambda one: _ORDER.index(one.severity))]

    @cached_property
    def missing(self) -> list[GapView]:
        """What the plan does not say yet, each with where it is said; a filter looks at findings alone."""
        return [] if self.chosen else [GapView(gap.message, self._to.of_gap(gap)) for gap in self._gaps]

    @property
    def total(self) -> int:
        return len(self._found.open)

    @cached_property
    def choices(self) -> list[Choice]:
        counts = Counter(one.severity for one in self._found.open)
        return [
            Choice(str(one), f"{counts[one]} {MANY[one][counts[one] != 1]}", str(one) == self.chosen)
            for one in Severity
            if counts[one]
        ]

    @cached_property
    def in_words(self) -> str:
        """«1 contradicción, 2 sugerencias, 8 datos por completar»: everything that is told, in one line."""
        gaps = len(self._gaps)
        completing = [f"{gaps} {'dato' if gaps == 1 else 'datos'} por completar"] if gaps else []
        return ", ".join([*(one.words for one in self.choices), *completing])

    @cached_property
    def repairable(self) -> list[str]:
        """The fingerprints of everything that one button applies."""
        return [card.finding.fingerprint for card in self.cards if card.may_apply]

    @property
    def decided(self) -> Sequence[tuple[FindingDecision, Finding]]:
        return self._found.decided

    def _card(self, finding: Finding) -> FindingCard:
        rule = _RULES[finding.rule]
        kind, word = SEVERITY_WORDS[finding.severity]
        return FindingCard(
            finding=finding,
            rule=rule,
            kind=kind,
            word=word,
            places=list(dict.fromkeys((place.label, self._address(place)) for place in finding.places)),
            source=rule.source_in_words,
            may_apply=self._can_edit and finding.repair is not None and can_repair(finding.places[0]),
        )

    def _address(self, place: Place) -> str:
        if not self._can_edit:
            return ""
        if place.activity_id:
            return self._to.to("activity_edit", activity_id=place.activity_id)
        return self._to.to("node_edit", node_id=place.node_id) if place.node_id else self._to.to("plan_edit")
