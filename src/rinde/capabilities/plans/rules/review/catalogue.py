"""Every rule of the review, topic by topic. The manual's page is made from it. Pure."""

from typing import Final

from rinde.capabilities.plans.rules.review import (
    dates,
    dependencies,
    kinds,
    legal,
    measures,
    responsibles,
    structure,
    texts,
)
from rinde.capabilities.plans.rules.review.rule import Rule

# The name that the manual gives to each topic.
TOPICS: Final[dict[str, tuple[Rule, ...]]] = {
    "Las fechas": dates.RULES,
    "Las cantidades, las metas y los indicadores": (*measures.RULES, *kinds.RULES),
    "El orden de las cosas": dependencies.RULES,
    "Los plazos de ley y de la plantilla": legal.RULES,
    "Los responsables": responsibles.RULES,
    "El plan como conjunto": structure.RULES,
    "Los textos": texts.RULES,
}
ALL_RULES: Final[tuple[Rule, ...]] = tuple(rule for rules in TOPICS.values() for rule in rules)

__all__ = ["ALL_RULES", "TOPICS", "Rule"]
