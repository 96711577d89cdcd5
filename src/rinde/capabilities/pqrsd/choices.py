"""Stable codes with Spanish labels."""

from django.db.models import TextChoices


class PetitionKind(TextChoices):
    """What a petition is, which decides its term. Nobody is asked for it: whoever classifies says it."""

    GENERAL = "GENERAL", "Petición de interés general"
    PARTICULAR = "PARTICULAR", "Petición de interés particular"
    INFORMATION = "INFORMATION", "Petición de documentos o de información"
    CONSULTATION = "CONSULTATION", "Consulta"
    COMPLAINT = "COMPLAINT", "Queja"
    CLAIM = "CLAIM", "Reclamo"
    SUGGESTION = "SUGGESTION", "Sugerencia"
    REPORT = "REPORT", "Denuncia"
    AUTHORITY_INFORMATION = "AUTHORITY_INFORMATION", "De otra autoridad: documentos o información"
    AUTHORITY = "AUTHORITY", "De otra autoridad: lo demás"
    CONGRESS = "CONGRESS", "De un congresista"
    OMBUDSMAN = "OMBUDSMAN", "De la Defensoría del Pueblo"
    CONTROL_BODY = "CONTROL_BODY", "De un organismo de control"
    DATA_QUERY = "DATA_QUERY", "Datos personales: consulta"
    DATA_CLAIM = "DATA_CLAIM", "Datos personales: reclamo"
    COMPLIMENT = "COMPLIMENT", "Felicitación"


class PetitionChannel(TextChoices):
    """How it came in. The first five are those that every entity must have."""

    IN_PERSON = "IN_PERSON", "En persona"
    PHONE = "PHONE", "Por teléfono"
    LETTER = "LETTER", "Carta o correo postal"
    EMAIL = "EMAIL", "Correo electrónico"
    WEB = "WEB", "Formulario en línea"
    EVENT = "EVENT", "En un espacio de diálogo"


class PetitionStatus(TextChoices):
    RECEIVED = "RECEIVED", "Por clasificar"
    IN_PROGRESS = "IN_PROGRESS", "En trámite"
    INCOMPLETE = "INCOMPLETE", "Espera que la persona la complete"
    ANSWERED = "ANSWERED", "Respondida"
    TRANSFERRED = "TRANSFERRED", "Trasladada a otra entidad"
    WITHDRAWN = "WITHDRAWN", "Cerrada por desistimiento"
    ARCHIVED = "ARCHIVED", "Archivada sin aclarar"


class DueBy(TextChoices):
    """Which of its terms ends first."""

    LEGAL = "LEGAL", "Plazo de ley"
    EVENT = "EVENT", "Plazo del espacio"
    EXTENDED = "EXTENDED", "Plazo prorrogado"
    PERSON = "PERSON", "Plazo de la persona para completar"


class Priority(TextChoices):
    """Who is attended first."""

    RIGHT = "RIGHT", "Derecho fundamental o peligro inminente"
    JOURNALIST = "JOURNALIST", "Periodista en su oficio"


class CompletionKind(TextChoices):
    """Why something was asked back from the person."""

    INCOMPLETE = "INCOMPLETE", "Le falta un dato o un documento"
    UNCLEAR = "UNCLEAR", "No se entiende qué pide"


class ResumePolicy(TextChoices):
    """How the term goes on when the person has completed the petition."""

    RESUME = "RESUME", "Sigue con los días que quedaban"
    RESTART = "RESTART", "Empieza de nuevo, entero"


class AnswerStatus(TextChoices):
    DRAFT = "DRAFT", "En borrador"
    IN_REVIEW = "IN_REVIEW", "Por revisar"
    RETURNED = "RETURNED", "Devuelta con observaciones"
    APPROVED = "APPROVED", "Aprobada, por enviar"
    SENT = "SENT", "Enviada"
    REPLACED = "REPLACED", "Reemplazada por otra versión"


class AnswerOutcome(TextChoices):
    GRANTED = "GRANTED", "Se responde de fondo"
    DENIED = "DENIED", "Se niega por reserva legal"
    EARLIER = "EARLIER", "Se remite a una respuesta anterior"


class DeliveryWay(TextChoices):
    MAIL = "MAIL", "Correo electrónico"
    HANDED = "HANDED", "Entregada en mano, con firma de recibido"
    LETTER = "LETTER", "Correo postal, con guía"
    NOTICE = "NOTICE", "Publicada por aviso"


class DocumentKind(TextChoices):
    PETITION = "PETITION", "Lo que trajo la persona"
    COMPLETION = "COMPLETION", "Lo que completó la persona"
    ANSWER = "ANSWER", "Anexo de la respuesta"
    RECEIPT = "RECEIPT", "Prueba de entrega"
    ACT = "ACT", "Acto que la cierra"
    TRANSFER = "TRANSFER", "Oficio de traslado"


class EventKind(TextChoices):
    """What happened to a petition."""

    FILED = "FILED", "Se radicó"
    CLASSIFIED = "CLASSIFIED", "Se clasificó"
    ASSIGNED = "ASSIGNED", "Cambió quién responde"
    COMPLETION_ASKED = "COMPLETION_ASKED", "Se pidió que la complete"
    COMPLETION_EXTENDED = "COMPLETION_EXTENDED", "Se dio más tiempo para completarla"
    COMPLETED = "COMPLETED", "La persona la completó"
    EXTENDED = "EXTENDED", "Se prorrogó el plazo"
    TRANSFERRED = "TRANSFERRED", "Se trasladó a otra entidad"
    WITHDRAWN = "WITHDRAWN", "Se cerró por desistimiento"
    ARCHIVED = "ARCHIVED", "Se archivó sin aclarar"
    DRAFTED = "DRAFTED", "Se proyectó una respuesta"
    SUBMITTED = "SUBMITTED", "Se pidió revisar la respuesta"
    RETURNED = "RETURNED", "Se devolvió la respuesta"
    APPROVED = "APPROVED", "Se aprobó la respuesta"
    ANSWERED = "ANSWERED", "Se envió la respuesta"
    DELIVERED = "DELIVERED", "Se registró la entrega"
    DOCUMENT = "DOCUMENT", "Se agregó un documento"
    IDENTITY_SEEN = "IDENTITY_SEEN", "Se abrió la identidad reservada"
    CODE_RENEWED = "CODE_RENEWED", "Se dio un código nuevo"
    RECOUNTED = "RECOUNTED", "Cambió el calendario y se contó de nuevo"
    ERASED = "ERASED", "Se borraron los datos de la persona"
