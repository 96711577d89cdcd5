"""The report of a round: its totals are those of its own lists, for any round."""

from decimal import Decimal
from typing import Any

from hypothesis import given

from followup_samples import a_report
from rinde.capabilities.followup.reports.monitoring import CELL_COLUMNS, round_report
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.capabilities.followup.rules.monitoring.content import NoteFacts, RoundContent
from rinde.services.reporting import Report, Table
from rinde.services.reporting.writers.pdf import write_pdf
from round_contents import PLANNING, any_round, frozen, of

WORDS = {"done": "Cumplida", "late": "Vencida", "returned": "Devuelta", "unproved": "Sin prueba"}
WORDS |= {"no_case": "No se presentó el caso"}


def report_of(content: RoundContent, *, on_paper: bool = False) -> Report:
    return round_report(content, sha256="b" * 64, on_paper=on_paper)


def column(table: Table, key: str) -> list[Any]:
    place = [one.key for one in table.columns].index(key)
    return [row[place] for row in table.rows]


@given(any_round)
def test_totals_equal_the_lists_that_are_exported_with_them(content: RoundContent) -> None:
    components, actors, activities, cells = report_of(content).tables
    standings, selves = column(cells, "standing"), column(cells, "self_monitored")
    for table in (components, actors):
        parts = len(table.rows) - (table is components)
        for key, word in WORDS.items():
            assert sum(column(table, key)[:parts]) == standings.count(word)
        assert sum(column(table, "due")[:parts]) == len(cells.rows)
        assert sum(column(table, "self_monitored")[:parts]) == selves.count("Sí")
    for key in ("due", "done", "scheduled", "activities_done"):
        *parts, whole = column(components, key)
        assert sum(parts) == whole
    assert sum(column(activities, "due")) == len(cells.rows)
    assert len(activities.rows) == len(content.activities)


@given(any_round)
def test_percentages_lie_between_0_and_100_and_are_empty_where_nothing_was_scheduled(content: RoundContent) -> None:
    for table in report_of(content).tables:
        for place, one in enumerate(table.columns):
            if one.kind == "percent":
                assert all(row[place] is None or Decimal(0) <= row[place] <= Decimal(100) for row in table.rows)
    components = report_of(content).tables[0]
    for official, scheduled in zip(column(components, "official"), column(components, "scheduled"), strict=True):
        assert (official is None) == (scheduled == 0)


@given(any_round)
def test_a_page_tells_as_many_dates_as_a_sheet(content: RoundContent) -> None:
    on_paper, on_sheet = report_of(content, on_paper=True), report_of(content)
    assert len(on_paper.tables[-1].rows) == len(on_sheet.tables[-1].rows)
    activities = sum(len(table.rows) for table in on_paper.sections[-3].tables)
    assert activities == len(content.activities)
    assert all(len(table.columns) <= 13 for table in on_paper.tables)


def test_paper_says_the_reason_and_who_monitors_itself() -> None:
    said = a_report(outcome="NOT_DONE", reason="Llovió todo el mes.")
    content = frozen(of(1, key=CellKey(1, 1, PLANNING), actor_name="Planeación", said=said))
    cells = report_of(content, on_paper=True).tables[-1]
    assert column(cells, "actor") == ["Planeación (reporta y monitorea)"]
    assert column(cells, "text") == ["Se publicó en la página.\nMotivo: Llovió todo el mes."]
    assert "activity" not in {one.key for one in cells.columns}  # each has its code


def test_round_without_anything_due_prints() -> None:
    content = frozen(notes={"2-1": NoteFacts("Empieza en agosto.")})
    report = report_of(content, on_paper=True)
    assert ("Actividades cumplidas", "Nada estaba programado") in report.facts
    assert write_pdf(report).startswith(b"%PDF")


def test_stable_names_of_the_columns_do_not_repeat() -> None:
    keys = [one.key for one in CELL_COLUMNS]
    assert len(keys) == len(set(keys))
