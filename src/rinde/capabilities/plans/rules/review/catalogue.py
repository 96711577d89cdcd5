"""Every rule of the review, in the order in which a plan is read. The manual's page is made from it. Pure."""

from rinde.capabilities.plans.rules.review.rule import Rule

ALL_RULES: tuple[Rule, ...] = ()

__all__ = ["ALL_RULES", "Rule"]
