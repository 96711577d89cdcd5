"""Each night the terms follow the calendar and data without a purpose are erased; each morning what presses is told."""

from django.conf import settings
from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.pqrsd.operations import erasing, recounting, reminding
from rinde.services.jobs import enqueue


def recount_petitions() -> None:
    for entity_id in Entity.objects.order_by("pk").values_list("pk", flat=True):
        enqueue(recount_petitions_of, entity_id)


def recount_petitions_of(entity_id: int) -> None:
    recounting.recount_open(entity_id=entity_id, now=timezone.now())


def forget_petitioners() -> None:
    erasing.forget_petitioners(now=timezone.now())


def send_petition_terms() -> None:
    for entity_id in Entity.objects.order_by("pk").values_list("pk", flat=True):
        enqueue(send_petition_terms_of, entity_id)


def send_petition_terms_of(entity_id: int) -> None:
    reminding.send_petition_terms(entity_id=entity_id, now=timezone.now(), site=settings.BASE_URL)
