from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "rinde.services.reporting"
    label = "reporting"
    verbose_name = "Informes"
