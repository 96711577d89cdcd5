from datetime import date
from decimal import Decimal

import pytest

from plan_contents import a_deliverable, a_plan, an_activity, an_assignment
from rinde.capabilities.plans.rules.content import NodeContent, PlanContent
from rinde.capabilities.plans.rules.publication import blocking, publication_gaps

TODAY = date(2026, 1, 20)


def codes(content: PlanContent, today: date = TODAY) -> list[tuple[str, str]]:
    return [(gap.code, gap.severity) for gap in publication_gaps(content, today=today)]


def of(**deliverable: object) -> PlanContent:
    return a_plan(an_activity("2.3", deliverables=(a_deliverable(**deliverable),), id=9))


def test_whole_plan_has_no_gaps() -> None:
    assert publication_gaps(a_plan(an_activity()), today=TODAY) == ()


def test_empty_plan_is_stopped() -> None:
    assert codes(a_plan()) == [("empty", "error"), ("empty-component", "warning")]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"assignments": ()}, "Falta el responsable de la actividad 2.3. Agréguelo antes de publicar."),
        ({"milestones": ()}, "Falta la fecha límite de la actividad 2.3. Agréguela antes de publicar."),
        ({"product": " "}, "Falta la meta o el producto de la actividad 2.3. Agréguelo antes de publicar."),
    ],
)
def test_what_an_activity_lacks_is_said_with_the_way_out(fields: dict[str, object], expected: str) -> None:
    assert blocking(publication_gaps(of(**fields), today=TODAY)) == (expected,)


def test_every_gap_is_said_at_once_with_its_place() -> None:
    gaps = publication_gaps(of(assignments=(), milestones=(), product=""), today=TODAY)

    assert [(gap.code, gap.activity_id) for gap in gaps] == [("responsible", 9), ("date", 9), ("target", 9)]


def test_quantity_alone_is_a_target() -> None:
    assert codes(of(product="", target_quantity=Decimal(0))) == []


def test_activity_without_deliverables_is_stopped() -> None:
    assert codes(a_plan(an_activity(deliverables=()))) == [("deliverable", "error")]


def test_activity_without_text_is_stopped() -> None:
    assert codes(a_plan(an_activity(name=" "))) == [("activity-name", "error")]


def test_gap_of_one_of_several_deliverables_says_which() -> None:
    content = a_plan(an_activity("2.3", deliverables=(a_deliverable(), a_deliverable(milestones=()))))

    assert blocking(publication_gaps(content, today=TODAY)) == (
        "Falta la fecha límite de la actividad 2.3 (producto 2). Agréguela antes de publicar.",
    )


def test_responsible_outside_the_org_chart_is_only_a_warning() -> None:
    assert codes(of(assignments=(an_assignment(text="Enlace TIC"),))) == [("unmatched", "warning")]


def test_a_set_that_is_known_later_is_no_gap() -> None:
    assert codes(of(assignments=(an_assignment(text="Los que firmen el pacto", conditional=True),))) == []


def test_header_without_objective_nor_signatures_is_warned_about() -> None:
    assert codes(a_plan(an_activity(), objective="", signatories=())) == [
        ("objective", "warning"),
        ("signatories", "warning"),
    ]


def test_plan_without_title_is_stopped() -> None:
    assert codes(a_plan(an_activity(), title=" ")) == [("title", "error")]


def test_empty_subcomponent_is_allowed_with_a_warning() -> None:
    inner = NodeContent(name="Incentivos", kind="SUBCOMPONENT", code="3", id=5)
    node = NodeContent(name="Rendición", code="3", activities=(an_activity(),), children=(inner,))

    (gap,) = publication_gaps(a_plan(nodes=(node,)), today=TODAY)

    assert (gap.severity, gap.node_id) == ("warning", 5)
    assert gap.message.startswith("El subcomponente «3. Incentivos» no tiene actividades.")


@pytest.mark.parametrize(("today", "severity"), [(date(2026, 12, 31), "error"), (date(2027, 1, 1), "warning")])
def test_plan_whose_period_is_over_is_told_as_it_was(today: date, severity: str) -> None:
    assert codes(of(milestones=()), today) == [("date", severity)]


def test_empty_plan_is_stopped_even_as_history() -> None:
    assert ("empty", "error") in codes(a_plan(), date(2030, 1, 1))


def test_codes_that_restart_are_named_with_their_place() -> None:
    first = NodeContent(name="Riesgos", code="1", activities=(an_activity("1", key="a"),))
    second = NodeContent(
        name="Trámites", code="2", activities=(an_activity("1", key="b", deliverables=(a_deliverable(milestones=()),)),)
    )

    assert blocking(publication_gaps(a_plan(nodes=(first, second)), today=TODAY)) == (
        "Falta la fecha límite de la actividad 1 de «Trámites». Agréguela antes de publicar.",
    )


def test_activity_without_code_is_named_by_its_text() -> None:
    activity = an_activity("", name="Publicar el informe de gestión " * 4, deliverables=(a_deliverable(milestones=()),))

    (message,) = blocking(publication_gaps(a_plan(activity), today=TODAY))

    assert message.startswith(
        "Falta la fecha límite de la actividad «Publicar el informe de gestión Publicar el informe de…»"
    )
