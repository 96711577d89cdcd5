"""Surveys whose end has come are closed each hour; what was kept of people beyond its term is erased each night."""

from django.utils import timezone

from rinde.capabilities.surveys import operations


def close_past_surveys() -> None:
    operations.close_past(now=timezone.now())


def forget_who_answered() -> None:
    operations.forget_people(now=timezone.now())
