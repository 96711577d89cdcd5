"""Stable codes with Spanish labels."""

from django.db.models import TextChoices


class RoleCode(TextChoices):
    ENTITY_ADMIN = "ENTITY_ADMIN", "Administración de la entidad"
    PLAN_COORDINATOR = "PLAN_COORDINATOR", "Coordinación del plan"
    UNIT_LIAISON = "UNIT_LIAISON", "Enlace de dependencia"
    UNIT_HEAD = "UNIT_HEAD", "Jefatura de dependencia"
    INTERNAL_CONTROL = "INTERNAL_CONTROL", "Control interno"
    COMMUNICATIONS = "COMMUNICATIONS", "Comunicaciones"
    CITIZEN_SERVICE = "CITIZEN_SERVICE", "Servicio a la ciudadanía"
    READER = "READER", "Consulta"


class ScopeKind(TextChoices):
    ENTITY = "tenant", "Toda la entidad"
    PLAN = "plan", "Un plan"
    NODE = "node", "Una parte de un plan"
    ACTORS = "actors", "Algunas dependencias"
