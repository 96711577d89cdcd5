"""Figures in Spanish, and the target of a deliverable in words. Pure."""

from decimal import Decimal

from rinde.capabilities.plans.choices import MeasureUnit
from rinde.capabilities.plans.rules.content import DeliverableContent

_SWAP = str.maketrans(",.", ".,")


def figure(value: Decimal) -> str:
    """Write a number as Colombia does, without idle zeros: 5000 → «5.000», 2.50 → «2,5»."""
    whole = value.normalize()
    return f"{whole:,f}".translate(_SWAP)


def quantity_in_words(quantity: Decimal, unit: str, *, per_actor: bool = False) -> str:
    """«12», «100 %», «2 por dependencia»."""
    words = f"{figure(quantity)} %" if unit == MeasureUnit.PERCENT else figure(quantity)
    return f"{words} por dependencia" if per_actor else words


def target_in_words(deliverable: DeliverableContent) -> str:
    """The target as the plan writes it; the bare quantity where it has no words of its own."""
    if deliverable.target or deliverable.target_quantity is None:
        return deliverable.target
    return quantity_in_words(
        deliverable.target_quantity, deliverable.target_unit, per_actor=deliverable.target_per_actor
    )
