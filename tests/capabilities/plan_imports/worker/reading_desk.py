"""What a person and the passing of time do between two workers; a process of its own, on the workers' database.

Does one after another what its arguments say, since starting a process costs most of the test's time:
`upload=FILE` starts a reading; `wait=PAGES` or `wait=STATUS` waits for so many pages or for a status; `pass` lets two
minutes go by for the reading and hands the killed worker's job out again; `again` is the person's button; `settled`
waits for an empty queue; `look` prints the state as JSON.
"""

import json
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.db.models import F  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_q.models import OrmQ  # noqa: E402

from rinde.capabilities.entities.models import Entity  # noqa: E402
from rinde.capabilities.plan_imports import operations  # noqa: E402
from rinde.capabilities.plan_imports.models import ImportFinding, ImportRow, PlanImport, SourceLine  # noqa: E402
from rinde.capabilities.plan_imports.tasks import start_reading  # noqa: E402
from rinde.services.access import Grant, Principal  # noqa: E402
from rinde.services.tenancy import active_tenant  # noqa: E402

PATIENCE = 60  # seconds
TWO_MINUTES = timedelta(minutes=2)


def upload(file: str) -> None:
    operations.upload_document(
        entity=entity,
        name="plan.pdf",
        content=Path(file).read_bytes(),
        by=person,
        now=timezone.now(),
        start_reading=start_reading,
    )


def wait(wanted: str) -> None:
    """Wait for a number of pages, or for a status."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        plan_import = PlanImport.objects.get()
        if wanted == plan_import.status or (wanted.isdecimal() and plan_import.pages_done >= int(wanted)):
            return
        time.sleep(0.05)
    raise SystemExit(f"the reading never came to {wanted}")


def settled() -> None:
    """Wait until no job is left, so that a redelivered one had its chance to do harm."""
    deadline = time.monotonic() + PATIENCE
    while OrmQ.objects.exists():
        if time.monotonic() > deadline:
            raise SystemExit("a job is left over")
        time.sleep(0.1)


def let_time_pass() -> None:
    PlanImport.objects.update(heartbeat_at=F("heartbeat_at") - TWO_MINUTES)
    OrmQ.objects.update(lock=timezone.now() - TWO_MINUTES)


def again() -> None:
    operations.read_again(
        entity=entity,
        import_id=PlanImport.objects.get().pk,
        by=person,
        now=timezone.now(),
        start_reading=start_reading,
    )


def look() -> None:
    plan_import = PlanImport.objects.get()
    state = {
        "status": plan_import.status,
        "attempt": plan_import.attempt,
        "rows": ImportRow.objects.count(),
        "findings": ImportFinding.objects.count(),
        "lines": SourceLine.objects.count(),
        "drafted": len(plan_import.draft["rows"]) if plan_import.draft else 0,
        "jobs": OrmQ.objects.count(),
    }
    sys.stdout.write(json.dumps(state))


entity, _ = Entity.objects.get_or_create(slug="villa", defaults={"name": "Alcaldía de Villa"})
person = Principal(tenant_id=entity.pk, grants=(Grant("PLAN_COORDINATOR", frozenset({"plan_imports.upload"})),))
COMMANDS = {"upload": upload, "wait": wait, "pass": let_time_pass, "again": again, "settled": settled, "look": look}

with active_tenant(entity):
    for argument in sys.argv[1:]:
        name, _, value = argument.partition("=")
        COMMANDS[name](*([value] if value else []))
