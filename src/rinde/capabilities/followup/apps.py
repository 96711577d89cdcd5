from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "rinde.capabilities.followup"
    label = "followup"
    verbose_name = "Seguimiento"
