"""«¿Qué sigue?» around internal control's report: who replies, answers, publishes, acts and verifies."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from capabilities.followup.web.report_forms import liaison
from cut_off_samples import activities_of
from factories import client_of, make_actor, make_member
from follow_up_reports import JULY_9, JULY_16, JULY_20, evaluated, publish, recommended, send_preliminary, write_draft
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import CutOff, Recommendation, UnitReply
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
