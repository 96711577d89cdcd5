"""Validity, names, groups and the tree: pure, day by day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.entities.choices import ActorKind, GroupRule
from rinde.capabilities.entities.rules.actors import actor_gaps, closing_gaps, validity_in_words
from rinde.capabilities.entities.rules.groups import ActorFacts, GroupFacts, members_of
from rinde.capabilities.entities.rules.names import folded_acronym, folded_name, split_aliases, unique_aliases
from rinde.capabilities.entities.rules.org_chart.standing import ActorValues
from rinde.capabilities.entities.rules.tree import Branch, in_tree_order, makes_cycle, with_ancestors
from rinde.capabilities.entities.rules.validity import is_valid_on, overlap

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, True),
        (DAY, None, True),
        (None, DAY, True),
        (date(2026, 3, 3), None, False),
        (None, date(2026, 3, 1), False),
        (date(2026, 1, 1), date(2026, 12, 31), True),
    ],
)
def test_validity_counts_both_ends(start, end, expected):
    assert is_valid_on(start, end, DAY) is expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((None, None), (None, None), True),
        ((None, date(2025, 12, 31)), (date(2026, 1, 1), None), False),
        ((None, date(2026, 1, 1)), (date(2026, 1, 1), None), True),
        ((date(2024, 1, 1), date(2024, 6, 30)), (date(2024, 7, 1), date(2024, 12, 31)), False),
    ],
)
def test_periods_overlap_when_they_share_a_day(first, second, expected):
    assert overlap(first, second) is expected
    assert overlap(second, first) is expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Secretaría de Planeación", "SECRETARIA  DE PLANEACION"),
        ("Oficina T.I.C.", "oficina t i c"),
        ("Ñandú", "nandu"),
    ],
)
def test_same_name_whatever_its_accents(one, other):
    assert folded_name(one) == folded_name(other)


def test_acronyms_are_one_without_points():
    assert folded_acronym("S.P.") == folded_acronym("sp")


def test_aliases_are_split_and_kept_once():
    assert split_aliases("Planeación; PLANEACION;\nOficina de Planeación;;") == ("Planeación", "Oficina de Planeación")


def test_alias_like_the_name_is_left_out():
    assert unique_aliases(["Hacienda", "Sec. Hacienda"], besides=["HACIENDA"]) == ("Sec. Hacienda",)


ROOT = ActorFacts(1, ActorKind.UNIT)
PLANNING = ActorFacts(2, ActorKind.UNIT, parent_id=1, is_missional=True)
BANK = ActorFacts(3, ActorKind.UNIT, parent_id=2)
COMMITTEE = ActorFacts(4, ActorKind.BODY, parent_id=1, is_missional=True)
CLOSED = ActorFacts(5, ActorKind.UNIT, parent_id=1, is_missional=True, valid_to=date(2025, 12, 31))
ACTORS = (ROOT, PLANNING, BANK, COMMITTEE, CLOSED)


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (GroupFacts(GroupRule.ALL_UNITS), (1, 2, 3)),
        (GroupFacts(GroupRule.MISSIONAL_UNITS), (2,)),
        (GroupFacts(GroupRule.TOP_LEVEL_UNITS), (2,)),
        (GroupFacts(GroupRule.NAMED, frozenset({3, 4, 5, 99})), (3, 4)),
        (GroupFacts("A_RULE_OF_ANOTHER_VERSION"), ()),
    ],
)
def test_members_of_a_group_on_a_day(group, expected):
    assert members_of(group, ACTORS, DAY) == expected


def test_closed_unit_belonged_while_it_existed():
    assert members_of(GroupFacts(GroupRule.MISSIONAL_UNITS), ACTORS, date(2025, 12, 31)) == (2, 5)


def test_top_level_with_several_roots_is_the_roots():
    assert members_of(GroupFacts(GroupRule.TOP_LEVEL_UNITS), (ROOT, ActorFacts(9, ActorKind.UNIT)), DAY) == (1, 9)


def test_tree_puts_children_after_their_parent():
    parents = {1: None, 2: 1, 3: 1, 4: 2}
    assert in_tree_order(parents) == (Branch(1, 0), Branch(2, 1), Branch(4, 2), Branch(3, 1))


def test_node_whose_parent_is_not_shown_stands_at_the_top():
    assert in_tree_order({4: 2}) == (Branch(4, 0),)


@given(st.dictionaries(st.integers(1, 12), st.one_of(st.none(), st.integers(1, 12))))
def test_tree_loses_nobody_even_in_a_circle(parents):
    assert sorted(branch.id for branch in in_tree_order(parents)) == sorted(parents)


def test_found_node_brings_what_it_hangs_from():
    assert with_ancestors([4], {1: None, 2: 1, 3: 1, 4: 2}) == {4, 2, 1}


@pytest.mark.parametrize(
    ("node", "parent", "expected"), [(1, 1, True), (1, 4, True), (4, 1, False), (3, 4, False), (1, None, False)]
)
def test_cycle_is_found_at_any_distance(node, parent, expected):
    assert makes_cycle({1: None, 2: 1, 3: 1, 4: 2}, node, parent) is expected


STANDING = {
    1: ActorValues("Despacho", code="100"),
    2: ActorValues("Secretaría de Planeación", code="200", parent=1),
    3: ActorValues("Banco de Programas", parent=2, valid_to=date(2025, 12, 31)),
}


@pytest.mark.parametrize(
    ("values", "actor_id", "words"),
    [
        (ActorValues(" "), None, "Falta el nombre"),
        (ActorValues("SECRETARIA DE PLANEACION"), None, "Ya existe"),
        (ActorValues("Otra", code="2.00"), None, "El código 2.00"),
        (ActorValues("Otra", valid_from=DAY, valid_to=date(2026, 3, 1)), None, "anterior"),
        (ActorValues("Otra", parent=99), None, "no existe en esta entidad"),
        (ActorValues("Despacho", code="100", parent=2), 1, "de sí misma"),
    ],
)
def test_actor_that_cannot_be_saved_says_why(values, actor_id, words):
    assert any(words in gap for gap in actor_gaps(values, standing=STANDING, actor_id=actor_id))


@pytest.mark.parametrize(
    ("values", "actor_id"),
    [
        (ActorValues("Oficina Jurídica", code="110", parent=1), None),
        (ActorValues("Despacho", code="100"), 1),
        (ActorValues("Banco de Programas", valid_from=date(2026, 1, 1)), None),
    ],
)
def test_actor_without_gaps(values, actor_id):
    assert actor_gaps(values, standing=STANDING, actor_id=actor_id) == ()


def test_all_gaps_are_said_at_once():
    values = ActorValues("Despacho", code="200", valid_from=DAY, valid_to=date(2026, 3, 1), parent=99)
    assert len(actor_gaps(values, standing=STANDING, actor_id=None)) == 4


def test_actor_on_which_others_hang_cannot_be_closed():
    assert "Secretaría de Planeación" in closing_gaps(1, DAY, standing=STANDING)[0]


def test_actor_is_not_closed_before_it_began():
    gaps = closing_gaps(1, DAY, standing={1: ActorValues("Despacho", valid_from=date(2026, 4, 1))})
    assert gaps == ("Existe desde el 01/04/2026: escoja ese día o uno posterior.",)


def test_closed_child_does_not_keep_its_parent():
    assert closing_gaps(2, DAY, standing=STANDING) == ()


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (None, None, "vigente"),
        (None, date(2026, 12, 31), "vigente hasta el 31/12/2026"),
        (None, date(2026, 3, 1), "hasta el 01/03/2026"),
        (date(2026, 3, 3), None, "desde el 03/03/2026"),
    ],
)
def test_validity_is_told_in_words(start, end, words):
    assert validity_in_words(start, end, DAY) == words
