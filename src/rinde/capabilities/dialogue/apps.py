from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "rinde.capabilities.dialogue"
    label = "dialogue"
    verbose_name = "Diálogo"
