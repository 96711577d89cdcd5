"""What happens each night, and each hour."""

from django.utils import timezone

from rinde.services.notifications import operations


def forget_unconfirmed() -> None:
    operations.forget_unconfirmed(now=timezone.now())


def deliver_waiting() -> None:
    operations.deliver_waiting(now=timezone.now())
