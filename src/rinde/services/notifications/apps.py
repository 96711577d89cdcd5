from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "rinde.services.notifications"
    label = "notifications"
    verbose_name = "Avisos"
