"""What pages of the follow-up cost in an installation of 10 entities, each with 5 years of plans of 100 activities.

Run: `python benchmarks/many_entities.py`. One process, a throwaway database, interleaved. Every figure is a median of
processor time, SQLite included, so that what else the machine does counts little; its ratio is to a bare Django list of
100 rows in the same run. Pages are asked for entity after entity and year after year, so that what a process keeps
ready is kept for all 50 plans or for none.

The budget of a public page is 1.5 times the bare list. The one that comes first after a write counts all of its
follow-up again: it is held to twice, so that it never grows back to what it was. Queries are of that one too, and must
be the same for a plan of 1 activity and one of 1,000.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from statistics import median
from time import process_time

import public_pages  # sets Django up, in a folder of its own
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.models import Membership, User
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Plan
from rinde.services.access import ANONYMOUS
from rinde.services.audit.operations import record
from rinde.services.tenancy import active_tenant

ENTITIES, YEARS, ACTIVITIES = 10, range(2022, 2027), 100
TURNS = 2  # each of the 50 plans so many times
RATIO, RATIO_AFTER_A_WRITE, QUERIES = 1.5, 2.0, 15
BARE = "bare list"


@dataclass(frozen=True)
class Page:
    """`most`: times the bare list, where its time has a budget and not its queries alone."""

    name: str
    address: str  # with {slug}, {year}, {many} and {plan}
    is_public: bool = True
    after_a_write: bool = False
    most: float | None = None


PAGES = (
    Page("plan", "/{slug}/planes/{year}/p{many}/", most=RATIO),
    Page("plan, first after a write", "/{slug}/planes/{year}/p{many}/", after_a_write=True, most=RATIO_AFTER_A_WRITE),
    Page("activity", "/{slug}/planes/{year}/p{many}/actividades/a-0/", most=RATIO),
    Page(
        "activity, first after a write",
        "/{slug}/planes/{year}/p{many}/actividades/a-0/",
        after_a_write=True,
        most=RATIO_AFTER_A_WRITE,
    ),
    Page("commitment by commitment", "/{slug}/planes/{year}/p{many}/avance/", most=RATIO),
    Page("home of the entity", "/{slug}/"),
    Page("desk: board of a plan", "/{slug}/gestion/seguimiento/planes/{plan}/", is_public=False),
    Page("desk: all that is followed", "/{slug}/gestion/seguimiento/planes/", is_public=False),
)


@dataclass(frozen=True)
class Place:
    """A published plan, and who coordinates it, by cookie."""

    plan: Plan
    many: int
    cookie: str

    def address(self, page: Page) -> str:
        return page.address.format(slug=self.plan.entity.slug, year=self.plan.year, many=self.many, plan=self.plan.pk)


def coordinator(entity: Entity) -> str:
    """The cookie of somebody signed in who coordinates the plans of an entity."""
    user = User(email=f"plan@{entity.slug}.example.org", full_name="Coordinación")
    user.set_unusable_password()
    user.save()
    with active_tenant(entity):
        Membership.objects.create(entity=entity, user=user, role=RoleCode.PLAN_COORDINATOR)
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def installation() -> list[Place]:
    """Ten entities with five years each, in the order in which they are asked for."""
    places = []
    for number in range(ENTITIES):
        entity = Entity.objects.create(slug=f"entidad-{number}", name=f"Alcaldía número {number}")
        cookie = coordinator(entity)
        places += [Place(public_pages.publish(entity, ACTIVITIES, year), ACTIVITIES, cookie) for year in YEARS]
    return places


class Visitor:
    """Asks the whole site, middleware included, for pages that nobody kept."""

    def __init__(self) -> None:
        self.environ = RequestFactory(headers={"accept-encoding": "br, gzip"}).get("/").environ
        self.handler = WSGIHandler()

    def ask(self, page: Page, place: Place) -> HttpResponse:
        """Raises RuntimeError for an answer that is not the page."""
        caches["pages"].clear()
        cookie = {} if page.is_public else {"HTTP_COOKIE": place.cookie}
        environ = {**self.environ, **cookie, "PATH_INFO": place.address(page)}
        response: HttpResponse = self.handler(environ, lambda *_: None)
        response.close()
        if response.status_code != 200:
            raise RuntimeError(f"{place.address(page)}: {response.status_code}")
        return response


def timed(action: Callable[[], object]) -> float:
    started = process_time()
    action()
    return process_time() - started


def something_happens(plan: Plan) -> None:
    record(
        entity_id=plan.entity_id, action="followup.send", target=f"plans.Plan:{plan.pk}", by=ANONYMOUS,
        now=public_pages.NOW,
    )  # fmt: skip


def measured(visitor: Visitor, places: Sequence[Place]) -> dict[str, float]:
    """The median of each page and of the bare list, in seconds."""
    first = places[0].plan
    bare, request = public_pages.bare_list(first.entity, first), RequestFactory().get("/")
    times: dict[str, list[float]] = {name: [] for name in (BARE, *(page.name for page in PAGES))}
    order = Random(1)

    def turn(pages: Sequence[Page]) -> None:
        for place in places:
            # In another order each time: what runs after the slow ones finds the processor's caches cold.
            for page in order.sample((None, *pages), len(pages) + 1):
                if page is None:
                    times[BARE].append(timed(partial(bare, request)))
                    continue
                if page.after_a_write:
                    something_happens(place.plan)
                times[page.name].append(timed(partial(visitor.ask, page, place)))

    for _ in range(TURNS):
        for place in places:
            for page in PAGES:
                visitor.ask(page, place)  # as in a process that has been up for a while
        turn([page for page in PAGES if not page.after_a_write])
        turn([page for page in PAGES if page.after_a_write])
    return {name: median(values) for name, values in times.items()}


def queries_of(visitor: Visitor, page: Page, place: Place) -> int:
    """How often a page asks the database, after something happened; what a version says is known by then."""
    visitor.ask(page, place)
    something_happens(place.plan)
    with CaptureQueriesContext(connection) as asked:
        visitor.ask(page, place)
    return len(asked)


def main() -> int:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    places, visitor = installation(), Visitor()
    medians = measured(visitor, places)
    sizes = Entity.objects.create(slug="tamanos", name="Alcaldía de Prueba")
    cookie = coordinator(sizes)
    few, lots = (Place(public_pages.publish(sizes, many), many, cookie) for many in (1, 1000))
    kept = True
    print(f"{len(places)} plans of {ACTIVITIES} activities; bare list {medians[BARE] * 1000:.1f} ms")
    for page in PAGES:
        ratio = medians[page.name] / medians[BARE]
        asked = [queries_of(visitor, page, place) for place in (places[-1], few, lots)]
        size = len(visitor.ask(page, places[-1]).content) / 1024
        within = max(asked) <= QUERIES and len(set(asked[1:])) == 1 and (page.most is None or ratio <= page.most)
        kept = kept and within
        limit = f"≤ {page.most}" if page.most else "     "
        print(
            f"{page.name:29} {medians[page.name] * 1000:6.1f} ms, ÷ bare {ratio:5.2f} {limit}   queries {asked[0]:2}"
            f" (1 row: {asked[1]}, 1,000 rows: {asked[2]}) ≤ {QUERIES}   {size:5.1f} KB {'' if within else '  OVER'}"
        )
    print("budgets:", "kept" if kept else "BROKEN")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
