"""What holds of every clock, whatever the day, the kind and what happened to the petition."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capabilities.pqrsd.calendars import PLAIN
from rinde.capabilities.pqrsd.choices import PetitionKind, ResumePolicy
from rinde.capabilities.pqrsd.rules.clock import (
    ClockFacts,
    EventTerm,
    Pause,
    ask_until,
    clock,
    completion_term,
    extended_days,
    latest_extension,
    legal_term,
)
from rinde.capabilities.pqrsd.rules.terms import rule_of

# How long a draw takes says how busy the machine is, not whether the clock is right.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = st.dates(date(2015, 7, 1), date(2029, 12, 31))
WITH_TERM = sorted(set(PetitionKind.values) - {PetitionKind.CONTROL_BODY, PetitionKind.COMPLIMENT})
KINDS = st.sampled_from(WITH_TERM)
EVENTS = st.none() | st.builds(
    EventTerm,
    st.integers(1, 40),
    st.sampled_from(["BUSINESS_DAYS", "CALENDAR_DAYS"]),
    st.dates(date(2015, 7, 1), date(2029, 12, 31)),
)


@st.composite
def paused(draw: st.DrawFn) -> ClockFacts:
    """A petition that was given back within ten days and completed some time later."""
    one = ClockFacts(draw(KINDS), received := draw(DAYS), received)
    last = (ask_until(one, PLAIN).due_on - received).days
    asked_on = received + timedelta(days=draw(st.integers(0, last)))
    until = completion_term("INCOMPLETE", asked_on, PLAIN).due_on
    completed_on = asked_on + timedelta(days=draw(st.integers(0, (until - asked_on).days)))
    policy = draw(st.sampled_from(ResumePolicy.values))
    return replace(one, pause=Pause("INCOMPLETE", asked_on, until, completed_on, policy))


@UNTIMED
@given(KINDS, DAYS)
def test_due_day_is_a_working_day_and_exactly_so_many_after_reception(kind, day):
    found = clock(ClockFacts(kind, day, day), PLAIN)
    assert found.due_on is not None
    assert PLAIN.is_working(found.due_on)
    assert PLAIN.working_days_between(day, found.due_on) == rule_of(kind, day).days


@UNTIMED
@given(KINDS, DAYS, EVENTS)
def test_due_is_never_after_either_term(kind, day, event):
    found = clock(ClockFacts(kind, day, day, event=event), PLAIN)
    terms = [one.due_on for one in (found.legal, found.event) if one is not None]
    assert found.due_on == min(terms)


@UNTIMED
@given(KINDS, DAYS)
def test_later_reception_is_never_due_earlier_under_one_rule(kind, day):
    one, next_one = ClockFacts(kind, day, day), ClockFacts(kind, day, day + timedelta(days=1))
    assert legal_term(one, PLAIN).due_on <= legal_term(next_one, PLAIN).due_on


@UNTIMED
@given(paused())
def test_completed_petition_is_due_after_its_completion_and_not_before_it_would_have_been(one):
    whole = legal_term(replace(one, pause=None), PLAIN)
    found = legal_term(one, PLAIN)
    if one.pause.asked_on <= whole.due_on:
        assert found.due_on > one.pause.completed_on
        assert found.due_on >= whole.due_on
        assert found.days <= whole.days


@UNTIMED
@given(paused())
def test_restart_never_ends_before_resume(one):
    resumes = replace(one, pause=replace(one.pause, policy="RESUME"))
    restarts = replace(one, pause=replace(one.pause, policy="RESTART"))
    assert legal_term(resumes, PLAIN).due_on <= legal_term(restarts, PLAIN).due_on


@UNTIMED
@given(paused(), st.booleans())
def test_days_of_an_extension_lead_back_to_the_day_that_was_told(one, without_pause):
    if without_pause:
        one = replace(one, pause=None)
    latest = latest_extension(one, PLAIN)
    if latest is None:
        return
    days = extended_days(one, latest, PLAIN)
    most = rule_of(one.kind, one.received_on).most_days
    assert legal_term(replace(one, extended_days=days), PLAIN).due_on == latest
    assert days == most or one.pause is not None
