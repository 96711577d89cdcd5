"""What came of a space, told to those who took part and agreed to it: one mail each, once, whatever is repeated."""

from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string

from rinde.capabilities.dialogue.choices import StepKind
from rinde.capabilities.dialogue.models import (
    Attendee,
    DialogueSpace,
    Registration,
    ResultsDelivery,
    ResultsMailing,
    SpaceStep,
)
from rinde.capabilities.dialogue.operations.locking import check_editable, locked, note
from rinde.capabilities.dialogue.operations.steps import step_done
from rinde.capabilities.dialogue.permissions import check_manage
from rinde.capabilities.dialogue.queries.attendance_links import address_of, results_token
from rinde.capabilities.dialogue.queries.results_mailing import recipients_of
from rinde.capabilities.dialogue.rules.states import OVER
from rinde.foundations.refusals import TransitionNotAllowed, refuse_gaps
from rinde.foundations.text.typed import length_gap, tidy_text
from rinde.services.access import ANONYMOUS, Principal
from rinde.services.notifications.operations import send_once

LONGEST_SUBJECT, LONGEST_BODY = 150, 8_000
NOT_HELD = "Los resultados se cuentan cuando el espacio ya se hizo."


@transaction.atomic
def write_results(*, space_id: int, subject: str, body: str, by: Principal, now: datetime) -> ResultsMailing:
    """Write what will be sent. Once it went out it stays as it was read.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: before the space took place, or after the mails went out.
        NotReady: with what is missing or too long.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    return _written(space, subject, body, by=by, now=now)


def _written(space: DialogueSpace, subject: str, body: str, *, by: Principal, now: datetime) -> ResultsMailing:
    if space.status not in OVER:
        raise TransitionNotAllowed(NOT_HELD)
    standing: ResultsMailing | None = ResultsMailing.objects.filter(space=space).first()
    if standing and standing.sent_at:
        raise TransitionNotAllowed("Los resultados ya se enviaron: el texto queda como la gente lo leyó.")
    subject, body = " ".join(tidy_text(subject).split()), tidy_text(body)
    refuse_gaps("El texto no se guardó todavía.", *_text_gaps(subject, body))
    mailing: ResultsMailing
    values = {"subject": subject, "body": body, "edited_at": now, "edited_by_id": by.user_id}
    mailing, _ = ResultsMailing.objects.update_or_create(space=space, defaults=values | {"entity_id": space.entity_id})
    note(space, "results_write", by=by, now=now)
    return mailing


def _text_gaps(subject: str, body: str) -> tuple[str, ...]:
    gaps = [
        "Escriba el asunto del correo." if not subject else "",
        "Escriba qué se cuenta a quienes participaron." if not body else "",
        length_gap(subject, most=LONGEST_SUBJECT, name="El asunto", rest="o dígalo en el texto"),
        length_gap(body, most=LONGEST_BODY, name="El texto", rest="y deje el enlace a la página"),
    ]
    return tuple(gap for gap in gaps if gap)


@transaction.atomic
def send_results(*, space_id: int, subject: str, body: str, site: str, by: Principal, now: datetime) -> ResultsMailing:
    """Send the results to those who came and agreed, once each; the step is done by it.

    Sent again, it goes only to whoever came onto the list since: nobody gets it twice.

    Args:
        site: in front of the addresses in the mail.

    Raises:
        NotAllowed: for whoever does not run the space.
        TransitionNotAllowed: before the space took place, or once it was closed.
        NotReady: with what is missing, or where nobody agreed to be told.
    """
    space = locked(space_id)
    check_manage(space, by=by)
    check_editable(space)
    mailing: ResultsMailing | None = ResultsMailing.objects.filter(space=space).first()
    if mailing is None or mailing.sent_at is None:
        mailing = _written(space, subject, body, by=by, now=now)
    recipients = recipients_of(space)
    told = set(ResultsDelivery.objects.filter(mailing=mailing).values_list("attendee_id", flat=True))
    nobody = "Nadie de los que asistieron pidió los resultados por correo. Cuéntelos en la página y por WhatsApp."
    refuse_gaps("No se envió ningún correo.", *(() if recipients or told else (nobody,)))
    new = [one for one in recipients if one.attendee_id not in told]
    for one in new:
        _send(space, mailing, one.attendee_id, one.address, site, now)
    if mailing.sent_at is None:
        mailing.sent_at, mailing.sent_by_id = now, by.user_id
        mailing.save(update_fields=["sent_at", "sent_by"])
    if new:
        note(space, "results_send", by=by, now=now, mails=len(new))
    if SpaceStep.objects.filter(space=space, kind=StepKind.RESULTS).exists():
        people = f"{len(new)} persona" if len(new) == 1 else f"{len(new)} personas"
        step_done(space, StepKind.RESULTS, by=by, now=now, text=f"Resultados enviados por correo a {people}.")
    return mailing


def _send(
    space: DialogueSpace, mailing: ResultsMailing, attendee_id: int, address: str, site: str, now: datetime
) -> None:
    leave = address_of(space, "results_leave", site=site, token=results_token(attendee_id))
    key = f"space-results:{space.pk}:{attendee_id}"
    context = {
        "space": space,
        "mailing": mailing,
        "leave": leave,
        "page": address_of(space, "dialogue_space", site=site),
    }
    ResultsDelivery.objects.get_or_create(
        attendee_id=attendee_id,
        defaults={"entity_id": space.entity_id, "mailing": mailing, "key": key, "queued_at": now},
    )
    send_once(
        entity_id=space.entity_id,
        key=key,
        recipient=f"attendee:{attendee_id}",
        address=address,
        subject=mailing.subject,
        body=render_to_string("dialogue/mail/results.txt", context),
        leave_url=leave,
        now=now,
    )


@transaction.atomic
def leave_results(*, space_id: int, attendee_id: int, now: datetime) -> None:
    """Somebody asks for no results, by the link of their mail: their address is erased. Again: nothing changes."""
    space = locked(space_id)
    attendee: Attendee = Attendee.objects.get(space=space, pk=attendee_id)
    own = Registration.objects.filter(pk=attendee.registration_id).exclude(email="", wants_results=False)
    left = own.update(email="", wants_results=False)
    left += (
        Attendee.objects.filter(pk=attendee.pk)
        .exclude(email="", wants_results=False)
        .update(email="", wants_results=False)
    )
    if left:
        note(space, "results_leave", by=ANONYMOUS, now=now, number=attendee.number)
