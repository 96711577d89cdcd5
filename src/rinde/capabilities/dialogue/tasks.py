"""What happens each hour and each night: places given, changes told, registrations closed, names erased."""

from django.conf import settings
from django.utils import timezone

from rinde.capabilities.dialogue.operations import forgetting_askers, forgetting_people, registering, registration_mails


def look_after_registrations() -> None:
    registering.look_after_registrations(site=settings.BASE_URL, now=timezone.now())
    registration_mails.tell_changes(site=settings.BASE_URL, now=timezone.now())


def forget_participants() -> None:
    forgetting_people.forget_people(now=timezone.now())
    forgetting_askers.forget_askers(now=timezone.now())
