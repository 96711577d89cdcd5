"""What happens each night."""

from django.utils import timezone

from rinde.services.notifications import operations


def forget_unconfirmed() -> None:
    operations.forget_unconfirmed(now=timezone.now())
