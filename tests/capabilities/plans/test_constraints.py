"""What the tables of a plan refuse whoever writes, and in whatever way."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from factories import make_full_plan
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Assignment, Milestone


@pytest.mark.parametrize(("model", "name"), [(Milestone, "expected_quantity"), (Assignment, "own_target")])
def test_negative_figure_is_refused_by_the_table(
    entity: Entity, model: type[Milestone] | type[Assignment], name: str
) -> None:
    make_full_plan(entity)
    rows = model.objects.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**{name: Decimal("-0.01")})
    for allowed in (Decimal(0), None, Decimal("12.50")):
        assert rows.update(**{name: allowed}) > 0
