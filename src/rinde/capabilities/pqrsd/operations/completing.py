"""A petition that lacks something, or that nobody understands: given back once, completed, or ended by an act."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.pqrsd.choices import CompletionKind, EventKind, PetitionStatus
from rinde.capabilities.pqrsd.models import Petition
from rinde.capabilities.pqrsd.operations.closing import close
from rinde.capabilities.pqrsd.operations.rows import calendar_of, leave_marks, locked, save
from rinde.capabilities.pqrsd.operations.telling import tell
from rinde.capabilities.pqrsd.permissions import check_triage
from rinde.capabilities.pqrsd.queries.options import options_of
from rinde.capabilities.pqrsd.queries.petitions import clock_of, facts_of
from rinde.capabilities.pqrsd.rules.clock import ask_until, completion_term, extended_completion, is_in_time
from rinde.capabilities.pqrsd.rules.filing import reason_gaps
from rinde.capabilities.pqrsd.rules.states import check_may_become
from rinde.foundations.law import long_day
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal


@transaction.atomic
def ask_completion(
    *, petition_id: int, kind: str, what: str, by: Principal, now: datetime, seen: datetime | None = None
) -> Petition:
    """Ask the person for what is missing, or what they mean. The entity's term waits from that day on.

    Args:
        kind: of `CompletionKind`: what is missing has a month, what is not understood ten business days.
        what: what the person has to bring or to say, as they read it.

    Raises:
        NotAllowed: for whoever may not ask.
        TransitionNotAllowed: for one that is not being answered, or that was given back before.
        NotReady: after the tenth business day, or without saying what is missing.
        StaleWrite: where somebody changed it after `seen`.
    """
    petition = locked(petition_id, seen=seen)
    check_triage(petition, by=by)
    check_may_become(petition.status, PetitionStatus.INCOMPLETE)
    if petition.completion_asked_on is not None:
        raise TransitionNotAllowed("A la persona ya se le pidió una vez. Responda con lo que entregó.")
    calendar, today = calendar_of(petition, now), timezone.localdate(now)
    until = ask_until(facts_of(petition), calendar).due_on
    gaps = list(reason_gaps(what, "Diga qué debe traer o aclarar la persona: lo lee en su correo y en su consulta."))
    if kind not in CompletionKind.values:
        gaps.append("Escoja si le falta algo o si no se entiende qué pide.")
    if not is_in_time(now, until):
        gaps.append(
            f"Lo que falta se pide hasta el {long_day(until)}, diez días hábiles después de recibirla. Ese plazo pasó: "
            "responda con lo que hay."
        )
    refuse_gaps("No se pidió completarla.", *gaps)
    petition.completion_kind, petition.completion_text = kind, tidy_text(what)
    petition.completion_asked_on = today
    petition.completion_until = completion_term(kind, today, calendar).due_on
    petition.status = PetitionStatus.INCOMPLETE
    fields = ("completion_kind", "completion_text", "completion_asked_on", "completion_until", "status")
    save(petition, *fields, calendar=calendar, now=now)
    facts = {"kind": kind, "until": petition.completion_until}
    note = petition.completion_text
    leave_marks(
        petition, EventKind.COMPLETION_ASKED, action="pqrsd.ask_completion", by=by, now=now, note=note, facts=facts
    )
    subject = f"Falta algo en su petición {petition.number}"
    tell(petition, "completion", subject=subject, template="completion", now=now)
    return petition


@transaction.atomic
def give_more_time(*, petition_id: int, by: Principal, now: datetime) -> Petition:
    """Give the person the one extension that they asked for before their month was over: as long again.

    Raises:
        NotAllowed: for whoever may not.
        TransitionNotAllowed: where the person is not waited for, has had it already, or asked too late.
    """
    petition = locked(petition_id)
    check_triage(petition, by=by)
    until = petition.completion_until
    if petition.status != PetitionStatus.INCOMPLETE or until is None:
        raise TransitionNotAllowed("La petición no espera a la persona. Vuelva a ella y revise en qué va.")
    if petition.completion_kind != CompletionKind.INCOMPLETE or petition.completion_is_extended:
        raise TransitionNotAllowed("El plazo para completar se prorroga una sola vez, y el de aclarar ninguna.")
    if not is_in_time(now, until):
        raise TransitionNotAllowed(f"El plazo venció el {long_day(until)}: la prórroga se pide antes de ese día.")
    calendar = calendar_of(petition, now)
    petition.completion_until = extended_completion(until, calendar).due_on
    petition.completion_is_extended = True
    save(petition, "completion_until", "completion_is_extended", calendar=calendar, now=now)
    facts = {"from_on": until, "until": petition.completion_until}
    leave_marks(petition, EventKind.COMPLETION_EXTENDED, action="pqrsd.give_more_time", by=by, now=now, facts=facts)
    return petition


@transaction.atomic
def complete(
    *,
    petition_id: int,
    completed_on: date,
    text: str,
    by: Principal,
    now: datetime,
    seen: datetime | None = None,
) -> Petition:
    """Note that the person brought what was missing; the term goes on the day after, as the entity has decided.

    What comes late is taken too, as long as no act has ended the petition: it is the person's benefit.

    Args:
        text: what they said; added to the petition's own, which stays as it was.

    Raises:
        NotAllowed: for whoever may not.
        TransitionNotAllowed: where the person is not waited for.
        NotReady: for a day before it was asked or that has not come.
        StaleWrite: where somebody changed it after `seen`.
    """
    petition = locked(petition_id, seen=seen)
    check_triage(petition, by=by)
    if petition.status != PetitionStatus.INCOMPLETE or petition.completion_asked_on is None:
        raise TransitionNotAllowed("La petición no espera a la persona. Vuelva a ella y revise en qué va.")
    gaps = []
    if not petition.completion_asked_on <= completed_on <= timezone.localdate(now):
        gaps.append(f"El día va del {long_day(petition.completion_asked_on)}, cuando se le pidió, hasta hoy.")
    refuse_gaps("No se registró.", *gaps)
    petition.completed_on, petition.status = completed_on, PetitionStatus.IN_PROGRESS
    petition.resume_policy = options_of(petition.entity).resume_policy
    if added := tidy_text(text):
        petition.text = f"{petition.text}\n\n[{long_day(completed_on)}] {added}"
    calendar = calendar_of(petition, now)
    if petition.extended_to is not None:
        # What was told before the pause has moved with it; this is the day that the person is told now.
        petition.extended_to = _moved(petition, calendar)
    fields = ("completed_on", "status", "resume_policy", "text", "extended_to")
    save(petition, *fields, calendar=calendar, now=now)
    facts = {"completed_on": completed_on, "policy": petition.resume_policy, "due_on": petition.due_on}
    leave_marks(petition, EventKind.COMPLETED, action="pqrsd.complete", by=by, now=now, facts=facts)
    subject = f"Recibimos lo que faltaba de su petición {petition.number}"
    tell(petition, "completed", subject=subject, template="completed", now=now)
    return petition


def _moved(petition: Petition, calendar: object) -> date | None:
    legal = clock_of(petition, calendar).legal  # type: ignore[arg-type]
    return legal.due_on if legal else petition.extended_to


@transaction.atomic
def close_unfinished(
    *, petition_id: int, act: str, reason: str, by: Principal, now: datetime, seen: datetime | None = None
) -> Petition:
    """End, by a reasoned act, a petition that the person did not complete or make clear in their time.

    Args:
        act: its kind, number and date, as people cite it.
        reason: why, as the person reads it. What was not completed is withdrawn, what was not made clear archived.

    Raises:
        NotAllowed: for whoever may not.
        TransitionNotAllowed: where the person is not waited for.
        NotReady: before their term is over, or without act or reasons.
        StaleWrite: where somebody changed it after `seen`.
    """
    petition = locked(petition_id, seen=seen)
    check_triage(petition, by=by)
    is_unclear = petition.completion_kind == CompletionKind.UNCLEAR
    wanted = PetitionStatus.ARCHIVED if is_unclear else PetitionStatus.WITHDRAWN
    check_may_become(petition.status, wanted)
    until = petition.completion_until
    assert until is not None  # noqa: S101 - the table leads here only from INCOMPLETE, which has its day
    gaps = list(reason_gaps(reason, "Diga los motivos del acto. La persona los lee."))
    if not act.strip():
        gaps.append("Escriba el acto motivado con su número y su fecha: «Resolución 12 del 4 de mayo de 2026».")
    if is_in_time(now, until):
        gaps.append(f"La persona tiene hasta el {long_day(until)}. Antes de que ese día termine no se cierra.")
    refuse_gaps("No se cerró la petición.", *gaps)
    petition.closing_act, petition.closing_reason = act.strip()[:200], reason.strip()
    close(petition, wanted, by=by, now=now, fields=("closing_act", "closing_reason"))
    kind = EventKind.ARCHIVED if is_unclear else EventKind.WITHDRAWN
    facts = {"act": petition.closing_act}
    action = "pqrsd.archive" if is_unclear else "pqrsd.withdraw"
    leave_marks(petition, kind, action=action, by=by, now=now, note=petition.closing_reason, facts=facts)
    tell(petition, "closed", subject=f"Se cerró su petición {petition.number}", template="closed", now=now)
    return petition
