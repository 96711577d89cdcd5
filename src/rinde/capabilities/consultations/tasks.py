"""What happens each night: periods that ended are closed, and what was kept of people without need is erased."""

from django.utils import timezone

from rinde.capabilities.consultations import operations


def close_past() -> None:
    operations.close_past(now=timezone.now())


def forget_addresses() -> None:
    operations.forget_addresses(now=timezone.now())
