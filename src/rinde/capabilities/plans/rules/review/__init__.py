"""The review of a plan: what an experienced planner would ask about its text, before anybody approves it.

Pure: content and context in, findings out; the same ones, in the same order, for the same plan. It never raises on what
a plan says, never writes, and never repeats what `rules.publication` says of things missing.
"""

from rinde.capabilities.plans.rules.content import PlanContent
from rinde.capabilities.plans.rules.review.catalogue import ALL_RULES
from rinde.capabilities.plans.rules.review.context import KnownActor, ReviewContext
from rinde.capabilities.plans.rules.review.findings import Field, Finding, Place, Repair, Severity, fingerprint_of
from rinde.capabilities.plans.rules.review.rule import Rule
from rinde.capabilities.plans.rules.review.subject import Subject

__all__ = [
    "ALL_RULES",
    "Field",
    "Finding",
    "KnownActor",
    "Place",
    "Repair",
    "ReviewContext",
    "Rule",
    "Severity",
    "review",
]


def review(content: PlanContent, context: ReviewContext) -> tuple[Finding, ...]:
    """Look at a plan with every rule. Findings come in the plan's order, and of one place in the catalogue's."""
    subject = Subject(content, context)
    order = {one.content.key: position for position, one in enumerate(subject.entries)}
    found = [
        Finding(rule.id, rule.severity, one.message, one.places, one.repair, fingerprint_of(rule.id, one))
        for rule in ALL_RULES
        for one in rule.find(subject)
    ]
    found.sort(key=lambda one: order.get(one.places[0].activity_key, -1))
    return tuple(found)
