import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from plan_contents import a_deliverable, a_plan, an_activity, an_assignment, any_plan
from rinde.capabilities.plans.rules.content import NodeContent, PlanContent, canonical_json, content_hash, from_json


@given(any_plan)
def test_canonical_text_reads_back_to_the_same_text(content: PlanContent) -> None:
    text = canonical_json(content)

    assert canonical_json(from_json(text)) == text


def test_canonical_text_reads_back_to_an_equal_value() -> None:
    content = a_plan(an_activity("1.1"), an_activity("1.2"))

    assert from_json(canonical_json(content)) == content


@pytest.mark.parametrize("same", ["4", "4.0", "4.00"])
def test_the_same_quantity_gives_the_same_bytes(same: str) -> None:
    text = canonical_json(a_plan(an_activity(deliverables=(a_deliverable(target_quantity=Decimal(same)),))))

    assert '"target_quantity":"4"' in text


def test_thousands_are_not_written_with_an_exponent() -> None:
    text = canonical_json(a_plan(an_activity(deliverables=(a_deliverable(target_quantity=Decimal("5000.00")),))))

    assert '"target_quantity":"5000"' in text


def test_hash_is_over_the_text_in_utf8() -> None:
    assert content_hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_fields_of_a_newer_rinde_are_left_aside() -> None:
    data = json.loads(canonical_json(a_plan(an_activity())))
    data["carbon_footprint"] = 3
    data["nodes"][0]["activities"][0]["mood"] = "good"

    assert from_json(json.dumps(data)) == a_plan(an_activity())


def test_text_that_is_no_plan_version_is_refused() -> None:
    with pytest.raises(ValueError, match="not a plan version"):
        from_json('{"schema": "plan-draft/1"}')


def test_placed_activities_follow_the_order_of_the_plan() -> None:
    inner = NodeContent(name="Diálogo", kind="SUBCOMPONENT", activities=(an_activity("3.2"),))
    outer = NodeContent(name="Rendición", activities=(an_activity("3.1"),), children=(inner,))

    placed = tuple(a_plan(nodes=(outer,)).placed())

    assert [(one.activity.code, one.subcomponent) for one in placed] == [("3.1", None), ("3.2", inner)]


def test_due_dates_of_an_activity_come_in_order_each_once() -> None:
    twice = an_activity(deliverables=(a_deliverable(), a_deliverable()))

    assert twice.due_dates == (date(2026, 6, 30),)


@pytest.mark.parametrize(
    ("assignment", "expected"),
    [
        (an_assignment("Planeación", text="Of. Planeación"), "Planeación"),
        (an_assignment("A", "B", group="Todas las dependencias"), "Todas las dependencias"),
        (an_assignment("A", text="Dependencias", group="Todas las dependencias"), "Todas las dependencias"),
        (an_assignment("A", text="Los que suscriban", conditional=True), "Los que suscriban"),
        (an_assignment(text="Enlace TIC"), "Enlace TIC"),
    ],
)
def test_responsible_is_shown_by_the_best_name_known(assignment: object, expected: str) -> None:
    assert a_deliverable(assignments=(assignment,)).responsible == (expected,)
