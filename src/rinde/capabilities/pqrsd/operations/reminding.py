"""What is overdue or about to be, told by mail to whoever answers it: one list a person, and the same list once."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from rinde.capabilities.accounts.queries import Colleague, colleagues
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.pqrsd.models import Petition
from rinde.capabilities.pqrsd.operations.telling import SUBJECT_LENGTH, Addresses
from rinde.capabilities.pqrsd.permissions import can_answer, can_triage
from rinde.capabilities.pqrsd.queries.petitions import pressing_petitions
from rinde.capabilities.pqrsd.rules.pressing import Pressing, pressing_until, told_of
from rinde.services.access import ANONYMOUS
from rinde.services.audit.operations import record
from rinde.services.notifications.operations import send_once
from rinde.services.tenancy import active_tenant


def send_petition_terms(*, entity_id: int, now: datetime, site: str) -> int:
    """Queue the list of what presses to whoever answers it or attends people; give how many mails that made.

    A list goes out again only when it changed: another petition in it, one that became overdue, or a day that moved.

    Args:
        site: the address of the installation, without a slash at its end.
    """
    entity, today = Entity.objects.get(pk=entity_id), timezone.localdate(now)
    with active_tenant(entity):
        petitions = pressing_petitions(soon_until=pressing_until(today))
        if not petitions:
            return 0
        addresses, queued = Addresses(site, entity), 0
        for person in colleagues(entity):
            own = [
                one for one in petitions if can_answer(one, by=person.principal) or can_triage(one, by=person.principal)
            ]
            queued += _tell(person, own, addresses, now) if own else 0
        return queued


@transaction.atomic
def _tell(person: Colleague, petitions: Sequence[Petition], addresses: Addresses, now: datetime) -> int:
    today = timezone.localdate(now)
    lines = [Pressing(one.number, one.subject, one.due_on, addresses.desk(one)) for one in petitions if one.due_on]
    overdue = sum(one.is_overdue(today) for one in lines)
    said = told_of(overdue, len(lines) - overdue)
    context = {"name": person.name, "lines": lines, "said": said, "today": today, "addresses": addresses}
    fingerprint = hashlib.sha256("|".join(one.mark(today) for one in lines).encode()).hexdigest()[:16]
    entity_id = addresses.entity.pk
    is_new = send_once(
        entity_id=entity_id,
        key=f"petition-terms:{fingerprint}:user:{person.user_id}",
        recipient=f"user:{person.user_id}",
        address=person.email,
        subject=f"{said[:1].upper()}{said[1:]}"[:SUBJECT_LENGTH],
        body=render_to_string("pqrsd/mail/terms.txt", context),
        now=now,
    )
    if is_new:
        target, facts = f"entities.Entity:{entity_id}", {"overdue": overdue, "soon": len(lines) - overdue}
        record(entity_id=entity_id, action="pqrsd.terms_send", target=target, by=ANONYMOUS, now=now, facts=facts)
    return int(is_new)
