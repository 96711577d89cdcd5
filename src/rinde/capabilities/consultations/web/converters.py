"""What may stand in an address of this capability. Reading this module makes it known to Django, once."""

from django.urls import register_converter
from django.urls.converters import IntConverter

NATURAL = "natural"


class NaturalConverter(IntConverter):
    """1, 2, 3…: no consultation gets to a million comments, and every database can compare these."""

    regex = "[1-9][0-9]{0,5}"


register_converter(NaturalConverter, NATURAL)
