"""Mails to whoever asks. Each goes out once, whatever is repeated; who left no address is told on the page alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.pqrsd.models import Petition, Petitioner
from rinde.services.notifications.operations import send_once

SUBJECT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where mails lead. The code never stands in an address: it would stay in histories and in logs."""

    site: str
    entity: Entity

    def lookup(self, petition: Petition) -> str:
        url = reverse("portal:petition_lookup", kwargs={"entity_slug": self.entity.slug})
        return f"{self.site}{url}?numero={petition.number}"

    def desk(self, petition: Petition) -> str:
        return self._desk("petition_detail", petition_id=petition.pk)

    @property
    def list(self) -> str:
        return self._desk("petition_list")

    def _desk(self, name: str, **what: int) -> str:
        return f"{self.site}{reverse(f'desk:{name}', kwargs={'entity_slug': self.entity.slug, **what})}"


def petitioner_of(petition: Petition) -> Petitioner | None:
    """Whoever asks, as far as it is still kept."""
    found: Petitioner | None = Petitioner.objects.filter(petition=petition, erased_at__isnull=True).first()
    return found


def mail_key(petition: Petition, what: str) -> str:
    """«petition:12:answer:3»"""
    return f"petition:{petition.pk}:{what}"


def tell(petition: Petition, what: str, *, subject: str, template: str, now: datetime, **context: Any) -> bool:
    """Queue a mail to whoever asks; give False where they left no address or were told this before.

    Args:
        what: names the message for ever: «filed», «extended».
    """
    person = petitioner_of(petition)
    if person is None or not person.email:
        return False
    addresses = Addresses(settings.BASE_URL, petition.entity)
    told = {
        "petition": petition,
        "entity": petition.entity,
        "name": "" if person.is_protected else person.name,
        "link": addresses.lookup(petition),
        **context,
    }
    return send_once(
        entity_id=petition.entity_id,
        key=mail_key(petition, what),
        recipient=f"petition:{petition.pk}",
        address=person.email,
        subject=subject[:SUBJECT_LENGTH],
        body=render_to_string(f"pqrsd/mail/{template}.txt", told),
        now=now,
    )
