"""What the public is told: how an activity stands by its cells, and who verified what a unit says."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.followup.rules.public import (
    ACTIVITY_WORDS,
    NEVER,
    VERIFICATION_WORDS,
    ActivityStanding,
    LookedAt,
    TrendPoint,
    Verification,
    activity_standing,
    verification_of,
)
from rinde.capabilities.followup.rules.standing import Standing

S, A = Standing, ActivityStanding
PUBLIC = sorted(set(Standing) - {Standing.RETURNED})
DAY = date(2026, 7, 10)


@pytest.mark.parametrize(
    ("standings", "told"),
    [
        ([], A.UNDATED),
        ([S.LATE, S.DONE, S.UNPROVED, S.DUE_SOON], A.LATE),
        ([S.UNPROVED, S.DUE_SOON, S.DONE], A.UNPROVED),
        ([S.DUE_SOON, S.UPCOMING, S.DONE], A.DUE_SOON),
        ([S.DONE, S.UPCOMING], A.ON_TRACK),
        ([S.IN_PROGRESS], A.ON_TRACK),
        ([S.NO_CASE, S.UPCOMING], A.ON_TRACK),
        ([S.UPCOMING, S.UPCOMING], A.UPCOMING),
        ([S.DONE, S.NO_CASE], A.DONE),
        ([S.NO_CASE], A.NO_CASE),
    ],
)
def test_activity_stands_as_what_presses_most_in_it(standings, told):
    assert activity_standing(standings) == told


def test_every_mix_of_cells_has_one_word():
    mixes = [mix for size in range(len(PUBLIC) + 1) for mix in combinations(PUBLIC, size)]
    assert {activity_standing(mix) for mix in mixes} == set(ActivityStanding)


@given(st.lists(st.sampled_from(PUBLIC)))
def test_standing_does_not_depend_on_order_or_number(standings):
    assert activity_standing(standings) == activity_standing(reversed(standings * 2))


def test_every_standing_has_words():
    assert set(ACTIVITY_WORDS) == set(ActivityStanding)
    assert set(VERIFICATION_WORDS) == set(Verification)


@pytest.mark.parametrize(
    ("status", "sent_on", "own", "looked", "who"),
    [
        ("SENT", DAY, False, NEVER, Verification.NONE),
        ("ACCEPTED", DAY, False, NEVER, Verification.ACCEPTED),
        ("ACCEPTED", DAY, True, NEVER, Verification.NONE),  # the same unit reports and monitors
        ("SENT", DAY, False, LookedAt(round_closed_on=DAY), Verification.ROUND),
        ("SENT", date(2026, 7, 11), False, LookedAt(round_closed_on=DAY), Verification.NONE),
        ("SENT", DAY, True, LookedAt(round_closed_on=DAY), Verification.NONE),
        ("ACCEPTED", DAY, False, LookedAt(round_closed_on=DAY), Verification.ACCEPTED),
        ("SENT", DAY, True, LookedAt(reporting_closed_on=DAY), Verification.CUT_OFF),
        ("SENT", date(2026, 7, 11), False, LookedAt(reporting_closed_on=DAY), Verification.NONE),
        ("ACCEPTED", DAY, False, LookedAt(DAY, DAY), Verification.CUT_OFF),
        ("SENT", None, False, LookedAt(DAY, DAY), Verification.NONE),
    ],
)
def test_who_verified_a_report(status, sent_on, own, looked, who):
    assert verification_of(status, sent_on=sent_on, self_monitored=own, looked=looked) == who


@pytest.mark.parametrize(
    ("scheduled", "done", "undecided", "official"), [(4, 3, 0, "0.75"), (4, 3, 1, None), (0, 0, 0, None)]
)
def test_trend_gives_no_percentage_of_half_an_evaluation(scheduled, done, undecided, official):
    point = TrendPoint(1, "Corte", DAY, DAY, scheduled, done, undecided, None)
    assert (None if point.official is None else str(point.official)) == official
