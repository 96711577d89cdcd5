"""Stable codes with Spanish labels."""

from django.db.models import TextChoices


class Instrument(TextChoices):
    PTEP = "PTEP", "Programa de Transparencia y Ética Pública"
    PAAC = "PAAC", "Plan Anticorrupción y de Atención al Ciudadano"
    RDC = "RDC", "Estrategia de rendición de cuentas"
    ACTION_PLAN = "ACTION_PLAN", "Plan de acción institucional"
    SIMPLIFICATION = "SIMPLIFICATION", "Estrategia de racionalización de trámites"
    PARTICIPATION = "PARTICIPATION", "Plan de participación ciudadana"
    OTHER = "OTHER", "Otro plan"


class PlanStatus(TextChoices):
    DRAFT = "DRAFT", "Borrador"
    IN_CONSULTATION = "IN_CONSULTATION", "En consulta"
    CONSOLIDATED = "CONSOLIDATED", "Consolidado"
    APPROVED = "APPROVED", "Aprobado"
    PUBLISHED = "PUBLISHED", "Publicado"
    CLOSED = "CLOSED", "Cerrado"


class NodeKind(TextChoices):
    COMPONENT = "COMPONENT", "Componente"
    SUBCOMPONENT = "SUBCOMPONENT", "Subcomponente"


class MeasureUnit(TextChoices):
    COUNT = "COUNT", "Cantidad"
    PERCENT = "PERCENT", "Porcentaje"


class Accumulation(TextChoices):
    """How the values of several periods make one (DNP's indicator sheet)."""

    SUM = "SUM", "Se suman"
    LAST = "LAST", "Vale el último"
    HIGHEST = "HIGHEST", "Vale el mayor"
    MEAN = "MEAN", "Se promedian"


class Recurrence(TextChoices):
    DAILY = "DAILY", "Cada día"
    WEEKLY = "WEEKLY", "Cada semana"
    BIWEEKLY = "BIWEEKLY", "Cada quincena"
    MONTHLY = "MONTHLY", "Cada mes"
    BIMONTHLY = "BIMONTHLY", "Cada dos meses"
    QUARTERLY = "QUARTERLY", "Cada trimestre"
    FOUR_MONTHLY = "FOUR_MONTHLY", "Cada cuatrimestre"
    SEMIANNUAL = "SEMIANNUAL", "Cada semestre"
    ANNUAL = "ANNUAL", "Cada año"


class AssignmentRole(TextChoices):
    LEAD = "LEAD", "Responsable"
    SUPPORT = "SUPPORT", "Apoyo"


class SignatoryRole(TextChoices):
    PREPARED = "PREPARED", "Elaboró"
    REVIEWED = "REVIEWED", "Revisó"
    APPROVED = "APPROVED", "Aprobó"


class ActPurpose(TextChoices):
    """What an act of a collective body or of the mayor decided about a plan."""

    APPROVAL = "APPROVAL", "Aprueba el plan"
    CHANGE = "CHANGE", "Aprueba cambios al plan"


class ChangeKind(TextChoices):
    """What a request after publication asks for."""

    EDIT_ACTIVITY = "EDIT_ACTIVITY", "Cambiar una actividad"
    ADD_ACTIVITY = "ADD_ACTIVITY", "Agregar una actividad"
    REMOVE_ACTIVITY = "REMOVE_ACTIVITY", "Retirar una actividad"
    EDIT_HEADER = "EDIT_HEADER", "Cambiar los datos del plan"
    EDIT_NODE = "EDIT_NODE", "Cambiar un componente"
    ADD_NODE = "ADD_NODE", "Agregar un componente"
    SET_MEMBERS = "SET_MEMBERS", "Decir quiénes responden"


class ChangeStatus(TextChoices):
    REQUESTED = "REQUESTED", "Solicitado"
    WITH_OPINION = "WITH_OPINION", "Con concepto"
    APPROVED = "APPROVED", "Aprobado"
    REJECTED = "REJECTED", "Negado"
    WITHDRAWN = "WITHDRAWN", "Retirado"
    PUBLISHED = "PUBLISHED", "Publicado"
