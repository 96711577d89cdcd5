"""«¿Qué sigue?» around internal control's report: who replies, answers, publishes, acts and verifies."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from capabilities.followup.web.report_forms import liaison
from cut_off_samples import activities_of, frozen_plan
from factories import client_of, make_actor, make_member, make_published_plan
from follow_up_reports import JULY_9, JULY_16, JULY_20, evaluated, publish, recommended, send_preliminary, write_draft
from followup_rounds import make_closed_round, make_round
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import CutOff, FollowUpReport, Recommendation, UnitReply
from rinde.services.tenancy import active_tenant
from rinde.sites.desk.next_steps import Step


def steps(client: Client, entity: Entity) -> dict[str, Step]:
    answer: Any = client.get(reverse("desk:start", kwargs={"entity_slug": entity.slug}))
    return {step.title: step for step in answer.context["steps"]}


def seen_by(entity: Entity, role: str, now: Any, *actors: int) -> dict[str, Step]:
    with time_machine.travel(now, tick=False):
        client = liaison(entity, *actors) if actors else client_of(make_member(entity, role))
        return steps(client, entity)


@pytest.fixture
def cut_off(entity: Entity, other_entity: Entity) -> CutOff:
    """A preliminary report that waits for its three units; another entity has one too."""
    with active_tenant(other_entity):
        send_preliminary(evaluated(other_entity))
    found = evaluated(entity)
    send_preliminary(found)
    return found


def unit_of(cut_off: CutOff, place: int) -> int:
    return int(activities_of(cut_off)[place].actors[0][0])


REPLY = "Responda el informe preliminar antes del 17 de julio de 2026"


def test_silent_unit_is_told_to_reply_until_the_term_ends(cut_off: CutOff) -> None:
    entity, unit = cut_off.entity, unit_of(cut_off, 1)
    step = seen_by(entity, "", JULY_16, unit)[REPLY]
    where = {"entity_slug": entity.slug, "plan_id": cut_off.plan_id, "number": cut_off.number}
    assert step.url == reverse("desk:unit_reply_page", kwargs=where)
    assert REPLY not in seen_by(entity, "", JULY_20, unit)
    assert REPLY not in seen_by(entity, "", JULY_16, make_actor(entity).pk)
    assert REPLY not in seen_by(entity, "INTERNAL_CONTROL", JULY_16)
    UnitReply.objects.create(
        entity=entity, frozen=activities_of(cut_off)[1], actor_id=unit, agrees=True, written_at=JULY_9
    )
    assert REPLY not in seen_by(entity, "", JULY_16, unit)


def test_internal_control_is_told_of_replies_and_then_of_the_report(cut_off: CutOff) -> None:
    entity = cut_off.entity
    assert not [one for one in seen_by(entity, "INTERNAL_CONTROL", JULY_16) if "emitir" in one]
    reply = UnitReply.objects.create(
        entity=entity, frozen=activities_of(cut_off)[1], actor_id=unit_of(cut_off, 1), text="Sí.", written_at=JULY_9
    )
    found = seen_by(entity, "INTERNAL_CONTROL", JULY_20)
    assert found["Réplicas por responder: 1"].word == "Por responder"
    assert not [one for one in found if "emitir" in one]
    UnitReply.objects.filter(pk=reply.pk).update(is_accepted=False, answer="No.", answered_at=JULY_16)
    due = f"Informe por emitir, vence el {cut_off.report_due_on.day} de julio de 2026"
    assert seen_by(entity, "INTERNAL_CONTROL", JULY_20)[due].word == "Por emitir"
    assert seen_by(entity, "INTERNAL_CONTROL", "2026-08-20T15:00:00Z")[due].word == "Informe vencido"
    assert not [one for one in seen_by(entity, "READER", JULY_20) if "Informe" in one]
    write_draft(cut_off)
    publish(cut_off)
    assert not [one for one in seen_by(entity, "INTERNAL_CONTROL", JULY_20) if "emitir" in one]


def test_evaluated_cut_off_leads_to_its_report(entity: Entity) -> None:
    cut_off = evaluated(entity)
    step = seen_by(entity, "INTERNAL_CONTROL", JULY_9)["Informe preliminar por enviar"]
    where = {"entity_slug": entity.slug, "plan_id": cut_off.plan_id, "number": cut_off.number}
    assert step.url == reverse("desk:report_making", kwargs=where)


@pytest.mark.parametrize(
    ("fields", "title", "kind"),
    [
        ({}, "Recomendación sin acción", "due"),
        ({"status": "NOT_EFFECTIVE"}, "Recomendación sin acción", "due"),
        ({"status": "PLANNED", "action_due_on": date(2026, 7, 19)}, "Acción de mejora vencida", "late"),
        ({"status": "PLANNED", "action_due_on": date(2026, 7, 20)}, None, ""),
        ({"status": "REPORTED"}, None, ""),
        ({"status": "EFFECTIVE"}, None, ""),
    ],
)
def test_unit_is_told_of_its_recommendations(entity: Entity, fields: Any, title: str | None, kind: str) -> None:
    one = recommended(entity)
    Recommendation.objects.filter(pk=one.pk).update(**fields)
    assert one.actor_id is not None
    found = {key: step for key, step in seen_by(entity, "", JULY_20, one.actor_id).items() if "cción" in key}
    assert list(found) == ([title] if title else [])
    if title:
        assert found[title].kind == kind
        assert str(found[title].url).endswith(f"/recomendaciones/{one.number}/")
    stranger = seen_by(entity, "", JULY_20, make_actor(entity).pk)
    assert not [key for key in stranger if "cción" in key]


def test_internal_control_is_told_what_to_verify(entity: Entity) -> None:
    one = recommended(entity)
    Recommendation.objects.filter(pk=one.pk).update(status="REPORTED")
    assert "Acción de mejora por verificar" in seen_by(entity, "INTERNAL_CONTROL", JULY_20)
    assert "Acción de mejora por verificar" not in seen_by(entity, "READER", JULY_20)


CLOSE = "Ronda por cerrar: junio de 2026"


@pytest.mark.parametrize(
    ("now", "told"),
    [(datetime(2026, 7, 1, 4, 59, tzinfo=UTC), False), (datetime(2026, 7, 1, 5, 0, tzinfo=UTC), True)],
    ids=["last-day-in-bogota", "day-after"],
)
def test_round_that_can_be_closed_is_told_to_whoever_closes_it(
    entity: Entity, other_entity: Entity, now: datetime, told: bool
) -> None:
    with active_tenant(other_entity):
        make_round(make_published_plan(other_entity, title="SECRETO"))
    one = make_round(make_published_plan(entity))
    found = seen_by(entity, "PLAN_COORDINATOR", now)
    assert (CLOSE in found) is told
    assert "SECRETO" not in str(found)
    if told:
        where = {"entity_slug": entity.slug, "plan_id": one.plan_id, "number": one.number}
        assert found[CLOSE].url == reverse("desk:round_close", kwargs=where)
        assert "Miró hasta el 30 de junio de 2026." in found[CLOSE].text


@pytest.mark.parametrize("role", ["INTERNAL_CONTROL", "UNIT_LIAISON", "READER"])
def test_round_that_can_be_closed_is_told_to_nobody_else(entity: Entity, role: str) -> None:
    make_round(make_published_plan(entity))
    assert CLOSE not in seen_by(entity, role, JULY_9)


def test_round_that_was_closed_is_told_no_more(entity: Entity) -> None:
    make_closed_round(make_published_plan(entity))
    assert CLOSE not in seen_by(entity, "PLAN_COORDINATOR", JULY_20)


SOON = "El informe vence el 30 de julio de 2026 y corre el plazo de las dependencias"


@pytest.mark.parametrize(
    ("day", "kind"),
    [("2026-07-24", None), ("2026-07-25", "due"), ("2026-07-30", "due"), ("2026-07-31", "late")],
)
def test_report_that_is_due_soon_is_told_while_the_units_may_still_reply(
    entity: Entity, day: str, kind: str | None
) -> None:
    cut_off = evaluated(entity)
    send_preliminary(cut_off)
    FollowUpReport.objects.update(replies_until=date(2026, 8, 5))
    found = seen_by(entity, "INTERNAL_CONTROL", f"{day}T15:00:00Z")
    assert (found[SOON].kind if SOON in found else None) == kind
    if kind:
        assert "3 dependencias sin responder; pueden hacerlo hasta el 5 de agosto de 2026." in found[SOON].text


@pytest.mark.parametrize(
    ("day", "word"),
    [("2026-07-24", "Por evaluar"), ("2026-07-25", "Informe vence pronto"), ("2026-07-31", "Informe vencido")],
)
def test_frozen_cut_off_says_that_its_report_is_due_soon(entity: Entity, day: str, word: str) -> None:
    frozen_plan(entity)
    assert seen_by(entity, "INTERNAL_CONTROL", f"{day}T15:00:00Z")["Corte congelado, por evaluar"].word == word
