"""What a correction makes of a row, and which findings it settles."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.plan_imports.rules.draft import DraftRow, Schedule
from rinde.capabilities.plan_imports.rules.review import (
    corrected,
    is_settled,
    name_key,
    place_in_words,
    plan_row,
    problems_of,
    row_from_json,
    row_to_json,
    standing_findings,
    suggestion_label,
    with_suggestion,
)
from rinde.capabilities.plans.rules.rows import Assignee
from rinde.capabilities.plans.rules.schedules import Period, PlannedDate

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
ROW = DraftRow(
    activity="Publicar el informe",
    code="1.1",
    target="Dos (2) informes",
    quantity=2.0,
    unit="count",
    responsible=("Oficina TIC",),
    schedule=Schedule(text="30/06/2026", deadlines=("2026-06-30",)),
)
texts = st.text(max_size=20)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31)).map(date.isoformat)
rows = st.builds(
    DraftRow,
    activity=texts,
    code=st.none() | texts,
    quantity=st.none() | st.floats(0, 1e6),
    unit=st.sampled_from([None, "count", "percent"]),
    responsible=st.lists(texts).map(tuple),
    schedule=st.builds(
        Schedule,
        text=texts,
        start=st.none() | days,
        deadlines=st.lists(days).map(tuple),
        months=st.lists(st.integers(1, 12)).map(tuple),
    ),
)


@given(rows)
def test_row_survives_its_json(row: DraftRow) -> None:
    assert row_from_json(row_to_json(row)) == row


def test_row_of_a_newer_version_still_reads() -> None:
    assert row_from_json({"activity": "A", "colour": "blue", "schedule": {"text": "T", "phase": 2}}) == DraftRow(
        activity="A", schedule=Schedule(text="T")
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30/09/2026", Schedule(text="30/09/2026", deadlines=("2026-09-30",))),
        ("febrero a junio", Schedule(text="febrero a junio", start="2026-02-01", end="2026-06-30")),
        ("Cada trimestre", Schedule(text="Cada trimestre", recurrence="QUARTERLY")),
    ],
)
def test_changed_text_is_read_again(text: str, expected: Schedule) -> None:
    typed = replace(ROW, schedule=replace(ROW.schedule, text=text))
    assert corrected(ROW, typed, 2026).schedule == expected


def test_typed_dates_hold_whatever_the_text_says() -> None:
    schedule = Schedule(text="a fin de año", end="2026-12-15")
    assert corrected(ROW, replace(ROW, schedule=schedule), 2026).schedule == schedule


def test_typed_quantity_holds_whatever_the_target_says() -> None:
    typed = replace(ROW, target="Tres informes", quantity=5.0)
    assert corrected(ROW, typed, 2026).quantity == 5.0
    assert corrected(ROW, replace(ROW, target="Tres (3) informes"), 2026).quantity == 3.0
    assert corrected(ROW, replace(ROW, target="Informes"), 2026).unit is None


def test_untouched_row_has_no_problems_even_with_a_wrong_date() -> None:
    wrong = replace(ROW, schedule=Schedule(text="30/02/2026"))
    assert list(problems_of(wrong, replace(wrong, product="Informe"), 2026)) == []
    assert len(list(problems_of(ROW, wrong, 2026))) == 0  # the dates were taken away on purpose
    assert len(list(problems_of(ROW, replace(ROW, schedule=replace(ROW.schedule, text="31/06/2026")), 2026))) == 1


def test_quantity_of_a_date_below_zero_is_a_problem_of_who_types_it() -> None:
    wrong = replace(ROW, schedule=replace(ROW.schedule, text="30/06/2026 (-3)"))
    (said,) = problems_of(ROW, wrong, 2026)
    assert "no puede ser negativa" in said
    assert list(problems_of(wrong, replace(wrong, product="Informe"), 2026)) == []  # the document's own is a finding


@pytest.mark.parametrize(
    ("before", "message", "suggestion", "after"),
    [
        (
            Schedule(text="30/02/2026"),
            "La fecha «30/02/2026» de 1.1 no existe.",
            "2026-02-28",
            Schedule(text="28/02/2026", deadlines=("2026-02-28",)),
        ),
        (
            Schedule(text="30 DE FEBRERO DE 2026"),
            "La fecha «30 de febrero de 2026» de 1.1 no existe.",
            "2026-02-28",
            Schedule(text="28/02/2026", deadlines=("2026-02-28",)),
        ),
        (
            Schedule(text="1/02/26 30/02/26", start="2026-02-01"),
            "La fecha «30/02/26» de 1.1 no existe.",
            "2026-02-28",
            Schedule(text="1/02/26 28/02/2026", start="2026-02-01", end="2026-02-28"),
        ),
        (
            Schedule(text="1/09/206 30/11/26", end="2026-11-30"),
            "La fecha «1/09/206» de 1.1 no existe.",
            "2026-09-01",
            Schedule(text="01/09/2026 30/11/26", start="2026-09-01", end="2026-11-30"),
        ),
        (
            Schedule(text="30/04/2026 31/06/2026", deadlines=("2026-04-30",)),
            "La fecha «31/06/2026» de 1.1 no existe.",
            "2026-06-30",
            Schedule(text="30/04/2026 30/06/2026", deadlines=("2026-04-30", "2026-06-30")),
        ),
    ],
)
def test_proposed_date_takes_the_place_of_the_wrong_one(
    before: Schedule, message: str, suggestion: str, after: Schedule
) -> None:
    row = replace(ROW, schedule=before)
    assert with_suggestion("impossible-date", message, suggestion, row, 2026).schedule == after


def test_proposed_year_takes_the_place_of_the_other() -> None:
    row = replace(ROW, schedule=Schedule(text="31/01/2025", deadlines=("2025-01-31",)), activity="Estrategia 2025")
    dated = with_suggestion("other-year", "1.1 tiene una fecha de 2025 y el plan es de 2026.", "2026", row, 2026)
    assert dated.schedule == Schedule(text="31/01/2026", deadlines=("2026-01-31",))
    assert dated.activity == "Estrategia 2025"
    prose = "El texto de 1.1 nombra el año 2025 y el plan es de 2026."
    assert with_suggestion("other-year", prose, "2026", row, 2026).activity == "Estrategia 2026"
    assert is_settled("other-year", prose, row, replace(row, activity="Estrategia 2026"))
    assert not is_settled("other-year", prose, row, row)


def test_proposal_that_is_not_for_a_program_is_refused() -> None:
    with pytest.raises(ValueError, match="text-cut"):
        with_suggestion("text-cut", "", "x", ROW, 2026)


@pytest.mark.parametrize(
    ("rule", "suggestion", "label"),
    [
        ("impossible-date", "2026-02-28", "Usar 28/02/2026"),
        ("other-year", "2026", "Cambiar a 2026"),
        ("quantity-mismatch", "2.5", "Dejar 2,5"),
        ("text-cut", "algo", ""),
    ],
)
def test_button_says_what_it_will_do(rule: str, suggestion: str, label: str) -> None:
    assert suggestion_label(rule, suggestion) == label


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({}, set()),
        ({"activity": " "}, {"no-activity"}),
        ({"responsible": ()}, {"no-responsible"}),
        ({"target": None, "product": None}, {"no-target"}),
        ({"target": None, "product": "Informe"}, set()),
        ({"schedule": Schedule(text="pronto")}, {"no-date"}),
        ({"schedule": Schedule(permanent=True)}, set()),
    ],
)
def test_what_a_row_lacks_is_found(changes: dict[str, object], rules: set[str]) -> None:
    assert {finding.rule for finding in standing_findings(replace(ROW, **changes))} == rules


@pytest.mark.parametrize(
    ("rule", "changes", "settled"),
    [
        ("no-responsible", {"responsible": ()}, False),
        ("no-responsible", {}, True),
        ("empty-months", {"schedule": Schedule(months=(3,))}, True),
        ("empty-months", {"schedule": Schedule()}, False),
        ("row-without-subcomponent", {"subcomponent": "1. Información"}, True),
        ("row-without-subcomponent", {}, False),
        ("text-cut", {"activity": "Publicar el informe anual"}, True),
        ("text-cut", {}, False),
        ("quantity-mismatch", {"quantity": 3.0}, True),
        ("impossible-date", {}, False),
        ("negative-quantity", {"schedule": Schedule(text="30/06/2026 (3)")}, True),
        ("negative-quantity", {"schedule": Schedule(text="30/06/2026 (-4)")}, False),
        ("inherited-cell", {"activity": "Otra"}, False),
    ],
)
def test_correction_settles_what_it_solves(rule: str, changes: dict[str, object], settled: bool) -> None:
    assert is_settled(rule, "", ROW, replace(ROW, **changes)) is settled


def test_row_is_handed_to_the_plan_with_its_dates_worked_out() -> None:
    row = replace(ROW, quantity=100.0, unit="percent", per_unit=True, schedule=Schedule(text="x", months=(3, 6)))
    handed = plan_row(row, (Assignee("Oficina TIC", actor_id=7),), YEAR)
    assert handed.milestones == (PlannedDate(date(2026, 3, 31)), PlannedDate(date(2026, 6, 30)))
    assert (handed.quantity, handed.unit, handed.per_actor) == (Decimal(100), "PERCENT", True)
    assert handed.assignees == (Assignee("Oficina TIC", actor_id=7),)


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("page 2, table 1, row 4", "página 2, tabla 1, fila 4"),
        ('sheet 1 "PAAC 2024", table 1, row 20', "hoja «PAAC 2024», fila 20"),
        ("sheet 1, table 2, row 3", "hoja 1, tabla 2, fila 3"),
        ("body 1, table 2, row 3", "tabla 2, fila 3"),
        ("Fuera, la tabla de page 17, table 2 (firmas).", "Fuera, la tabla de la página 17, tabla 2 (firmas)."),
        ("Hay 2 filas ocultas en sheet 1.", "Hay 2 filas ocultas en la hoja 1."),
        ("La página 3 es una imagen.", "La página 3 es una imagen."),
    ],
)
def test_places_are_told_in_spanish(english: str, spanish: str) -> None:
    assert place_in_words(english) == spanish


def test_spellings_of_one_name_are_one() -> None:
    assert name_key("Líder  Control Interno") == name_key("LIDER CONTROL INTERNO")
