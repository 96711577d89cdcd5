"""What freezing a cut-off costs: 500 activities × 28 units, each with its report and its proof.

Run: `python benchmarks/freezing.py`. In a throwaway database, with the worker's own operation, from the look for what
is due to the last row. The budget is held in processor time, SQLite included, so that what else the machine
does counts little; the time on the clock stands beside it.
"""

import os
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

FOLDER = Path(tempfile.mkdtemp(prefix="rinde-benchmark-"))
os.environ.update(RINDE_MODE="test", RINDE_DATA_DIR=str(FOLDER), DJANGO_SETTINGS_MODULE="rinde.config.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from rinde.capabilities.entities.models import Actor, Entity  # noqa: E402
from rinde.capabilities.followup.models import (  # noqa: E402
    CutOff,
    Evidence,
    EvidenceUse,
    FrozenActivity,
    ProgressReport,
    ReportStep,
)
from rinde.capabilities.followup.operations.cut_offs import prepare_cut_offs_of  # noqa: E402
from rinde.capabilities.followup.operations.freezing import freeze_due_cut_offs  # noqa: E402
from rinde.capabilities.followup.queries.cells import facts_to_json  # noqa: E402
from rinde.capabilities.followup.queries.evaluation import frozen_lines  # noqa: E402
from rinde.capabilities.followup.rules.freezing import text_of  # noqa: E402
from rinde.capabilities.plans.models import Activity, Deliverable, Milestone, Plan, PlanNode, PlanVersion  # noqa: E402
from rinde.capabilities.plans.rules.content import (  # noqa: E402
    ActivityContent,
    ActorContent,
    AssignmentContent,
    DeliverableContent,
    MilestoneContent,
    NodeContent,
    PlanContent,
    canonical_json,
    content_hash,
)
from rinde.services.tenancy import active_tenant  # noqa: E402

ACTIVITIES, UNITS, COMPONENTS = 500, 28, 6
BUDGET = 5.0  # seconds
PUBLISHED = datetime(2026, 1, 30, 15, tzinfo=UTC)
SENT = datetime(2026, 6, 25, 15, tzinfo=UTC)
NIGHT = datetime(2026, 7, 8, 7, 15, tzinfo=UTC)
DUE = date(2026, 6, 30)
SAID = "Se hizo la jornada con la comunidad y se publicó la memoria en la sede electrónica. " * 2


def rows_of(plan: Plan, actors: list[Actor]) -> PlanContent:
    """A plan whose every activity all units answer for, in its tables, and as the content of a version."""
    entity = plan.entity
    nodes = [
        PlanNode(entity=entity, plan=plan, kind="COMPONENT", code=str(number), name=f"Componente {number}")
        for number in range(1, COMPONENTS + 1)
    ]
    PlanNode.objects.bulk_create(nodes)
    activities = [
        Activity(
            entity=entity, plan=plan, node=nodes[number % COMPONENTS], key=f"a-{number}", code=f"1.{number}",
            name=f"Realizar la jornada {number} de socialización con la ciudadanía", position=number,
            edited_at=PUBLISHED,
        )
        for number in range(ACTIVITIES)
    ]  # fmt: skip
    Activity.objects.bulk_create(activities)
    deliverables = [Deliverable(entity=entity, activity=one, product="Jornada hecha") for one in activities]
    Deliverable.objects.bulk_create(deliverables)
    milestones = [Milestone(entity=entity, deliverable=one, due_on=DUE) for one in deliverables]
    Milestone.objects.bulk_create(milestones)
    answering = AssignmentContent(
        "Todas las dependencias",
        group="Todas las dependencias",
        actors=tuple(ActorContent(one.name, id=one.pk) for one in actors),
    )
    contents = [
        ActivityContent(
            key=activity.key,
            code=activity.code,
            name=activity.name,
            id=activity.pk,
            deliverables=(
                DeliverableContent(
                    product="Jornada hecha",
                    id=deliverable.pk,
                    milestones=(MilestoneContent(DUE, id=milestone.pk),),
                    assignments=(answering,),
                ),
            ),
        )
        for activity, deliverable, milestone in zip(activities, deliverables, milestones, strict=True)
    ]
    parts = tuple(
        NodeContent(node.name, code=node.code, id=node.pk, activities=tuple(contents[place::COMPONENTS]))
        for place, node in enumerate(nodes)
    )
    return replace(_empty(plan), nodes=parts)


def _empty(plan: Plan) -> PlanContent:
    return PlanContent(
        plan.entity.name, plan.entity.slug, plan.instrument, plan.title, plan.slug, plan.period_start, plan.period_end
    )


def report_everything(plan: Plan, actors: list[Actor]) -> None:
    """A sent report with one proof of its own for each cell, as the operations leave them."""
    entity = plan.entity
    milestones = list(
        Milestone.objects.filter(deliverable__activity__plan=plan).select_related("deliverable__activity")
    )
    reports = [
        ProgressReport(
            entity=entity, plan=plan, activity_id=one.deliverable.activity_id, deliverable_id=one.deliverable_id,
            milestone=one, actor=actor, activity_key=one.deliverable.activity.key,
            about={"activity": "x", "what": "x", "due_on": DUE.isoformat(), "actor": actor.name},
            status="SENT", outcome="DONE", text=SAID, created_at=SENT, edited_at=SENT, first_sent_at=SENT, sent_at=SENT,
        )
        for one in milestones
        for actor in actors
    ]  # fmt: skip
    ProgressReport.objects.bulk_create(reports, batch_size=500)
    steps = [
        ReportStep(entity=entity, report=one, from_status="DRAFT", to_status="SENT", at=SENT, values=facts_to_json(one))
        for one in reports
    ]
    ReportStep.objects.bulk_create(steps, batch_size=500)
    evidences = [
        Evidence(
            entity=entity, plan=plan, kind="LINK", title=f"Memoria {number}", url=f"https://example.org/{number}",
            normalized_url=f"example.org/{number // 2}", uploaded_at=SENT, happened_on=date(2026, 6, 20),
        )
        for number in range(len(reports))
    ]  # fmt: skip
    Evidence.objects.bulk_create(evidences, batch_size=500)
    uses = [
        EvidenceUse(entity=entity, evidence=proof, report=report, added_at=SENT)
        for proof, report in zip(evidences, reports, strict=True)
    ]
    EvidenceUse.objects.bulk_create(uses, batch_size=500)


def publish(entity: Entity) -> Plan:
    actors = [Actor(entity=entity, name=f"Secretaría número {number}") for number in range(UNITS)]
    Actor.objects.bulk_create(actors)
    period = {"period_start": date(2026, 1, 1), "period_end": date(2026, 12, 31)}
    plan = Plan.objects.create(
        entity=entity, instrument="PTEP", title="Programa", slug="ptep", **period, edited_at=PUBLISHED,
        created_at=PUBLISHED,
    )  # fmt: skip
    content = canonical_json(rows_of(plan, actors))
    plan.current_version = PlanVersion.objects.create(
        entity=entity, plan=plan, number=1, content=content, sha256=content_hash(content), published_at=PUBLISHED
    )
    plan.status = "PUBLISHED"
    plan.save()
    report_everything(plan, actors)
    return plan


def main() -> int:
    call_command("migrate", verbosity=0)
    entity = Entity.objects.create(slug="prueba", name="Alcaldía de Prueba")
    with active_tenant(entity):
        publish(entity)
    prepare_cut_offs_of(entity_id=entity.pk, now=PUBLISHED)
    queries = 0

    def count(execute: Any, *asked: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*asked)

    on_the_clock, started = perf_counter(), process_time()
    with connection.execute_wrapper(count):
        frozen = freeze_due_cut_offs(entity_id=entity.pk, now=NIGHT)
    spent, on_the_clock = process_time() - started, perf_counter() - on_the_clock
    with active_tenant(entity):
        cut_off = CutOff.objects.get(status="FROZEN")
        lines, cells = frozen_lines(cut_off), sum(FrozenActivity.objects.values_list("due", flat=True))
    started = process_time()
    content_hash(text_of(cut_off.figures, lines))
    hashed = process_time() - started
    size = sum(map(len, lines)) / 2**20
    print(f"cut-off of {len(lines)} activities and {cells} cells: {spent:.2f} s, {on_the_clock:.2f} s on the clock")
    print(f"{queries} queries; text of {size:.1f} MB, whose hash alone takes {hashed * 1000:.0f} ms")
    print(f"budget {BUDGET:.0f} s: {'kept' if spent <= BUDGET else 'BROKEN'}")
    return 0 if frozen and spent <= BUDGET else 1


if __name__ == "__main__":
    sys.exit(main())
