from django.apps import AppConfig


class PqrsdConfig(AppConfig):
    name = "rinde.capabilities.pqrsd"
    label = "pqrsd"
    verbose_name = "Peticiones"
