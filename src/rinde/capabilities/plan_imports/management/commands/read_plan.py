"""`rinde read-plan FILE`: print the draft of a plan as JSON. Reads a file, writes nothing."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rinde.capabilities.plan_imports.rules.reading import read_plan
from rinde.foundations.documents import DocumentError, read_document


class Command(BaseCommand):
    """Read a published plan and print its rows, dates, responsibles and findings."""

    help = "Lee un plan (XLSX, XLS, ODS, DOCX, PDF, HTML, Markdown o texto) e imprime sus filas y hallazgos en JSON."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="ARCHIVO", help="El documento del plan.")
        parser.add_argument("--year", type=int, help="Vigencia del plan, si el documento no la dice.")
        parser.add_argument(
            "--json", action="store_true", help="Salida en JSON (es la única; se acepta por uniformidad)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            document = read_document(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"No se puede abrir {path}: {error.strerror}. Revise la ruta del archivo.") from error
        except DocumentError as error:
            raise CommandError(str(error)) from error
        draft = read_plan(document, year=options["year"])
        self.stdout.write(json.dumps(draft.to_json(), ensure_ascii=False, indent=2))
