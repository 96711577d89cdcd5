from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "rinde.capabilities.plans"
    label = "plans"
    verbose_name = "Planes"
