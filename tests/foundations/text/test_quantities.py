"""Quantities of targets: figures, words, percentages, per unit, at least."""

import pytest

from rinde.foundations.text.quantities import Quantity, read_quantity


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("Dos (2) publicaciones", Quantity(2, "count")),
        ("(01) pieza", Quantity(1, "count")),
        ("(4) Informes de gestión", Quantity(4, "count")),
        ("Cinco mil (5.000) mensajes", Quantity(5_000, "count")),
        ("5.000 mensajes en el año", Quantity(5_000, "count")),
        ("2,5 kilómetros", Quantity(2.5, "count")),
        ("100%", Quantity(100, "percent")),
        ("33,3 % de avance", Quantity(33.3, "percent")),
        ("cien por ciento de las quejas", Quantity(100, "percent")),
        ("al menos (1) por dependencia", Quantity(1, "count", per_unit=True, at_least=True)),
        ("dos por organismo", Quantity(2, "count", per_unit=True)),
        ("una por cada dependencia", Quantity(1, "count", per_unit=True)),
        ("Mínimo dos talleres", Quantity(2, "count", at_least=True)),
        ("Una (1) publicación mensual", Quantity(1, "count")),
        ("1", Quantity(1, "count")),
        ("tres (4) informes", Quantity(4, "count", words_say=3)),
        ("Veinte (20) %", Quantity(20, "count")),
        ("Campaña en redes, 1 vez al mes", Quantity(1, "count")),
    ],
)
def test_read_quantity_reads_what_a_target_states(text: str, quantity: Quantity) -> None:
    assert read_quantity(text) == quantity


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Política actualizada",
        "Plan 2024 aprobado",
        "Informe según la Ley 1474 de 2011",
        "Documento que identifique: 1) canales",
        "Publicación de la vigencia 2023",
    ],
)
def test_read_quantity_finds_none_where_nothing_is_counted(text: str) -> None:
    assert read_quantity(text) is None
