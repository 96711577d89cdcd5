from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "rinde.sites.portal"
    label = "portal"
