from django.apps import AppConfig


class PlanImportsConfig(AppConfig):
    name = "rinde.capabilities.plan_imports"
    label = "plan_imports"
    verbose_name = "Lectura de planes"
