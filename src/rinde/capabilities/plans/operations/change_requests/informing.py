"""Telling internal control and whoever follows a plan that it changed: by mail, each mailbox once per version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rinde.capabilities.plans.models import ChangeRequest, Plan, PlanVersion
from rinde.capabilities.plans.queries.change_requests import internal_control
from rinde.capabilities.plans.rules.change_requests.differences import from_plain, said_in
from rinde.capabilities.plans.rules.change_requests.words import with_reason
from rinde.services.notifications.operations import send_once
from rinde.services.notifications.queries import followers, one_click_url, token_of

_SUBJECT_LENGTH = 200  # of `OutgoingMail.subject`
_MOST_IN_A_MAIL = 40


@dataclass(frozen=True, slots=True)
class PublicPages:
    """Absolute addresses for the mails: where the changes are read, and what the token of leaving is added to."""

    changes: str
    following: str


def inform(
    plan: Plan, version: PlanVersion, requests: Sequence[ChangeRequest], *, pages: PublicPages | None, now: datetime
) -> dict[str, int]:
    """Queue the mails of a version; give how many of each kind of reader there are, and never who they are."""
    subject = f"Cambió «{' '.join(plan.title.split())}»: versión {version.number}"[:_SUBJECT_LENGTH]
    text = _text(plan, version, requests, pages)
    officers = internal_control()
    for user_id, address in officers:
        _send(plan, version, f"user:{user_id}", address, subject, f"{text}{_TO_CONTROL}", now)
    readers = followers(entity_id=plan.entity_id, topic=f"plan:{plan.pk}")
    for one in readers:
        leave = f"\nPara dejar de recibir estos avisos: {pages.following}{token_of(one.pk)}/\n" if pages else ""
        at_once = one_click_url(pages.following, one.pk) if pages else ""
        _send(plan, version, f"subscription:{one.pk}", one.address, subject, f"{text}{leave}", now, at_once)
    return {"internal_control": len(officers), "subscribers": len(readers)}


_TO_CONTROL = "\nRinde le avisa porque usted ejerce el control interno de la entidad.\n"


def _send(
    plan: Plan,
    version: PlanVersion,
    recipient: str,
    address: str,
    subject: str,
    body: str,
    now: datetime,
    leave_url: str = "",
) -> None:
    send_once(
        entity_id=plan.entity_id,
        key=f"plan-version:{version.pk}:{recipient}",
        recipient=recipient,
        address=address,
        subject=subject,
        body=body,
        leave_url=leave_url,
        now=now,
    )


def _text(plan: Plan, version: PlanVersion, requests: Sequence[ChangeRequest], pages: PublicPages | None) -> str:
    told = [f"- {with_reason(said_in(from_plain(one.differences)), one.reason)}" for one in requests]
    more = len(told) - _MOST_IN_A_MAIL
    rest = [f"- Y {more} cambios más."] if more > 0 else []
    acts = dict.fromkeys(f"{one.act.number}, {one.act.body}" for one in requests if one.act)
    where = f"\nLos cambios y las dos versiones, una al lado de la otra:\n{pages.changes}\n" if pages else ""
    return (
        f"{plan.entity.display_name} publicó la versión {version.number} de «{plan.title}».\n\n"
        f"Qué cambió:\n{chr(10).join((*told[:_MOST_IN_A_MAIL], *rest))}\n\n"
        f"Lo aprobó: {'; '.join(acts) or 'sin acto registrado'}.\n{where}"
    )
