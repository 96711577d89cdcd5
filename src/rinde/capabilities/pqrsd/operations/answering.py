"""The answer: written by the unit, looked at by somebody, sent to whoever asked, and proved to have arrived."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.pqrsd.choices import AnswerStatus, DeliveryWay, DocumentKind, EventKind, PetitionStatus
from rinde.capabilities.pqrsd.models import Answer, Delivery, Petition
from rinde.capabilities.pqrsd.operations.closing import close
from rinde.capabilities.pqrsd.operations.documents import add_document
from rinde.capabilities.pqrsd.operations.rows import leave_marks, locked
from rinde.capabilities.pqrsd.operations.telling import mail_key, tell
from rinde.capabilities.pqrsd.permissions import can_answer, can_approve, check_answer, check_approve
from rinde.capabilities.pqrsd.queries.answers import newest_answer, sent_answer
from rinde.capabilities.pqrsd.rules import answer_states
from rinde.capabilities.pqrsd.rules.answers import DENIAL_REMEDY, AnswerValues, answer_gaps, public_gaps, review_gaps
from rinde.capabilities.pqrsd.rules.clock import is_in_time
from rinde.capabilities.pqrsd.rules.states import check_may_become
from rinde.foundations.law import long_day
from rinde.foundations.refusals import NotAllowed, StaleWrite, TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal
from rinde.services.files.checking import AcceptedFile

NOT_SAVED = "No se guardó la respuesta."
_FRESH = -1  # nobody said which version they had before their eyes


@transaction.atomic
def draft_answer(
    *,
    petition_id: int,
    values: AnswerValues,
    by: Principal,
    now: datetime,
    submit: bool = False,
    seen_version: int = _FRESH,
) -> Answer:
    """Keep a version of the answer, the next one where there is one; what was written before stays as it was.

    Args:
        submit: ask for its review at once.
        seen_version: the newest version that the writer saw, 0 where there was none: where somebody wrote another one
            meanwhile, this one is refused and both can be compared.

    Raises:
        NotAllowed: for whoever does not answer for its unit.
        TransitionNotAllowed: for a petition that is not in process.
        NotReady: with everything that is missing.
        StaleWrite: where somebody wrote a version after `seen_version`.
    """
    petition = locked(petition_id)
    check_answer(petition, by=by)
    _check_in_process(petition)
    newest = newest_answer(petition)
    if seen_version not in {_FRESH, newest.version if newest else 0}:
        raise StaleWrite(
            "Otra persona guardó una versión mientras usted escribía. Compare las dos y guarde la que vale: ninguna se "
            "pierde."
        )
    refuse_gaps(NOT_SAVED, *answer_gaps(values))
    if newest is not None:
        answer_states.check_may_become(newest.status, AnswerStatus.REPLACED)
        newest.status = AnswerStatus.REPLACED
        newest.save(update_fields=["status"])
    answer: Answer = Answer.objects.create(
        entity_id=petition.entity_id,
        petition=petition,
        version=newest.version + 1 if newest else 1,
        actor_id=petition.actor_id,
        outcome=values.outcome,
        text=tidy_text(values.text),
        public_text=tidy_text(values.public_text),
        denial=asdict(values.denial) if values.outcome == "DENIED" else {},
        status=AnswerStatus.IN_REVIEW if submit else AnswerStatus.DRAFT,
        drafted_at=now,
        drafted_by_id=by.user_id,
    )
    kind, action = (EventKind.SUBMITTED, "pqrsd.submit") if submit else (EventKind.DRAFTED, "pqrsd.draft")
    leave_marks(petition, kind, action=action, by=by, now=now, facts={"version": answer.version})
    return answer


def _check_in_process(petition: Petition) -> None:
    if petition.status == PetitionStatus.RECEIVED:
        raise TransitionNotAllowed("Clasifique primero la petición: de su tipo depende qué y cuándo se responde.")
    if petition.status == PetitionStatus.INCOMPLETE:
        raise TransitionNotAllowed("La petición espera a la persona. Se responde cuando la complete.")
    if petition.status != PetitionStatus.IN_PROGRESS:
        raise TransitionNotAllowed("La petición ya terminó: su respuesta no cambia.")


@transaction.atomic
def submit_answer(*, petition_id: int, version: int, by: Principal, now: datetime) -> Answer:
    """Ask somebody to look at the newest version.

    Raises:
        NotAllowed, TransitionNotAllowed, StaleWrite: as `approve_answer`.
    """
    petition, answer = _version(petition_id, version)
    check_answer(petition, by=by)
    answer_states.check_may_become(answer.status, AnswerStatus.IN_REVIEW)
    answer.status = AnswerStatus.IN_REVIEW
    answer.save(update_fields=["status"])
    leave_marks(petition, EventKind.SUBMITTED, action="pqrsd.submit", by=by, now=now, facts={"version": answer.version})
    return answer


@transaction.atomic
def approve_answer(*, petition_id: int, version: int, by: Principal, now: datetime, note: str = "") -> Answer:
    """Say that a version may go out. Where who approves wrote it, the answer says so: nobody else looked at it.

    Raises:
        NotAllowed: for whoever does not approve for its unit.
        TransitionNotAllowed: for a version that is not up for approval, or a petition that is not in process.
        StaleWrite: where a newer version stands.
    """
    petition, answer = _version(petition_id, version)
    check_approve(petition, by=by)
    answer_states.check_may_become(answer.status, AnswerStatus.APPROVED)
    refuse_gaps("No se aprobó.", *review_gaps(note, returns=False))
    answer.is_own_review = answer.drafted_by_id == by.user_id
    _review(answer, AnswerStatus.APPROVED, note, by=by, now=now)
    facts = {"version": answer.version, "own": answer.is_own_review}
    leave_marks(petition, EventKind.APPROVED, action="pqrsd.approve", by=by, now=now, facts=facts)
    return answer


@transaction.atomic
def return_answer(*, petition_id: int, version: int, note: str, by: Principal, now: datetime) -> Answer:
    """Give a version back with what has to change.

    Raises:
        NotAllowed, TransitionNotAllowed, StaleWrite: as `approve_answer`.
        NotReady: without saying what has to change.
    """
    petition, answer = _version(petition_id, version)
    check_approve(petition, by=by)
    answer_states.check_may_become(answer.status, AnswerStatus.RETURNED)
    refuse_gaps("No se devolvió.", *review_gaps(note, returns=True))
    _review(answer, AnswerStatus.RETURNED, note, by=by, now=now)
    facts = {"version": answer.version}
    leave_marks(petition, EventKind.RETURNED, action="pqrsd.return", by=by, now=now, note=note.strip(), facts=facts)
    return answer


def _review(answer: Answer, status: str, note: str, *, by: Principal, now: datetime) -> None:
    answer.status, answer.review_note = status, note.strip()
    answer.reviewed_at, answer.reviewed_by_id = now, by.user_id
    answer.save(update_fields=["status", "review_note", "reviewed_at", "reviewed_by", "is_own_review"])


def _version(petition_id: int, version: int) -> tuple[Petition, Answer]:
    """The newest version, which has to be the one that was asked about."""
    petition = locked(petition_id)
    newest = newest_answer(petition)
    if newest is None:
        raise TransitionNotAllowed("Esta petición todavía no tiene una respuesta proyectada.")
    if newest.version != version:
        raise StaleWrite(f"Ya hay una versión {newest.version} de la respuesta. Léala antes de decidir.")
    if newest.status != AnswerStatus.SENT:
        _check_in_process(petition)
    return petition, newest


@transaction.atomic
def send_answer(*, petition_id: int, version: int, by: Principal, now: datetime) -> Answer:
    """Send the approved version: by mail where there is an address, by public notice to whoever asked without a name.

    Where neither is possible it is handed over or posted, and `note_delivery` keeps the proof. It may go out after its
    term: late is better than never, and everybody sees that it was late. Sending it again changes nothing.

    Raises:
        NotAllowed: for whoever does not approve for its unit.
        TransitionNotAllowed: for a version that nobody approved, or a petition that is not in process.
        NotReady: for an anonymous petition without a text for everybody.
        StaleWrite: where a newer version stands.
    """
    petition, answer = _version(petition_id, version)
    check_approve(petition, by=by)
    if answer.status == AnswerStatus.SENT:
        return answer
    answer_states.check_may_become(answer.status, AnswerStatus.SENT)
    check_may_become(petition.status, PetitionStatus.ANSWERED)
    _take_public_text(petition, answer)
    answer.status, answer.sent_at, answer.sent_by_id = AnswerStatus.SENT, now, by.user_id
    answer.save(update_fields=["status", "sent_at", "sent_by", "public_text"])
    close(petition, PetitionStatus.ANSWERED, by=by, now=now)
    in_time = is_in_time(now, petition.due_on)
    facts = {"version": answer.version, "in_time": in_time, "due_on": petition.due_on}
    leave_marks(petition, EventKind.ANSWERED, action="pqrsd.send", by=by, now=now, facts=facts)
    _deliver(petition, answer, in_time=in_time, by=by, now=now)
    return answer


def _take_public_text(petition: Petition, answer: Answer) -> None:
    """Whoever asked without a name is answered by a notice: the answer itself, unless it holds somebody's data."""
    if not petition.is_anonymous or answer.public_text:
        return
    gaps = public_gaps(answer.text, accepting=False)
    if next(iter(gaps), ""):
        refuse_gaps(
            "No se envió la respuesta.",
            "Quien pidió no dio su nombre, así que se le responde por aviso público. La respuesta parece tener datos "
            "personales: escriba el texto público sin ellos.",
        )
    answer.public_text = answer.text


def _deliver(petition: Petition, answer: Answer, *, in_time: bool, by: Principal, now: datetime) -> None:
    what = f"answer:{answer.version}"
    remedy = DENIAL_REMEDY if answer.outcome == "DENIED" else ""
    subject = f"Respuesta a su petición {petition.number}"
    is_mailed = tell(
        petition, what, subject=subject, template="answer", now=now, answer=answer, in_time=in_time, remedy=remedy
    )
    if is_mailed:
        _note(petition, answer, DeliveryWay.MAIL, by=by, now=now, mail=mail_key(petition, what))
    elif petition.is_anonymous:
        _note(petition, answer, DeliveryWay.NOTICE, by=by, now=now)


def _note(
    petition: Petition,
    answer: Answer,
    way: str,
    *,
    by: Principal,
    now: datetime,
    mail: str = "",
    on: date | None = None,
    note: str = "",
    document_id: int | None = None,
) -> Delivery:
    delivery: Delivery = Delivery.objects.create(
        entity_id=petition.entity_id,
        answer=answer,
        way=way,
        delivered_on=on or timezone.localdate(now),
        note=note,
        mail_key=mail,
        document_id=document_id,
        noted_at=now,
        noted_by_id=by.user_id,
    )
    facts = {"way": way, "on": delivery.delivered_on}
    leave_marks(petition, EventKind.DELIVERED, action="pqrsd.deliver", by=by, now=now, facts=facts)
    return delivery


@transaction.atomic
def note_delivery(
    *,
    petition_id: int,
    way: str,
    delivered_on: date,
    by: Principal,
    now: datetime,
    note: str = "",
    receipt: AcceptedFile | None = None,
) -> Delivery:
    """Keep the proof that an answer arrived by hand, by post or by a notice on the board; the same one once.

    Args:
        receipt: the signed receipt or the post's slip; what was handed over or posted needs one, or words that say
            where it is kept.

    Raises:
        NotAllowed: for whoever neither approves nor answers for its unit.
        TransitionNotAllowed: before an answer was sent.
        NotReady: with everything that is missing.
    """
    petition = locked(petition_id)
    if not can_answer(petition, by=by) and not can_approve(petition, by=by):
        raise NotAllowed("La entrega la registra la dependencia que respondió o quien atiende a la ciudadanía.")
    answer = sent_answer(petition)
    if answer is None or answer.sent_at is None:
        raise TransitionNotAllowed("Primero se envía la respuesta; después se registra cómo llegó.")
    sent_on, today = timezone.localdate(answer.sent_at), timezone.localdate(now)
    gaps = []
    if way not in DeliveryWay.values or way == DeliveryWay.MAIL:
        gaps.append("Escoja cómo se entregó: en mano, por correo postal o por aviso.")
    if not sent_on <= delivered_on <= today:
        gaps.append(f"El día de la entrega va del {long_day(sent_on)}, cuando se envió, hasta hoy.")
    if way in {DeliveryWay.HANDED, DeliveryWay.LETTER} and receipt is None and not note.strip():
        gaps.append("Adjunte el recibido firmado o la guía, o diga dónde están guardados.")
    if len(note) > 300:
        gaps.append(f"La nota tiene {len(note)} caracteres; caben 300.")
    refuse_gaps("No se registró la entrega.", *gaps)
    kept = add_document(petition, receipt, DocumentKind.RECEIPT, by=by, now=now) if receipt is not None else None
    document_id, note = kept.pk if kept else None, note.strip()
    rows = Delivery.objects.filter(answer=answer, way=way, delivered_on=delivered_on)
    same: Delivery | None = rows.filter(note=note, document_id=document_id).first()
    return same or _note(petition, answer, way, by=by, now=now, on=delivered_on, note=note, document_id=document_id)
