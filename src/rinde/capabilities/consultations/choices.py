"""Stable codes with Spanish labels."""

from django.db.models import TextChoices


class ConsultationStatus(TextChoices):
    OPEN = "OPEN", "Abierta"
    CLOSED = "CLOSED", "Cerrada"
    ANSWERED = "ANSWERED", "Respondida"
    WITHDRAWN = "WITHDRAWN", "Retirada"


class DayCount(TextChoices):
    """How the days of the period are counted."""

    CALENDAR = "CALENDAR_DAYS", "Días calendario"
    BUSINESS = "BUSINESS_DAYS", "Días hábiles"


class CommentStatus(TextChoices):
    PENDING = "PENDING", "Por revisar"
    VISIBLE = "VISIBLE", "A la vista"
    HIDDEN = "HIDDEN", "Oculto"


class CommentChannel(TextChoices):
    WEB = "WEB", "Por esta página"
    PAPER = "PAPER", "En papel"
    MAIL = "MAIL", "Por correo o carta"
    MEETING = "MEETING", "En una reunión"


class AuthorKind(TextChoices):
    CITIZEN = "CITIZEN", "Ciudadana o ciudadano"
    OVERSIGHT = "OVERSIGHT", "Veeduría ciudadana"
    ORGANIZATION = "ORGANIZATION", "Organización social o comunitaria"
    BUSINESS = "BUSINESS", "Empresa o gremio"
    ACADEMY = "ACADEMY", "Universidad o colegio"
    SERVANT = "SERVANT", "Servidor público o contratista"
    OTHER = "OTHER", "Otra"


class ReplyOutcome(TextChoices):
    ACCEPTED = "ACCEPTED", "Se acoge"
    PARTLY = "PARTLY", "Se acoge en parte"
    NOT = "NOT", "No se acoge"
    ALREADY = "ALREADY", "Ya estaba en el plan"
    ELSEWHERE = "ELSEWHERE", "No es de este plan"


class PromiseStatus(TextChoices):
    """What became of the change that a reply promises."""

    NONE = "NONE", "No promete un cambio"
    PENDING = "PENDING", "Por hacer"
    DONE = "DONE", "Hecho en el borrador"
