"""Dates and states in words."""

from datetime import date

import pytest

from plan_contents import a_deliverable, a_plan
from rinde.capabilities.plans.rules.content import MilestoneContent
from rinde.sites.portal.words import dates_in_words, day_state, schedule_in_words, title_of

TODAY = date(2026, 4, 20)


@pytest.mark.parametrize(
    ("due_on", "kind", "word"),
    [
        (date(2026, 4, 19), "off", "La fecha ya pasó"),
        (date(2026, 4, 20), "due", "Es hoy"),
        (date(2026, 4, 21), "due", "Falta 1 día"),
        (date(2026, 5, 20), "due", "Faltan 30 días"),
        (date(2026, 5, 21), "info", "Faltan 31 días"),
    ],
)
def test_day_state(due_on: date, kind: str, word: str):
    state = day_state(due_on, TODAY)
    assert (state.kind, state.word) == (kind, word)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], ""),
        ([(2026, 4, 30)], "30 abr 2026"),
        ([(2026, 4, 30), (2026, 4, 30)], "30 abr 2026"),
        ([(2026, 8, 31), (2026, 4, 30)], "30 abr y 31 ago 2026"),
        ([(2026, 12, 15), (2027, 1, 15)], "15 dic 2026 y 15 ene 2027"),
        ([(2026, month, 1) for month in range(1, 6)], "5 fechas, de 1 ene a 1 may 2026"),
        ([(2026 + year, 1, 1) for year in range(5)], "5 fechas, de 1 ene 2026 a 1 ene 2030"),
    ],
)
def test_dates_in_words(days: list[tuple[int, int, int]], words: str):
    assert dates_in_words(date(*day) for day in days).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "30 jun 2026"),
        ({"recurrence": "MONTHLY"}, "Cada mes: 30 jun 2026"),
        ({"milestones": (MilestoneContent(date(2026, 6, 30), date(2026, 2, 1)),)}, "1 feb 2026 a 30 jun 2026"),
        ({"milestones": (), "schedule_text": "Cuando se requiera"}, "Cuando se requiera"),
        ({"milestones": (), "permanent": True}, "Todo el año"),
        ({"milestones": ()}, "Sin fecha"),
    ],
)
def test_schedule_in_words(fields: dict[str, object], words: str):
    assert schedule_in_words([a_deliverable(**fields)]).replace("\u00a0", " ") == words


def test_rhythm_of_one_deliverable_is_not_that_of_all():
    quarterly = a_deliverable(recurrence="QUARTERLY", milestones=(MilestoneContent(date(2026, 3, 31)),))

    assert schedule_in_words([a_deliverable(), quarterly]).replace("\u00a0", " ") == "31 mar y 30 jun 2026"
    assert schedule_in_words([quarterly, quarterly]).startswith("Cada trimestre: ")


@pytest.mark.parametrize(
    ("title", "shown"),
    [("Programa de Transparencia", "Programa de Transparencia 2026"), ("PTEP 2026", "PTEP 2026")],
)
def test_title_carries_its_period_once(title: str, shown: str):
    assert title_of(a_plan(title=title)) == shown
