"""What may stand in a public address of this capability. Reading this module makes it known to Django, once."""

from datetime import date

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter

from rinde.capabilities.plans.rules.addresses import KEY

FOLLOWED = "followed_key"
NUMBERED = "followed_number"
DAY = "followed_day"


class FollowedKeyConverter(StringConverter):
    """«3.1.2»: an activity, by the code that people know."""

    regex = KEY.pattern


class FollowedNumberConverter(IntConverter):
    """1, 2, 3…: no plan gets to a million remarks or cut-offs, and every database can compare these."""

    regex = "[1-9][0-9]{0,5}"


class FollowedDayConverter:
    """«2026-06-30»: the day of a cut-off. A day that no calendar has is no address of ours."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)  # ValueError: no match

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(FollowedKeyConverter, FOLLOWED)
register_converter(FollowedNumberConverter, NUMBERED)
register_converter(FollowedDayConverter, DAY)
