"""`rinde prepare`: tables, cache and static files, before a web server that is not ours starts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from rinde.sites.desk.preparing import prepare


class Command(BaseCommand):
    help = "Prepara la base de datos, los festivos, la caché y los archivos estáticos. Se puede repetir sin daño."

    def handle(self, *args: Any, **options: Any) -> None:
        prepare(now=timezone.now())
        self.stdout.write("Listo: la base de datos, la caché y los archivos estáticos están al día.")
