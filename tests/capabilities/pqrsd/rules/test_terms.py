from datetime import date, timedelta
from itertools import pairwise

import pytest

from rinde.capabilities.pqrsd.choices import PetitionKind
from rinde.capabilities.pqrsd.rules.terms import (
    UnknownTerm,
    all_rules,
    days_of,
    first_day,
    needs_days,
    received_gaps,
    rule_of,
)
from rinde.foundations.law import all_sources

EMERGENCY, NORMAL_AGAIN = date(2020, 3, 28), date(2022, 5, 18)


@pytest.mark.parametrize(
    ("kind", "day", "days", "most"),
    [
        ("GENERAL", date(2020, 3, 27), 15, 30),
        ("GENERAL", date(2020, 3, 28), 30, 60),
        ("GENERAL", date(2022, 5, 17), 30, 60),
        ("GENERAL", date(2022, 5, 18), 15, 30),
        ("INFORMATION", date(2020, 3, 27), 10, 20),
        ("INFORMATION", date(2020, 3, 28), 20, 40),
        ("INFORMATION", date(2022, 5, 17), 20, 40),
        ("INFORMATION", date(2022, 5, 18), 10, 20),
        ("CONSULTATION", date(2020, 3, 27), 30, 60),
        ("CONSULTATION", date(2021, 1, 4), 35, 70),
        ("CONSULTATION", date(2022, 5, 18), 30, 60),
        ("COMPLAINT", date(2026, 4, 1), 15, 30),
        ("REPORT", date(2021, 7, 1), 30, 60),
        ("AUTHORITY_INFORMATION", date(2026, 4, 1), 10, None),
        ("AUTHORITY", date(2026, 4, 1), 15, 30),
        ("DATA_QUERY", date(2021, 1, 4), 10, 15),
        ("DATA_CLAIM", date(2026, 4, 1), 15, 23),
        ("CONGRESS", date(2026, 4, 1), 5, None),
        ("OMBUDSMAN", date(2026, 4, 1), 5, None),
        ("CONTROL_BODY", date(2026, 4, 1), None, None),
        ("COMPLIMENT", date(2026, 4, 1), None, None),
    ],
)
def test_term_is_the_one_in_force_on_the_day_of_reception(kind, day, days, most):
    rule = rule_of(kind, day)
    assert (rule.days, rule.most_days) == (days, most)


@pytest.mark.parametrize("kind", PetitionKind.values)
def test_rules_of_a_kind_follow_each_other_without_a_gap(kind):
    rules = [rule for rule in all_rules() if rule.kind == kind]
    assert rules[-1].valid_to is None
    for before, after in pairwise(rules):
        assert before.valid_to is not None
        assert after.valid_from == before.valid_to + timedelta(days=1)


def test_every_source_is_in_the_register():
    assert {rule.source_key for rule in all_rules()} <= set(all_sources())


def test_emergency_terms_cite_the_decree_and_no_other_does():
    emergency = {rule.valid_from for rule in all_rules() if rule.source_key == "DECRETO_491_2020_ART_5"}
    assert emergency == {EMERGENCY}
    assert all(not rule.source.in_force_on(NORMAL_AGAIN) for rule in all_rules() if rule.valid_from == EMERGENCY)


def test_what_is_known_by_memory_is_never_law():
    kinds = {rule.kind for rule in all_rules() if not rule.is_law}
    assert kinds == {"CONGRESS", "OMBUDSMAN", "CONTROL_BODY", "COMPLIMENT"}


def test_days_of_the_law_are_not_changed_and_those_of_memory_are():
    assert days_of(rule_of("GENERAL", date(2026, 4, 1)), 3) == 15
    assert days_of(rule_of("CONGRESS", date(2026, 4, 1)), 8) == 8
    assert days_of(rule_of("CONGRESS", date(2026, 4, 1)), None) == 5


def test_unclassified_is_counted_by_the_shortest_usual_term():
    assert rule_of("", date(2026, 4, 1)) == rule_of("INFORMATION", date(2026, 4, 1))


def test_only_control_bodies_need_their_days_said():
    assert [kind for kind in PetitionKind.values if needs_days(kind, date(2026, 4, 1))] == ["CONTROL_BODY"]


def test_day_before_the_first_rule_is_refused_with_the_way_out():
    with pytest.raises(UnknownTerm):
        rule_of("GENERAL", date(2015, 6, 29))
    assert "Revise el año" in received_gaps(date(2015, 6, 29), date(2026, 4, 1))[0]
    assert received_gaps(first_day(), date(2026, 4, 1)) == ()


def test_day_that_has_not_come_is_refused():
    assert "todavía no llega" in received_gaps(date(2026, 4, 2), date(2026, 4, 1))[0]
