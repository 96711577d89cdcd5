"""The weekly digest: its moment, who is told of what, in which order. No database, no clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup_samples import a_cell, a_report, a_state
from rinde.capabilities.followup.rules.alerts import (
    CellFacts,
    Desk,
    Digest,
    Line,
    Matter,
    Thresholds,
    counts_in_words,
    digest_moment,
    digests_of,
    is_escalated,
    iso_week,
    line_in_words,
    lines_about,
    subject_of,
)
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.foundations.law import BOGOTA, WorkCalendar, national_holidays

CALENDAR = WorkCalendar({day: name for year in (2025, 2026, 2027) for day, name in national_holidays(year).items()}, {})
LIAISON, HEAD, COORDINATOR, OTHER = 11, 12, 13, 14
DESK = Desk(frozenset({LIAISON}), frozenset({HEAD}), frozenset({COORDINATOR}))
DUE = date(2026, 6, 30)  # a Tuesday
DAYS = Thresholds(due_soon=14, escalate_after=5)


def in_bogota(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=BOGOTA)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        (in_bogota(2026, 3, 2, 6, 59, 59), in_bogota(2026, 2, 23, 7)),  # before the hour: last week's
        (in_bogota(2026, 3, 2, 7, 0), in_bogota(2026, 3, 2, 7)),  # exactly
        (in_bogota(2026, 3, 2, 7, 0, 1), in_bogota(2026, 3, 2, 7)),
        (in_bogota(2026, 3, 3, 6, 0), in_bogota(2026, 3, 2, 7)),  # the night was missed: still this week's
        (in_bogota(2026, 3, 8, 23, 59), in_bogota(2026, 3, 2, 7)),
        (datetime(2026, 3, 2, 11, 59, tzinfo=UTC), in_bogota(2026, 2, 23, 7)),  # 6:59 in Bogotá
        (datetime(2026, 3, 2, 12, 0, tzinfo=UTC), in_bogota(2026, 3, 2, 7)),
        (in_bogota(2027, 1, 1, 8), in_bogota(2026, 12, 28, 7)),  # the year turns in the middle of a week
    ],
)
def test_moment_of_the_digest_is_the_last_monday_at_seven(now, moment):
    assert digest_moment(now, weekday=0, hour=7) == moment


@pytest.mark.parametrize(
    ("weekday", "hour", "moment"),
    [
        (6, 0, in_bogota(2026, 3, 1, 0)),
        (6, 23, in_bogota(2026, 3, 1, 23)),
        (2, 12, in_bogota(2026, 2, 25, 12)),
        (0, 23, in_bogota(2026, 2, 23, 23)),  # it is Monday and not yet eleven at night
    ],
)
def test_day_and_hour_are_the_entitys(weekday, hour, moment):
    assert digest_moment(in_bogota(2026, 3, 2, 10), weekday=weekday, hour=hour) == moment


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 3, 2), "2026-W10"),
        (date(2026, 1, 1), "2026-W01"),  # a Thursday
        (date(2027, 1, 1), "2026-W53"),  # a Friday: still the week that began in 2026
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),  # a Monday of next year's first week
    ],
)
def test_week_is_the_iso_week_of_bogota(day, week):
    assert iso_week(in_bogota(day.year, day.month, day.day, 23, 59)) == week


@settings(deadline=None)
@given(
    seconds=st.integers(0, 6 * 366 * 86_400),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
)
def test_every_week_has_exactly_one_moment(seconds, weekday, hour):
    now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    moment = digest_moment(now, weekday=weekday, hour=hour)
    assert timedelta(0) <= now - moment < timedelta(days=7)
    assert (moment.weekday(), moment.hour) == (weekday, hour)
    following = digest_moment(now + timedelta(days=7), weekday=weekday, hour=hour)
    assert following - moment == timedelta(days=7)
    assert iso_week(following) != iso_week(moment)


@pytest.mark.parametrize(
    ("today", "after_days", "escalated"),
    [
        (date(2026, 6, 30), 0, False),  # due today is not late
        (date(2026, 7, 1), 0, True),
        (date(2026, 7, 6), 5, False),  # 1, 2, 3 and 6 July: four business days
        (date(2026, 7, 7), 5, True),  # the fifth
        (date(2026, 7, 4), 3, True),
        (date(2026, 7, 4), 4, False),  # a Saturday counts for nothing
        (date(2026, 7, 20), 14, False),  # the 13th and the 20th are holidays
        (date(2026, 7, 21), 13, True),
    ],
)
def test_missed_date_goes_to_the_head_from_the_nth_business_day(today, after_days, escalated):
    assert is_escalated(DUE, today=today, after_days=after_days, calendar=CALENDAR) is escalated


@pytest.mark.parametrize(
    ("desk", "reporting", "over_them", "has_nobody"),
    [
        (DESK, {LIAISON}, {HEAD}, False),
        (Desk(heads=frozenset({HEAD}), coordinators=frozenset({COORDINATOR})), {HEAD}, set(), False),
        (Desk(coordinators=frozenset({COORDINATOR})), {COORDINATOR}, set(), True),
        (Desk(frozenset({LIAISON}), frozenset({LIAISON, HEAD})), {LIAISON}, {HEAD}, False),
        (Desk(), set(), set(), True),
    ],
)
def test_nobody_is_left_out_where_a_unit_has_no_account(desk, reporting, over_them, has_nobody):
    assert (desk.reporting, desk.over_them, desk.has_nobody) == (reporting, over_them, has_nobody)


def told(state, today, **more):
    facts = CellFacts(1, "PTEP 2026", state, **{"desk": DESK, "monitors": frozenset({COORDINATOR})} | more)
    return {(line.matter, tuple(sorted(people))) for people, line in _lines(facts, today) if people}


def _lines(facts, today):
    return list(lines_about(facts, today=today, days=DAYS, calendar=CALENDAR))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 6, 15), set()),
        (date(2026, 6, 16), {(Matter.DUE_SOON, (LIAISON,))}),  # fourteen days before
        (date(2026, 6, 30), {(Matter.DUE_SOON, (LIAISON,))}),  # its own day
        (date(2026, 7, 1), {(Matter.LATE, (LIAISON,))}),
        (date(2026, 7, 6), {(Matter.LATE, (LIAISON,))}),
        (date(2026, 7, 7), {(Matter.LATE, (LIAISON,)), (Matter.ESCALATED, (HEAD,))}),
    ],
)
def test_what_nobody_reported_is_told_by_the_day(today, expected):
    assert told(a_state(), today) == expected


SENT = a_report(author_id=LIAISON)
RETURNED = a_report(status="RETURNED", returned_reason="Falta el enlace.", author_id=HEAD)
LONG_AFTER = date(2026, 8, 3)


@pytest.mark.parametrize(
    ("state", "more", "expected"),
    [
        # returned: to whoever reports and to whoever wrote it, which is the head here; so it needs no escalation
        (a_state(open=RETURNED), {}, {(Matter.RETURNED, (LIAISON, HEAD))}),
        # who left the unit since is told nothing
        (
            a_state(open=a_report(status="RETURNED", returned_reason="x", author_id=OTHER)),
            {},
            {(Matter.RETURNED, (LIAISON,)), (Matter.ESCALATED, (HEAD,))},
        ),
        (
            a_state(said=SENT, proofs=0),
            {},
            {(Matter.UNPROVED, (LIAISON,)), (Matter.ESCALATED, (HEAD,)), (Matter.REVIEW, (COORDINATOR,))},
        ),
        (a_state(said=SENT), {}, {(Matter.REVIEW, (COORDINATOR,))}),
        (a_state(said=a_report(status="ACCEPTED", author_id=LIAISON)), {}, set()),
        (
            a_state(said=a_report(status="ACCEPTED", author_id=LIAISON)),
            {"accepted_on": date(2026, 7, 31)},
            {(Matter.ACCEPTED, (LIAISON,))},
        ),
        (
            a_state(said=a_report(status="ACCEPTED", author_id=OTHER)),
            {"accepted_on": date(2026, 7, 31)},
            set(),
        ),
        # they said that it was not done: no mail nags about it, and a progress that falls short is still owed
        (a_state(said=a_report(status="ACCEPTED", outcome="NOT_DONE")), {}, set()),
        (a_state(said=a_report(status="ACCEPTED", outcome="NO_CASE")), {}, set()),
        (
            a_state(said=a_report(status="ACCEPTED", outcome="PARTIAL")),
            {},
            {(Matter.LATE, (LIAISON,)), (Matter.ESCALATED, (HEAD,))},
        ),
        (
            a_state(open=a_report(status="DRAFT", author_id=LIAISON)),
            {},
            {(Matter.LATE, (LIAISON,)), (Matter.ESCALATED, (HEAD,))},
        ),
    ],
)
def test_each_is_told_of_what_is_theirs(state, more, expected):
    assert {(matter, tuple(sorted(people))) for matter, people in expected} == told(state, LONG_AFTER, **more)


def a_line(matter, on, key="1-1", actor=1, **fields):
    cell = a_cell(
        key=CellKey(1, 1, actor),
        activity_key=key,
        activity_code=key.replace("-", "."),
        activity_name="Informe",
        due_on=on,
    )
    return Line(matter=matter, plan_id=1, plan_title="PTEP 2026", cell=cell, on=on, **fields)


TODAY = date(2026, 7, 6)


def digest_of(*lines):
    found = digests_of([(frozenset({LIAISON}), line) for line in lines], today=TODAY)
    assert len(found) == 1
    return found[0]


def test_activities_come_by_what_presses_and_then_the_newest_first():
    digest = digest_of(
        a_line(Matter.DUE_SOON, date(2026, 7, 20), "5-1"),
        a_line(Matter.LATE, date(2026, 3, 31), "2-1"),
        a_line(Matter.DUE_SOON, date(2026, 7, 8), "4-1"),
        a_line(Matter.LATE, date(2026, 6, 30), "3-1"),
        a_line(Matter.RETURNED, date(2026, 1, 15), "1-1"),
        a_line(Matter.ACCEPTED, date(2026, 7, 5), "2-1"),
    )
    assert [group.activity.split()[0] for group in digest.groups] == ["1.1", "3.1", "2.1", "4.1", "5.1"]
    assert [line.matter for line in digest.groups[2].lines] == [Matter.LATE, Matter.ACCEPTED]


def test_who_has_nothing_to_do_gets_no_digest():
    news = (frozenset({HEAD}), a_line(Matter.ACCEPTED, date(2026, 7, 5)))
    task = (frozenset({LIAISON}), a_line(Matter.LATE, date(2026, 6, 30)))
    assert [one.user_id for one in digests_of([news, task], today=TODAY)] == [LIAISON]
    assert digests_of([], today=TODAY) == ()


@pytest.mark.parametrize(
    ("lines", "subject", "counts"),
    [
        ([a_line(Matter.LATE, DUE)], "1 pendiente: 1.1 Informe (vencida)", "1 vencida"),
        (
            [a_line(Matter.LATE, DUE, "2-1"), a_line(Matter.RETURNED, DUE), a_line(Matter.ACCEPTED, DUE)],
            "2 pendientes. Lo más urgente: 1.1 Informe (reporte devuelto)",
            "1 reporte devuelto, 1 vencida y 1 reporte aceptado",
        ),
        (
            [a_line(Matter.DUE_SOON, DUE, actor=one) for one in (1, 2, 3)],
            "3 pendientes. Lo más urgente: 1.1 Informe (que vence pronto)",
            "3 que vencen pronto",
        ),
    ],
)
def test_subject_says_how_many_and_what_presses_most(lines, subject, counts):
    digest = digest_of(*lines)
    assert (subject_of(digest), counts_in_words(digest)) == (subject, counts)


def test_subject_holds_on_one_line_whatever_the_activity_is_called():
    line = a_line(Matter.LATE, DUE)
    long_one = Line(Matter.LATE, 1, "PTEP", a_cell(activity_name="Publicar\nel informe " * 40), DUE)
    subject = subject_of(digest_of(long_one, line))
    assert "\n" not in subject
    assert len(subject) < 160


@pytest.mark.parametrize(
    ("line", "today", "expected"),
    [
        (a_line(Matter.LATE, DUE), date(2026, 7, 7), "VENCIDA desde el 30 de junio de 2026 (hace 5 días hábiles)"),
        (a_line(Matter.LATE, DUE), date(2026, 7, 1), "(hace 1 día hábil)"),
        (a_line(Matter.LATE, date(2026, 7, 3)), date(2026, 7, 4), "(desde ayer)"),  # a Saturday
        (a_line(Matter.LATE, date(2026, 7, 3)), date(2026, 7, 5), "(hace 2 días)"),
        (a_line(Matter.DUE_SOON, DUE), DUE, "(hoy)"),
        (a_line(Matter.DUE_SOON, DUE), date(2026, 6, 29), "(mañana)"),
        (a_line(Matter.DUE_SOON, DUE), date(2026, 6, 20), "(en 10 días)"),
        (a_line(Matter.RETURNED, DUE, reason="Falta el enlace."), TODAY, "Motivo: «Falta el enlace.»"),
        (a_line(Matter.ESCALATED, DUE), TODAY, "Responde Secretaría de Planeación."),
        (a_line(Matter.REVIEW, DUE), TODAY, "POR REVISAR, enviado el 30 de junio de 2026 por Secretaría"),
        (a_line(Matter.UNPROVED, DUE), TODAY, "SIN PRUEBA"),
        (a_line(Matter.ACCEPTED, DUE), TODAY, "ACEPTADO el 30 de junio de 2026"),
    ],
)
def test_each_line_says_what_happened_and_when(line, today, expected):
    assert expected in line_in_words(line, today=today, calendar=CALENDAR)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(Matter), st.integers(-60, 60), st.sampled_from(["1-1", "1-2", "2-1"]))))
def test_nothing_that_was_told_is_lost_by_grouping(drawn):
    lines = [a_line(matter, TODAY + timedelta(days=days), key) for matter, days, key in drawn]
    found = digests_of([(frozenset({LIAISON}), line) for line in lines], today=TODAY)
    if any(line.matter is not Matter.ACCEPTED for line in lines):
        assert sorted(map(repr, found[0].lines)) == sorted(map(repr, lines))
        assert sum(found[0].counts.values()) == len(lines)
        keys = [group.activity for group in found[0].groups]
        assert len(keys) == len(set(keys))
    else:
        assert found == ()


def test_a_digest_counts_news_apart_from_tasks():
    digest = Digest(LIAISON, digest_of(a_line(Matter.LATE, DUE), a_line(Matter.ACCEPTED, DUE)).groups)
    assert (digest.to_do, len(digest.lines)) == (1, 2)
