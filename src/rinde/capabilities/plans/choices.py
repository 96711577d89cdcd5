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
    PUBLISHED = "PUBLISHED", "Publicado"


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
