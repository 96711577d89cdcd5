"""`rinde demo`: a running site with the data of a fictional town, for whoever wants to look around."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.sites.desk.demo import DEMO_SLUG, load_demo, read_people_file, write_people_file
from rinde.sites.desk.management.commands.serve import become_server
from rinde.sites.desk.preparing import port_is_free, prepare


class Command(BaseCommand):
    help = "Abre un sitio de demostración con un municipio ficticio. La segunda vez conserva los datos."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, metavar="PUERTO", help="Puerto (8000).")
        parser.add_argument("--load-only", action="store_true", help="Carga los datos y termina, sin servir el sitio.")

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        if settings.PRODUCTION:
            raise CommandError("La demostración no se carga en producción. Use: rinde serve")
        if not options["load_only"] and not port_is_free("127.0.0.1", port):
            raise CommandError(f"El puerto {port} ya está en uso. Escoja otro: make demo PORT={port + 1}")
        prepare(now=timezone.now())
        self._load_once()
        self._tell(port)
        if not options["load_only"]:
            become_server(host="127.0.0.1", port=port, threads=6, worker=True)

    def _load_once(self) -> None:
        slugs = set(Entity.objects.values_list("slug", flat=True))
        if DEMO_SLUG in slugs:
            return
        if slugs:
            raise CommandError(
                f"La carpeta {settings.DATA_DIR} ya tiene datos de otra entidad. "
                "Use otra para la demostración: make demo RINDE_DATA_DIR=demo-var"
            )
        documents = settings.ROOT / "demo" / "plans"
        if not documents.is_dir():
            raise CommandError(f"Faltan los documentos de la demostración en {documents}. Use una copia completa.")
        self.stdout.write("Cargando Villa Aurora, un municipio ficticio…")
        people = load_demo(documents, now=timezone.now())
        write_people_file(Path(settings.DATA_DIR), people)

    def _tell(self, port: int) -> None:
        site = f"http://127.0.0.1:{port}/"
        people = read_people_file(Path(settings.DATA_DIR))
        self.stdout.write(f"\n  Sitio público   {site}{DEMO_SLUG}/\n  Escritorio      {site}{DEMO_SLUG}/gestion/\n")
        for mail, password, role in people:
            self.stdout.write(f"  {mail:<42} {password:<22} {role}")
        if people:
            self.stdout.write("\n  Estas claves se hicieron para esta instalación y están en demo-people.txt,")
            self.stdout.write("  junto a la base de datos. Nadie más las tiene.")
        else:
            self.stdout.write("  Las claves ya no están en demo-people.txt. Ponga otra: rinde changepassword CORREO")
        self.stdout.write("\n  Ctrl-C detiene todo.\n")
