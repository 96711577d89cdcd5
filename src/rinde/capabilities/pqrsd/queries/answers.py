"""Versions of an answer, and how it was delivered."""

from collections.abc import Sequence
from dataclasses import dataclass

from rinde.capabilities.pqrsd.choices import AnswerStatus
from rinde.capabilities.pqrsd.models import Answer, Delivery, Petition
from rinde.services.notifications.models import OutgoingMail


@dataclass(frozen=True, slots=True)
class DeliveryOnDesk:
    """A delivery with what is known of its mail. `has_left`: None where it is no mail."""

    delivery: Delivery
    has_left: bool | None
    is_lost: bool  # the mailbox does not exist, or the mail was given up


def answers_of(petition: Petition) -> Sequence[Answer]:
    """Every version, newest first. One query."""
    rows = Answer.objects.filter(petition=petition).select_related("actor", "drafted_by", "reviewed_by", "sent_by")
    return tuple(rows.order_by("-version"))


def newest_answer(petition: Petition) -> Answer | None:
    """The version that counts; None where nobody wrote any. One query."""
    found: Answer | None = Answer.objects.filter(petition=petition).order_by("-version").first()
    return found


def sent_answer(petition: Petition) -> Answer | None:
    """The answer that went out. One query."""
    found: Answer | None = Answer.objects.filter(petition=petition, status=AnswerStatus.SENT).first()
    return found


def deliveries_of(petition: Petition) -> Sequence[DeliveryOnDesk]:
    """How the answer of a petition was delivered, with what became of each mail. Two queries."""
    rows = list(Delivery.objects.filter(answer__petition=petition).select_related("document", "noted_by"))
    keys = [one.mail_key for one in rows if one.mail_key]
    mails = {one.key: one for one in OutgoingMail.objects.filter(entity_id=petition.entity_id, key__in=keys)}
    return tuple(_with_mail(one, mails.get(one.mail_key)) for one in rows)


def _with_mail(delivery: Delivery, mail: OutgoingMail | None) -> DeliveryOnDesk:
    if mail is None:
        return DeliveryOnDesk(delivery, None, is_lost=False)
    return DeliveryOnDesk(delivery, mail.sent_at is not None, is_lost=mail.sent_at is None and not mail.address)
