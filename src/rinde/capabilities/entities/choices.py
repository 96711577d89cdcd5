"""Stable codes with Spanish labels."""

from django.db.models import TextChoices


class EntityKind(TextChoices):
    MAYORALTY = "MAYORALTY", "Alcaldía"
    GOVERNORATE = "GOVERNORATE", "Gobernación"
    NATIONAL = "NATIONAL", "Entidad nacional"
    DECENTRALISED = "DECENTRALISED", "Entidad descentralizada"
    OVERSIGHT = "OVERSIGHT", "Órgano de control"
    OTHER = "OTHER", "Otra entidad"


class ActorKind(TextChoices):
    UNIT = "UNIT", "Dependencia"
    BODY = "BODY", "Instancia colectiva"
    PROCESS = "PROCESS", "Proceso"
    FUNCTION = "FUNCTION", "Función en cada dependencia"


class GroupRule(TextChoices):
    """How the members of a group are found. A rule is worked out anew until an assignment freezes it."""

    NAMED = "NAMED", "Lista escogida"
    ALL_UNITS = "ALL_UNITS", "Todas las dependencias"
    MISSIONAL_UNITS = "MISSIONAL_UNITS", "Dependencias misionales"
    TOP_LEVEL_UNITS = "TOP_LEVEL_UNITS", "Dependencias de primer nivel"
