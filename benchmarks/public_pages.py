"""What a public page costs beside the least that Django can do. Prints ratios: absolute times differ by machine.

Run: `python benchmarks/public_pages.py`. Everything happens in one process, in a throwaway database, interleaved,
so that a busy machine slows all of them alike; the figure is the median of each.

- bare list: 100 rows × 8 columns from SQLite through a plain template, without middleware of ours;
- plan page: a published plan of 100 activities, rendered anew (its rows ready in memory, as in any process that has
  shown the version once) and from its kept copy;
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
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import Context, Engine  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from whitenoise.compress import main as compress  # noqa: E402

from rinde.capabilities.entities.models import Entity  # noqa: E402
from rinde.capabilities.plans.models import Activity, Deliverable, Plan, PlanNode, PlanVersion  # noqa: E402
from rinde.capabilities.plans.rules.content import (  # noqa: E402
    ActivityContent,
    AssignmentContent,
    DeliverableContent,
    MilestoneContent,
    NodeContent,
    PlanContent,
    canonical_json,
    content_hash,
)
from rinde.services.tenancy import active_tenant  # noqa: E402

ROUNDS = 100
NOW = datetime(2026, 2, 1, 15, tzinfo=UTC)
NAME = "Realizar la jornada {n} de socialización de los instrumentos de gestión de la información con la ciudadanía"


def content(activities: int) -> PlanContent:
    def activity(number: int) -> ActivityContent:
        one = DeliverableContent(
            target="100 %",
            product=f"Informe {number} publicado en la sede electrónica, con memoria y lista de asistencia",
            indicator="Jornadas hechas / jornadas programadas × 100",
            milestones=(MilestoneContent(date(2026, 1 + number % 12, 28)),),
            assignments=(AssignmentContent(f"Secretaría {number % 12} de la entidad"),),
        )
        return ActivityContent(key=f"a-{number}", code=f"1.{number}", name=NAME.format(n=number), deliverables=(one,))

    nodes = tuple(
        NodeContent(
            f"Componente {part}", code=str(part + 1), activities=tuple(map(activity, range(part, activities, 5)))
        )
        for part in range(5)
    )
    days = {"period_start": date(2026, 1, 1), "period_end": date(2026, 12, 31)}
    return PlanContent(
        "Alcaldía de Prueba", "prueba", "PTEP", "Programa de prueba", f"p{activities}", **days, nodes=nodes
    )


def publish(entity: Entity, activities: int) -> None:
    plan_content = content(activities)
    text = canonical_json(plan_content)
    with active_tenant(entity):
        plan = Plan.objects.create(
            entity=entity,
            instrument="PTEP",
            title=plan_content.title,
            slug=plan_content.slug,
            period_start=plan_content.period_start,
            period_end=plan_content.period_end,
            edited_at=NOW,
            created_at=NOW,
        )
        plan.current_version = PlanVersion.objects.create(
            entity=entity, plan=plan, number=1, content=text, sha256=content_hash(text), published_at=NOW
        )
        plan.save()


def working_rows(entity: Entity) -> None:
    """100 rows for the bare list."""
    with active_tenant(entity):
        plan = Plan.objects.get(slug="p100")
        node = PlanNode.objects.create(entity=entity, plan=plan, kind="COMPONENT", name="Componente")
        for placed in content(100).placed():
            one = placed.activity
            row = Activity.objects.create(
                entity=entity, plan=plan, node=node, key=one.key, code=one.code, name=one.name, edited_at=NOW
            )
            promised = one.deliverables[0]
            Deliverable.objects.create(
                entity=entity,
                activity=row,
                product=promised.product,
                target=promised.target,
                indicator=promised.indicator,
                schedule_text="28 de cada mes",
            )


BARE = Engine().from_string(
    "<!doctype html><html><body><table>{% for one in rows %}<tr><td>{{ one.pk }}</td><td>{{ one.activity.code }}</td>"
    "<td>{{ one.activity.name }}</td><td>{{ one.product }}</td><td>{{ one.target }}</td><td>{{ one.indicator }}</td>"
    "<td>{{ one.schedule_text }}</td><td>{{ one.activity.edited_at }}</td></tr>{% endfor %}</table></body></html>"
)


def bare_list(entity: Entity) -> Callable[[HttpRequest], HttpResponse]:
    def view(_: HttpRequest) -> HttpResponse:
        with active_tenant(entity):
            return HttpResponse(BARE.render(Context({"rows": Deliverable.objects.select_related("activity")[:100]})))

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
    publish(entity, 100)
    publish(entity, 1)
    publish(entity, 1000)
    working_rows(entity)
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

    def static_file() -> None:
        response = handler({**environ, "PATH_INFO": "/static/page.html"}, lambda *_: None)
        b"".join(response)
        response.close()

    bare = bare_list(entity)
    request = RequestFactory().get("/")
    actions: dict[str, Callable[[], object]] = {
        "bare list of 100 rows": lambda: bare(request).content,
        "plan page, rendered anew": anew,
        "plan page, kept copy": ask,
        "static file, whitenoise": static_file,
    }
    ask()
    times: dict[str, list[float]] = {name: [] for name in actions}
    order = Random(1)
    for _ in range(ROUNDS):
        # In another order each round: what runs after the slow ones finds the processor's caches cold.
        for name in order.sample(list(actions), len(actions)):
            times[name].append(timed(actions[name]))
    medians = {name: median(values) for name, values in times.items()}
    for name, value in medians.items():
        print(f"{name:28} {value * 1000:8.3f} ms")
    anew_ratio = medians["plan page, rendered anew"] / medians["bare list of 100 rows"]
    kept_ratio = medians["plan page, kept copy"] / medians["static file, whitenoise"]
    print(f"anew ÷ bare list     {anew_ratio:6.2f}   (budget 1.5)")
    print(f"kept ÷ static file   {kept_ratio:6.2f}   (budget 1.2)")
    for activities in (1, 100, 1000):
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as queries:
            response = ask(f"/prueba/planes/2026/p{activities}/")
        print(f"{activities:5} activities: {len(queries)} queries, {len(response.content) / 1024:.1f} KB compressed")
    css = Path(__file__).parents[1] / "src/rinde/foundations/design/static/design/rinde.css"
    print(
        f"first view of 100 activities: page {len(page.content) / 1024:.1f} KB + sheet {gzip_size(css) / 1024:.1f} KB"
    )


def gzip_size(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


if __name__ == "__main__":
    sys.exit(main())
