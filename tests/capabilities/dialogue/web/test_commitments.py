from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commitment_samples import (
    COMMUNITY,
    LATER,
    make_accepted_report,
    make_draft_commitment,
    make_public_commitment,
    make_sent_report,
    make_voice,
    say,
)
from cut_off_samples import make_secret_cut_off
from dialogue_samples import make_held_space, organiser
from factories import client_of, make_actor, make_full_plan, make_member, make_node, make_plan, make_user
from page_costs import MOST
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.dialogue.models import CitizenWord, Commitment, CommitmentProof, CommitmentReport
from rinde.capabilities.dialogue.operations.commitment_followers import tell_followers, topic_of_commitment
from rinde.capabilities.dialogue.operations.improvement_plans import publish_improvement
from rinde.capabilities.entities.models import Entity
from rinde.services.notifications.models import OutgoingMail, Subscription
from rinde.services.tenancy import active_tenant

SITE = "https://rinde.example"


@pytest.fixture(autouse=True)
def _no_floods(db: None) -> None:  # the cache stands in the database
    cache.clear()


@pytest.fixture
def coordinator(entity: Entity) -> Client:
    return client_of(make_member(entity, "PLAN_COORDINATOR"))


def _public(entity: Entity, rest: str = "") -> str:
    return f"/{entity.slug}/dialogo/compromisos/{rest}"


def _desk(entity: Entity, rest: str = "") -> str:
    return f"/{entity.slug}/gestion/dialogo/compromisos/{rest}"


def _text(client: Client, url: str, status: int = 200, **data: Any) -> str:
    answer = client.post(url, data) if data else client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def _send_word(client: Client, url: str, **fields: str) -> Any:
    page = client.get(url).content.decode()
    mark = page.partition('name="mark" value="')[2].partition('"')[0]
    return client.post(url, {"mark": mark} | fields)


def test_both_words_are_on_the_public_page(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    invitation = make_voice(public, by=by, email="junta@example.org")
    make_accepted_report(public, by=by)
    say(invitation, "NOT", comment="El puente sigue caído.")
    page = _text(Client(), _public(entity, "1/"))
    assert page.index("La entidad dice") < page.index("Quien lo obtuvo dice")
    assert "Se entregó la obra." in page
    assert "El puente sigue caído." in page
    assert "Las dos palabras no coinciden" in page
    assert "junta@example.org" not in page


def test_draft_and_report_in_review_are_not_in_public(entity: Entity) -> None:
    make_draft_commitment(entity, text="Un borrador secreto")
    public = make_public_commitment(entity)
    make_sent_report(public, text="Todavía en revisión")
    assert "Un borrador secreto" not in _text(Client(), _public(entity))
    assert "Todavía en revisión" not in _text(Client(), _public(entity, "1/"))
    _text(Client(), _public(entity, "2/"), status=404)


def test_commitment_of_another_entity_is_not_there(entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        make_public_commitment(other_entity, text="De otra entidad")
    _text(Client(), _public(entity, "1/"), status=404)
    assert "De otra entidad" not in _text(Client(), _public(entity))


def _cost(client: Client, url: str) -> int:
    """The queries of one visit to a page of which nobody keeps a copy."""
    client.get(url)  # what is made once is made
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_public_lists_cost_the_same_for_one_and_three(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    pages = [
        _public(entity),
        _public(entity, "compromisos.csv"),
        f"/{entity.slug}/dialogo/espacios/{space.slug}/mejoramiento/",
    ]

    def costs(count: int) -> list[int]:
        for _ in range(count):
            public = make_public_commitment(entity, space=space, by=by)
            make_accepted_report(public, by=by)
            say(make_voice(public, by=by), "KEPT")
        publish_improvement(space_id=space.pk, by=by, now=LATER)
        return [_cost(Client(), page) for page in pages]

    one = costs(1)
    assert costs(2) == one
    assert max(one) <= MOST


def test_public_page_costs_the_same_for_one_and_three(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)

    def cost(names: tuple[str, ...]) -> int:
        for name in names:
            make_accepted_report(public, by=by)
            say(make_voice(public, by=by, name=name), "KEPT")
        return _cost(Client(), _public(entity, "1/"))

    one = cost(("Junta 1",))
    assert cost(("Junta 2", "Junta 3")) == one
    assert one <= MOST


def test_desk_pages_cost_the_same_for_one_and_three(entity: Entity, coordinator: Client) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    first = make_public_commitment(entity, space=space, by=by)
    pages = [
        _desk(entity),
        _desk(entity, f"{first.pk}/"),
        f"/{entity.slug}/gestion/dialogo/espacios/{space.pk}/mejoramiento/",
    ]

    def costs(names: tuple[str, ...]) -> list[int]:
        for name in names:
            make_accepted_report(first, by=by)
            say(make_voice(first, by=by, name=name), "NOT", comment="No han ido.")
            make_draft_commitment(entity, space=space, by=by)
        return [_cost(coordinator, page) for page in pages]

    one = costs(("Junta 1",))
    assert costs(("Junta 2", "Junta 3")) == one
    assert max(one) <= MOST + 5  # the page of a commitment shows both words, reports, links, comments and its story


def test_download_says_what_the_page_says(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    say(make_voice(public, by=by), "NOT", comment="Pregunten a Luz, cédula 52.418.903")
    written = _text(Client(), _public(entity, "compromisos.csv"))
    assert public.text in written
    assert "52.418.903" not in written
    for extension in ("xlsx", "ods", "pdf", "json"):
        assert Client().get(_public(entity, f"compromisos.{extension}")).status_code == 200
    _text(Client(), _public(entity, "compromisos.doc"), status=404)


def test_word_by_link_goes_into_view_and_the_same_form_is_one_word(entity: Entity) -> None:
    token = make_voice(make_public_commitment(entity)).token
    client, url = Client(), _public(entity, f"1/su-palabra/{token}/")
    page = client.get(url).content.decode()
    mark = page.partition('name="mark" value="')[2].partition('"')[0]
    for _ in range(2):
        sent = client.post(url, {"mark": mark, "outcome": "NOT", "comment": "No han ido."})
        assert sent.status_code == 302
    assert CitizenWord.objects.get().comment == "No han ido."
    assert "No han ido." in _text(client, _public(entity, "1/"))


def test_word_by_code_and_a_wrong_code_loses_nothing(entity: Entity) -> None:
    code = make_voice(make_public_commitment(entity)).code
    client, url = Client(), _public(entity, "1/su-palabra/")
    wrong = _send_word(client, url, code="AAAA-BBBB-CCCC", outcome="PARTLY", comment="Falta la baranda.")
    assert wrong.status_code == 422
    assert "Ese enlace o código no sirve" in wrong.content.decode()
    assert "Falta la baranda." in wrong.content.decode()
    assert _send_word(client, url, code=code.lower(), outcome="PARTLY", comment="").status_code == 302
    assert CitizenWord.objects.get().outcome == "PARTLY"


@pytest.mark.parametrize("method", ["get", "post"])
def test_forged_link_is_told(entity: Entity, method: str) -> None:
    make_voice(make_public_commitment(entity))
    answer = getattr(Client(), method)(_public(entity, "1/su-palabra/inventado/"))
    assert answer.status_code == 410
    assert "Ese enlace no sirve" in answer.content.decode()


def test_program_that_fills_the_trap_and_a_form_without_its_mark_are_refused(entity: Entity) -> None:
    token = make_voice(make_public_commitment(entity)).token
    url = _public(entity, f"1/su-palabra/{token}/")
    assert _send_word(Client(), url, outcome="KEPT", website="x").status_code == 422
    assert Client().post(url, {"outcome": "KEPT"}).status_code == 422
    assert not CitizenWord.objects.exists()


def test_code_cannot_be_tried_again_and_again(entity: Entity) -> None:
    make_voice(make_public_commitment(entity))
    client, url = Client(), _public(entity, "1/su-palabra/")
    statuses = [_send_word(client, url, code="AAAA", outcome="NOT").status_code for _ in range(13)]
    assert statuses == [422] * 12 + [429]


def test_follower_confirms_and_gets_one_mail_for_each_thing(entity: Entity) -> None:
    by = organiser(entity)
    public = make_public_commitment(entity, by=by)
    page = _text(Client(), _public(entity, "1/seguir/"), address="vecina@example.org")
    assert "Revise su correo" in page
    subscription = Subscription.objects.get(topic=topic_of_commitment(public.pk))
    event = say(make_voice(public, by=by), "NOT").commitment.events.get(kind="SAID")
    assert tell_followers(event_id=event.pk, site=SITE, now=LATER) == 0  # nobody confirmed it
    subscription.confirmed_at = LATER - timedelta(days=1)
    subscription.save()
    assert tell_followers(event_id=event.pk, site="", now=LATER) == 0
    assert [tell_followers(event_id=event.pk, site=SITE, now=LATER) for _ in range(2)] == [1, 0]
    mail = OutgoingMail.objects.get(key__startswith="commitment-event")
    assert "Quien lo obtuvo dice: no cumplido." in mail.body
    assert f"{SITE}/{entity.slug}/dialogo/compromisos/1/" in mail.body
    assert mail.leave_url.startswith(f"{SITE}/{entity.slug}/avisos/")


def test_wrong_address_is_told(entity: Entity) -> None:
    make_public_commitment(entity)
    assert "Escriba un correo completo" in _text(Client(), _public(entity, "1/seguir/"), status=422, address="vecina")


def test_page_of_notices_speaks_of_the_commitment(entity: Entity) -> None:
    make_public_commitment(entity)
    client = Client()
    client.post(_public(entity, "1/seguir/"), {"address": "vecina@example.org"})
    body = OutgoingMail.objects.get().body
    link = next(word for word in body.split() if "/avisos/" in word)
    assert "este compromiso" in _text(client, link.replace("http://testserver", ""))


def test_coordinator_writes_publishes_and_hands_over_the_link(entity: Entity, coordinator: Client) -> None:
    space, actor = make_held_space(entity), make_actor(entity)
    new = _desk(entity, f"nuevo/?espacio={space.pk}")
    assert "Compromiso nuevo" in _text(coordinator, new)
    values = {
        "text": "Arreglar el puente", "obtained_by": COMMUNITY, "evidence_expected": "Acta",
        "actor_id": str(actor.pk), "made_on": "2026-05-12", "due_on": "", "days": "15", "unit": "BUSINESS_DAYS",
    }  # fmt: skip
    assert "una de las dos cosas" in _text(coordinator, new, status=422, **values | {"due_on": "2026-06-30"})
    assert coordinator.post(new, values).status_code == 302
    draft = Commitment.objects.get()
    assert "Solo se ve por dentro" in _text(coordinator, _desk(entity, f"{draft.pk}/"))
    assert coordinator.post(_desk(entity, f"{draft.pk}/publicar/")).status_code == 302
    handed = _text(coordinator, _desk(entity, f"{draft.pk}/enlace/"), name=COMMUNITY, email="")
    assert "Esta es la única vez que se ven" in handed
    code = handed.partition('<p class="code">')[2].partition("</p>")[0]
    sent = _send_word(Client(), _public(entity, "1/su-palabra/"), code=code, outcome="KEPT", comment="")
    assert sent.status_code == 302


def test_unit_reports_with_a_proof_and_the_coordination_accepts(entity: Entity, coordinator: Client) -> None:
    actor = make_actor(entity)
    public = make_public_commitment(entity, actor_id=actor.pk)
    user = make_user()
    Membership.objects.create(entity=entity, user=user, role="UNIT_LIAISON", scope_kind="actors").actors.add(actor)
    unit = client_of(user)
    place = _desk(entity, f"{public.pk}/")
    file = SimpleUploadedFile("acta.txt", b"La obra se entrego.", content_type="text/plain")
    typed = {"text": "Vamos por la mitad.", "file": file, "title": "Acta", "is_public": "on"}
    assert unit.post(f"{place}pruebas/", typed).status_code == 302
    assert "Vamos por la mitad." in _text(unit, f"{place}avance/")  # what was typed beside the file is not lost
    assert "Suba un archivo o pegue un enlace" in _text(unit, f"{place}pruebas/", status=422, title="Nada")
    facts = {"text": "Se entregó.", "outcome": "KEPT", "happened_on": "2026-05-28", "without_proof": ""}
    missing = _text(unit, f"{place}avance/", status=422, **facts | {"happened_on": "", "enviar": "1"})
    assert "Escriba el día en que se cumplió" in missing
    assert unit.post(f"{place}avance/", facts | {"enviar": "1"}).status_code == 302
    report = CommitmentReport.objects.get()
    assert report.status == "SENT"
    decide = f"{place}avance/{report.pk}/decidir/"
    coordinator.post(decide, {"hacer": "aceptar", "seen": report.sent_at.isoformat()})
    proof = CommitmentProof.objects.get()
    copy = Client().get(_public(entity, f"pruebas/{proof.pk}/"))
    assert (copy.status_code, copy.content) == (200, b"La obra se entrego.")


def test_returned_report_says_why_on_the_form(entity: Entity, coordinator: Client) -> None:
    public = make_public_commitment(entity)
    report = make_sent_report(public)
    place = _desk(entity, f"{public.pk}/")
    coordinator.post(f"{place}avance/{report.pk}/decidir/", {"hacer": "devolver", "reason": "Falta el acta."})
    assert "Falta el acta." in _text(coordinator, f"{place}avance/")


def test_date_end_and_opening_again_ask_for_their_reason(entity: Entity, coordinator: Client) -> None:
    public = make_public_commitment(entity, due_on=timezone.localdate() + timedelta(days=5))
    place, soon = _desk(entity, f"{public.pk}/"), timezone.localdate() + timedelta(days=30)
    assert "por qué cambia la fecha" in _text(coordinator, f"{place}fecha/", status=422, due_on=soon.isoformat())
    coordinator.post(f"{place}fecha/", {"due_on": soon.isoformat(), "reason": "Llovió."})
    assert "Llovió." in _text(Client(), _public(entity, "1/"))
    close = {"outcome": "KEPT", "done_on": "2026-05-28", "text": "Entregado."}
    assert coordinator.post(f"{place}cerrar/", close).status_code == 302
    assert "Entregado." in _text(Client(), _public(entity, "1/"))
    assert coordinator.post(f"{place}abrir/", {"reason": "Falta algo."}).status_code == 302
    public.refresh_from_db()
    assert (public.status, public.due_on) == ("OPEN", soon)


def test_commitment_is_carried_into_a_plan_and_both_pages_say_so(entity: Entity, coordinator: Client) -> None:
    public = make_public_commitment(entity)
    place = _desk(entity, f"{public.pk}/llevar-al-plan/")
    assert "No hay un plan en borrador" in _text(coordinator, place)
    node = make_node(make_plan(entity, title="PTEP 2027"))
    sent = coordinator.post(place, {"place": f"{node.plan_id}-{node.pk}"})
    assert "Viene de Compromiso 1" in _text(coordinator, sent["Location"])
    assert "PTEP 2027" in _text(coordinator, _desk(entity, f"{public.pk}/"))
    assert "PTEP 2027" not in _text(Client(), _public(entity, "1/"))  # it is a draft


def test_comment_is_hidden_and_the_word_stays(entity: Entity, coordinator: Client) -> None:
    public = make_public_commitment(entity)
    word = say(make_voice(public), "NOT", comment="Es un ladrón.")
    place = _desk(entity, f"{public.pk}/palabras/{word.pk}/")
    coordinator.post(place, {"hacer": "ocultar", "reason": "insulta o amenaza a alguien"})
    page = _text(Client(), _public(entity, "1/"))
    assert "Es un ladrón." not in page
    assert "no se muestra porque insulta o amenaza a alguien" in page
    assert "No cumplido" in page


def test_improvement_plan_goes_out_and_internal_control_speaks_apart(entity: Entity, coordinator: Client) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    make_draft_commitment(entity, space=space, by=by)
    place = f"/{entity.slug}/gestion/dialogo/espacios/{space.pk}/mejoramiento/"
    public = f"/{entity.slug}/dialogo/espacios/{space.slug}/mejoramiento/"
    _text(Client(), public, status=404)
    assert coordinator.post(place, {"introduction": "Lo que sigue.", "publicar": "1"}).status_code == 302
    page = _text(Client(), public)
    assert "Lo que sigue." in page
    cut_off = make_secret_cut_off(make_full_plan(entity), "de junio")
    control = client_of(make_member(entity, "INTERNAL_CONTROL"))
    verdict = {"cut_off_id": str(cut_off.pk), "verdict": "NOT", "text": "No hay prueba.", "concepto": "publicar"}
    assert control.post(place, verdict).status_code == 302
    assert "No hay prueba." in _text(Client(), public)
    assert "Evaluar en un corte" not in _text(coordinator, place)
    for extension in ("xlsx", "ods", "pdf", "csv"):
        assert Client().get(f"{public}plan-de-mejoramiento.{extension}").status_code == 200
    assert Client().get(f"{public}plan.json").status_code == 200


@pytest.mark.parametrize("role", ["READER", "INTERNAL_CONTROL", "COMMUNICATIONS"])
def test_role_that_only_reads_sees_no_button_and_changes_nothing(entity: Entity, role: str) -> None:
    public = make_public_commitment(entity, due_on=date(2026, 12, 31))
    client, place = client_of(make_member(entity, role)), _desk(entity, f"{public.pk}/")
    page = _text(client, place)
    for word in ("Cerrarlo", "Contar un avance", "Dar el enlace"):
        assert word not in page
    for rest in ("cerrar/", "fecha/", "avance/", "enlace/", "llevar-al-plan/"):
        assert client.get(f"{place}{rest}").status_code in {403, 404}
    public.refresh_from_db()
    assert public.status == "OPEN"
