"""What everybody reads: the notice and the text, the comments with their replies, the summary, the files."""

import csv
import hashlib
import io
import json
from datetime import date, timedelta

import brotli
import pytest
from django.urls import reverse

from factories import NOW, make_comment, make_consultation, make_full_plan
from rinde.capabilities.consultations.models import Consultation
from rinde.capabilities.consultations.operations import (
    close_past,
    extend_consultation,
    publish_replies_and_summary,
    withdraw_consultation,
    write_reply,
)
from rinde.capabilities.consultations.rules.replies import ReplyValues
from rinde.capabilities.plans.models import Activity, Deliverable, Milestone
from rinde.services.tenancy import active_tenant

MOST_BYTES = 60_000
PUBLIC_QUERIES = 6


def url(consultation, name="consultation", **more):
    plan = consultation.plan
    place = {"entity_slug": plan.entity.slug, "year": plan.year, "plan_slug": plan.slug}
    return reverse(f"portal:{name}", kwargs=place | more)


@pytest.fixture
def answered(consultation, plan, coordinator):
    comment = make_comment(consultation, text="=SUMA(1;1) Que se lea en la emisora", author_name="Ana Secreta")
    hidden = make_comment(
        consultation, text="insulto feo", status="HIDDEN", hidden_reason="insulta a alguien", author_name="Luis Oculto",
        shows_name=True, email="luis@example.org",
    )  # fmt: skip
    values = ReplyValues((comment.number,), "PARTLY", "Se leerá un resumen.", promises_change=True)
    write_reply(consultation_id=consultation.pk, values=values, by=coordinator, now=NOW)
    Activity.objects.filter(pk=plan.activities.first().pk).update(name="Leer el informe en la emisora")
    after = NOW + timedelta(days=16)
    close_past(now=after)
    publish_replies_and_summary(
        consultation_id=consultation.pk,
        summary="Pidieron la emisora.",
        page_link="https://x/",
        by=coordinator,
        now=after,
    )
    consultation.refresh_from_db()
    return consultation, comment, hidden


def test_notice_says_until_when_and_how_the_days_were_counted(client, consultation):
    page = client.get(url(consultation)).content.decode()
    assert "Faltan 13 días" in page
    assert "17 de marzo de 2026" in page
    assert "Día 1 = martes 3 de marzo de 2026." in page
    assert "Borrador en consulta, no es el plan vigente" in page
    assert consultation.sha256 in page


def test_page_shows_the_frozen_text_and_not_the_draft_of_today(client, consultation, plan):
    type(plan).objects.filter(pk=plan.pk).update(title="Título que nadie consultó")
    Activity.objects.filter(plan=plan).update(name="Texto que nadie consultó")
    for name, more in (("consultation", {}), ("consultation_comments", {"number": 1}), ("consultation_comment", {})):
        page = client.get(url(consultation, name, **more)).content.decode()
        assert "que nadie consultó" not in page


def test_every_activity_can_be_commented_on_while_the_period_runs(client, consultation, plan, on_a_day):
    form = url(consultation, "consultation_comment")
    keys = [activity.key for activity in plan.activities.all()]
    page = client.get(url(consultation)).content.decode()
    assert [key for key in keys if f"{form}?actividad={key}" in page] == keys
    on_a_day.move_to(NOW + timedelta(days=16))
    late = client.get(f"{url(consultation)}?otra").content.decode()
    assert "Cerrada, en respuesta" in late
    assert "?actividad=" not in late


def test_plan_that_never_was_in_consultation_has_no_such_page(client, plan):
    place = {"entity_slug": plan.entity.slug, "year": plan.year, "plan_slug": plan.slug}
    assert client.get(reverse("portal:consultation", kwargs=place)).status_code == 404


def test_consultation_of_another_entity_is_not_found_here(client, consultation, other_entity):
    with active_tenant(other_entity):
        make_consultation(make_full_plan(other_entity, slug="suyo"), notice="Secreto de otra entidad")
    place = {"entity_slug": consultation.entity.slug, "year": 2026, "plan_slug": "suyo"}
    assert client.get(reverse("portal:consultation", kwargs=place)).status_code == 404


def test_older_round_stays_at_its_number(client, consultation, on_a_day):
    after = NOW + timedelta(days=16)
    close_past(now=after)
    on_a_day.move_to(after)
    make_consultation(consultation.plan, notice="Segunda ronda", now=after)
    newest, first = client.get(url(consultation)), client.get(url(consultation, number=1))
    assert "Segunda ronda" in newest.content.decode()
    assert "Segunda ronda" not in first.content.decode()
    assert client.get(url(consultation, number=3)).status_code == 404


def test_extension_and_withdrawal_say_why(client, consultation, coordinator):
    extend_consultation(
        consultation_id=consultation.pk, days=20, reason="Lo pidió la veeduría.", by=coordinator, now=NOW
    )
    assert "Lo pidió la veeduría." in client.get(url(consultation)).content.decode()
    withdraw_consultation(consultation_id=consultation.pk, reason="Se abrió con otro texto.", by=coordinator, now=NOW)
    page = client.get(f"{url(consultation)}?otra").content.decode()
    assert "La entidad retiró esta consulta" in page
    assert "Se abrió con otro texto." in page


def test_comments_show_who_asked_to_be_shown_and_hide_with_a_reason(client, consultation):
    make_comment(consultation, text="Con nombre", author_name="Ana Visible", shows_name=True, author_kind="OVERSIGHT")
    make_comment(consultation, text="Sin nombre público", author_name="Eva Callada", email="eva@example.org")
    make_comment(consultation, text="texto escondido", status="HIDDEN", hidden_reason="es publicidad")
    make_comment(consultation, text="texto que espera", status="PENDING")
    page = client.get(url(consultation, "consultation_comments", number=1)).content.decode()
    assert "Ana Visible, veeduría ciudadana" in page
    assert "Sin nombre público" in page
    assert "No se muestra porque es publicidad." in page
    assert "1 comentario espera revisión" in page
    for secret in ("Eva Callada", "eva@example.org", "texto escondido", "texto que espera"):
        assert secret not in page


def test_comments_are_read_by_activity_and_a_mails_link_finds_its_page(client, consultation, plan):
    key = plan.activities.first().key
    mine = make_comment(consultation, activity_key=key, subject="actividad", text="Sobre la primera")
    for _ in range(60):
        make_comment(consultation)
    address = url(consultation, "consultation_comments", number=1)
    assert "Sobre la primera" in client.get(address).content.decode()
    only = client.get(f"{address}?actividad={key}").content.decode()
    assert only.count('<li id="c') == 1
    last = consultation.comments.order_by("-number").first()
    found = client.get(f"{address}?ver={last.number}").content.decode()
    assert f'id="c{last.number}"' in found
    assert f'id="c{mine.number}"' not in found


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("?actividad=", 200),
        ("?ver=99999", 200),
        ("?ver=x", 200),
        ("?pagina=%00", 200),
        ("?actividad=no-existe", 404),
        ("?actividad=%00", 404),
    ],
)
def test_questions_that_make_no_sense_are_answered_in_good_order(client, consultation, asked, status):
    make_comment(consultation)
    assert client.get(url(consultation, "consultation_comments", number=1) + asked).status_code == status


def test_summary_appears_with_the_replies_and_not_before(client, consultation):
    make_comment(consultation)
    assert client.get(url(consultation, "consultation_summary", number=1)).status_code == 404


def test_summary_says_numbers_decisions_and_what_changed(client, answered):
    consultation, comment, _ = answered
    page = client.get(url(consultation, "consultation_summary", number=1)).content.decode()
    for said in ("Pidieron la emisora.", "Se acoge en parte", "Leer el informe en la emisora", "el plan en general"):
        assert said.lower() in page.lower()
    replies = client.get(url(consultation, "consultation_comments", number=1)).content.decode()
    assert "Se leerá un resumen." in replies
    assert "Cambio por hacer" in replies
    assert f'id="c{comment.number}"' in replies


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods", "json", "pdf"])
def test_downloads_hold_what_the_page_shows_and_no_more(client, answered, extension):
    response = client.get(url(answered[0], "consultation_download", number=1, extension=extension))
    body = response.content
    assert response.status_code == 200
    assert f"consulta-1-comentarios.{extension}" in response.headers["Content-Disposition"]
    for secret in (b"example.org", b"Secreta", b"Oculto,", b"insulto feo"):
        assert secret not in body


def test_table_neutralises_formulas_and_json_carries_its_dictionary(client, answered):
    consultation, comment, hidden = answered
    text = client.get(url(consultation, "consultation_download", number=1, extension="csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Comentario"] for row in rows] == ["'=SUMA(1;1) Que se lea en la emisora", ""]
    assert rows[1]["No se muestra porque"] == "insulta a alguien"
    told = json.loads(client.get(url(consultation, "consultation_download", number=1, extension="json")).content)
    table = told["sections"][-1]["tables"][0]
    assert [row["number"] for row in table["rows"]] == [comment.number, hidden.number]
    assert all(column["description"] for column in table["columns"])
    dictionary = client.get(url(consultation, "consultation_dictionary", number=1)).content.decode("utf-8-sig")
    assert "hidden_reason" in dictionary


def test_text_in_consultation_gives_its_hash(client, consultation):
    body = client.get(url(consultation, "consultation_text", number=1)).content
    assert hashlib.sha256(body).hexdigest() == consultation.sha256
    assert client.get(url(consultation, "consultation_download", number=1, extension="exe")).status_code == 404


def test_reading_pages_are_the_same_for_everybody(client, consultation):
    for address in (url(consultation), url(consultation, "consultation_comments", number=1)):
        response = client.get(address)
        assert not response.cookies
        assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_pages_ask_the_same_whatever_there_is(client, entity, rows, django_assert_max_num_queries):
    consultation = make_consultation(make_full_plan(entity, activities=rows))
    for _ in range(rows):
        make_comment(consultation)
    for address in (url(consultation), url(consultation, "consultation_comments", number=1)):
        with django_assert_max_num_queries(PUBLIC_QUERIES):
            assert client.get(address).status_code == 200


def test_page_of_a_hundred_activities_is_light(client, entity):
    consultation = make_consultation(make_full_plan(entity, activities=100))
    body = client.get(url(consultation)).content
    assert body.count(b"?actividad=") == 100
    assert len(brotli.compress(body, quality=5)) < MOST_BYTES // 4
    assert Consultation.objects.count() == 1


def test_citizen_reads_target_product_indicator_and_every_date_once(client, entity):
    plan = make_full_plan(entity)
    one = Deliverable.objects.get(activity__plan=plan)
    Deliverable.objects.filter(pk=one.pk).update(
        target="Informes <b>", target_quantity=3, indicator="Informes publicados / 3", recurrence="QUARTERLY"
    )
    Milestone.objects.filter(deliverable=one).update(name="publicado", due_on=date(2026, 12, 31), expected_quantity=3)
    page = client.get(url(make_consultation(plan))).content.decode().replace("\u00a0", " ")
    for said in ("Informes &lt;b&gt; (3)", "Informe publicado", "Informes publicados / 3", "Cada trimestre"):
        assert said in page
    assert page.count("publicado: 31 dic 2026 (3)") == 1
