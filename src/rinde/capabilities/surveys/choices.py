"""Stable codes with Spanish labels."""

from django.db.models import TextChoices


class SurveyStatus(TextChoices):
    DRAFT = "DRAFT", "En preparación"
    OPEN = "OPEN", "Abierta"
    CLOSED = "CLOSED", "Cerrada"


class Audience(TextChoices):
    """Who may answer."""

    OPEN = "OPEN", "Cualquier persona"
    TOKEN = "TOKEN", "Solo con una clave de un uso"


class ReadyForm(TextChoices):
    """The form that a survey begins with."""

    TOPICS = "TOPICS", "Consulta de temas"
    EVENT = "EVENT", "Evaluación del espacio"
    PERCEPTION = "PERCEPTION", "Percepción y satisfacción"
    BLANK = "BLANK", "Encuesta en blanco"


class QuestionKind(TextChoices):
    SINGLE = "SINGLE", "Una sola opción"
    SEVERAL = "SEVERAL", "Varias opciones"
    SCALE = "SCALE", "Escala"
    NUMBER = "NUMBER", "Número"
    SHORT = "SHORT", "Texto corto"
    LONG = "LONG", "Texto largo"


class AnswerChannel(TextChoices):
    WEB = "WEB", "Por esta página"
    PAPER = "PAPER", "En papel"
