"""Stable codes with Spanish labels."""

from django.db.models import TextChoices


class ReportStatus(TextChoices):
    """Where a unit's report of a cell stands."""

    DRAFT = "DRAFT", "Borrador"
    SENT = "SENT", "Enviado"
    RETURNED = "RETURNED", "Devuelto"
    ACCEPTED = "ACCEPTED", "Aceptado"


class Outcome(TextChoices):
    """What a unit says of what it had promised for a date."""

    DONE = "DONE", "Se cumplió"
    PARTIAL = "PARTIAL", "Se avanzó, falta"
    NOT_DONE = "NOT_DONE", "No se hizo"
    NO_CASE = "NO_CASE", "No se presentó el caso"


class Channel(TextChoices):
    """Where something was published, for counters of many small things."""

    WEB = "WEB", "Página web"
    FACEBOOK = "FACEBOOK", "Facebook"
    X = "X", "X"
    INSTAGRAM = "INSTAGRAM", "Instagram"
    YOUTUBE = "YOUTUBE", "YouTube"
    WHATSAPP = "WHATSAPP", "WhatsApp"
    RADIO = "RADIO", "Radio"
    PRESS = "PRESS", "Prensa"
    BOARD = "BOARD", "Cartelera"
    MAIL = "MAIL", "Correo"
    IN_PERSON = "IN_PERSON", "Presencial"
    OTHER = "OTHER", "Otro"


class EvidenceKind(TextChoices):
    FILE = "FILE", "Archivo"
    LINK = "LINK", "Enlace"


class Visibility(TextChoices):
    """Who may see a proof. The original of a file is reserved whatever this says; the public sees its public copy."""

    PUBLIC = "PUBLIC", "Pública"
    INTERNAL = "INTERNAL", "Interna"
    RESERVED = "RESERVED", "Reservada"


class DerivativeKind(TextChoices):
    """A copy made of an original, with something taken out."""

    PUBLIC_COPY = "PUBLIC_COPY", "Copia pública"
    REDACTED = "REDACTED", "Copia sin datos personales"
    CAPTURE = "CAPTURE", "Copia de lo enlazado"
    PICTURE = "PICTURE", "Imagen de lo enlazado"


class RoundRhythm(TextChoices):
    """How long a stretch one round of monitoring looks at, counted from January."""

    MONTHLY = "MONTHLY", "Cada mes"
    BIMONTHLY = "BIMONTHLY", "Cada dos meses"
    QUARTERLY = "QUARTERLY", "Cada tres meses"
    FOUR_MONTHLY = "FOUR_MONTHLY", "Cada cuatro meses"
    HALF_YEARLY = "HALF_YEARLY", "Cada seis meses"


class RoundStatus(TextChoices):
    OPEN = "OPEN", "Abierta"
    CLOSED = "CLOSED", "Cerrada"


class CutOffStatus(TextChoices):
    """Where the evaluation of a cut-off stands."""

    PLANNED = "PLANNED", "Programado"
    FROZEN = "FROZEN", "Congelado"
    PRELIMINARY = "PRELIMINARY", "Informe preliminar"
    FINAL = "FINAL", "Informe publicado"


class ReportStage(TextChoices):
    PRELIMINARY = "PRELIMINARY", "Preliminar"
    FINAL = "FINAL", "Definitivo"


class RecommendationStatus(TextChoices):
    """Internal control recommends, the unit acts, internal control verifies (Ley 87/1993)."""

    OPEN = "OPEN", "Sin acción de mejora"
    PLANNED = "PLANNED", "Con acción de mejora"
    REPORTED = "REPORTED", "Acción realizada, por verificar"
    EFFECTIVE = "EFFECTIVE", "Verificada: resolvió"
    NOT_EFFECTIVE = "NOT_EFFECTIVE", "Verificada: no resolvió"


class RemarkStatus(TextChoices):
    """Where a citizen's remark on an activity stands. Nothing is deleted; what is hidden says why."""

    PENDING = "PENDING", "Por revisar"
    VISIBLE = "VISIBLE", "A la vista"
    HIDDEN = "HIDDEN", "Oculta"
