"""What a public page costs beside the least that Django can do. Prints ratios: absolute times differ by machine.

Run: `python benchmarks/public_pages.py`. Everything happens in one process, in a throwaway database, interleaved,
so that a busy machine slows all of them alike; the figure is the median of each.

- bare list: 100 rows × 8 columns from SQLite through a plain template, without middleware of ours;
- plan page: a published plan of 100 activities, each reported with a proof, looked at in a round and evaluated at a
  cut-off; rendered anew (its rows and its follow-up ready in memory, as in any process that has shown it since
  anything last happened in the entity), from its kept copy, and the first time after something happened, when all of
  its follow-up is read and counted again;
- activity page: one of its activities with its three voices, rendered anew;
- static file: the same page as a compressed file, served by whitenoise in the same server.
"""

import gzip
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

FOLDER = Path(tempfile.mkdtemp(prefix="rinde-benchmark-"))
os.environ.update(RINDE_MODE="test", RINDE_DATA_DIR=str(FOLDER), DJANGO_SETTINGS_MODULE="rinde.config.settings")

import django  # noqa: E402

django.setup()

from django.core.cache import caches  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import Context, Engine  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from whitenoise.compress import main as compress  # noqa: E402

from rinde.capabilities.entities.models import Actor, Entity  # noqa: E402
from rinde.capabilities.followup.models import (  # noqa: E402
    CutOff,
    Evidence,
    EvidenceUse,
    FollowUpReport,
    FrozenActivity,
    MonitoringNote,
    MonitoringRound,
    ProgressReport,
    Verdict,
)
from rinde.capabilities.plans.models import (  # noqa: E402
    Activity,
    Deliverable,
    Milestone,
    Plan,
    PlanNode,
    PlanVersion,
)
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
from rinde.services.access import ANONYMOUS  # noqa: E402
from rinde.services.audit.operations import record  # noqa: E402
from rinde.services.tenancy import active_tenant  # noqa: E402

ROUNDS = 100
NOW = datetime(2026, 2, 1, 15, tzinfo=UTC)
SAID = "Se hizo la jornada en la cabecera y en los corregimientos, con las juntas de acción comunal. " * 2
NAME = "Realizar la jornada {n} de socialización de los instrumentos de gestión de la información con la ciudadanía"


def working_rows(
    entity: Entity, plan: Plan, many: int, year: int
) -> list[tuple[Activity, Deliverable, Milestone, Actor]]:
    """The rows of a plan: what the public version promises, and what the bare list reads."""
    node = PlanNode.objects.create(entity=entity, plan=plan, kind="COMPONENT", name="Componente")
    actors = [Actor.objects.create(entity=entity, name=f"Secretaría {one} del plan {plan.pk}") for one in range(12)]
    made = []
    for number in range(many):
        activity = Activity.objects.create(
            entity=entity, plan=plan, node=node, key=f"a-{number}", code=f"1.{number}", name=NAME.format(n=number),
            edited_at=NOW,
        )  # fmt: skip
        deliverable = Deliverable.objects.create(
            entity=entity,
            activity=activity,
            target="100 %",
            product=f"Informe {number} publicado en la sede electrónica, con memoria y lista de asistencia",
            indicator="Jornadas hechas / jornadas programadas × 100",
            schedule_text="28 de cada mes",
        )
        due_on = date(year, 1 + number % 12, 28)
        milestone = Milestone.objects.create(entity=entity, deliverable=deliverable, due_on=due_on)
        made.append((activity, deliverable, milestone, actors[number % 12]))
    return made


def content(plan: Plan, rows: list[tuple[Activity, Deliverable, Milestone, Actor]]) -> PlanContent:
    def activity(row: tuple[Activity, Deliverable, Milestone, Actor]) -> ActivityContent:
        one, promised, milestone, actor = row
        deliverable = DeliverableContent(
            id=promised.pk,
            target=promised.target,
            product=promised.product,
            indicator=promised.indicator,
            milestones=(MilestoneContent(milestone.due_on, id=milestone.pk),),
            assignments=(AssignmentContent(actor.name, actors=(ActorContent(actor.name, id=actor.pk),)),),
        )
        return ActivityContent(key=one.key, code=one.code, name=one.name, id=one.pk, deliverables=(deliverable,))

    nodes = tuple(
        NodeContent(f"Componente {part}", code=str(part + 1), activities=tuple(map(activity, rows[part::5])))
        for part in range(5)
    )
    days = {"period_start": plan.period_start, "period_end": plan.period_end}
    return PlanContent("Alcaldía de Prueba", "prueba", "PTEP", "Programa de prueba", plan.slug, **days, nodes=nodes)


def publish(entity: Entity, many: int, year: int = 2026) -> Plan:
    """A published plan of so many activities with its follow-up, at `/planes/{year}/p{many}/`."""
    with active_tenant(entity), transaction.atomic():
        plan = Plan.objects.create(
            entity=entity,
            instrument="PTEP",
            title="Programa de prueba",
            slug=f"p{many}",
            period_start=date(year, 1, 1),
            period_end=date(year, 12, 31),
            edited_at=NOW,
            created_at=NOW,
        )
        rows = working_rows(entity, plan, many, year)
        text = canonical_json(content(plan, rows))
        plan.current_version = PlanVersion.objects.create(
            entity=entity, plan=plan, number=1, content=text, sha256=content_hash(text), published_at=NOW
        )
        plan.status = "PUBLISHED"
        plan.save()
        follow_up(entity, plan, rows)
    return plan


def follow_up(entity: Entity, plan: Plan, rows: list[tuple[Activity, Deliverable, Milestone, Actor]]) -> None:
    """Three in four of the promises reported with a proof, all of them noted in a round and evaluated at a cut-off."""
    base = {"entity": entity, "plan": plan}
    closed = MonitoringRound.objects.create(
        **base, number=1, name="Enero", starts_on=NOW, ends_on=NOW, opened_at=NOW, status="CLOSED", closed_at=NOW,
        sha256="a" * 64,
    )  # fmt: skip
    cut_off = CutOff.objects.create(
        **base, number=1, name="Corte", facts_from=NOW, facts_until=NOW, reporting_closes_on=NOW, report_due_on=NOW,
        status="FINAL", frozen_at=NOW, sha256="b" * 64, figures={"at_cut_off": {"total": {"quantitative": "0.5"}}},
    )  # fmt: skip
    FollowUpReport.objects.create(
        entity=entity, cut_off=cut_off, stage="FINAL", content="{}", sha256="c" * 64, issued_at=NOW
    )
    proof = Evidence.objects.create(
        **base, kind="LINK", title="Acta", visibility="PUBLIC", url="https://example.org/acta", uploaded_at=NOW
    )
    for number, (activity, deliverable, milestone, actor) in enumerate(rows):
        MonitoringNote.objects.create(entity=entity, round=closed, activity_key=activity.key, text=SAID, edited_at=NOW)
        frozen = FrozenActivity.objects.create(
            entity=entity, cut_off=cut_off, position=number, key=activity.key, name=activity.name, component="C", due=1,
            done=1, no_case=0, ratio_sum=1, year_due=1, year_done=1, year_no_case=0, year_ratio_sum=1, content="{}",
        )  # fmt: skip
        Verdict.objects.create(entity=entity, frozen=frozen, is_done=True, observation=SAID, edited_at=NOW)
        if number % 4:
            report = ProgressReport.objects.create(
                **base, activity=activity, deliverable=deliverable, milestone=milestone, actor=actor, text=SAID,
                activity_key=activity.key, status="SENT", outcome="DONE", created_at=NOW, edited_at=NOW,
                first_sent_at=NOW, sent_at=NOW,
            )  # fmt: skip
            EvidenceUse.objects.create(entity=entity, evidence=proof, report=report, added_at=NOW)


BARE = Engine().from_string(
    "<!doctype html><html><body><table>{% for one in rows %}<tr><td>{{ one.pk }}</td><td>{{ one.activity.code }}</td>"
    "<td>{{ one.activity.name }}</td><td>{{ one.product }}</td><td>{{ one.target }}</td><td>{{ one.indicator }}</td>"
    "<td>{{ one.schedule_text }}</td><td>{{ one.activity.edited_at }}</td></tr>{% endfor %}</table></body></html>"
)


def bare_list(entity: Entity, plan: Plan) -> Callable[[HttpRequest], HttpResponse]:
    def view(_: HttpRequest) -> HttpResponse:
        with active_tenant(entity):
            return HttpResponse(
                BARE.render(
                    Context({"rows": Deliverable.objects.filter(activity__plan=plan).select_related("activity")[:100]})
                )
            )

    return view


def make_static(page: bytes) -> None:
    folder = FOLDER / "static"
    folder.mkdir(exist_ok=True)
    (folder / "page.html").write_bytes(page)
    compress([str(folder), "--quiet"])


def timed(action: Callable[[], object]) -> float:
    started = perf_counter()
    action()
    return perf_counter() - started


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    entity = Entity.objects.create(slug="prueba", name="Alcaldía de Prueba")
    plan = publish(entity, 100)
    publish(entity, 1)
    publish(entity, 1000)
    environ = RequestFactory(headers={"accept-encoding": "br, gzip"}).get("/prueba/planes/2026/p100/").environ
    handler = WSGIHandler()

    def ask(path: str = "/prueba/planes/2026/p100/") -> HttpResponse:
        response = handler({**environ, "PATH_INFO": path}, lambda *_: None)
        response.close()
        return response

    page = ask()
    make_static(handler({**environ, "HTTP_ACCEPT_ENCODING": ""}, lambda *_: None).content)
    handler = WSGIHandler()  # whitenoise looks for its files when it starts

    def anew() -> None:
        caches["pages"].clear()
        ask()

    def something_happens() -> None:
        record(entity_id=entity.pk, action="followup.send", target="plans.Plan:1", by=ANONYMOUS, now=NOW)

    def activity_anew() -> None:
        caches["pages"].clear()
        ask("/prueba/planes/2026/p100/actividades/a-1/")

    def static_file() -> None:
        response = handler({**environ, "PATH_INFO": "/static/page.html"}, lambda *_: None)
        b"".join(response)
        response.close()

    bare = bare_list(entity, plan)
    request = RequestFactory().get("/")
    actions: dict[str, Callable[[], object]] = {
        "bare list of 100 rows": lambda: bare(request).content,
        "plan page, rendered anew": anew,
        "plan page, first after a write": anew,
        "activity page, rendered anew": activity_anew,
        "plan page, kept copy": ask,
        "static file, whitenoise": static_file,
    }

    def prepare(name: str) -> None:
        ask("/prueba/planes/2026/p100/actividades/a-1/")
        ask()  # so that the plan's page is kept and all is ready, whatever ran before
        if name.endswith("after a write"):
            something_happens()

    told(measured(actions, prepare))
    for activities in (1, 100, 1000):
        cost(ask, f"/prueba/planes/2026/p{activities}/", f"{activities:5} activities")
    cost(ask, "/prueba/planes/2026/p100/actividades/a-1/", "its activity")
    css = Path(__file__).parents[1] / "src/rinde/foundations/design/static/design/rinde.css"
    print(
        f"first view of 100 activities: page {len(page.content) / 1024:.1f} KB + sheet {gzip_size(css) / 1024:.1f} KB"
    )


def measured(actions: dict[str, Callable[[], object]], prepare: Callable[[str], None]) -> dict[str, float]:
    """The median of each action in seconds, interleaved."""
    times: dict[str, list[float]] = {name: [] for name in actions}
    order = Random(1)
    for _ in range(ROUNDS):
        # In another order each round: what runs after the slow ones finds the processor's caches cold.
        for name in order.sample(list(actions), len(actions)):
            prepare(name)
            times[name].append(timed(actions[name]))
    return {name: median(values) for name, values in times.items()}


def told(medians: dict[str, float]) -> None:
    for name, value in medians.items():
        print(f"{name:31} {value * 1000:8.3f} ms")
    bare = medians["bare list of 100 rows"]
    print(f"anew ÷ bare list     {medians['plan page, rendered anew'] / bare:6.2f}   (budget 1.5)")
    first = medians["plan page, first after a write"] / bare
    print(f"first ÷ bare list    {first:6.2f}   (budget 1.5, once after each write)")
    print(f"activity ÷ bare list {medians['activity page, rendered anew'] / bare:6.2f}   (budget 1.5)")
    kept = medians["plan page, kept copy"] / medians["static file, whitenoise"]
    print(f"kept ÷ static file   {kept:6.2f}   (budget 1.2)")


def cost(ask: Callable[[str], HttpResponse], path: str, name: str) -> None:
    """What a page that is not kept asks of the database and of the line."""
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        response = ask(path)
    print(f"{name}: {len(queries)} queries, {len(response.content) / 1024:.1f} KB compressed")


def gzip_size(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


if __name__ == "__main__":
    sys.exit(main())
