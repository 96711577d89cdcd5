"""One valid, boring petition at each of its stages, made as people make it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from factories import make_member, principal
from rinde.capabilities.entities.models import Actor, Entity
from rinde.capabilities.pqrsd.models import Answer, Petition
from rinde.capabilities.pqrsd.operations.answering import approve_answer, draft_answer, send_answer
from rinde.capabilities.pqrsd.operations.filing import Filed, Petitioner, file_petition
from rinde.capabilities.pqrsd.operations.triage import triage
from rinde.capabilities.pqrsd.rules.answers import AnswerValues
from rinde.foundations.law import BOGOTA
from rinde.services.access import ANONYMOUS, Principal, Scope


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment on Colombia's clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BOGOTA)


FILED_ON = date(2026, 4, 1)  # a Wednesday before Easter: 10 days end on 17 April, 15 on the 24th
NOW = at(FILED_ON)
ANA = Petitioner(name="Ana Ruiz", email="ana@example.org", phone="3001234567", address="Calle 1 # 2-3")


def file_one(entity: Entity, **values: Any) -> Filed:
    """A petition that came in by the front desk on the first of April."""
    defaults: dict[str, Any] = {
        "entity_id": entity.pk,
        "text": "¿Cuándo arreglan el puente de la vereda La Unión?",
        "channel": "IN_PERSON",
        "received_at": NOW,
        "petitioner": ANA,
        "by": ANONYMOUS,
        "now": NOW,
    }
    return file_petition(**defaults | values)


def classified(entity: Entity, *, kind: str = "GENERAL", actor: Actor | None = None, **values: Any) -> Petition:
    """One that is in process, with a unit that answers it."""
    filed = file_one(entity, **values)
    return triage(
        petition_id=filed.petition.pk,
        kind=kind,
        actor_id=actor.pk if actor else None,
        public_text=values.get("public_text", ""),
        by=principal(entity, "CITIZEN_SERVICE"),
        now=values.get("now", NOW),
    )


def answered(entity: Entity, *, now: datetime, public_text: str = "", **values: Any) -> Answer:
    """One whose answer went out."""
    petition, by = classified(entity, **values), principal(entity, "CITIZEN_SERVICE")
    values_of_answer = AnswerValues("El puente se repara en mayo.", public_text=public_text)
    draft = draft_answer(petition_id=petition.pk, values=values_of_answer, by=by, now=now)
    approve_answer(petition_id=petition.pk, version=draft.version, by=by, now=now)
    return send_answer(petition_id=petition.pk, version=draft.version, by=by, now=now)


def of_units(entity: Entity, role: str, *actors: Actor) -> Principal:
    """Somebody whose role covers some units only."""
    one = principal(entity, role, user=make_member(entity, role))
    scope = Scope("actors", frozenset(actor.pk for actor in actors))
    return replace(one, grants=tuple(replace(grant, scope=scope) for grant in one.grants))
