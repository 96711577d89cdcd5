"""`rinde list-entities`: which entities an installation hosts."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from rinde.capabilities.entities.models import Entity


class Command(BaseCommand):
    help = "Lista las entidades de la instalación."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="imprime JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [{"id": entity.pk, "slug": entity.slug, "name": entity.name} for entity in Entity.objects.all()]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
        for row in rows if not options["json"] else ():
            self.stdout.write(f"/{row['slug']}/  {row['name']}")
