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
