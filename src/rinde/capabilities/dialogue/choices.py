"""Stable codes with Spanish labels."""

from django.db.models import TextChoices


class SpaceKind(TextChoices):
    """What a space of dialogue is; each kind has its own steps (`rules/kinds.py`)."""

    PUBLIC_HEARING = "PUBLIC_HEARING", "Audiencia pública participativa"
    TRANSPARENCY_FAIR = "TRANSPARENCY_FAIR", "Feria de la transparencia"
    TERRITORIAL_DIALOGUE = "TERRITORIAL_DIALOGUE", "Diálogo territorial"
    THEMATIC_TABLE = "THEMATIC_TABLE", "Mesa temática"
    FORUM = "FORUM", "Foro"
    WORKSHOP = "WORKSHOP", "Taller"
    TRAINING = "TRAINING", "Capacitación"
    STREAM = "STREAM", "Transmisión en vivo"
    PRESS_ROUND = "PRESS_ROUND", "Rueda de prensa"
    RADIO = "RADIO", "Programa de radio"
    SITE_VISIT = "SITE_VISIT", "Visita a obra o sede"
    INTERNAL_MEETING = "INTERNAL_MEETING", "Reunión interna"
    OTHER = "OTHER", "Otro espacio"


class SpaceStatus(TextChoices):
    """Where a space stands, from its first note to its end."""

    DRAFT = "DRAFT", "En preparación"
    CALLED = "CALLED", "Convocado"
    LIVE = "LIVE", "En curso"
    HELD = "HELD", "Realizado"
    CLOSED = "CLOSED", "Cerrado"
    CANCELLED = "CANCELLED", "Cancelado"


class Mode(TextChoices):
    IN_PERSON = "IN_PERSON", "Presencial"
    VIRTUAL = "VIRTUAL", "Virtual"
    HYBRID = "HYBRID", "Presencial y virtual"


class StepKind(TextChoices):
    """The steps of a space from its call to its closure, in their order."""

    INFORMATION = "INFORMATION", "Publicar la información"
    CALL = "CALL", "Convocar"
    REGISTRATION = "REGISTRATION", "Inscribir"
    CHECK_IN = "CHECK_IN", "Registrar la asistencia"
    LIVE_QUESTIONS = "LIVE_QUESTIONS", "Recibir preguntas"
    SURVEY = "SURVEY", "Evaluar con una encuesta"
    MINUTES = "MINUTES", "Publicar el acta"
    EVENT_REPORT = "EVENT_REPORT", "Publicar el informe del espacio"
    ANSWERS = "ANSWERS", "Publicar las respuestas"
    COMMITMENTS = "COMMITMENTS", "Publicar el plan de mejoramiento"
    RESULTS = "RESULTS", "Contar los resultados a quienes participaron"


class StepStatus(TextChoices):
    PENDING = "PENDING", "Pendiente"
    DONE = "DONE", "Hecho"
    SKIPPED = "SKIPPED", "No aplica"


class Approach(TextChoices):
    """What a space or a group is about besides its subject: an accountability duty of its own, or whose voice it is."""

    CHILDREN = "CHILDREN", "Niños, niñas y adolescentes"
    YOUTH = "YOUTH", "Juventud"
    PEACE = "PEACE", "Acuerdo de paz"
    PDET = "PDET", "PDET"
    HUMAN_RIGHTS = "HUMAN_RIGHTS", "Derechos humanos"
    SDG = "SDG", "Objetivos de Desarrollo Sostenible"
    GENDER = "GENDER", "Mujeres y género"
    ETHNIC = "ETHNIC", "Grupos étnicos"
    DISABILITY = "DISABILITY", "Personas con discapacidad"


class Accessibility(TextChoices):
    """What a space offers so that everybody can take part."""

    SIGN_LANGUAGE = "SIGN_LANGUAGE", "Intérprete de lengua de señas"
    STEP_FREE = "STEP_FREE", "Acceso sin escalones"
    SUBTITLES = "SUBTITLES", "Subtítulos"
    EASY_READING = "EASY_READING", "Documentos en lectura fácil"
    NATIVE_LANGUAGE = "NATIVE_LANGUAGE", "Traducción a lengua nativa"
    CHILD_CARE = "CHILD_CARE", "Cuidado de niñas y niños"
    TRANSPORT = "TRANSPORT", "Transporte"


class TeamTask(TextChoices):
    """What somebody does at one space besides those who manage it."""

    MODERATE = "MODERATE", "Modera las preguntas"
    CHECK_IN = "CHECK_IN", "Registra la asistencia"


class DocumentKind(TextChoices):
    """What a file of a space is."""

    REPORT = "REPORT", "Informe que se presenta"
    NOTICE = "NOTICE", "Aviso de la convocatoria"
    AGENDA = "AGENDA", "Agenda"
    MINUTES = "MINUTES", "Acta"
    EVENT_REPORT = "EVENT_REPORT", "Informe del espacio"
    PICTURE = "PICTURE", "Fotografía"
    ATTENDANCE = "ATTENDANCE", "Lista de asistencia"  # never public
    OTHER = "OTHER", "Otro documento"


class TopicStatus(TextChoices):
    """A subject that people may ask to be told about."""

    PROPOSED = "PROPOSED", "En consulta"
    PRIORITISED = "PRIORITISED", "Priorizado"
    LEFT_OUT = "LEFT_OUT", "No priorizado"


class Stage(TextChoices):
    """The stages of an accountability strategy in the official manual (MURC)."""

    READINESS = "READINESS", "Aprestamiento"
    DESIGN = "DESIGN", "Diseño"
    PREPARATION = "PREPARATION", "Preparación"
    EXECUTION = "EXECUTION", "Ejecución"
    EVALUATION = "EVALUATION", "Seguimiento y evaluación"


class ReportKind(TextChoices):
    """What a report of the dialogue tells."""

    EVENT = "EVENT", "Informe del espacio"
    SERIES = "SERIES", "Informe de la serie"
    ANNUAL = "ANNUAL", "Informe anual de rendición de cuentas"
    STRATEGY = "STRATEGY", "Evaluación anual de la estrategia"
    EVALUATION = "EVALUATION", "Evaluación de control interno"


class ReportState(TextChoices):
    DRAFT = "DRAFT", "En borrador"
    PUBLISHED = "PUBLISHED", "Publicado"


class Finding(TextChoices):
    """What internal control found of one criterion of a space."""

    MET = "MET", "Se cumplió"
    PARTLY = "PARTLY", "Se cumplió en parte"
    NOT_MET = "NOT_MET", "No se cumplió"
    NO_CASE = "NO_CASE", "No aplica"


class QuestionChannel(TextChoices):
    """How a question reached the entity; all but the first are typed in by the team."""

    PHONE = "PHONE", "Por la página"
    PAPER = "PAPER", "En papel"
    VOICE = "VOICE", "De viva voz"
    RADIO = "RADIO", "Por la radio"
    SOCIAL = "SOCIAL", "Por redes sociales"
    MAIL = "MAIL", "Por correo o carta"


class QuestionStatus(TextChoices):
    PENDING = "PENDING", "Por revisar"
    SHOWN = "SHOWN", "A la vista"
    HIDDEN = "HIDDEN", "Retirada"
    MERGED = "MERGED", "Unida a otra"


class ScreenState(TextChoices):
    """Where a question stands on the big screen."""

    OFF = "OFF", "Fuera de la pantalla"
    NEXT = "NEXT", "Sigue"
    NOW = "NOW", "En pantalla"


class AnswerState(TextChoices):
    WAITING = "WAITING", "Sin responder"
    LIVE = "LIVE", "Respondida en vivo"
    WRITTEN = "WRITTEN", "Queda para respuesta escrita"


class CommitmentStatus(TextChoices):
    DRAFT = "DRAFT", "En borrador"
    OPEN = "OPEN", "Publicado"
    CLOSED = "CLOSED", "Cerrado"


class Outcome(TextChoices):
    """Whether a commitment was kept: the entity says one, and whoever obtained it another."""

    KEPT = "KEPT", "Cumplido"
    PARTLY = "PARTLY", "Cumplido en parte"
    NOT = "NOT", "No cumplido"


class CommitmentMoment(TextChoices):
    """What happened to a commitment in public."""

    PUBLISHED = "PUBLISHED", "Se publicó"
    MOVED = "MOVED", "Cambió la fecha"
    REPORTED = "REPORTED", "La entidad contó un avance"
    CLOSED = "CLOSED", "La entidad lo cerró"
    REOPENED = "REOPENED", "La entidad lo volvió a abrir"
    SAID = "SAID", "Habló quien lo obtuvo"


class CommentStatus(TextChoices):
    """Where the comment of a citizen's word stands. The word itself is never taken out of view."""

    PENDING = "PENDING", "Por revisar"
    VISIBLE = "VISIBLE", "A la vista"
    HIDDEN = "HIDDEN", "Oculto"


class RegistrationStatus(TextChoices):
    """Where somebody who registered stands."""

    CONFIRMED = "CONFIRMED", "Con cupo"
    WAITING = "WAITING", "En lista de espera"
    CANCELLED = "CANCELLED", "Cancelada"


class AgeBand(TextChoices):
    """Ages as the law of childhood (Ley 1098/2006) and that of youth (Ley 1622/2013) part them, and older people."""

    UNDER_6 = "UNDER_6", "0 a 5 años"
    FROM_6 = "FROM_6", "6 a 11 años"
    FROM_12 = "FROM_12", "12 a 17 años"
    FROM_18 = "FROM_18", "18 a 28 años"
    FROM_29 = "FROM_29", "29 a 59 años"
    FROM_60 = "FROM_60", "60 años o más"


class AttendanceSource(TextChoices):
    """How the arrival of somebody was noted."""

    REGISTERED = "REGISTERED", "Inscrita que llegó"
    WALK_IN = "WALK_IN", "Llegó sin inscribirse"
    SELF = "SELF", "Se registró en la entrada"
    PAPER = "PAPER", "Lista en papel"
    SHEET = "SHEET", "Hoja de cálculo"


class CountSource(TextChoices):
    """Where people were counted of whom nobody asked a name."""

    PLACE = "PLACE", "Contadas en el lugar"
    PAPER = "PAPER", "Del papel"
    STREET = "STREET", "En la calle"
    ON_AIR = "ON_AIR", "Radio o transmisión"


class ListUse(TextChoices):
    """What somebody did with the names of a space."""

    OPENED = "OPENED", "La abrió"
    DOWNLOADED = "DOWNLOADED", "La descargó"
