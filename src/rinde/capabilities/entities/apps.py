from django.apps import AppConfig


class EntitiesConfig(AppConfig):
    name = "rinde.capabilities.entities"
    label = "entities"
    verbose_name = "Entidades"
