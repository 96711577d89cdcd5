from datetime import date
from decimal import Decimal

import pytest

from rinde.capabilities.plans.rules.templates import (
    Basis,
    Template,
    UnknownTemplate,
    all_templates,
    read_template,
    template,
    templates_valid_on,
)
from rinde.foundations.law import Certainty, all_sources

EVERY = pytest.mark.parametrize("one", all_templates().values(), ids=lambda one: one.key)


def test_the_three_regimes_are_there_newest_first() -> None:
    assert list(all_templates()) == ["PTEP_2024", "RDC_MURC", "PAAC_2015"]


@EVERY
def test_every_source_cited_exists(one: Template) -> None:
    assert {basis.source_key for basis in one.all_bases} - set(all_sources()) == set()


@EVERY
def test_no_statement_is_surer_than_its_source(one: Template) -> None:
    too_sure = [basis for basis in one.all_bases if basis.certainty.strength > basis.source.certainty.strength]

    assert too_sure == []


@EVERY
def test_exactly_one_cut_off_regime_is_the_default(one: Template) -> None:
    assert sum(regime.is_default for regime in one.cut_offs) == 1


@EVERY
def test_every_component_asks_a_question(one: Template) -> None:
    assert [node.name for node in one.nodes if not node.guiding_question.startswith("¿")] == []


@EVERY
def test_codes_are_text_and_unique_among_siblings(one: Template) -> None:
    for siblings in (one.nodes, *(node.children for node in one.nodes)):
        codes = [node.code for node in siblings]
        assert all(isinstance(code, str) for code in codes)
        assert len(codes) == len(set(codes))


@EVERY
def test_the_key_is_the_name_of_the_file(one: Template) -> None:
    assert template(one.key) is one


def test_paac_has_six_components() -> None:
    assert [len(node.children) for node in template("PAAC_2015").nodes] == [5, 0, 3, 5, 5, 0]


def test_ptep_has_the_transversal_component_and_four_actions() -> None:
    assert [node.code for node in template("PTEP_2024").nodes] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2015, 12, 31), []),
        (date(2016, 1, 1), ["PAAC_2015"]),
        (date(2024, 8, 29), ["RDC_MURC", "PAAC_2015"]),
        (date(2024, 8, 30), ["PTEP_2024", "RDC_MURC"]),
    ],
)
def test_ptep_takes_the_place_of_paac_on_the_day_of_the_decree(day: date, expected: list[str]) -> None:
    assert [one.key for one in templates_valid_on(day)] == expected


@pytest.mark.parametrize(
    ("year", "expected", "certainty"),
    [(2016, date(2016, 3, 31), Certainty.PRACTICE), (2017, date(2017, 1, 31), Certainty.LAW)],
)
def test_paac_is_due_on_31_january_but_in_2016(year: int, expected: date, certainty: Certainty) -> None:
    deadline, basis = template("PAAC_2015").publication.in_year(year)

    assert (deadline, basis.certainty) == (expected, certainty)


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        ("0", "Zona baja"),
        ("0.5999", "Zona baja"),
        ("0.6", "Zona media"),
        ("0.795", "Zona media"),
        ("0.7999", "Zona media"),
        ("0.8", "Zona alta"),
        ("1", "Zona alta"),
        ("1.4", "Zona alta"),
    ],
)
def test_bands_are_half_open_over_the_unrounded_ratio(ratio: str, expected: str) -> None:
    assert template("PAAC_2015").bands.of(Decimal(ratio)).name == expected


def test_negative_ratio_is_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        template("PAAC_2015").bands.of(Decimal("-0.01"))


def test_cut_offs_fall_on_their_days_of_the_year() -> None:
    assert template("PTEP_2024").default_cut_offs.in_year(2026) == (date(2026, 6, 30), date(2026, 12, 31))


def test_what_comes_from_memory_is_never_worded_as_law() -> None:
    basis = Basis("GUIA_PAAC_2015_SEGUIMIENTO", Certainty.MEMORY)

    assert not basis.is_law
    assert basis.in_words == "Valor sugerido por Rinde: confírmelo; se puede cambiar"


def test_law_is_worded_as_its_citation() -> None:
    assert Basis("LEY_1474_2011_ART_74", Certainty.LAW).in_words == "Ley 1474 de 2011, art. 74"


def test_unknown_template_is_refused() -> None:
    with pytest.raises(UnknownTemplate):
        template("PAAC_1999")


def test_template_without_a_part_does_not_load() -> None:
    with pytest.raises(KeyError):
        read_template("key: ROTA\nversion: '1'\ninstrument: PTEP\nname: Rota\nvalid_from: 2026-01-01\n")
