"""What may stand in a public address of this capability. Reading this module makes it known to Django, once."""

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter

from rinde.capabilities.plans.rules.addresses import KEY

FOLLOWED = "followed_key"
NUMBERED = "followed_number"


class FollowedKeyConverter(StringConverter):
    """«3.1.2»: an activity, by the code that people know."""

    regex = KEY.pattern


class FollowedNumberConverter(IntConverter):
    """1, 2, 3…: no plan gets to a million remarks or cut-offs, and every database can compare these."""

    regex = "[1-9][0-9]{0,5}"


register_converter(FollowedKeyConverter, FOLLOWED)
register_converter(FollowedNumberConverter, NUMBERED)
