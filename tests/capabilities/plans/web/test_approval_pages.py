"""«Aprobación y versiones» as people use it: what comes next for whom, and what each page refuses without losing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from act_files import a_pdf
from factories import (
    NOW,
    approve,
    client_of,
    make_full_plan,
    make_member,
    make_plan,
    make_published_plan,
    principal,
)
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Act, Deliverable, Milestone, Plan, PlanVersion
from rinde.capabilities.plans.operations import consolidate_plan
from rinde.capabilities.plans.rules.content import content_hash
from rinde.foundations.law.terms import long_day
from rinde.services.audit.models import AuditEntry

READERS = ("ENTITY_ADMIN", "PLAN_COORDINATOR", "UNIT_LIAISON", "INTERNAL_CONTROL", "COMMUNICATIONS", "READER")


FAR = date(2099, 12, 31)  # the pages read the clock: a plan of today must be one for years


def running_plan(entity: Entity, activities: int = 1, **fields: Any) -> Plan:
    """A complete draft whose period is not over."""
    return make_full_plan(entity, activities, **{"period_end": FAR} | fields)


def signed_in(entity: Entity, role: str, *, code: bool = False) -> Client:
    return client_of(make_member(entity, role), second_factor=code)


def address(plan: Plan, path: str = "aprobacion/") -> str:
    return f"/{plan.entity.slug}/gestion/planes/{plan.pk}/{path}"


def act_answers(**fields: Any) -> dict[str, Any]:
    defaults = {"body": "Comité", "number": "Acta 02", "dated_on": "2026-01-28", "is_older": "on"}
    return defaults | fields


PDF = a_pdf()


@pytest.fixture
def consolidated(entity: Entity) -> Plan:
    plan = running_plan(entity)
    by = principal(entity, "PLAN_COORDINATOR")
    return consolidate_plan(plan_id=plan.pk, note="Se consultó en mesas.", by=by, now=NOW)


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize(
    ("state", "mine", "action"),
    [
        ("DRAFT", {"PLAN_COORDINATOR"}, "Revisar y consolidar"),
        ("CONSOLIDATED", {"PLAN_COORDINATOR", "ENTITY_ADMIN"}, "/aprobacion/acto/"),
        ("APPROVED", {"PLAN_COORDINATOR"}, "/publicar/"),
        ("PUBLISHED", {"PLAN_COORDINATOR"}, "/cerrar/"),
    ],
)
def test_next_step_is_offered_to_whoever_takes_it(
    entity: Entity, role: str, state: str, mine: set[str], action: str
) -> None:
    plan = make_published_plan(entity, period_end=FAR) if state == "PUBLISHED" else running_plan(entity)
    if state == "APPROVED":
        approve(plan)
    Plan.objects.update(status=state)

    page = signed_in(entity, role).get(address(plan))

    assert page.status_code == 200
    assert (action in page.text) is (role in mine)


def test_citizen_service_and_strangers_find_no_page(entity: Entity, other_entity: Entity) -> None:
    plan = running_plan(entity)

    assert signed_in(entity, "CITIZEN_SERVICE").get(address(plan)).status_code == 404
    assert signed_in(other_entity, "PLAN_COORDINATOR").get(address(plan)).status_code == 404


def test_page_tells_who_took_each_step_with_act_and_hash(entity: Entity) -> None:
    plan = make_published_plan(entity)
    version = plan.versions.get()

    page = signed_in(entity, "READER").get(address(plan)).text

    assert "Acta 02 de 2026 del 28 de enero de 2026" in page
    assert "Ya se había consultado." in page
    assert "No pasó por aquí" in page  # the consultation
    assert version.sha256 in page
    for extension in ("xlsx", "ods", "pdf", "csv"):
        assert f"/{entity.slug}/planes/2026/{plan.slug}/versiones/1/plan.{extension}" in page


def test_gaps_stop_the_page_and_link_to_the_row(entity: Entity) -> None:
    plan = running_plan(entity)
    Milestone.objects.all().delete()
    client = signed_in(entity, "PLAN_COORDINATOR")

    page = client.get(address(plan, "aprobacion/consolidar/"))
    refused = client.post(address(plan, "aprobacion/consolidar/"), {"reason": "Ya"})

    assert "/editar/" in page.text
    assert 'name="reason"' not in page.text
    assert refused.status_code == 422
    assert Plan.objects.get().status == "DRAFT"


def test_draft_is_consolidated_as_it_was_reviewed(entity: Entity) -> None:
    plan = running_plan(entity)
    client, url = signed_in(entity, "PLAN_COORDINATOR"), address(plan, "aprobacion/consolidar/")
    reviewed = client.get(url).context["reviewed"]
    Deliverable.objects.update(product="Otra cosa")

    stale = client.post(url, {"reason": "Se consultó.", "revisado": reviewed})
    empty = client.post(url, {"reason": "", "revisado": reviewed})
    done = client.post(url, {"reason": "Se consultó.", "revisado": stale.context["reviewed"]}, follow=True)

    assert (stale.status_code, empty.status_code) == (409, 422)
    assert "Se consultó." in stale.text
    assert "El texto quedó consolidado" in done.text


def test_consolidated_plan_is_given_back(consolidated: Plan) -> None:
    client = signed_in(consolidated.entity, "PLAN_COORDINATOR")

    done = client.post(
        address(consolidated, "aprobacion/devolver/"), {"reason": "Falta un riesgo de contratación."}, follow=True
    )

    assert "El plan volvió a borrador" in done.text
    assert client.get(address(consolidated, "aprobacion/devolver/")).status_code == 409


@pytest.mark.parametrize("path", ["aprobacion/acto/", "aprobacion/acto/anular/", "aprobacion/ya-aprobado/"])
def test_without_second_factor_the_page_leads_to_it_and_back(consolidated: Plan, path: str) -> None:
    client, url = signed_in(consolidated.entity, "PLAN_COORDINATOR"), address(consolidated, path)

    asked, tried = client.get(url), client.post(url, act_answers())

    assert (asked.status_code, tried.status_code, Act.objects.count()) == (403, 403, 0)
    assert "Activar el segundo factor" in asked.text
    assert f"/cuenta/segundo-factor/activar/?next={url.replace('/', '%2F')}" in asked.text
    entry = AuditEntry.objects.get(action="plans.refused")
    assert entry.facts["refused"] == "SecondFactorMissing"


def test_act_is_registered_with_its_document(consolidated: Plan) -> None:
    client = signed_in(consolidated.entity, "ENTITY_ADMIN", code=True)
    url = address(consolidated, "aprobacion/acto/")
    reviewed = client.get(url).context["reviewed"]
    file = SimpleUploadedFile("acta firmada.pdf", PDF)

    done = client.post(url, act_answers(revisado=reviewed, file=file), follow=True)
    again = client.post(url, act_answers(revisado=reviewed), follow=True)

    act = Act.objects.get()
    assert "El acto quedó registrado" in done.text
    assert again.status_code == 200
    assert (act.body, act.number, act.dated_on, act.file_is_public) == ("Comité", "Acta 02", date(2026, 1, 28), False)
    download = client.get(address(consolidated, f"aprobacion/actos/{act.pk}/archivo/"))
    assert (download.content, download["Content-Type"]) == (PDF, "application/pdf")
    assert download["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"dated_on": "2026-02-30"}, "Esa fecha no existe"),
        ({"dated_on": "-3"}, "Esa fecha no existe"),
        ({"dated_on": ""}, "Escriba la fecha del acto"),
        ({"dated_on": "2999-01-01"}, "todavía no llega"),
        ({"is_older": ""}, "confírmelo"),
        ({"number": ""}, "Escriba el acto con su número"),
        ({"body": "x" * 10_000}, "200"),
        ({"revisado": "0" * 64}, "Otra persona cambió el plan"),
    ],
)
def test_bad_act_is_explained_and_what_was_typed_stays(consolidated: Plan, fields: dict[str, str], said: str) -> None:
    client = signed_in(consolidated.entity, "PLAN_COORDINATOR", code=True)

    page = client.post(address(consolidated, "aprobacion/acto/"), act_answers(**{"body": "Comité municipal"} | fields))

    assert page.status_code in {409, 422}
    assert said in page.text
    assert "Comité municipal" in page.text or "body" in fields
    assert (Act.objects.count(), Plan.objects.get().status) == (0, "CONSOLIDATED")


def test_file_that_is_not_what_it_says_is_refused(consolidated: Plan) -> None:
    client = signed_in(consolidated.entity, "PLAN_COORDINATOR", code=True)
    for content in (b"<script>alert(1)</script>", b""):
        file = SimpleUploadedFile("acta.pdf", content, content_type="application/pdf")

        page = client.post(address(consolidated, "aprobacion/acto/"), act_answers(file=file))

        assert page.status_code == 422
        assert "El archivo del acto" in page.text
    assert not Act.objects.exists()


def test_act_of_another_plan_or_without_file_has_no_download(consolidated: Plan) -> None:
    approve(other := running_plan(consolidated.entity))
    client = signed_in(consolidated.entity, "READER")
    act = Act.objects.get()

    assert client.get(address(other, f"aprobacion/actos/{act.pk}/archivo/")).status_code == 404
    assert client.get(address(consolidated, f"aprobacion/actos/{act.pk}/archivo/")).status_code == 404


def test_approved_text_is_published_with_the_hash_shown(entity: Entity) -> None:
    plan = approve(running_plan(entity))
    client, url = signed_in(entity, "PLAN_COORDINATOR"), address(plan, "publicar/")
    page = client.get(url)

    done = client.post(url, {"revisado": page.context["reviewed"]}, follow=True)
    again = client.post(url, {"revisado": page.context["reviewed"]}, follow=True)

    version = PlanVersion.objects.get()
    assert version.sha256 in page.text
    assert "Acta 02 de 2026" in page.text
    assert "Se publicó la versión 1." in done.text
    assert "Nada cambió: la versión 1 sigue siendo la pública." in again.text
    public = client.get(f"/{entity.slug}/planes/2026/{plan.slug}/versiones/1/plan.json")
    assert content_hash(public.content.decode()) == version.sha256


def test_plan_that_people_may_still_comment_on_says_so_instead_of_offering_the_step(entity: Entity) -> None:
    today = timezone.localdate()
    plan = running_plan(entity, status="IN_CONSULTATION", comments_until=today)
    client, step = signed_in(entity, "PLAN_COORDINATOR"), address(plan, "aprobacion/consolidar/")

    page, tried = client.get(address(plan)), client.post(step, {"reason": "Ya"})

    assert f"Se puede comentar hasta el {long_day(today)}" in page.text
    assert step not in page.text
    assert (client.get(step).status_code, tried.status_code) == (409, 409)
    assert "el texto se consolida después" in tried.text
    assert Plan.objects.get(pk=plan.pk).status == "IN_CONSULTATION"


def test_plan_whose_comments_ended_is_consolidated_without_a_reason(entity: Entity) -> None:
    plan = running_plan(entity, status="IN_CONSULTATION", comments_until=timezone.localdate() - timedelta(days=1))
    client, step = signed_in(entity, "PLAN_COORDINATOR"), address(plan, "aprobacion/consolidar/")

    offered, page = client.get(address(plan)), client.get(step)
    done = client.post(step, {"reason": "", "revisado": page.context["reviewed"]}, follow=True)

    assert step in offered.text
    assert "Qué se hizo con lo comentado" in page.text
    assert "El texto quedó consolidado." in done.text


@pytest.mark.parametrize("status", ["DRAFT", "IN_CONSULTATION", "CONSOLIDATED"])
def test_publishing_before_the_act_leads_to_what_comes_first(entity: Entity, status: str) -> None:
    plan = running_plan(entity, status=status)
    client = signed_in(entity, "PLAN_COORDINATOR")

    asked, tried = client.get(address(plan, "publicar/")), client.post(address(plan, "publicar/"))

    assert (asked.status_code, asked.url) == (302, address(plan))
    assert (tried.status_code, PlanVersion.objects.count()) == (409, 0)


def test_history_says_which_parts_the_public_would_find_empty(entity: Entity) -> None:
    plan = make_full_plan(entity, period_start=date(2022, 1, 1), period_end=date(2022, 12, 31))
    plan.nodes.create(entity=entity, kind="COMPONENT", name="Iniciativas adicionales")
    client = signed_in(entity, "PLAN_COORDINATOR")

    page = client.get(address(plan, "publicar/"))

    assert "La ciudadanía verá 1 parte sin actividades" in page.text
    assert "Publicar el plan como historia" in page.text
    assert client.post(address(plan, "publicar/"), {"revisado": page.context["reviewed"]}).status_code == 302
    assert PlanVersion.objects.get().act is None


def test_plan_that_was_approved_elsewhere_is_published_on_one_page(entity: Entity) -> None:
    plan = running_plan(entity)
    client, url = signed_in(entity, "PLAN_COORDINATOR", code=True), address(plan, "aprobacion/ya-aprobado/")
    reviewed = client.get(url).context["reviewed"]

    missing = client.post(url, act_answers(revisado=reviewed))
    done = client.post(url, act_answers(revisado=reviewed, reason="Mesas de 2025."), follow=True)

    assert (missing.status_code, "Diga cómo se consultó" in missing.text) == (422, True)
    assert "El plan quedó publicado con su acto." in done.text
    assert PlanVersion.objects.get().act == Act.objects.get()


def test_short_way_is_not_for_the_administration_alone(entity: Entity) -> None:
    plan = running_plan(entity)
    client = signed_in(entity, "ENTITY_ADMIN", code=True)

    assert client.post(address(plan, "aprobacion/ya-aprobado/"), act_answers(reason="X")).status_code == 403
    assert Plan.objects.get().status == "DRAFT"


def test_registered_act_is_annulled_and_published_plan_is_closed(entity: Entity) -> None:
    plan = approve(running_plan(entity))
    client = signed_in(entity, "PLAN_COORDINATOR", code=True)

    annulled = client.post(address(plan, "aprobacion/acto/anular/"), {"reason": "Era otra acta, la 12."}, follow=True)
    assert "Registro anulado" in annulled.text
    assert client.get(address(plan, "aprobacion/acto/anular/")).status_code == 409

    public = make_published_plan(entity, period_end=FAR)
    assert client.post(address(public, "cerrar/"), {"reason": ""}).status_code == 422
    closed = client.post(address(public, "cerrar/"), {"reason": "Lo reemplaza otro plan."}, follow=True)
    assert "El plan quedó cerrado." in closed.text


def test_empty_plan_says_what_lacks(entity: Entity) -> None:
    page = signed_in(entity, "PLAN_COORDINATOR").get(address(make_plan(entity, period_end=FAR)))

    assert "El plan no tiene actividades" in page.text


@pytest.mark.parametrize("path", ["aprobacion/", "aprobacion/consolidar/"])
def test_pages_cost_the_same_queries_with_1_and_3_rows(entity: Entity, path: str) -> None:
    client, counts = signed_in(entity, "PLAN_COORDINATOR"), []
    for rows in (1, 3):
        plan = running_plan(entity, activities=rows)
        client.get(address(plan, path))
        with CaptureQueriesContext(connection) as captured:
            client.get(address(plan, path))
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert counts[0] <= 15


@pytest.mark.parametrize(
    ("status", "role", "told"),
    [
        ("DRAFT", "PLAN_COORDINATOR", "Abrir el borrador"),
        ("CONSOLIDATED", "ENTITY_ADMIN", "Registrar el acto"),
        ("CONSOLIDATED", "PLAN_COORDINATOR", "Registrar el acto"),
        ("APPROVED", "PLAN_COORDINATOR", "Revisar y publicar"),
    ],
)
def test_start_page_tells_the_next_move_to_whoever_makes_it(entity: Entity, status: str, role: str, told: str) -> None:
    plan = running_plan(entity, title="Plan que espera")
    Plan.objects.filter(pk=plan.pk).update(status=status)

    mine = signed_in(entity, role).get(f"/{entity.slug}/gestion/").context["steps"]
    other = signed_in(entity, "READER").get(f"/{entity.slug}/gestion/").context["steps"]

    assert told in [step.action for step in mine if step.title == "Plan que espera"]
    assert [step for step in other if step.title == "Plan que espera"] == []


def test_plan_whose_period_is_over_may_be_closed_from_the_start_page(entity: Entity) -> None:
    over = timezone.localdate().year - 1
    make_published_plan(entity, period_start=date(over, 1, 1), period_end=date(over, 12, 31))

    steps = signed_in(entity, "PLAN_COORDINATOR").get(f"/{entity.slug}/gestion/").context["steps"]

    assert [step.word for step in steps if step.action == "Cerrar el plan"] == ["Por cerrar"]
