"""What may stand in a public address of this capability. Reading this module makes it known to Django, once."""

from django.urls import register_converter
from django.urls.converters import IntConverter

DIALOGUE_YEAR = "dialogue_year"


class DialogueYearConverter(IntConverter):
    """Four digits. A year that no calendar has is no address of ours, and never reaches the database."""

    regex = "[12][0-9]{3}"


register_converter(DialogueYearConverter, DIALOGUE_YEAR)
