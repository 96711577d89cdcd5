"""Which plan it is: entity, year, instrument and title."""

import pytest

from rinde.capabilities.plan_imports.rules.identity import identity_of
from rinde.foundations.documents import Document, Grid, Paragraph
from rinde.foundations.documents.grid import Cell


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
        ("Alcaldía dispone de las siguientes acciones", None),
        ("La alcaldía definió los responsables", None),
        ("La Corporación publicará en su página web el plan", None),
        ("BANCO DE VILLA AURORA", "Banco de Villa Aurora"),
        ("DEPARTAMENTO DE ALTO RÍO", "Departamento de Alto Río"),
        ("AGUAS DE VILLA AURORA S.A. E.S.P.", "Aguas de Villa Aurora S.A. E.S.P."),
        ("Empresa de Aseo de La Unión S.A. E.S.P.", "Empresa de Aseo de La Unión S.A. E.S.P."),
        ("PERSONERÍA MUNICIPAL DE LA UNIÓN", "Personería Municipal de La Unión"),
        ("Contraloría Departamental de Alto Río", "Contraloría Departamental de Alto Río"),
        ("Concejo Municipal de La Unión - Plan 2024", "Concejo Municipal de La Unión"),
        ("Instituto Nacional para Ciegos - INCI", "Instituto Nacional para Ciegos"),
        ("Corporación Autónoma Regional del Alto Río", "Corporación Autónoma Regional del Alto Río"),
        ("HOSPITAL SAN RAFAEL E.S.E.", "Hospital San Rafael E.S.E."),
        ("Entidad: Metro Ligero de Puerto Claro S.A.S.", "Metro Ligero de Puerto Claro S.A.S."),
    ],
)
def test_the_entity_is_named_by_the_headings(text: str, entity: str | None) -> None:
    assert identity_of(_document(text), []).entity == entity


def test_the_dates_tell_the_year_that_no_heading_names() -> None:
    dates = ["31 de enero de 2022", "30/06/22", "31 de marzo de 2022"]
    assert identity_of(_document("Componente III: Rendición de cuentas"), dates).year == 2022


def test_the_year_of_a_law_is_not_the_plan_s() -> None:
    assert identity_of(_document("PLAN ANTICORRUPCIÓN (LEY 1474 DE 2011)", "VIGENCIA 2019"), []).year == 2019


def test_the_own_capitals_of_a_name_win_over_those_of_a_letterhead() -> None:
    document = _document("CÁMARA DE COMERCIO DE LA UNIÓN", "Plan de la Cámara de Comercio de La Unión")
    assert identity_of(document, []).entity == "Cámara de Comercio de La Unión"


def test_a_name_that_goes_on_in_the_next_line_is_whole() -> None:
    assert (
        identity_of(_document("ALCALDÍA MUNICIPAL DE", "VILLA AURORA"), []).entity
        == "Alcaldía Municipal de Villa Aurora"
    )


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        (("SISTEMA DE GESTIÓN - PLAN ANTICORRUPCIÓN", "Plan Anticorrupción 2024"), "Plan Anticorrupción 2024"),
        (("Alcaldía de La Unión PLAN ANTICORRUPCIÓN 2024",), "PLAN ANTICORRUPCIÓN 2024"),
        (("ALCALDÍA DE LA UNIÓN - PLAN ANTICORRUPCIÓN 2024",), "PLAN ANTICORRUPCIÓN 2024"),
    ],
)
def test_the_title_is_the_cover_s_without_the_entity(texts: tuple[str, ...], title: str) -> None:
    assert identity_of(_document(*texts), []).title == title


def test_the_rows_of_a_table_name_neither_plan_nor_entity() -> None:
    texts = ("Actividades", "Programa de transparencia y ética pública 2024", "Alcaldía de Alto Río")
    table = Grid(tuple(Cell(row, 0, text) for row, text in enumerate(texts)), 3, 1, "page", 1, 1)
    document = Document("plan.pdf", "pdf", 1, (Paragraph("Alcaldía de La Unión", "page", 1), table))
    identity = identity_of(document, [])
    assert (identity.entity, identity.title, identity.instrument) == ("Alcaldía de La Unión", None, None)
