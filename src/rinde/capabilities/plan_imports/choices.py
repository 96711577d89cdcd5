"""Stable codes with Spanish labels."""

from django.db.models import TextChoices


class ImportStatus(TextChoices):
    UPLOADED = "UPLOADED", "Recibido"
    READING = "READING", "Leyendo"
    READ = "READ", "Por revisar"
    FAILED = "FAILED", "No se pudo leer"
    LOADED = "LOADED", "Plan creado"
    DISCARDED = "DISCARDED", "Descartado"


class RowDecision(TextChoices):
    PENDING = "PENDING", "Por revisar"
    ACCEPTED = "ACCEPTED", "Aceptada"
    LEFT_OUT = "LEFT_OUT", "No entra"


class FindingSeverity(TextChoices):
    """The codes are those of the draft's public JSON."""

    ERROR = "error", "Por corregir"
    WARNING = "warning", "Por confirmar"
    NOTICE = "notice", "Para saber"


class Settlement(TextChoices):
    """How a finding was closed."""

    FIXED = "FIXED", "Corregido"
    KEPT = "KEPT", "Está bien así"
