from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "rinde.capabilities.surveys"
    label = "surveys"
    verbose_name = "Encuestas"
