from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "rinde.services.audit"
    label = "audit"
    verbose_name = "Rastro de auditoría"
