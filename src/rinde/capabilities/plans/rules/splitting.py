"""One deliverable whose words a person parts in two. Pure."""

from dataclasses import dataclass, replace

from rinde.capabilities.plans.rules.cell_entries import with_target
from rinde.capabilities.plans.rules.rows import ActivityValues, DeliverableValues
from rinde.foundations.refusals import NotReady

NOT_SPLIT = "No se dividió el producto."


@dataclass(frozen=True, slots=True)
class SplitTexts:
    """The words of both, as the person parted them."""

    first_target: str
    first_product: str
    second_target: str
    second_product: str


def split_values(values: ActivityValues, deliverable_id: int, texts: SplitTexts) -> ActivityValues:
    """Make two of one deliverable: dates, responsibles and the rest in both; each its own target and product.

    Raises:
        NotReady: for a deliverable that the activity does not have, or where one of the two would say nothing.
    """
    place = next((at for at, one in enumerate(values.deliverables) if one.id == deliverable_id), None)
    if place is None:
        raise NotReady(NOT_SPLIT, ("Ese producto ya no está en la actividad. Vuelva al plan.",))
    standing = values.deliverables[place]
    first = _worded(standing, texts.first_target, texts.first_product)
    second = _worded(replace(standing, id=None), texts.second_target, texts.second_product)
    pair = (("primer", first), ("segundo", second))
    empty = [f"Escriba la meta o el producto del {name} producto." for name, one in pair if not _says_something(one)]
    if empty:
        raise NotReady(NOT_SPLIT, empty)
    return replace(
        values, deliverables=(*values.deliverables[:place], first, second, *values.deliverables[place + 1 :])
    )


def _worded(standing: DeliverableValues, target: str, product: str) -> DeliverableValues:
    changed = standing if target.strip() == standing.target else with_target(standing, target.strip())
    return replace(changed, product=product.strip())


def _says_something(one: DeliverableValues) -> bool:
    return bool(one.target or one.product)
