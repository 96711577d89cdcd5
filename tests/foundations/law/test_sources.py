from datetime import date

import pytest

from rinde.foundations.law import Certainty, LegalSource, UnknownSource, all_sources, source


def test_register_has_a_title_and_a_norm_for_every_key() -> None:
    incomplete = [key for key, one in all_sources().items() if not one.norm.strip() or not one.title.strip()]

    assert incomplete == []


def test_law_always_has_a_date_of_issue() -> None:
    assert [key for key, one in all_sources().items() if one.certainty is Certainty.LAW and not one.issued_on] == []


def test_law_always_names_an_article() -> None:
    assert [key for key, one in all_sources().items() if one.certainty is Certainty.LAW and not one.article] == []


def test_unknown_key_is_refused() -> None:
    with pytest.raises(UnknownSource, match="LEY_INVENTADA"):
        source("LEY_INVENTADA")


def test_citation_names_norm_and_article() -> None:
    assert source("LEY_1474_2011_ART_74").citation == "Ley 1474 de 2011, art. 74"


def test_citation_without_article_is_the_norm() -> None:
    assert source("DECRETO_612_2018").citation == "Decreto 612 de 2018"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2015, 5, 25), False),
        (date(2015, 5, 26), True),
        (date(2024, 8, 29), True),
        (date(2024, 8, 30), False),
    ],
)
def test_repealed_article_holds_until_the_day_before_its_repeal(day: date, expected: bool) -> None:
    assert source("DECRETO_1081_2015_ART_2_1_4_8").in_force_on(day) is expected


def test_source_without_date_of_issue_has_always_held() -> None:
    undated = LegalSource("X", "Práctica", "", "Uso", None, Certainty.PRACTICE)

    assert undated.in_force_on(date(1990, 1, 1))


def test_certainties_fall_from_law_to_memory() -> None:
    assert [one.strength for one in Certainty] == [4, 3, 2, 1]
