from datetime import date

import pytest

from rinde.capabilities.plans.rules.change_requests.phrases import from_to, listed, of, quoted_pair, to, with_article


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Secretaría de Salud", "la Secretaría de Salud"),
        ("Comité Institucional", "el Comité Institucional"),
        ("Área Metropolitana", "el Área Metropolitana"),
        ("Todas las dependencias", "Todas las dependencias"),
        ("Planeación", "Planeación"),
        ("", ""),
    ],
)
def test_offices_have_their_article(name: str, expected: str) -> None:
    assert with_article(name) == expected


@pytest.mark.parametrize(
    ("phrase", "after_de", "after_a"),
    [
        ("la actividad 3.2", "de la actividad 3.2", "a la actividad 3.2"),
        ("el producto", "del producto", "al producto"),
        ("Planeación", "de Planeación", "a Planeación"),
    ],
)
def test_articles_are_joined(phrase: str, after_de: str, after_a: str) -> None:
    assert (of(phrase), to(phrase)) == (after_de, after_a)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A y B"),
        (["A", "B", "Infraestructura"], "A, B e Infraestructura"),
        (["A", "Hielo"], "A y Hielo"),
        (["A", "«Hidrología»"], "A e «Hidrología»"),
        ([str(number) for number in range(10)], "0, 1, 2, 3, 4, 5, 6, 7 y 2 más"),
    ],
)
def test_lists_end_as_people_say_them(items: list[str], expected: str) -> None:
    assert listed(items) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 4, 30), date(2026, 6, 30), "del 30 de abril al 30 de junio de 2026"),
        (date(2026, 12, 18), date(2026, 12, 11), "del 18 al 11 de diciembre de 2026"),
        (date(2026, 12, 18), date(2027, 12, 18), "del 18 de diciembre de 2026 al 18 de diciembre de 2027"),
    ],
)
def test_dates_say_once_what_they_share(start: date, end: date, expected: str) -> None:
    assert from_to(start, end) == expected


def test_short_texts_are_quoted_whole() -> None:
    assert quoted_pair("Uno\n solo", "Dos") == ("«Uno solo»", "«Dos»")


@pytest.mark.parametrize("length", [91, 200, 10_000])
def test_long_texts_are_quoted_where_they_differ(length: int) -> None:
    words = "palabra " * (length // 8)

    before, after = quoted_pair(f"{words}rojo {words}", f"{words}verde {words}")

    assert ("rojo" in before, "verde" in after) == (True, True)
    assert max(len(before), len(after)) < 260
