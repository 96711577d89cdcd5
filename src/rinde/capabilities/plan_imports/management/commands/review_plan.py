"""`rinde review-plan FILE`: print what the review finds in a document as JSON. Reads a file, writes nothing."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from rinde.capabilities.plan_imports.rules.reading import read_plan
from rinde.capabilities.plan_imports.rules.reviewing import review_of_draft, review_to_json
from rinde.foundations.documents import DocumentError, read_document
from rinde.foundations.law import WorkCalendar
from rinde.foundations.law.national_holidays import FIRST_YEAR, LAST_YEAR, national_holidays

UNREADABLE = 2  # the status for a file that cannot be reviewed; findings are no failure


class Command(BaseCommand):
    """Review a published plan without loading it: every finding with its cells and its proposal."""

    help = "Revisa un plan (XLSX, XLS, ODS, DOCX, PDF, HTML, Markdown o texto) e imprime sus hallazgos en JSON."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="ARCHIVO", help="El documento del plan.")
        parser.add_argument("--year", type=int, help="Vigencia del plan, si el documento no la dice.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            draft = read_plan(read_document(path.name, path.read_bytes()), year=options["year"])
        except OSError as error:
            message = f"No se puede abrir {path}: {error.strerror}. Revise la ruta del archivo."
            raise CommandError(message, returncode=UNREADABLE) from error
        except DocumentError as error:
            raise CommandError(str(error), returncode=UNREADABLE) from error
        year = draft.year
        if year is None or not FIRST_YEAR < year < LAST_YEAR:
            raise CommandError(
                "El documento no dice de qué año es el plan. Agregue --year, por ejemplo --year 2026.",
                returncode=UNREADABLE,
            )
        findings = review_of_draft(draft, year, today=timezone.localdate(), calendar=_calendar(year))
        self.stdout.write(json.dumps(review_to_json(draft, year, findings), ensure_ascii=False, indent=2))


def _calendar(year: int) -> WorkCalendar:
    """The country's working days around a year: a file says nothing of an entity's own."""
    years = range(year - 1, year + 2)
    holidays = {day: name for one in years for day, name in national_holidays(one).items()}
    return WorkCalendar(holidays, {})
