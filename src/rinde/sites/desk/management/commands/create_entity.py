"""`rinde create-entity`: opens an entity in an installation that hosts several."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from rinde.capabilities.accounts.queries import console
from rinde.capabilities.entities.choices import EntityKind
from rinde.capabilities.entities.operations import create_entity
from rinde.foundations.refusals import NotReady


class Command(BaseCommand):
    help = "Crea una entidad sin personas. Después, `rinde first-admin` invita a quien la administrará."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--slug", required=True, help="primera parte de su dirección; no cambia nunca")
        parser.add_argument("--name", required=True, help="nombre oficial")
        parser.add_argument("--kind", default=EntityKind.MAYORALTY, choices=EntityKind.values, help="tipo de entidad")
        parser.add_argument("--divipola", default="", help="código de 2 o 5 cifras")
        parser.add_argument("--nit", default="", help="con dígito de verificación: 890123456-7")
        parser.add_argument("--json", action="store_true", help="imprime JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        values = {key: options[key] for key in ("slug", "name", "kind", "divipola", "nit")}
        try:
            entity = create_entity(by=console(), now=timezone.now(), **values)
        except NotReady as refusal:
            raise CommandError(" ".join((refusal.message, *refusal.gaps))) from refusal
        said = {"id": entity.pk, "slug": entity.slug, "name": entity.name}
        self.stdout.write(json.dumps(said, ensure_ascii=False) if options["json"] else f"Creada: /{entity.slug}/")
