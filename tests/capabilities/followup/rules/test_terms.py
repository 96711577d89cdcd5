"""The terms of the cycle, day by day: each is told once to whom it is for, and again only where its date moved."""

from datetime import date, timedelta
from typing import Any

import pytest

from rinde.capabilities.followup.rules.terms import (
    Audience,
    CutOffFacts,
    PublicationFacts,
    TermKind,
    cut_off_notices,
    publication_notices,
)

CLOSES, DUE = date(2026, 5, 8), date(2026, 5, 15)


def a_cut_off(**fields: Any) -> CutOffFacts:
    defaults: dict[str, Any] = {
        "id": 7,
        "plan_id": 1,
        "plan_title": "PTEP 2026",
        "name": "Corte al 30 de abril de 2026",
        "status": "FROZEN",
        "facts_from": date(2026, 1, 1),
        "facts_until": date(2026, 4, 30),
        "reporting_closes_on": CLOSES,
        "report_due_on": DUE,
    }
    return CutOffFacts(**defaults | fields)


def kinds(facts: CutOffFacts, today: date, days_before: int = 5) -> list[str]:
    return [str(one.kind) for one in cut_off_notices(facts, today=today, days_before=days_before)]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (CLOSES, []),  # until its midnight units may report
        (CLOSES + timedelta(days=1), ["frozen"]),
        (DUE - timedelta(days=6), ["frozen"]),
        (DUE - timedelta(days=5), ["report_soon"]),
        (DUE, ["report_soon"]),  # its own day is in time
        (DUE + timedelta(days=1), ["report_overdue"]),
        (DUE + timedelta(days=400), ["report_overdue"]),
    ],
)
def test_report_of_internal_control_by_the_day(today, expected):
    assert kinds(a_cut_off(), today) == expected


def test_a_report_that_nobody_could_begin_is_overdue_all_the_same():
    assert kinds(a_cut_off(status="PLANNED"), CLOSES + timedelta(days=1)) == []
    assert kinds(a_cut_off(status="PLANNED"), DUE + timedelta(days=1)) == ["report_overdue"]


PRELIMINARY = {"status": "PRELIMINARY", "preliminary_on": date(2026, 5, 11), "replies_until": date(2026, 5, 19)}


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 5, 11), ["report_soon", "reply"]),  # 15 May is four days off
        (date(2026, 5, 16), ["report_overdue", "reply"]),
        (date(2026, 5, 17), ["report_overdue", "reply"]),
        (date(2026, 5, 18), ["report_overdue", "reply_soon"]),
        (date(2026, 5, 19), ["report_overdue", "reply_soon"]),
        (date(2026, 5, 20), ["report_overdue", "replies_closed"]),
    ],
)
def test_reply_to_the_preliminary_report_by_the_day(today, expected):
    assert kinds(a_cut_off(**PRELIMINARY), today) == expected


def test_a_term_of_one_day_is_told_as_what_it_is_on_the_day_of_the_report():
    facts = a_cut_off(**PRELIMINARY | {"replies_until": date(2026, 5, 11)})
    assert kinds(facts, date(2026, 5, 11)) == ["report_soon", "reply"]


@pytest.mark.parametrize(("days", "expected"), [(0, ["published"]), (7, ["published"]), (8, [])])
def test_publication_is_news_for_a_week_and_ends_everything_else(days, expected):
    facts = a_cut_off(**PRELIMINARY | {"status": "FINAL", "final_on": date(2026, 6, 1)})
    assert kinds(facts, date(2026, 6, 1) + timedelta(days=days)) == expected


def test_each_notice_is_for_those_whose_business_it_is():
    found = {}
    for today in (date(2026, 5, 9), date(2026, 5, 11), date(2026, 5, 18), date(2026, 5, 20)):
        for facts in (a_cut_off(), a_cut_off(**PRELIMINARY), a_cut_off(status="FINAL", final_on=today)):
            found |= {one.kind: one.audience for one in cut_off_notices(facts, today=today, days_before=5)}
    assert found == {
        TermKind.FROZEN: Audience.INTERNAL_CONTROL,
        TermKind.REPORT_SOON: Audience.INTERNAL_CONTROL,
        TermKind.REPORT_OVERDUE: Audience.INTERNAL_CONTROL,
        TermKind.REPLY: Audience.UNITS,
        TermKind.REPLY_SOON: Audience.SILENT_UNITS,
        TermKind.REPLIES_CLOSED: Audience.INTERNAL_CONTROL,
        TermKind.PUBLISHED: Audience.EVERYBODY,
    }


def _keys(**fields: Any) -> set[str]:
    days = [date(2026, 5, 9) + timedelta(days=step) for step in range(40)]
    return {one.key for day in days for one in cut_off_notices(a_cut_off(**fields), today=day, days_before=5)}


def test_a_term_is_told_once_however_many_days_it_lasts_and_again_only_where_it_moved():
    same = _keys(**PRELIMINARY)
    assert len(same) == 5  # soon, overdue, reply, reply soon, replies closed
    moved = _keys(**PRELIMINARY | {"replies_until": date(2026, 5, 21)})
    assert len(moved - same) == 3
    assert len(_keys(id=8) & _keys()) == 0


def test_words_name_the_cut_off_the_plan_and_the_day():
    (notice,) = cut_off_notices(a_cut_off(), today=DUE, days_before=5)
    assert notice.subject == "El informe de seguimiento vence hoy: Corte al 30 de abril de 2026, PTEP 2026"
    assert "viernes 15 de mayo de 2026" in notice.text
    assert "«PTEP 2026»" in notice.text


SUNDAY = date(2027, 1, 31)


def a_publication(**fields: Any) -> PublicationFacts:
    defaults: dict[str, Any] = {
        "plan_id": 1,
        "plan_title": "PTEP 2027",
        "key": "publication:2027",
        "title": "Publicación del programa",
        "due_on": SUNDAY,
        "act_on": date(2027, 1, 29),
        "is_law": False,
    }
    return PublicationFacts(**defaults | fields)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2027, 1, 23), []),
        (date(2027, 1, 24), ["plan_soon"]),  # five days before Friday 29
        (date(2027, 1, 30), ["plan_soon"]),
        (SUNDAY, ["plan_soon"]),  # a fixed date does not move, so its own day is still in time
        (date(2027, 2, 1), ["plan_overdue"]),
    ],
)
def test_publication_of_a_plan_by_the_day(today, expected):
    found = publication_notices(a_publication(), today=today, days_before=5)
    assert [str(one.kind) for one in found] == expected
    assert {one.audience for one in found} <= {Audience.COORDINATION}


def test_what_is_no_law_is_not_called_law():
    (notice,) = publication_notices(a_publication(), today=SUNDAY, days_before=5)
    assert "según su plantilla" in notice.text
    assert "por ley" not in notice.text
    assert "no es hábil" in notice.text
    (law,) = publication_notices(a_publication(is_law=True), today=SUNDAY, days_before=5)
    assert "por ley" in law.text
