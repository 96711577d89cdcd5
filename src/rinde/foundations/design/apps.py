from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "rinde.foundations.design"
    label = "design"
