"""Which plan it is: entity, year, instrument and title."""

import pytest

from rinde.capabilities.plan_imports.rules.identity import identity_of
from rinde.foundations.documents import Document, Paragraph


def _document(*texts: str, name: str = "plan.pdf") -> Document:
    blocks = tuple(Paragraph(text, "page", 1) for text in texts)
    return Document(name, "pdf", 1, blocks)


@pytest.mark.parametrize(
    ("texts", "instrument", "year"),
    [
        (("PLAN ANTICORRUPCIÓN Y DE ATENCIÓN AL CIUDADANO", "VIGENCIA 2023"), "PAAC", 2023),
        (("PROGRAMA DE TRANSPARENCIA Y ÉTICA PÚBLICA 2025",), "PTEP", 2025),
        (("ESTRATEGIA DE RENDICIÓN DE CUENTAS 2022",), "RDC", 2022),
        (("PLAN DE ACCIÓN INSTITUCIONAL 2024",), "ACTION_PLAN", 2024),
        (("Componente 3: Rendición de cuentas", "2021"), "PAAC", 2021),
        (("PLAN DE BIENESTAR 2020",), None, 2020),
    ],
)
def test_instrument_and_year_come_from_the_headings(texts: tuple[str, ...], instrument: str | None, year: int) -> None:
    identity = identity_of(_document(*texts), [])
    assert (identity.instrument, identity.year) == (instrument, year)


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("ALCALDÍA MUNICIPAL DE VILLA AURORA - PLAN ANTICORRUPCIÓN 2024", "Alcaldía Municipal de Villa Aurora"),
        ("E.S.E. Hospital La Esperanza", "E.S.E. Hospital La Esperanza"),
        ("PLAN ANTICORRUPCIÓN - GOBERNACIÓN DE ALTO RÍO 2022", "Gobernación de Alto Río"),
        ("El plan fue socializado con la ciudadanía", None),
    ],
)
def test_the_entity_is_named_by_the_headings(text: str, entity: str | None) -> None:
    assert identity_of(_document(text), []).entity == entity


def test_the_dates_tell_the_year_that_no_heading_names() -> None:
    dates = ["31 de enero de 2022", "30/06/22", "31 de marzo de 2022"]
    assert identity_of(_document("Componente III: Rendición de cuentas"), dates).year == 2022


def test_the_year_of_a_law_is_not_the_plan_s() -> None:
    assert identity_of(_document("PLAN ANTICORRUPCIÓN (LEY 1474 DE 2011)", "VIGENCIA 2019"), []).year == 2019
