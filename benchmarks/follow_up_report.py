"""What internal control's official report costs on the worker: 100 activities, evaluated, in every form.

Run: `python benchmarks/follow_up_report.py`. In a throwaway database: publishing with the worker's own operation, then
from the kept text to each file. The budget is of the slowest file, in processor time, so that what else the machine
does counts little; the time on the clock stands beside it.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

FOLDER = Path(tempfile.mkdtemp(prefix="rinde-benchmark-"))
os.environ.update(RINDE_MODE="test", RINDE_DATA_DIR=str(FOLDER), DJANGO_SETTINGS_MODULE="rinde.config.settings")

import django  # noqa: E402

django.setup()

import freezing  # noqa: E402 - the plan that freezing is measured on, smaller
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from rinde.capabilities.accounts.models import User  # noqa: E402
from rinde.capabilities.accounts.rules import permissions_of  # noqa: E402
from rinde.capabilities.entities.models import Entity  # noqa: E402
from rinde.capabilities.followup.models import CutOff, FollowUpReport, FrozenActivity, Verdict  # noqa: E402
from rinde.capabilities.followup.operations.cut_offs import prepare_cut_offs_of  # noqa: E402
from rinde.capabilities.followup.operations.follow_up_reports import (  # noqa: E402
    issue_final,
    issue_preliminary,
    save_report_draft,
)
from rinde.capabilities.followup.operations.freezing import freeze_due_cut_offs  # noqa: E402
from rinde.capabilities.followup.queries.published_reports import known_report  # noqa: E402
from rinde.capabilities.followup.reports.follow_up import follow_up_report  # noqa: E402
from rinde.capabilities.followup.rules.follow_up_report.gaps import DraftValues  # noqa: E402
from rinde.services.access import Grant, Principal  # noqa: E402
from rinde.services.reporting.writers import FORMATS, render  # noqa: E402
from rinde.services.tenancy import active_tenant  # noqa: E402

ACTIVITIES, UNITS = 100, 4  # a plan of a town: 400 dates due
BUDGET = 1.0  # seconds
JULY_9, JULY_20 = datetime(2026, 7, 9, 15, tzinfo=UTC), datetime(2026, 7, 20, 15, tzinfo=UTC)
OBSERVED = "La evidencia enlazada no abre y el acta no está firmada por quienes asistieron. " * 2


def timed(what: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds of the processor and of the clock, and what came of it."""
    clock, started = perf_counter(), process_time()
    made = what()
    return process_time() - started, perf_counter() - clock, made


def evaluated(entity: Entity) -> CutOff:
    """A frozen cut-off of which internal control has said something on every activity, and recommended on a third."""
    freezing.ACTIVITIES, freezing.UNITS = ACTIVITIES, UNITS
    freezing.publish(entity)
    prepare_cut_offs_of(entity_id=entity.pk, now=freezing.PUBLISHED)
    freeze_due_cut_offs(entity_id=entity.pk, now=freezing.NIGHT)
    cut_off: CutOff = CutOff.objects.select_related("plan__entity").get(status="FROZEN")
    rows = list(FrozenActivity.objects.filter(cut_off=cut_off).defer("content"))
    Verdict.objects.bulk_create(
        [
            Verdict(
                entity=entity, frozen=row, is_done=place % 3 > 0, reason=OBSERVED if place % 5 == 0 else "",
                observation=OBSERVED, recommendation=OBSERVED if place % 3 == 0 else "", edited_at=JULY_9,
            )
            for place, row in enumerate(rows)
        ]
    )  # fmt: skip
    return cut_off


def publish(cut_off: CutOff) -> tuple[float, float, FollowUpReport]:
    """The final report, timed; the preliminary one and the draft before it are not."""
    user = User.objects.create_user("control@example.org", "una-clave-larga-de-prueba")
    grant = Grant("INTERNAL_CONTROL", permissions_of("INTERNAL_CONTROL"))
    by = Principal(user_id=user.pk, tenant_id=cut_off.entity_id, grants=(grant,))
    values = DraftValues(conclusion=OBSERVED, signed_by_name="Marta Rincón", signed_by_post="Jefa de control interno")
    save_report_draft(cut_off_id=cut_off.pk, values=values, seen=None, by=by, now=JULY_9)
    issue_preliminary(cut_off_id=cut_off.pk, by=by, now=JULY_9)
    return timed(lambda: issue_final(cut_off_id=cut_off.pk, by=by, now=JULY_20))


def main() -> int:
    call_command("migrate", verbosity=0)
    entity = Entity.objects.create(slug="prueba", name="Alcaldía de Prueba")
    queries = 0

    def count(execute: Any, *asked: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*asked)

    with active_tenant(entity):
        cut_off = evaluated(entity)
        with connection.execute_wrapper(count):
            spent, clock, report = publish(cut_off)
        size = len(report.content) / 1024
        what = f"{ACTIVITIES} activities, {ACTIVITIES * UNITS} dates"
        print(f"{what}: published in {spent:.2f} s ({clock:.2f} s on the clock)")
        print(f"{queries} queries with the draft and the preliminary one; text of {size:.0f} KB")
        slowest = 0.0
        for extension in FORMATS:
            known_report.cache_clear()
            spent, clock, file = timed(partial(written, report, extension))
            slowest = max(slowest, spent)
            print(f"{extension}: {spent:.2f} s ({clock:.2f} s on the clock), {len(file) / 1024:.0f} KB")
    print(f"budget {BUDGET:.0f} s for the slowest file: {slowest:.2f} s, {'kept' if slowest <= BUDGET else 'BROKEN'}")
    return 0 if slowest <= BUDGET else 1


def written(report: FollowUpReport, extension: str) -> bytes:
    """From the row of the report to the bytes of a file, nothing kept from before."""
    content = known_report(report.pk, report.sha256)
    made = follow_up_report(content, sha256=report.sha256, site="https://example.org", on_paper=extension == "pdf")
    return render(made, extension).content


if __name__ == "__main__":
    sys.exit(main())
