"""The pages of changes: who opens which, what they say, what comes back with an error, and what they cost."""

from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import client_of, make_actor, make_member, principal
from plan_changes import AUGUST, REASON, World, published_world
from rinde.capabilities.accounts.choices import ScopeKind
from rinde.capabilities.accounts.models import Membership, User
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.choices import ChangeKind
from rinde.capabilities.plans.models import Assignment, ChangeRequest, Milestone, PlanNode, PlanVersion
from rinde.capabilities.plans.operations.change_requests import give_opinion
from rinde.capabilities.plans.queries import working_content

TODAY = "2026-05-04T15:00:00Z"
ASKING = ("nuevo/", "nuevo/actividad/", "nuevo/datos/", "nuevo/componente/")


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(TODAY, tick=False)


@pytest.fixture
def world(entity: Entity) -> World:
    return published_world(entity)


def of(by: Any, *, second_factor: bool = False) -> Client:
    """The browser of somebody of the world."""
    return client_of(User.objects.get(pk=by.user_id), second_factor=second_factor)


def to(world: World, path: str = "") -> str:
    return f"/{world.plan.entity.slug}/gestion/planes/{world.plan.pk}/cambios/{path}"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def liaison(world: World, activity_number: int = 0) -> Client:
    """The liaison of the unit that answers for one of the activities, with an account."""
    user = make_member(world.plan.entity, "UNIT_LIAISON")
    membership = Membership.objects.get(user=user)
    Membership.objects.filter(pk=membership.pk).update(scope_kind=ScopeKind.ACTORS)
    activity = world.activities[activity_number]
    membership.actors.add(Assignment.objects.get(deliverable__activity=activity).actor_id)
    return client_of(user)


@pytest.mark.parametrize("role", ["ENTITY_ADMIN", "INTERNAL_CONTROL", "COMMUNICATIONS", "READER", "UNIT_LIAISON"])
def test_everybody_of_the_house_reads_the_board(world: World, role: str) -> None:
    request = world.ask()
    client = client_of(make_member(world.plan.entity, role))

    board, detail = client.get(to(world)), client.get(to(world, f"{request.pk}/"))

    assert (board.status_code, detail.status_code) == (200, 200)
    assert "del 30 de junio al 31 de agosto de 2026" in text_of(board)


@pytest.mark.parametrize("path", ASKING)
@pytest.mark.parametrize("role", ["ENTITY_ADMIN", "INTERNAL_CONTROL", "COMMUNICATIONS", "READER", "CITIZEN_SERVICE"])
def test_pages_of_asking_are_for_those_who_may(world: World, role: str, path: str) -> None:
    assert client_of(make_member(world.plan.entity, role)).get(to(world, path)).status_code == 404


def test_empty_board_says_how_to_begin(world: World) -> None:
    assert "Nadie ha pedido cambios" in text_of(of(world.coordinator).get(to(world)))


@pytest.mark.parametrize("chosen", ["pedidas", "publicadas", "cualquiera"])
def test_board_is_filtered(world: World, chosen: str) -> None:
    world.ask()

    page = text_of(of(world.coordinator).get(to(world, f"?estado={chosen}")))

    assert ("Solicitud 1" in page) is (chosen != "publicadas")


def test_date_is_asked_for_in_three_fields(world: World) -> None:
    client, activity = liaison(world), world.activities[0]
    page = client.get(to(world, f"nuevo/fecha/?actividad={activity.pk}"))
    base = page.context["reason"]["base"].value()

    answer = client.post(
        to(world, f"nuevo/fecha/?actividad={activity.pk}"),
        {"which": "0-0", "day": "2026-08-31", "cambio-reason": REASON, "cambio-base": base},
        follow=True,
    )

    request = ChangeRequest.objects.get()
    assert "La solicitud 1 quedó registrada" in text_of(answer)
    assert (request.subject_key, request.on_behalf_of is not None) == (activity.key, True)
    assert request.differences[0]["after"] == "31/08/2026"
    assert Milestone.objects.filter(due_on=AUGUST).count() == 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"day": "2026-02-30"}, "Esa fecha no existe"),
        ({"day": ""}, "Escriba la fecha nueva"),
        ({"which": "9-9"}, "Escoja una opción válida"),
        ({"cambio-reason": "Ya"}, "La razón es muy corta"),
        ({"cambio-reason": "x" * 10_000}, "2000 caracteres"),
        ({"day": "2026-06-30"}, "La fecha es la misma"),
        ({"cambio-unit": "999999"}, "Escoja una opción válida"),
    ],
)
def test_wrong_request_comes_back_with_what_was_written(world: World, fields: dict[str, str], said: str) -> None:
    activity = world.activities[0]
    sent = {"which": "0-0", "day": "2026-08-31", "cambio-reason": REASON} | fields

    answer = of(world.coordinator).post(to(world, f"nuevo/fecha/?actividad={activity.pk}"), sent)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert sent["cambio-reason"][:20] in answer.content.decode()
    assert not ChangeRequest.objects.exists()


def test_late_date_is_marked_where_it_is_chosen_and_where_it_is_judged(world: World, time_machine: Any) -> None:
    time_machine.move_to("2026-07-01T15:00:00Z", tick=False)
    client, activity = of(world.coordinator), world.activities[0]
    assert "(ya venció)" in text_of(client.get(to(world, f"nuevo/fecha/?actividad={activity.pk}")))

    sent = {"which": "0-0", "day": "2026-08-31", "cambio-reason": REASON}
    answer = client.post(to(world, f"nuevo/fecha/?actividad={activity.pk}"), sent, follow=True)

    assert "esto ya había vencido: 30 de junio de 2026" in text_of(answer)


def test_liaison_meets_only_the_activities_of_their_unit(world: World) -> None:
    mine, theirs = world.activities
    client = liaison(world)

    page = text_of(client.get(to(world, "nuevo/")))

    assert (mine.name in page, theirs.name in page, "Los datos del plan:" in page) == (True, False, False)
    assert client.get(to(world, f"nuevo/fecha/?actividad={theirs.pk}")).status_code == 403
    assert client.get(to(world, "nuevo/datos/")).status_code == 403


@pytest.mark.parametrize("wanted", ["informe", "INFÓRME", "1."])
def test_activities_are_found_by_words_and_code(world: World, wanted: str) -> None:
    page = text_of(of(world.coordinator).get(to(world, "nuevo/"), {"q": wanted}))

    assert world.activities[0].name in page


def test_words_of_no_activity_say_so(world: World) -> None:
    assert "Ninguna actividad tiene esas palabras" in text_of(of(world.coordinator).get(to(world, "nuevo/?q=zzz")))


@pytest.mark.parametrize("query", ["?actividad=999999", "?activity_id=abc&actividad=12345678901234567890"])
def test_activity_that_is_not_there(world: World, query: str) -> None:
    client = of(world.coordinator)

    assert client.get(to(world, f"nuevo/fecha/{query}")).status_code in {302, 404}


def test_whole_activity_is_asked_for_in_its_form(world: World) -> None:
    client, activity = of(world.coordinator), world.activities[0]
    page = client.get(to(world, f"nuevo/?activity_id={activity.pk}"))
    editor = page.context["editor"]
    sent = _sent(editor.form, *editor.deliverables.forms) | {
        f"producto-{name}": value for name, value in (("TOTAL_FORMS", "1"), ("INITIAL_FORMS", "1"))
    }
    sent |= {"name": "Publicar otra cosa", "cambio-reason": REASON}

    answer = client.post(to(world, f"nuevo/?activity_id={activity.pk}"), sent)

    request = ChangeRequest.objects.get()
    assert answer.status_code == 302
    assert [one["label"] for one in request.differences] == ["Actividad"]


def _sent(*forms: Any) -> dict[str, Any]:
    """What a browser sends of forms left as they came."""
    sent: dict[str, Any] = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value not in (None, "", False) and field.widget_type != "clearablefile":
                sent[field.html_name] = value
    return sent


@pytest.mark.parametrize(
    ("path", "fields", "subject"),
    [
        ("nuevo/componente/", {"name": "Iniciativas", "code": "6"}, "componente «6. Iniciativas»"),
        ("nuevo/componente/?componente={node}", {"name": "Riesgos", "code": "1"}, "componente «1. Riesgos»"),
        ("nuevo/componente/?en={node}", {"name": "Mapas", "code": "1.1"}, "componente «1.1. Mapas»"),
        ("nuevo/retirar/?actividad={activity}", {}, "actividad {code}"),
    ],
)
def test_other_changes_are_asked_for(world: World, path: str, fields: dict[str, str], subject: str) -> None:
    activity = world.activities[0]
    names = {"node": PlanNode.objects.get().pk, "activity": activity.pk, "code": activity.code}
    url = to(world, path.format(**names))
    client = of(world.coordinator)
    assert client.get(url).status_code == 200

    answer = client.post(url, fields | {"cambio-reason": REASON})

    assert answer.status_code == 302
    assert ChangeRequest.objects.get().subject == subject.format(**names)


def test_header_is_asked_to_change(world: World) -> None:
    client = of(world.coordinator)
    editor = client.get(to(world, "nuevo/datos/")).context["editor"]
    sent = _sent(editor.form, *editor.signatories.forms) | {
        "objective": "Que la gente sepa.",
        "firma-TOTAL_FORMS": str(len(editor.signatories.forms)),
        "firma-INITIAL_FORMS": str(editor.signatories.initial_form_count()),
        "cambio-reason": REASON,
    }

    answer = client.post(to(world, "nuevo/datos/"), sent)

    assert answer.status_code == 302
    assert [one["label"] for one in ChangeRequest.objects.get().differences] == ["Objetivo"]


def test_conditional_set_is_named_on_record(world: World) -> None:
    assignment = Assignment.objects.first()
    Assignment.objects.filter(pk=assignment.pk).update(is_conditional=True, actor=None, text="los que suscriban")
    assignment.members.all().delete()
    actor = make_actor(world.plan.entity)
    client, url = of(world.coordinator), to(world, f"nuevo/responsables/?responsable={assignment.pk}")
    assert client.get(url).status_code == 200

    answer = client.post(url, {"members": [f"a:{actor.pk}"], "cambio-reason": REASON})

    assert answer.status_code == 302
    assert ChangeRequest.objects.get().kind == ChangeKind.SET_MEMBERS


def test_text_that_changed_meanwhile_is_shown_beside_what_was_written(world: World) -> None:
    client, activity = of(world.coordinator), world.activities[0]
    url = to(world, f"nuevo/fecha/?actividad={activity.pk}")
    base = client.get(url).context["reason"]["base"].value()
    world.carry_through(world.with_date(date(2026, 9, 30)))
    sent = {"which": "0-0", "day": "2026-08-31", "cambio-reason": REASON, "cambio-base": base}

    refused = client.post(url, sent)
    again = client.post(url, sent | {"cambio-base": refused.context["reason"]["base"].value()})

    assert (refused.status_code, again.status_code) == (409, 302)
    assert "Lo que el plan dice ahora" in text_of(refused)
    assert "30/09/2026" in text_of(refused)


def test_request_goes_from_asking_to_the_public(world: World, django_capture_on_commit_callbacks: Any) -> None:
    make_member(world.plan.entity, "INTERNAL_CONTROL", email="control@example.org")
    request = world.ask()
    coordinator, secretary = of(world.coordinator), of(world.secretary, second_factor=True)

    opined = coordinator.post(to(world, f"{request.pk}/concepto/"), {"favourable": "si", "text": "Procede."})
    act = {"requests": [request.pk], "body": "Comité", "number": "Acta 05", "dated_on": "2026-05-04"}
    decided = secretary.post(to(world, "decidir/"), act)
    preview = coordinator.get(to(world, "publicar/"))
    sent = {"solicitud": [request.pk], "revisado": preview.context["version"].reviewed}
    with django_capture_on_commit_callbacks(execute=True):
        published = coordinator.post(to(world, "publicar/"), sent, follow=True)

    assert (opined.status_code, decided.status_code) == (302, 302)
    assert "La versión 2 tendrá 1 cambio." in text_of(preview)
    assert "Se publicó la versión 2" in text_of(published)
    assert PlanVersion.objects.get(number=2).sha256 in text_of(published)
    assert [one.to for one in mail.outbox] == [["control@example.org"]]
    assert "/cambios/" in mail.outbox[0].body


def test_opinion_against_without_reasons_comes_back(world: World) -> None:
    request = world.ask()

    answer = of(world.coordinator).post(to(world, f"{request.pk}/concepto/"), {"favourable": "no", "text": ""})

    assert answer.status_code == 422
    assert "Diga por qué el concepto no es favorable" in text_of(answer)


def test_decision_without_second_factor_is_refused(world: World) -> None:
    request = world.ask()
    give_opinion(request_id=request.pk, favourable=True, text="", by=world.coordinator, now=request.requested_at)

    for path in ("decidir/", f"{request.pk}/negar/"):
        answer = of(world.secretary).post(to(world, path), {"negar-reason": REASON})
        assert answer.status_code in {302, 403}
    request.refresh_from_db()
    assert request.status == "WITH_OPINION"


def test_rejection_and_withdrawal_have_their_forms(world: World) -> None:
    rejected, withdrawn = (world.ask(world.with_date(activity=one)) for one in world.activities)
    give_opinion(request_id=rejected.pk, favourable=True, text="", by=world.coordinator, now=rejected.requested_at)
    secretary, coordinator = of(world.secretary, second_factor=True), of(world.coordinator)

    short = secretary.post(to(world, f"{rejected.pk}/negar/"), {"negar-reason": "No"})
    done = secretary.post(to(world, f"{rejected.pk}/negar/"), {"negar-reason": "El comité no lo encontró justificado."})
    back = coordinator.post(to(world, f"{withdrawn.pk}/retirar/"), {})

    assert (short.status_code, done.status_code, back.status_code) == (422, 302, 302)
    assert sorted(ChangeRequest.objects.values_list("status", flat=True)) == ["REJECTED", "WITHDRAWN"]


def test_stale_request_offers_to_ask_again(world: World) -> None:
    stale = world.ask(world.with_date(AUGUST))
    world.carry_through(world.with_date(date(2026, 9, 30)))
    client = of(world.coordinator)

    page = text_of(client.get(to(world, f"{stale.pk}/")))
    again = client.post(to(world, f"{stale.pk}/de-nuevo/"), follow=True)

    assert "Pedirla de nuevo sobre el texto vigente" in page
    assert "sobre el texto vigente" in text_of(again)
    stale.refresh_from_db()
    assert stale.status == "WITHDRAWN"


def test_stale_request_is_not_published_and_says_which(world: World) -> None:
    stale, quick = world.ask(world.with_target("Dos")), world.ask(world.with_date(date(2026, 9, 30)))
    world.approve(stale, quick)
    world.publish(quick)

    answer = of(world.coordinator).post(to(world, "publicar/"), {"solicitud": [stale.pk]})

    assert answer.status_code == 409
    assert f"Abrir la solicitud {stale.number}" in text_of(answer)


def test_only_some_are_published(world: World) -> None:
    first, second = (world.ask(world.with_date(activity=one)) for one in world.activities)
    world.approve(first, second)
    client = of(world.coordinator)
    preview = client.get(to(world, f"publicar/?solicitud={second.pk}"))

    sent = {"solicitud": [second.pk], "revisado": preview.context["version"].reviewed}
    client.post(to(world, "publicar/"), sent)

    assert ChangeRequest.objects.get(pk=first.pk).status == "APPROVED"
    assert ChangeRequest.objects.get(pk=second.pk).status == "PUBLISHED"


def test_request_of_another_plan_is_not_there(world: World) -> None:
    other = published_world(world.plan.entity)
    theirs = other.ask()

    assert of(world.coordinator).get(to(world, f"{theirs.pk}/")).status_code == 404


def test_pages_change_nothing_when_they_are_opened(world: World) -> None:
    request = world.ask()
    before = working_content(world.plan, on=request.requested_at.date())
    client = of(world.coordinator)

    for path in ("", f"{request.pk}/", "nuevo/", f"nuevo/fecha/?actividad={world.activities[0].pk}", "publicar/"):
        assert client.get(to(world, path)).status_code == 200

    assert working_content(world.plan, on=request.requested_at.date()) == before
    assert ChangeRequest.objects.count() == 1


@pytest.mark.parametrize("path", ["", "nuevo/", "publicar/", "nuevo/fecha/?actividad={activity}"])
def test_pages_cost_the_same_queries_for_1_and_3_rows(entity: Entity, path: str) -> None:
    counts = []
    for rows in (1, 3):
        world = published_world(entity, activities=rows)
        asked = [world.ask(world.with_date(activity=one)) for one in world.activities]
        if path == "publicar/":
            world.approve(*asked)
        client = of(world.coordinator)
        url = to(world, path.format(activity=world.activities[0].pk))
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_coordinator_of_another_entity_sees_nothing(world: World, other_entity: Entity) -> None:
    stranger = principal(other_entity, "PLAN_COORDINATOR")

    assert of(stranger).get(to(world)).status_code in {302, 404}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2027-01-15", "queda fuera de la vigencia del plan (2026)"),
        ("2026-05-03", "es anterior al día en que se pidió"),
    ],
)
def test_odd_date_is_confirmed_and_said_everywhere(world: World, day: str, said: str) -> None:
    client, activity = of(world.coordinator), world.activities[0]
    url = to(world, f"nuevo/fecha/?actividad={activity.pk}")
    sent = {"which": "0-0", "day": day, "cambio-reason": REASON}

    asked = client.post(url, sent)
    made = client.post(url, sent | {"cambio-sure": "on"}, follow=True)

    assert (asked.status_code, said in text_of(asked), 'name="cambio-sure"' in text_of(asked)) == (422, True, True)
    assert said in text_of(made)
    request = ChangeRequest.objects.get()
    give_opinion(request_id=request.pk, favourable=True, text="", by=world.coordinator, now=request.requested_at)
    assert said in text_of(of(world.secretary, second_factor=True).get(to(world, "decidir/")))


def test_requests_that_clash_are_said_before_deciding(world: World) -> None:
    ones = [world.ask(world.with_date(day)) for day in (AUGUST, date(2026, 9, 30), date(2026, 10, 30))]
    for one in ones:
        give_opinion(request_id=one.pk, favourable=True, text="", by=world.coordinator, now=one.requested_at)

    page = of(world.secretary, second_factor=True).get(to(world, "decidir/"))

    assert "Las solicitudes 1, 2 y 3 mueven la misma fecha a días distintos" in text_of(page)
    assert " checked" not in text_of(page)


def test_request_on_an_older_text_is_not_offered_for_publication(world: World) -> None:
    stale, quick = world.ask(world.with_target("Dos")), world.ask(world.with_date())
    world.approve(stale, quick)
    world.publish(quick)
    client = of(world.coordinator)

    detail, listed, publish = (text_of(client.get(to(world, path))) for path in (f"{stale.pk}/", "", "publicar/"))

    assert "Revisar y publicar la versión nueva" not in detail
    assert "Pedirla de nuevo sobre el texto vigente" in detail
    assert "Retirar la solicitud" in detail
    assert ("Sobre un texto anterior" in listed, "Publicar 1 cambio" in listed) == (True, False)
    assert ("Así no se publica: ábrala" in publish, "Publicar la versión 3" in publish) == (True, False)


def test_several_requests_are_named_in_one_list(world: World) -> None:
    ones = [world.ask(world.with_date(date(2026, month, 15))) for month in (8, 9, 10)]

    page = text_of(of(world.coordinator).get(to(world, f"{ones[0].pk}/")))

    assert "También las solicitudes <a" in page
    assert "tratan de lo mismo" in page


def test_porque_is_not_said_twice(world: World) -> None:
    request = world.ask(reason=f"Porque {REASON[0].lower()}{REASON[1:]}")

    page = text_of(of(world.coordinator).get(to(world, f"{request.pk}/")))

    assert f"<strong>Por qué:</strong> {REASON}" in page
