"""Which deliverable of an activity is which in a later text of it. Pure."""

from collections.abc import Sequence

from rinde.capabilities.plans.rules.content import DeliverableContent
from rinde.capabilities.plans.rules.facts import says_the_same

Pair = tuple[DeliverableContent | None, DeliverableContent | None]


def named_product(one: DeliverableContent) -> str:
    """What a sentence calls a deliverable: its product, else its target, else its task."""
    return one.product or one.target or one.description or "sin nombre"


def matched(before: Sequence[DeliverableContent], after: Sequence[DeliverableContent]) -> tuple[Pair, ...]:
    """Pair the deliverables of an activity, in the order of the later text; None where one came or went.

    By their numbers; those without one in order; of the rest, the ones that say the same: a row that was written anew
    is no other product.
    """
    places = _places(before, after)
    gone = (one for place, one in enumerate(before) if place not in places)
    came = zip(places, after, strict=True)
    return (
        *((None if place is None else before[place], one) for place, one in came),
        *((one, None) for one in gone),
    )


def are_reordered(before: Sequence[DeliverableContent], after: Sequence[DeliverableContent]) -> bool:
    """Whether the deliverables that stay stand in another order."""
    staying = [place for place in _places(before, after) if place is not None]
    return staying != sorted(staying)


def _places(before: Sequence[DeliverableContent], after: Sequence[DeliverableContent]) -> list[int | None]:
    """Where each later deliverable stood."""
    known = {one.id: place for place, one in enumerate(before) if one.id is not None}
    nameless = [place for place, one in enumerate(before) if one.id is None]
    found = [known.pop(one.id, None) if one.id is not None else nameless.pop(0) if nameless else None for one in after]
    left = [place for place in range(len(before)) if place not in found]
    for number, one in enumerate(after):
        if found[number] is None:
            found[number] = next((place for place in left if says_the_same(before[place], one)), None)
            left = [place for place in left if place != found[number]]
    return found
