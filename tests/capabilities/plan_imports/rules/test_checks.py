"""Findings: each rule where it applies, with a message that names the row and the way out."""

import re
from pathlib import Path

import pytest

from rinde.capabilities.plan_imports.rules import checks
from rinde.capabilities.plan_imports.rules.catalogue import RULES
from rinde.capabilities.plan_imports.rules.checks import years_in_prose
from rinde.capabilities.plan_imports.rules.draft import Finding, PlanDraft
from rinde.capabilities.plan_imports.rules.reading import read_plan
from rinde.foundations.documents import read_document

FIELDS = ("Subcomponente", "Actividades", "Meta o producto", "Responsable", "Fecha programada")
GOOD = ("1 Política", "1.1 Divulgar la política", "Una (1) campaña", "Oficina de Prensa", "30/04/2024")


def _draft(*rows: tuple[str, ...], extra: str = "") -> PlanDraft:
    lines = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in (FIELDS, *rows))
    content = f"<h1>Plan Anticorrupción y de Atención al Ciudadano 2024</h1><table>{lines}</table>{extra}"
    return read_plan(read_document("plan.html", content.encode()))


def _with(field: int, text: str) -> tuple[str, ...]:
    return tuple(text if position == field else kept for position, kept in enumerate(GOOD))


def _of(draft: PlanDraft, rule: str) -> list[Finding]:
    return [finding for finding in draft.findings if finding.rule == rule]


def test_a_good_row_has_no_findings() -> None:
    assert _draft(GOOD).findings == ()


@pytest.mark.parametrize(
    ("rule", "row", "suggestion"),
    [
        ("impossible-date", _with(4, "30/02/2024"), "2024-02-29"),
        ("negative-quantity", _with(4, "30/04/2024 (-3)"), None),
        ("no-date", _with(4, ""), None),
        ("no-date", _with(4, "Por definir"), None),
        ("no-responsible", _with(3, ""), None),
        ("no-target", _with(2, ""), None),
        ("other-year", _with(4, "30/04/2023"), "2024"),
        ("other-year", _with(1, "1.1 Publicar la estrategia del segundo semestre de 2022"), "2024"),
        ("text-cut", _with(1, "1.1 Divulgar la política de riesgos en los canales de"), None),
        ("quantity-mismatch", _with(2, "Tres (4) informes"), "4"),
    ],
)
def test_a_problem_of_a_row_is_found_with_its_way_out(rule: str, row: tuple[str, ...], suggestion: str | None) -> None:
    found = _of(_draft(GOOD, row), rule)
    assert [(finding.row, finding.suggestion, finding.severity) for finding in found] == [
        (1, suggestion, RULES[rule].severity)
    ]
    assert "1.1" in found[0].message


def test_a_row_without_subcomponent_is_found_where_its_table_has_them() -> None:
    assert [finding.row for finding in _of(_draft(_with(0, ""), GOOD), "row-without-subcomponent")] == [0]


def test_a_date_that_is_wrong_is_not_also_missing() -> None:
    assert {finding.rule for finding in _draft(_with(4, "31/04/2024")).findings} == {"impossible-date"}


def test_a_page_bound_twice_is_left_out_and_told() -> None:
    rows = [
        tuple(f"{text} {number}" if position in (1, 2) else text for position, text in enumerate(GOOD))
        for number in range(4)
    ]
    table = (
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in (FIELDS, *rows))
        + "</table>"
    )
    draft = _draft(*rows, extra=f"<p>Página 2</p>{table}")
    assert len(draft.rows) == 4
    assert len(_of(draft, "repeated-page")) == 1


def test_a_table_without_a_column_is_told_once() -> None:
    content = (
        "<table><tr><td>Actividades</td><td>Responsable</td></tr>"
        + "<tr><td>Divulgar la política</td><td>Prensa</td></tr>" * 1
    )
    draft = read_plan(read_document("plan.html", f"{content}</table>".encode()))
    assert [(finding.rule, finding.row) for finding in draft.findings] == [
        ("no-year", None),
        ("no-target", None),
        ("no-date", None),
    ]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Estrategia 2021 y 2022", {2021, 2022}),
        ("Ley 2195 de 2022 y Decreto 1081 de 2015", set()),
        ("Plan de desarrollo 2020-2023", set()),
        ("sin año", set()),
    ],
)
def test_years_in_prose_leaves_out_laws_and_spans(text: str, years: set[int]) -> None:
    assert years_in_prose(text) == years


def test_every_rule_of_the_code_is_in_the_catalogue_and_the_other_way_round() -> None:
    source = Path(checks.__file__).read_text(encoding="utf8")
    assert set(re.findall(r'_finding\(\s*"([a-z-]+)"', source)) == set(RULES)


def test_every_rule_is_explained_to_people() -> None:
    assert all(
        rule.title and rule.explanation.endswith(".") and rule.severity in {"error", "warning", "notice"}
        for rule in RULES.values()
    )
