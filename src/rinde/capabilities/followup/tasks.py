"""Jobs of the follow-up. Each night cut-offs follow their regime, those whose reporting is over are frozen, and linked
proofs are looked at.

Each hour people are told what falls due to be told: the digest of an entity whose hour it is, terms, and followers; and
copies are drawn that no worker drew when they were asked for.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.operations import alerts, remarks
from rinde.capabilities.followup.operations.cut_offs import prepare_cut_offs_of
from rinde.capabilities.followup.operations.evidence.drawing import draw_copy
from rinde.capabilities.followup.operations.evidence.links import look_at_link
from rinde.capabilities.followup.operations.freezing import freeze_due_cut_offs
from rinde.capabilities.followup.queries.alerts import (
    entities_awaiting_digest,
    entities_with_followers,
    entities_with_terms,
)
from rinde.capabilities.followup.queries.evidence import copies_awaited, links_to_look_at
from rinde.services.jobs import enqueue
from rinde.services.tenancy import active_tenant


def keep_cut_offs() -> None:
    for entity_id in Entity.objects.order_by("pk").values_list("pk", flat=True):
        enqueue(keep_cut_offs_of_entity, entity_id)


def keep_cut_offs_of_entity(entity_id: int) -> None:
    prepare_cut_offs_of(entity_id=entity_id, now=timezone.now())
    freeze_due_cut_offs(entity_id=entity_id, now=timezone.now())


def look_at_links() -> None:
    for entity_id in Entity.objects.order_by("pk").values_list("pk", flat=True):
        enqueue(look_at_links_of, entity_id)


def look_at_links_of(entity_id: int) -> None:
    with active_tenant(Entity.objects.get(pk=entity_id)):
        for evidence_id in links_to_look_at():
            enqueue(look_at_link, evidence_id, entity_id)


def draw_copies() -> None:
    for evidence_id, entity_id in copies_awaited(before=timezone.now() - timedelta(hours=1)):
        enqueue(draw_copy, evidence_id, entity_id)


def forget_people() -> None:
    remarks.forget_people(now=timezone.now())


def send_digests() -> None:
    for entity_id in entities_awaiting_digest(timezone.now()):
        enqueue(send_digests_of, entity_id)


def send_digests_of(entity_id: int) -> None:
    alerts.send_digests(entity_id=entity_id, now=timezone.now(), site=settings.BASE_URL)


def send_terms() -> None:
    for entity_id in entities_with_terms(timezone.now()):
        enqueue(send_terms_of, entity_id)


def send_terms_of(entity_id: int) -> None:
    alerts.send_terms(entity_id=entity_id, now=timezone.now(), site=settings.BASE_URL)


def tell_followers() -> None:
    for entity_id in entities_with_followers(timezone.now()):
        enqueue(tell_followers_of, entity_id)


def tell_followers_of(entity_id: int) -> None:
    alerts.tell_followers(entity_id=entity_id, now=timezone.now(), site=settings.BASE_URL)
