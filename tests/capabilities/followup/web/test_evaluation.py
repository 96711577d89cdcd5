"""Pages of the evaluation: the calendar, the working list and an activity, for internal control and nobody else."""

import hashlib
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cut_off_samples import (
    JULY_9,
    LATE_NIGHT,
    MARCH,
    activities_of,
    also_coordinating,
    frozen,
    frozen_plan,
    internal_control,
    planned,
)
from factories import client_of, make_entity, make_member, make_published_plan
from followup_samples import SENT_AT, cells_in, make_evidence, make_report
from page_costs import assert_cheap, costs_of, names_in
from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.models import Membership, User
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import (
    CutOff,
    FollowUpPolicy,
    FrozenActivity,
    MonitoringNote,
    MonitoringRound,
    Verdict,
)
from rinde.capabilities.followup.operations.cut_offs import draw_sample
from rinde.capabilities.followup.operations.verdicts import write_verdict
from rinde.capabilities.followup.rules.verdicts import VerdictValues
from rinde.capabilities.followup.web.urls.evaluation import urlpatterns
from rinde.capabilities.plans.models import Plan
from rinde.services.tenancy import active_tenant

REASON = "El acta que se ofrece no está firmada."
AsRole = Callable[[str], Client]


@pytest.fixture(autouse=True)
def today(on_a_day: Any) -> Any:
    on_a_day.move_to(JULY_9)
    return on_a_day


@pytest.fixture
def auditor(entity: Entity) -> Client:
    return client_of(make_member(entity, "INTERNAL_CONTROL"))


def at(cut_off: CutOff, name: str = "cut_off_detail", **more: Any) -> str:
    kwargs = {"entity_slug": cut_off.plan.entity.slug, "plan_id": cut_off.plan_id, "number": cut_off.number, **more}
    return reverse(f"desk:{name}", kwargs=kwargs)


def of_plan(plan: Plan, name: str) -> str:
    return reverse(f"desk:{name}", kwargs={"entity_slug": plan.entity.slug, "plan_id": plan.pk})


def activity_page(cut_off: CutOff, place: int = 0) -> str:
    return at(cut_off, "frozen_activity", key=activities_of(cut_off)[place].key)


def varied(entity: Entity, activities: int = 4) -> CutOff:
    """The first activity is done, the second claimed without proof, of the others nobody said anything."""
    plan = make_published_plan(entity, activities)
    first, second = cells_in(plan)[:2]
    make_evidence(plan, make_report(plan, first))
    make_report(plan, second)
    return frozen(plan)


def test_calendar_shows_three_dates_with_their_arithmetic_to_whoever_follows_the_plan(
    entity: Entity, as_role: AsRole
) -> None:
    plan = make_published_plan(entity)
    planned(plan)
    page = as_role("UNIT_LIAISON").get(of_plan(plan, "cut_off_list")).content.decode()
    assert "Corte al 31 de diciembre de 2026" in page
    for words in ("Hechos hasta", "El reporte cierra", "El informe se debe", "Día 5 =", "Práctica de las entidades"):
        assert words in page
    assert "Cambiar las fechas" not in page
    assert "cortes/1/" not in page


def test_calendar_of_a_plan_without_cut_offs_says_what_will_happen(entity: Entity, as_role: AsRole) -> None:
    plan = make_published_plan(entity)
    assert "Rinde los programa esta noche" in as_role("READER").get(of_plan(plan, "cut_off_list")).content.decode()
    page = as_role("INTERNAL_CONTROL").get(of_plan(plan, "cut_off_list")).content.decode()
    assert "Programar los cortes" in page


def test_internal_control_prepares_the_cut_offs_by_hand_once(entity: Entity, auditor: Client, today: Any) -> None:
    today.move_to(MARCH)
    plan = make_published_plan(entity)
    for said in ("siguen lo que dice el plan", "ya estaban"):
        page = auditor.post(of_plan(plan, "cut_offs_prepare"), follow=True).content.decode()
        assert said in page
    assert CutOff.objects.count() == 2


def test_home_lists_the_cut_offs_of_every_plan_of_the_entity_and_of_no_other(
    entity: Entity, other_entity: Entity, auditor: Client
) -> None:
    mine = [frozen_plan(entity, title=f"Programa {number}") for number in (1, 2)]
    with active_tenant(other_entity):
        frozen_plan(other_entity, title="Programa ajeno")
    page = auditor.get(reverse("desk:evaluation_home", args=[entity.slug])).content.decode()
    assert page.index("Por evaluar (2)") < page.index("Por venir (2)")
    assert all(cut_off.plan.title in page for cut_off in mine)
    assert "ajeno" not in page


@pytest.mark.parametrize("role", [role for role in RoleCode if role != RoleCode.INTERNAL_CONTROL])
def test_nobody_else_opens_internal_controls_work(entity: Entity, as_role: AsRole, role: str) -> None:
    cut_off = frozen_plan(entity)
    client = as_role(role)
    for url in (at(cut_off), activity_page(cut_off), at(cut_off, "cut_off_snapshot"), at(cut_off, "verdicts_rest")):
        assert client.get(url).status_code == 404
        assert client.post(url, {"is_done": "si"}).status_code == 404
    assert not Verdict.objects.exists()


def test_whoever_evaluates_another_plan_is_told_that_this_is_not_theirs(entity: Entity) -> None:
    cut_off, other = frozen_plan(entity), make_published_plan(entity)
    user = make_member(entity, "INTERNAL_CONTROL")
    Membership.objects.filter(user=user).update(scope_kind="plan", scope_ids=[other.pk])
    for url in (at(cut_off), activity_page(cut_off)):
        answer = client_of(user).get(url)
        assert answer.status_code == 403
        assert activities_of(cut_off)[0].name not in answer.content.decode()


def test_whoever_also_coordinates_looks_and_does_not_write(entity: Entity) -> None:
    cut_off = frozen_plan(entity)
    user = User.objects.get(pk=also_coordinating(entity).user_id)
    Membership.objects.create(entity=entity, user=user, role="PLAN_COORDINATOR")
    client = client_of(user)
    page = client.get(activity_page(cut_off)).content.decode()
    assert "Guardar y seguir" not in page
    assert "Usted también coordina este plan" in client.get(at(cut_off)).content.decode()
    answer = client.post(activity_page(cut_off), {"is_done": "no"})
    assert answer.status_code == 403
    assert not Verdict.objects.exists()


def test_planned_cut_off_says_that_it_freezes_by_itself(entity: Entity, auditor: Client) -> None:
    planned(make_published_plan(entity))
    december = CutOff.objects.select_related("plan__entity").get(number=2)
    page = auditor.get(at(december)).content.decode()
    assert "Rinde congela lo reportado" in page
    for name in ("cut_off_snapshot", "sample_draw", "verdicts_rest"):
        answer = auditor.get(at(december, name))
        assert answer.status_code in {200, 409}
    assert auditor.get(at(december, "frozen_activity", key="1-1")).status_code == 409


def test_figures_stand_under_their_names_and_each_opens_to_its_list(entity: Entity, auditor: Client) -> None:
    cut_off = varied(entity)
    page = auditor.get(at(cut_off)).content.decode()
    for words in (
        "Número oficial al corte",
        "Avance cuantitativo al corte",
        "Número oficial del año",
        "Según control interno",
    ):
        assert words in page
    assert page.count("¿Cómo se calcula?") == 5
    assert "25\u00a0%" in page  # official: one of four
    assert "50\u00a0%" in page  # quantitative: the claim without a proof counts there
    assert "Zona baja" in page
    for look, rows in (("cumplidas", 1), ("programadas", 4), ("sin-cumplir", 3), ("por-decidir", 4)):
        listed = auditor.get(f"{at(cut_off)}?ver={look}")
        assert len(listed.context["rows"]) == rows
        assert f"?ver={look}" in page


def test_number_by_verdicts_is_not_shown_half_way(entity: Entity, auditor: Client) -> None:
    cut_off, by = varied(entity, 2), internal_control(entity)
    keys = [one.key for one in activities_of(cut_off)]
    assert "Por decidir" in auditor.get(at(cut_off)).content.decode()
    for key, is_done in zip(keys, (True, False), strict=True):
        values = VerdictValues(is_done)
        write_verdict(cut_off_id=cut_off.pk, key=key, values=values, seen=None, by=by, now=JULY_9)
    figures = auditor.get(at(cut_off)).context["figures"]
    assert figures.verdicts.percent == "50\u00a0%"


def test_nothing_scheduled_is_said_in_words(entity: Entity, auditor: Client) -> None:
    cut_off = frozen_plan(entity, period_end="2029-12-31")
    FrozenActivity.objects.filter(cut_off=cut_off).update(due=0, year_due=0)
    empty = {"activities": 1, "scheduled": 0, "done": 0, "cells": 0, "ratio_sum": "0"}
    empty |= dict.fromkeys(("official", "official_band", "quantitative", "quantitative_band"))
    span = {"total": empty, "components": [{"component": "1. Gestión del riesgo", **empty}], "mean_of_components": None}
    CutOff.objects.filter(pk=cut_off.pk).update(figures=cut_off.figures | {"at_cut_off": span, "in_year": span})
    page = auditor.get(at(cut_off)).content.decode()
    assert "Ninguna actividad tenía algo programado a este corte" in page
    assert page.count("Nada programado") >= 5
    assert "0\u00a0%</strong>" not in page
    assert "100\u00a0%</strong>" not in page


def test_list_is_filtered_by_flag_component_and_unit(entity: Entity, auditor: Client) -> None:
    cut_off = varied(entity)
    rows = activities_of(cut_off)
    component, unit = rows[1].component, rows[1].actors[0][1]

    def shown(**asked: str) -> list[str]:
        return [row.key for row in auditor.get(at(cut_off), asked).context["rows"]]

    assert shown(senal="no_evidence") == [rows[1].key]
    assert shown(senal="not_reported") == [rows[2].key, rows[3].key]
    assert shown(dependencia=unit) == [rows[1].key]
    assert shown(componente=component) == [row.key for row in rows]
    assert shown(ver="lo-que-sea", senal="nada") == [row.key for row in rows]
    assert shown(componente="Otro") == []


def test_list_begins_with_what_had_something_due_and_shows_the_rest_when_asked(entity: Entity, auditor: Client) -> None:
    cut_off = varied(entity)
    first = activities_of(cut_off)[0]
    FrozenActivity.objects.filter(pk=first.pk).update(due=0, done=0)
    assert [row.key for row in auditor.get(at(cut_off)).context["rows"]] == [
        one.key for one in activities_of(cut_off)[1:]
    ]
    assert len(auditor.get(at(cut_off), {"ver": "todas"}).context["rows"]) == 4
    page = auditor.get(activity_page(cut_off)).content.decode()
    assert "No tenía nada programado a este corte" in page
    assert "Siguiente por decidir" in page


def test_sample_is_drawn_marked_and_explained(entity: Entity, auditor: Client) -> None:
    cut_off = varied(entity)
    form = auditor.get(at(cut_off, "sample_draw")).context["form"]
    assert form["seed"].value() == cut_off.sha256[:16]
    answer = auditor.post(at(cut_off, "sample_draw"), {"size": "2", "seed": cut_off.sha256[:16]})
    assert answer.url.endswith("?ver=muestra#actividades")
    page = auditor.get(answer.url).content.decode()
    assert page.count('<span class="tag">Muestra</span>') == 2
    assert "sha256sum" in page
    refused = auditor.post(at(cut_off, "sample_draw"), {"size": "9", "seed": "a"})
    assert refused.status_code == 422
    assert "Escoja entre 1 y 4 actividades" in refused.content.decode()


def test_what_came_after_the_close_is_told_apart(entity: Entity, auditor: Client) -> None:
    plan = make_published_plan(entity, 2)
    make_report(plan, cells_in(plan)[0], sent_at=JULY_9)
    cut_off = frozen(plan, now=LATE_NIGHT)
    page = auditor.get(at(cut_off)).content.decode()
    assert "Llegaron después del cierre (1)" in page
    assert [row.key for row in auditor.get(at(cut_off), {"senal": "not_reported"}).context["rows"]] == [
        one.key for one in activities_of(cut_off)
    ]


def test_frozen_text_is_downloaded_byte_by_byte(entity: Entity, auditor: Client) -> None:
    cut_off = varied(entity)
    answer = auditor.get(at(cut_off, "cut_off_snapshot"))
    assert hashlib.sha256(answer.content).hexdigest() == cut_off.sha256
    assert cut_off.plan.slug in answer["Content-Disposition"]


def test_activity_shows_every_voice_and_what_there_is_to_look_at(entity: Entity, auditor: Client) -> None:
    plan = make_published_plan(entity)
    said = {"text": "Se publicó el 12 de junio.", "difficulties": "Se cayó el sitio.", "result": "Lo leyeron 300."}
    report = make_report(plan, **said)
    make_evidence(plan, report, title="Informe en la web", broken_since=SENT_AT, visibility="RESERVED")
    cut_off = frozen(plan)
    key = activities_of(cut_off)[0].key
    round_ = MonitoringRound.objects.create(
        entity=entity, plan=plan, number=1, name="Junio de 2026", starts_on="2026-06-01", ends_on="2026-06-30",
        status="CLOSED", opened_at=MARCH, closed_at=SENT_AT, sha256="0" * 64,
    )  # fmt: skip
    open_ = MonitoringRound.objects.create(
        entity=entity, plan=plan, number=2, name="Julio de 2026", starts_on="2026-07-01", ends_on="2026-07-31",
        opened_at=MARCH,
    )  # fmt: skip
    for one, text in ((round_, "Falta el anexo."), (open_, "Nota que no se ha cerrado.")):
        MonitoringNote.objects.create(
            entity=entity, round=one, activity_key=key, text=text, ratio=Decimal("0.8"), edited_at=MARCH
        )
    page = auditor.get(activity_page(cut_off)).content.decode()
    for words in (
        *said.values(),
        "Informe en la web",
        "Reservada",
        "no abre desde el 29 de junio",
        "Falta el anexo.",
        "80\u00a0%",
    ):
        assert words in page
    assert "Nota que no se ha cerrado." not in page
    assert report.author is not None
    assert report.author.full_name not in page


def test_verdict_is_saved_and_leads_to_the_next_undecided_within_the_filter(entity: Entity, auditor: Client) -> None:
    cut_off = varied(entity)
    rows = activities_of(cut_off)
    filtered = f"{activity_page(cut_off, 2)}?senal=not_reported"
    entered = {"is_done": "no", "percent": "12,5", "observation": "Nadie reportó."}
    answer = auditor.post(filtered, entered)
    assert answer.url == f"{activity_page(cut_off, 3)}?senal=not_reported#contenido"
    verdict = Verdict.objects.get()
    assert (verdict.frozen_id, verdict.ratio, verdict.observation) == (rows[2].pk, Decimal("0.125"), "Nadie reportó.")
    stay = auditor.post(activity_page(cut_off, 3), {"is_done": "no", "quedarse": "si"})
    assert stay.url == f"{activity_page(cut_off, 3)}#contenido"


def test_last_verdict_leads_back_to_the_list(entity: Entity, auditor: Client) -> None:
    cut_off = frozen_plan(entity)
    answer = auditor.post(activity_page(cut_off), {"is_done": "no"}, follow=True)
    assert answer.redirect_chain[-1][0] == at(cut_off)
    assert "Ya no falta ninguno por decidir" in answer.content.decode()


def test_verdict_that_lacks_something_comes_back_with_what_was_written(entity: Entity, auditor: Client) -> None:
    cut_off = varied(entity)
    answer = auditor.post(activity_page(cut_off), {"is_done": "no", "observation": "Mi observación."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Escriba por qué" in page
    assert "Mi observación." in page
    nothing = auditor.post(activity_page(cut_off), {"seen": ""})
    assert "Diga si se cumplió o no." in nothing.content.decode()
    wrong = auditor.post(activity_page(cut_off), {"is_done": "si", "percent": "140"})
    assert "El porcentaje propio va de 0 a 100." in wrong.content.decode()
    assert not Verdict.objects.exists()


def test_stale_verdict_shows_both_and_saves_on_the_second_try(entity: Entity, auditor: Client) -> None:
    cut_off = frozen_plan(entity)
    url = activity_page(cut_off)
    auditor.post(url, {"is_done": "no", "observation": "La primera."})
    stale = auditor.post(url, {"is_done": "no", "observation": "La segunda."})
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "La primera." in page
    assert "La segunda." in page
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    auditor.post(url, {"is_done": "no", "observation": "La segunda.", "seen": seen.group(1)})
    assert Verdict.objects.get().observation == "La segunda."


def test_activity_of_ones_own_office_is_marked_as_self_assessment(entity: Entity, auditor: Client) -> None:
    plan = make_published_plan(entity)
    own = cells_in(plan)[0].key.actor_id
    FollowUpPolicy.objects.create(entity=entity, plan=plan, evaluated_by_id=own, edited_at=MARCH)
    cut_off = frozen(plan)
    assert "Autoevaluación de control interno" in auditor.get(activity_page(cut_off)).content.decode()
    assert "Autoevaluación" in auditor.get(at(cut_off)).content.decode()


def test_published_evaluation_is_read_and_no_longer_written(entity: Entity, auditor: Client) -> None:
    cut_off = frozen_plan(entity)
    auditor.post(activity_page(cut_off), {"is_done": "no", "observation": "Nadie reportó."})
    CutOff.objects.filter(pk=cut_off.pk).update(status="FINAL")
    page = auditor.get(activity_page(cut_off)).content.decode()
    assert "Nadie reportó." in page
    assert "Guardar y seguir" not in page
    assert auditor.post(activity_page(cut_off), {"is_done": "no"}).status_code == 409


def test_rest_is_decided_after_a_look_at_how_many(entity: Entity, auditor: Client) -> None:
    cut_off = varied(entity)
    url = at(cut_off, "verdicts_rest")
    asked = auditor.get(url)
    assert (len(asked.context["rest"]), asked.context["spared"]) == (1, 3)
    assert not Verdict.objects.exists()
    with_all = auditor.post(url, {"with_all": "on"})
    assert len(with_all.context["rest"]) == 4
    stale = auditor.post(url, {"with_all": "on", "expected": "3", "confirmar": "si"})
    assert stale.status_code == 409
    assert "Ahora son 4 y no 3" in stale.content.decode()
    done = auditor.post(url, {"with_all": "on", "expected": "4", "confirmar": "si"}, follow=True)
    assert "4 conceptos quedaron escritos" in done.content.decode()
    assert Verdict.objects.count() == 4


def test_dates_are_edited_with_a_reason_that_units_read(
    entity: Entity, auditor: Client, as_role: AsRole, today: Any
) -> None:
    today.move_to(MARCH)
    plan = make_published_plan(entity)
    june = planned(plan)[0]
    june.plan = plan
    days = {"facts_until": "2026-06-30", "reporting_closes_on": "10/07/2026", "report_due_on": "2026-07-30"}
    refused = auditor.post(at(june, "cut_off_edit"), days)
    assert refused.status_code == 422
    assert "Escriba por qué cambia las fechas." in refused.content.decode()
    why = "La semana del 6 de julio la entidad está en vacaciones colectivas."
    auditor.post(at(june, "cut_off_edit"), days | {"reason": why})
    assert why in as_role("UNIT_LIAISON").get(of_plan(plan, "cut_off_list")).content.decode()
    wrong = auditor.post(at(june, "cut_off_edit"), days | {"reporting_closes_on": "31/02/2026", "reason": why})
    assert "Esa fecha no existe" in wrong.content.decode()


def test_own_cut_off_is_added_and_taken_away(entity: Entity, auditor: Client, today: Any) -> None:
    today.move_to(MARCH)
    plan = make_published_plan(entity)
    planned(plan)
    entered = {"facts_until": "2026-09-30", "reason": "Lo pide la Contraloría departamental."}
    assert auditor.post(of_plan(plan, "cut_off_new"), entered).status_code == 302
    own = CutOff.objects.select_related("plan__entity").get(regime_on=None)
    assert "Quitar este corte" in auditor.get(at(own, "cut_off_edit")).content.decode()
    assert auditor.post(at(own, "cut_off_discard")).status_code == 302
    assert CutOff.objects.count() == 2


def steps(entity: Entity, client: Client) -> list[str]:
    found = client.get(reverse("desk:start", args=[entity.slug])).context["steps"]
    return [step.title for step in found if "orte" in step.title]


def test_start_page_tells_internal_control_of_what_closes_and_of_what_is_frozen(
    entity: Entity, other_entity: Entity, as_role: AsRole, today: Any
) -> None:
    with active_tenant(other_entity):
        frozen_plan(other_entity)
    plan = make_published_plan(entity)
    planned(plan)
    today.move_to("2026-06-22T15:00:00Z")  # fifteen days before 7 July
    assert steps(entity, as_role("INTERNAL_CONTROL")) == []
    today.move_to("2026-06-23T15:00:00Z")
    assert steps(entity, as_role("INTERNAL_CONTROL")) == ["El corte cierra el 7 de julio de 2026"]
    assert steps(entity, as_role("PLAN_COORDINATOR")) == []
    frozen(plan)
    today.move_to(JULY_9)
    assert steps(entity, as_role("INTERNAL_CONTROL")) == ["Corte congelado, por evaluar"]


@pytest.mark.parametrize("plans", [1, 3])
def test_start_page_of_internal_control_costs_the_same_for_one_cut_off_and_for_three(
    entity: Entity, auditor: Client, plans: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(plans):
        frozen_plan(entity)
    with django_assert_num_queries(10):
        assert len(steps(entity, auditor)) == plans


ANSWERS_WITH_A_FILE = {"cut_off_snapshot"}
ONLY_SENT_TO = {"cut_offs_prepare", "cut_off_discard"}


def _addresses(cut_off: CutOff, open_: CutOff) -> list[str]:
    of_it = [
        at(cut_off),
        f"{at(cut_off)}?ver=por-decidir&pagina=2",
        at(cut_off, "sample_draw"),
        at(cut_off, "verdicts_rest"),
    ]
    plan = [of_plan(cut_off.plan, name) for name in ("cut_off_list", "cut_off_new")]
    home = reverse("desk:evaluation_home", args=[cut_off.plan.entity.slug])
    return [home, *plan, *of_it, activity_page(cut_off), at(open_), at(open_, "cut_off_edit")]


def _evaluated(entity: Entity, activities: int) -> list[str]:
    cut_off = varied(entity, activities)
    by = internal_control(entity)
    draw_sample(cut_off_id=cut_off.pk, size=2, seed="a1", by=by, now=JULY_9)
    for one in activities_of(cut_off)[2:]:
        values = VerdictValues(False)
        write_verdict(cut_off_id=cut_off.pk, key=one.key, values=values, seen=None, by=by, now=JULY_9)
    open_ = CutOff.objects.select_related("plan__entity").filter(plan=cut_off.plan, status="PLANNED").first()
    assert open_ is not None
    return _addresses(cut_off, open_)


def test_pages_of_the_evaluation_cost_the_same_for_few_and_for_many(entity: Entity, auditor: Client) -> None:
    costs = []
    for activities in (2, 12):
        found = costs_of(auditor, _evaluated(entity, activities))
        costs.append({re.sub(r"/\d+/|1-\d+", "/N/", page): cost for page, cost in found.items()})
    assert_cheap(*costs)


def test_every_page_of_the_evaluation_is_measured(entity: Entity, auditor: Client) -> None:
    named = names_in(_evaluated(entity, 2))
    assert {one.name for one in urlpatterns} - named - ANSWERS_WITH_A_FILE - ONLY_SENT_TO == set()


def test_another_entitys_cut_off_is_not_there(entity: Entity, auditor: Client) -> None:
    stranger = make_entity()
    with active_tenant(stranger):
        theirs = frozen_plan(stranger)
        url = at(theirs).replace(stranger.slug, entity.slug)
    assert auditor.get(url).status_code == 404
