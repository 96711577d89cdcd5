"""The committee's PDF: letter paper, components as headings, no empty columns, and what to sign."""

from io import BytesIO

import pdfplumber
import pytest

from factories import NOW, make_activity, make_deliverable, make_node, make_plan
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.queries.working import working_plan
from rinde.capabilities.plans.web.presenters.printing import PrintPage
from rinde.services.reporting import Report
from rinde.services.reporting.writers.pdf import write_pdf


def report_of(entity: Entity, **activity: str) -> Report:
    plan = make_plan(entity)
    for code in ("1", "2"):
        for _ in range(2):
            make_deliverable(
                make_activity(make_node(plan, code=code, name=f"Parte {code}"), **activity), product="Acta"
            )
    return PrintPage(plan, working_plan(plan, on=NOW.date()), now=NOW).report()


@pytest.mark.usefixtures("other_entity")
def test_only_columns_that_say_something_are_printed(entity: Entity) -> None:
    keys = [[column.key for column in table.columns] for table in report_of(entity).tables]

    assert {"code", "activity", "product"} <= set(keys[0])
    assert {"description", "resources", "component", "subcomponent"}.isdisjoint(keys[0])


def test_column_that_one_row_fills_is_printed(entity: Entity) -> None:
    report = report_of(entity, description="Ante todos")

    assert "description" in [column.key for column in report.tables[0].columns]


def test_page_says_state_date_and_hash_and_ends_with_the_signatures(entity: Entity) -> None:
    report = report_of(entity)
    facts = dict(report.facts)

    assert facts["Estado"] == "Borrador"
    assert "Impreso el" in facts
    assert len(facts["Huella SHA-256"]) == 64
    assert report.sections[-1].title == "Firmas"
    assert [row[0] for row in report.sections[-1].tables[0].rows] == ["Elaboró", "Revisó", "Aprobó"]


def test_document_is_a_letter_sheet_on_its_side(entity: Entity) -> None:
    document = pdfplumber.open(BytesIO(write_pdf(report_of(entity))))

    assert (round(document.pages[0].width), round(document.pages[0].height)) == (792, 612)
    assert "Código" in (document.pages[0].extract_text() or "")
