from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "rinde.capabilities.consultations"
    label = "consultations"
    verbose_name = "Consultas"
