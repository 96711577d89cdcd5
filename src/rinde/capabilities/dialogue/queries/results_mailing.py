"""Who is told what came of a space, and what became of each mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from rinde.capabilities.dialogue.choices import DocumentKind, StepKind, StepStatus
from rinde.capabilities.dialogue.models import (
    Attendee,
    DialogueSpace,
    ResultsDelivery,
    ResultsMailing,
    SpaceDocument,
    SpaceStep,
)
from rinde.services.notifications.models import OutgoingMail

_TOLD_STEPS = {
    StepKind.EVENT_REPORT: "El informe del espacio.",
    StepKind.ANSWERS: "Las respuestas a las preguntas que se hicieron.",
    StepKind.COMMITMENTS: "Los compromisos, con quién responde y para cuándo.",
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who took part and agreed to be told. The address is never shown on a page."""

    attendee_id: int
    number: int
    address: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One line of the log: whose mail by their number, and what became of it."""

    number: int
    queued_at: datetime
    sent_at: datetime | None
    has_failed: bool  # given up: the mailbox does not exist, or its server did not take it for a week
    has_left: bool  # they asked for no more


@dataclass(frozen=True, slots=True)
class Log:
    """How many people came, how many agreed, and each mail."""

    came: int
    agreed: int
    deliveries: tuple[Delivery, ...]

    @property
    def sent(self) -> int:
        return sum(one.sent_at is not None for one in self.deliveries)

    @property
    def failed(self) -> int:
        return sum(one.has_failed for one in self.deliveries)

    @property
    def waiting(self) -> int:
        return len(self.deliveries) - self.sent - self.failed


def recipients_of(space: DialogueSpace) -> Sequence[Recipient]:
    """Those who came and agreed, each mailbox once. One query."""
    rows = (
        Attendee.objects.filter(space=space, removed_at__isnull=True).select_related("registration").order_by("number")
    )
    found: dict[str, Recipient] = {}
    for attendee in rows:
        own = attendee.registration
        agrees, address = (own.wants_results, own.email) if own else (attendee.wants_results, attendee.email)
        if agrees and address:
            found.setdefault(address.lower(), Recipient(attendee.pk, attendee.number, address))
    return tuple(found.values())


def mailing_of(space: DialogueSpace) -> ResultsMailing | None:
    """What was written or sent of a space. One query."""
    found: ResultsMailing | None = ResultsMailing.objects.filter(space=space).select_related("sent_by").first()
    return found


def log_of(space: DialogueSpace) -> Log:
    """The delivery log of the results, in the order of the list. Four queries, whatever the number of mails."""
    rows = list(
        ResultsDelivery.objects.filter(mailing__space=space).select_related("attendee", "attendee__registration")
    )
    mails = {mail.key: mail for mail in OutgoingMail.objects.filter(key__in=[row.key for row in rows])}
    came = Attendee.objects.filter(space=space, removed_at__isnull=True).count()
    return Log(came, len(recipients_of(space)), tuple(_delivery(row, mails.get(row.key)) for row in rows))


def _delivery(row: ResultsDelivery, mail: OutgoingMail | None) -> Delivery:
    own = row.attendee.registration or row.attendee
    return Delivery(
        number=row.attendee.number,
        queued_at=row.queued_at,
        sent_at=mail.sent_at if mail else None,
        has_failed=mail is not None and mail.sent_at is None and mail.address == "",
        has_left=not own.wants_results,
    )


def proposed_text(space: DialogueSpace, *, page: str) -> tuple[str, str]:
    """Subject and text of the mail, made of what is published of a space; a person reads and changes it. Two queries.

    Args:
        page: the absolute address of the public page.
    """
    done = dict(SpaceStep.objects.filter(space=space, status=StepStatus.DONE).values_list("kind", "note"))
    documents = SpaceDocument.objects.filter(space=space, is_public=True, removed_at__isnull=True).filter(
        Q(kind=DocumentKind.MINUTES) | Q(kind=DocumentKind.EVENT_REPORT)
    )
    ready = [f"{DocumentKind(kind).label}: {title}." for kind, title in documents.values_list("kind", "title")]
    ready += [line for kind, line in _TOLD_STEPS.items() if kind in done]
    parts = [f"Gracias por participar en «{space.title}»."]
    if done.get(StepKind.CHECK_IN):
        parts.append(f"Asistencia: {done[StepKind.CHECK_IN]}.")
    if space.conclusions:
        parts.append(f"A qué se llegó:\n{space.conclusions}")
    if space.result:
        parts.append(f"Qué salió de su participación:\n{space.result}")
    if ready:
        parts.append("Ya puede leer:\n" + "\n".join(f"- {line}" for line in ready))
    parts.append(f"Todo está en la página del espacio:\n{page}")
    return f"Resultados: {space.title}"[:150], "\n\n".join(parts)
