from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "rinde.services.search"
    label = "search"
    verbose_name = "Buscador"
