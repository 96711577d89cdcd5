"""A small document on its way through a review."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from factories import NOW, principal
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plan_imports import operations
from rinde.capabilities.plan_imports.models import ImportRow, PlanImport
from rinde.services.access import Principal

HEADINGS = "Componente\tCódigo\tActividad\tMeta o producto\tResponsable\tFecha programada"
GOOD = "Rendición de cuentas\t1.1\tPublicar el informe de gestión\tUn (1) informe publicado\tOficina TIC\t30/06/2026"
IMPOSSIBLE = (
    "Rendición de cuentas\t1.2\tConvocar la audiencia pública\tUna (1) convocatoria\tSecretaría de Gobierno\t30/02/2026"
)
NO_DATE = "Rendición de cuentas\t1.3\tResponder las preguntas que quedaron pendientes\tRespuestas\tOficina TIC\t"
LINES = (GOOD, IMPOSSIBLE, NO_DATE)


def plan_text(*lines: str) -> str:
    """A plan as pasted from a spreadsheet: a title, the headings, and these lines."""
    return "\n".join(("PROGRAMA DE TRANSPARENCIA Y ÉTICA PÚBLICA 2026", "", HEADINGS, *lines))


def never(import_id: int) -> None:
    """Queue nothing: the test reads by itself."""


def clock() -> datetime:
    return NOW


def later() -> datetime:
    """Long enough after `NOW` for a worker to be given up."""
    return datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


@pytest.fixture
def coordinator(entity: Entity) -> Principal:
    return principal(entity, "PLAN_COORDINATOR")


@pytest.fixture
def pasted(entity: Entity, coordinator: Principal) -> Callable[..., PlanImport]:
    """Pastes a plan of these lines; it is not read yet."""

    def paste(*lines: str) -> PlanImport:
        return operations.paste_text(
            entity=entity, text=plan_text(*(lines or LINES)), by=coordinator, now=NOW, start_reading=never
        )

    return paste


@pytest.fixture
def reviewed(pasted: Callable[..., PlanImport]) -> Callable[..., PlanImport]:
    """Pastes a plan of these lines and reads it."""

    def read(*lines: str) -> PlanImport:
        plan_import = pasted(*lines)
        assert operations.read_import(import_id=plan_import.pk, clock=clock)
        plan_import.refresh_from_db()
        return plan_import

    return read


@pytest.fixture
def review(reviewed: Callable[..., PlanImport]) -> PlanImport:
    """Three rows in review: a good one, one with an impossible date, one without a date."""
    plan_import = reviewed()
    assert ImportRow.objects.filter(plan_import=plan_import).count() == 3
    return plan_import
