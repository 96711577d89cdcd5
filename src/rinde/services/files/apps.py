from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "rinde.services.files"
    label = "files"
    verbose_name = "Archivos"
