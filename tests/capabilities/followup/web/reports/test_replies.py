"""A unit reads what internal control says of it, replies or agrees; internal control answers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from browsing import value_of
from capabilities.followup.web.reports.conftest import Opens, at, of_cut_off, text_of, unit_client
from cut_off_samples import activities_of
from factories import make_actor
from follow_up_reports import JULY_16, JULY_20, evaluated, publish, recommended, send_preliminary, write_draft
from followup_samples import cells_in, make_evidence, make_report
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import CutOff, FollowUpReport, FrozenActivity, UnitReply

TEXT = "Sí se hizo: el acta está en el enlace."


def mine(cut_off: CutOff) -> FrozenActivity:
    return activities_of(cut_off)[1]


def write_url(cut_off: CutOff, frozen: FrozenActivity | None = None) -> str:
    frozen = frozen or mine(cut_off)
    return of_cut_off(cut_off, "unit_reply_write", key=frozen.key, actor_id=frozen.actors[0][0])


def send(unit: Client, cut_off: CutOff, **fields: Any) -> Any:
    return unit.post(write_url(cut_off), {"text": TEXT, "seen": ""} | fields)


def test_unit_sees_its_own_activity_with_its_verdict_and_no_other(unit: Client, cut_off: CutOff) -> None:
    page = text_of(unit.get(of_cut_off(cut_off, "unit_reply_page")))
    assert mine(cut_off).name in page
    assert "No cumplida" in page
    assert "Sin reporte" in page
    others = [one.name for one in activities_of(cut_off) if one.pk != mine(cut_off).pk]
    assert not [name for name in others if f">{name}<" in page or f"{name}</h3>" in page]
    assert "17 de julio de 2026" in page


def test_list_leads_to_the_only_report_that_is_open(unit: Client, cut_off: CutOff) -> None:
    answer = unit.get(at(cut_off.plan, "unit_reply_list"))
    assert (answer.status_code, answer.url) == (302, of_cut_off(cut_off, "unit_reply_page"))


def test_list_without_an_open_report_says_so(unit: Client, cut_off: CutOff) -> None:
    write_draft(cut_off)
    publish(cut_off)
    page = unit.get(at(cut_off.plan, "unit_reply_list"))
    assert "No hay informes preliminares por responder" in text_of(page)
    assert unit.get(of_cut_off(cut_off, "unit_reply_page")).status_code == 409


def test_unit_replies_with_a_proof_and_reads_it_again(unit: Client, cut_off: CutOff) -> None:
    proof = make_evidence(cut_off.plan, make_report(cut_off.plan, cells_in(cut_off.plan)[1], sent_at=JULY_16))
    page = text_of(unit.get(write_url(cut_off)))
    assert proof.title in page
    answer = send(unit, cut_off, evidences=[str(proof.pk)])
    assert answer.status_code == 302
    reply = UnitReply.objects.get()
    assert (reply.text, list(reply.evidences.all())) == (TEXT, [proof])
    page = text_of(unit.get(of_cut_off(cut_off, "unit_reply_page")))
    assert TEXT in page
    assert "1 prueba" in page
    assert TEXT in text_of(unit.get(write_url(cut_off)))


def test_empty_reply_and_one_of_another_window_lose_nothing(unit: Client, cut_off: CutOff) -> None:
    empty = send(unit, cut_off, text=" ")
    assert empty.status_code == 422
    send(unit, cut_off)
    stale = send(unit, cut_off, text="Otra versión, de otra ventana.")
    assert stale.status_code == 409
    assert "Otra versión, de otra ventana." in text_of(stale)
    assert TEXT in text_of(stale)
    again = unit.post(
        write_url(cut_off), {"text": "Otra versión, de otra ventana.", "seen": value_of(text_of(stale), "seen")}
    )
    assert again.status_code == 302
    assert UnitReply.objects.get().text == "Otra versión, de otra ventana."


def test_unit_agrees_with_one_click(unit: Client, cut_off: CutOff) -> None:
    actor_id = mine(cut_off).actors[0][0]
    assert unit.post(of_cut_off(cut_off, "unit_reply_agree", actor_id=actor_id)).status_code == 302
    assert UnitReply.objects.get().agrees
    page = text_of(unit.get(of_cut_off(cut_off, "unit_reply_page")))
    assert "De acuerdo" in page
    assert "Estamos de acuerdo con" not in page


def test_late_reply_is_taken_and_says_so(entity: Entity, cut_off: CutOff, on_july_16: Any) -> None:
    on_july_16.move_to(JULY_20)
    unit = unit_client(entity, mine(cut_off))
    assert "El plazo terminó" in text_of(unit.get(write_url(cut_off)))
    send(unit, cut_off)
    assert UnitReply.objects.get().is_late
    assert "Enviada tarde" in text_of(unit.get(of_cut_off(cut_off, "unit_reply_page")))


def test_unit_of_something_else_and_other_roles_are_refused(as_role: Opens, entity: Entity, cut_off: CutOff) -> None:
    stranger = unit_client(entity, FrozenActivity(actors=[[make_actor(entity).pk, "Otra"]]))
    assert "no dice nada de su dependencia" in text_of(stranger.get(of_cut_off(cut_off, "unit_reply_page")))
    assert stranger.get(write_url(cut_off)).status_code == 403
    assert send(stranger, cut_off).status_code == 403
    for role in RoleCode:
        if role not in {RoleCode.UNIT_LIAISON, RoleCode.UNIT_HEAD, RoleCode.PLAN_COORDINATOR}:
            assert as_role(role).get(write_url(cut_off)).status_code == 404
    assert not UnitReply.objects.exists()


def test_coordinator_sees_what_nobody_else_answers_for_and_all_on_request(as_role: Opens, cut_off: CutOff) -> None:
    client = as_role("PLAN_COORDINATOR")
    url = of_cut_off(cut_off, "unit_reply_page")
    assert "no dice nada" in text_of(client.get(url))
    assert mine(cut_off).name in text_of(client.get(f"{url}?todas"))


def test_internal_control_reads_and_answers(control: Client, unit: Client, cut_off: CutOff, on_july_16: Any) -> None:
    send(unit, cut_off)
    reply = UnitReply.objects.get()
    page = text_of(control.get(of_cut_off(cut_off, "unit_reply_answers")))
    assert TEXT in page
    assert "Por responder" in page
    url = of_cut_off(cut_off, "unit_reply_answer", reply_id=reply.pk)
    seen = value_of(text_of(control.get(url)), "seen")
    assert control.post(url, {"decision": "no", "text": "No.", "seen": seen}).status_code == 422
    on_july_16.shift(timedelta(minutes=5))
    refused = control.post(url, {"decision": "no", "text": "El acta es de otra reunión.", "seen": seen})
    assert (refused.status_code, refused.url) == (302, of_cut_off(cut_off, "unit_reply_answers"))
    page = text_of(unit.get(of_cut_off(cut_off, "unit_reply_page")))
    assert "El acta es de otra reunión." in page
    assert "No aceptada" in page
    assert "Cambiar la réplica" not in page


def test_accepted_reply_leads_to_the_verdict(control: Client, unit: Client, cut_off: CutOff) -> None:
    send(unit, cut_off)
    url = of_cut_off(cut_off, "unit_reply_answer", reply_id=UnitReply.objects.get().pk)
    seen = value_of(text_of(control.get(url)), "seen")
    answer = control.post(url, {"decision": "si", "text": "El acta está firmada.", "seen": seen})
    assert answer.url == f"{of_cut_off(cut_off, 'frozen_activity', key=mine(cut_off).key)}#concepto"
    page = text_of(control.get(of_cut_off(cut_off, "report_making")))
    assert "el concepto sigue como estaba" in page


def test_reply_to_another_cut_off_or_an_agreement_has_no_answer_page(
    control: Client, unit: Client, entity: Entity, cut_off: CutOff
) -> None:
    send(unit, cut_off)
    reply = UnitReply.objects.get()
    other = evaluated(entity)
    send_preliminary(other)
    assert control.get(of_cut_off(other, "unit_reply_answer", reply_id=reply.pk)).status_code == 404
    UnitReply.objects.update(agrees=True, text="")
    assert control.get(of_cut_off(cut_off, "unit_reply_answer", reply_id=reply.pk)).status_code == 404


@pytest.mark.parametrize("name", ["unit_reply_page", "unit_reply_answers"])
def test_lists_cost_the_same_for_one_row_and_for_three(
    control: Client, as_role: Opens, entity: Entity, name: str, django_assert_max_num_queries: Any
) -> None:
    client = control if name == "unit_reply_answers" else as_role("UNIT_LIAISON")
    costs = []
    for activities in (1, 3):
        cut_off = evaluated(entity, activities)
        send_preliminary(cut_off)
        for one in activities_of(cut_off):
            UnitReply.objects.create(
                entity=entity, frozen=one, actor_id=one.actors[0][0], text=TEXT, written_at=JULY_16
            )
        url = of_cut_off(cut_off, name)
        client.get(url)
        with django_assert_max_num_queries(18) as asked:
            assert text_of(client.get(url)).count(TEXT) == activities
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_everything_that_a_unit_owes_to_internal_control_stands_on_one_page(
    unit: Client, entity: Entity, cut_off: CutOff
) -> None:
    url = reverse("desk:owed_to_control", kwargs={"entity_slug": entity.slug})
    assert url in text_of(unit.get(reverse("desk:my_cells", kwargs={"entity_slug": entity.slug})))
    page = text_of(unit.get(url))
    assert of_cut_off(cut_off, "unit_reply_page") in page
    assert "Por responder" in page
    stranger = unit_client(entity, FrozenActivity(actors=[[make_actor(entity).pk, "Otra"]]))
    assert "Control interno no le pide nada ahora" in text_of(stranger.get(url))
    one = recommended(entity)
    acting = unit_client(entity, FrozenActivity(actors=[[one.actor_id, ""]]))
    page = text_of(acting.get(url))
    assert one.text in page
    assert of_cut_off(cut_off, "unit_reply_page") not in page


def another_preliminary(cut_off: CutOff) -> None:
    """A second cut-off of the same plan with its preliminary report at the units."""
    second = CutOff.objects.get(pk=cut_off.pk)
    second.pk, second.number, second.facts_until = None, 7, cut_off.facts_until - timedelta(days=1)
    second.save()
    report = FollowUpReport.objects.get(cut_off=cut_off)
    report.pk, report.cut_off = None, second
    report.save()


@pytest.mark.parametrize(
    ("day", "says", "never"),
    [
        (datetime(2026, 7, 18, 4, 59, tzinfo=UTC), "hasta el", "plazo terminó"),  # 23:59 of the last day in Bogotá
        (datetime(2026, 7, 18, 5, 0, tzinfo=UTC), "erminó", "uede responder hasta"),
    ],
    ids=["running", "over"],
)
def test_every_page_of_the_replies_says_whether_the_term_still_runs(
    as_role: Opens, entity: Entity, cut_off: CutOff, on_july_16: Any, day: datetime, says: str, never: str
) -> None:
    another_preliminary(cut_off)
    on_july_16.move_to(day)  # sessions end before that
    control, unit = as_role("INTERNAL_CONTROL"), unit_client(entity, mine(cut_off))
    opened = [
        control.get(of_cut_off(cut_off, "unit_reply_answers")),
        unit.get(of_cut_off(cut_off, "unit_reply_page")),
        unit.get(at(cut_off.plan, "unit_reply_list")),
        unit.get(reverse("desk:owed_to_control", kwargs={"entity_slug": entity.slug})),
    ]
    for answer in opened:
        page = text_of(answer)
        assert says in page
        assert never not in page
        assert "17 de julio de 2026" in page
    preliminary = text_of(unit.get(of_cut_off(cut_off, "report_preliminary")))
    assert ("Pueden responderlo hasta" in preliminary) is (says == "hasta el")
    assert ("Podían responderlo hasta" in preliminary) is (says != "hasta el")
