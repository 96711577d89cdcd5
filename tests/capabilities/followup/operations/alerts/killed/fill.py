"""Makes an entity whose every unit has something overdue and somebody to tell; prints its number."""

import sys

import django

django.setup()

from capabilities.followup.operations.alerts.people import cells_of, of_unit  # noqa: E402
from factories import make_entity, make_published_plan  # noqa: E402
from rinde.services.tenancy import active_tenant  # noqa: E402

entity = make_entity()
with active_tenant(entity):
    plan = make_published_plan(entity, activities=int(sys.argv[1]))
    for number, cell in enumerate(cells_of(plan)):
        of_unit(entity, "UNIT_LIAISON", cell.key.actor_id, email=f"enlace{number}@example.org")
print(entity.pk)  # noqa: T201 - read by the test
