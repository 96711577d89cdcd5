"""Whoever attends people says what a petition is and who answers it, and moves its clock where the law lets them."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.entities.queries import actors_on
from rinde.capabilities.pqrsd.choices import EventKind, PetitionKind, PetitionStatus, Priority
from rinde.capabilities.pqrsd.models import Petition
from rinde.capabilities.pqrsd.operations.completing import ask_completion, close_unfinished, complete, give_more_time
from rinde.capabilities.pqrsd.operations.rows import calendar_of, leave_marks, locked, save
from rinde.capabilities.pqrsd.operations.telling import tell
from rinde.capabilities.pqrsd.operations.transferring import transfer
from rinde.capabilities.pqrsd.permissions import check_triage
from rinde.capabilities.pqrsd.queries.options import options_of
from rinde.capabilities.pqrsd.queries.petitions import facts_of
from rinde.capabilities.pqrsd.rules.answers import public_gaps
from rinde.capabilities.pqrsd.rules.clock import extended_days, extension_gaps
from rinde.capabilities.pqrsd.rules.filing import public_text_gaps, reason_gaps
from rinde.capabilities.pqrsd.rules.states import check_may_become
from rinde.capabilities.pqrsd.rules.terms import LONGEST_SET_DAYS, needs_days, rule_of
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal

__all__ = ["ask_completion", "close_unfinished", "complete", "extend", "give_more_time", "transfer", "triage"]


@transaction.atomic
def triage(
    *,
    petition_id: int,
    kind: str,
    actor_id: int | None,
    public_text: str,
    by: Principal,
    now: datetime,
    days: int | None = None,
    priority: str = "",
    subject: str | None = None,
    accepting_data: bool = False,
    seen: datetime | None = None,
) -> Petition:
    """Say what a petition is and who answers it; its term is counted from that. May be said again until it ends.

    Args:
        public_text: what everybody may read of it; empty keeps it out of public lists.
        days: business days that a control body set; ignored for every other kind.
        subject: None leaves it as it is.
        accepting_data: the public text seems to hold personal data, and whoever wrote it stands by it.

    Raises:
        NotAllowed: for whoever may not classify it.
        TransitionNotAllowed: for one that waits for the person, or has ended.
        NotReady: with everything that is wrong.
        StaleWrite: where somebody changed it after `seen`.
    """
    petition = locked(petition_id, seen=seen)
    check_triage(petition, by=by)
    if petition.status != PetitionStatus.IN_PROGRESS:
        check_may_become(petition.status, PetitionStatus.IN_PROGRESS)
    if petition.status == PetitionStatus.INCOMPLETE:
        raise TransitionNotAllowed("La petición espera a la persona. Registre primero que la completó.")
    public_text = tidy_text(public_text)
    gaps = [
        *_kind_gaps(petition, kind, days, priority),
        *_actor_gaps(actor_id, timezone.localdate(now)),
        *public_text_gaps(public_text),
        *public_gaps(public_text, accepting=accepting_data or public_text == petition.public_text),
    ]
    refuse_gaps("No se guardó la clasificación.", *gaps)
    moved = {"kind": kind, "actor": actor_id, "from_kind": petition.kind, "from_actor": petition.actor_id}
    is_first = petition.status == PetitionStatus.RECEIVED
    petition.kind, petition.actor_id, petition.priority, petition.public_text = kind, actor_id, priority, public_text
    petition.subject = petition.subject if subject is None else " ".join(subject.split())[:200]
    petition.set_days = _set_days(petition, days)
    petition.status = PetitionStatus.IN_PROGRESS
    petition.classified_at, petition.classified_by_id = now, by.user_id
    fields = ("kind", "actor", "priority", "public_text", "subject", "set_days", "status", "classified_at")
    save(petition, *fields, "classified_by", calendar=calendar_of(petition, now), now=now)
    event = EventKind.CLASSIFIED if is_first or kind != moved["from_kind"] else EventKind.ASSIGNED
    leave_marks(petition, event, action="pqrsd.triage", by=by, now=now, facts=moved | {"due_on": petition.due_on})
    return petition


def _kind_gaps(petition: Petition, kind: str, days: int | None, priority: str) -> list[str]:
    gaps = []
    if kind not in PetitionKind.values:
        return ["Escoja qué es: de eso depende el plazo."]
    if petition.extended_to is not None and kind != petition.kind:
        gaps.append("Ya se prorrogó con el plazo de su tipo: el tipo no cambia. Puede cambiar quién responde.")
    if needs_days(kind, timezone.localdate(petition.received_at)) and not days:
        gaps.append("Escriba cuántos días hábiles fijó el organismo de control en su requerimiento.")
    if days is not None and not 1 <= days <= LONGEST_SET_DAYS:
        gaps.append(f"Los días van de 1 a {LONGEST_SET_DAYS}. Usted escribió {days}.")
    if priority and priority not in Priority.values:
        gaps.append("Escoja por qué se atiende primero, o déjelo sin prioridad.")
    return gaps


def _actor_gaps(actor_id: int | None, today: date) -> list[str]:
    if actor_id is not None and not actors_on(today).filter(pk=actor_id).exists():
        return ["La dependencia que escogió no está en el organigrama de hoy. Escoja otra."]
    return []


def _set_days(petition: Petition, days: int | None) -> int | None:
    """The days of a term that is no law: those of the control body, or the entity's own default."""
    if rule_of(petition.kind, timezone.localdate(petition.received_at)).is_law:
        return None
    if petition.kind == PetitionKind.CONTROL_BODY:
        return days
    return options_of(petition.entity).own_days.get(petition.kind)


@transaction.atomic
def extend(
    *, petition_id: int, to: date | None, reason: str, by: Principal, now: datetime, seen: datetime | None = None
) -> Petition:
    """Tell the person, before the term is over, that the answer will take longer, why, and until when.

    Raises:
        NotAllowed: for whoever may not extend it.
        TransitionNotAllowed: for one that is not being answered.
        NotReady: after its expiry, beyond double the term, a second time, or without reasons; with what to do instead.
        StaleWrite: where somebody changed it after `seen`.
    """
    petition = locked(petition_id, seen=seen)
    check_triage(petition, by=by)
    if petition.status == PetitionStatus.RECEIVED:
        raise TransitionNotAllowed("Clasifique primero la petición: de su tipo depende hasta cuándo se prorroga.")
    if petition.status != PetitionStatus.IN_PROGRESS:
        raise TransitionNotAllowed("Solo se prorroga una petición en trámite. Vuelva a ella y revise en qué va.")
    calendar, facts = calendar_of(petition, now), facts_of(petition)
    long = reason_gaps(reason, "") if reason.strip() else ()
    refuse_gaps("No se prorrogó.", *extension_gaps(facts, to=to, reason=reason, now=now, calendar=calendar), *long)
    assert to is not None  # noqa: S101 - without a day there was a gap
    before = petition.due_on
    petition.extended_days, petition.extended_to = extended_days(facts, to, calendar), to
    petition.extension_reason = reason.strip()
    save(petition, "extended_days", "extended_to", "extension_reason", calendar=calendar, now=now)
    leave_marks(
        petition,
        EventKind.EXTENDED,
        action="pqrsd.extend",
        by=by,
        now=now,
        note=petition.extension_reason,
        facts={"from_on": before, "to_on": to},
    )
    tell(
        petition,
        "extended",
        subject=f"Su petición {petition.number} se responderá más tarde",
        template="extended",
        before=before,
        now=now,
    )
    return petition
