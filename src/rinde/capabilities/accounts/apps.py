from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rinde.capabilities.accounts"
    label = "accounts"
    verbose_name = "Personas y roles"
