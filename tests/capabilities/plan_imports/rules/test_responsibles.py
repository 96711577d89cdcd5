"""Responsibles: split where several are named, whole where a unit's own name holds «y» or commas."""

import pytest

from rinde.capabilities.plan_imports.rules.responsibles import split_responsibles


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Prensa y comunicaciones", ("Prensa y comunicaciones",)),
        ("Secretaría TIC, Innovación y Gobierno Abierto", ("Secretaría TIC, Innovación y Gobierno Abierto",)),
        ("Secretaría de Cultura, Turismo y Deporte", ("Secretaría de Cultura, Turismo y Deporte",)),
        ("Secretaría de Gobierno y la Subsecretaría de Paz", ("Secretaría de Gobierno", "la Subsecretaría de Paz")),
        ("Planeación / Oficina Jurídica", ("Planeación", "Oficina Jurídica")),
        ("Gobierno Digital - Oficina de Comunicaciones", ("Gobierno Digital", "Oficina de Comunicaciones")),
        ("Líderes de procesos – Líder de Control Interno", ("Líderes de procesos", "Líder de Control Interno")),
        ("Despacho del Alcalde; Comité de Gestión", ("Despacho del Alcalde", "Comité de Gestión")),
        ("Secretaría de Hacienda, OATIC", ("Secretaría de Hacienda", "OATIC")),
        ("Oficina Jurídica.", ("Oficina Jurídica",)),
        ("Oficina de Comunicaciones y Prensa", ("Oficina de Comunicaciones y Prensa",)),
        ("Control Interno y Planeación", ("Control Interno", "Planeación")),
        ("Comité A y Comité B; Oficina TIC", ("Comité A y Comité B", "Oficina TIC")),
        ("", ()),
    ],
)
def test_split_responsibles_is_conservative(text: str, names: tuple[str, ...]) -> None:
    assert split_responsibles(text) == names


def test_typed_lines_separate_names_but_not_a_name_that_goes_on() -> None:
    assert split_responsibles("Gerencia\nSIAU", lines_separate=True) == ("Gerencia", "SIAU")
    assert split_responsibles("Secretaría de\nPlaneación", lines_separate=True) == ("Secretaría de Planeación",)


def test_lines_of_a_page_do_not_separate() -> None:
    assert split_responsibles("Subgerencia\nadministrativa") == ("Subgerencia administrativa",)
