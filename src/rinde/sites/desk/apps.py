from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "rinde.sites.desk"
    label = "desk"
