"""Reminding the units of what waits for them: one mail a person, round and day, however often it is asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from rinde.capabilities.followup.models import MonitoringRound
from rinde.capabilities.followup.operations.monitoring.rounds import locked_round
from rinde.capabilities.followup.permissions import check_monitor
from rinde.capabilities.followup.queries.monitoring import board_of, units_waiting
from rinde.capabilities.followup.rules.monitoring.reminding import Letter, letter_lines, letters
from rinde.capabilities.followup.rules.monitoring.states import check_open
from rinde.capabilities.followup.rules.monitoring.stretches import round_called
from rinde.foundations.refusals import NotReady
from rinde.services.access import Principal
from rinde.services.audit.operations import record
from rinde.services.notifications.operations import send_once

_SUBJECT_LENGTH = 200  # of `OutgoingMail.subject`


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many mails went out, how many mailboxes had theirs today already, and the units that nobody could be told."""

    sent: int
    already: int
    unreachable: tuple[str, ...]


@transaction.atomic
def remind(*, round_id: int, units: Collection[str], page_link: str, by: Principal, now: datetime) -> Reminded:
    """Send each person of some units what waits for them, in one mail. A second time on the same day sends none.

    Args:
        units: the keys of the units (`board.actor_key`) that were chosen.
        page_link: absolute address of the page where they report.

    Raises:
        NotAllowed: for whoever does not monitor the plan.
        TransitionNotAllowed: for a round that is closed.
        NotReady: where none of the chosen units has anything to do.
    """
    found = locked_round(round_id)
    check_monitor(found.plan, by=by)
    check_open(found.status)
    today = timezone.localdate(now)
    chosen = [one for one in units_waiting(board_of(found.plan, today=today)) if one.key in units]
    if not chosen:
        raise NotReady("No se envió ningún recordatorio.", ("Escoja al menos una dependencia que deba algo.",))
    written = letters(chosen)
    sent = sum(_send(found, one, page_link, today, now) for one in written)
    unreachable = tuple(one.name for one in chosen if one.is_unreachable)
    result = Reminded(sent, len(written) - sent, unreachable)
    facts = {"plan": found.plan_id, "units": len(chosen), "sent": sent, "unreachable": len(unreachable)}
    record(entity_id=found.entity_id, action="followup.remind", target=found, by=by, now=now, facts=facts)
    return result


def _send(found: MonitoringRound, letter: Letter, page_link: str, today: date, now: datetime) -> bool:
    many = len(letter.cells)
    waits = "1 reporte espera" if many == 1 else f"{many} reportes esperan"
    sent: bool = send_once(
        entity_id=found.entity_id,
        key=f"followup.reminder:{found.pk}:{letter.recipient}:{today.isoformat()}",
        recipient=letter.recipient,
        address=letter.address,
        subject=f"{waits} por su dependencia: {' '.join(found.plan.title.split())}"[:_SUBJECT_LENGTH],
        body=_body(found, letter, page_link),
        now=now,
    )
    return sent


def _body(found: MonitoringRound, letter: Letter, page_link: str) -> str:
    lines = "\n".join(letter_lines(letter.cells))
    where = f"Repórtelas aquí:\n{page_link}\n\n" if page_link else ""
    office = (
        "Le escribimos al correo de la dependencia porque nadie de ella tiene cuenta en Rinde.\n\n"
        if letter.recipient.startswith("actor:")
        else ""
    )
    return (
        f"{found.plan.entity.display_name} revisa cómo va «{found.plan.title}» ({round_called(found.name)}). "
        f"Esto espera por su dependencia:\n\n{lines}\n\n{where}{office}"
        "Si ya lo envió, gracias: no haga nada más.\n"
    )
