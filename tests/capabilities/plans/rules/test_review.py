"""The review: every rule speaks where it must and keeps quiet beside it; its repairs repair; it never raises."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_contents import any_plan
from review_cases import CASES, CLEAN, CONTEXT, Case, applied, context, rules_of
from review_cases.building import activity, plan
from rinde.capabilities.plans.rules.content import (
    ActivityContent,
    AssignmentContent,
    DeliverableContent,
    MilestoneContent,
    NodeContent,
    PlanContent,
)
from rinde.capabilities.plans.rules.review import ALL_RULES, Finding, review
from rinde.capabilities.plans.rules.schedules import Period
from rinde.foundations.law import Certainty, all_sources

RULES = {rule.id: rule for rule in ALL_RULES}
WAYS_OUT = re.compile(
    r"\b(?:Corrija|Corríjala|Escriba|Confirme|Cambie|Agregue|Revise|Marque|márquela|Escoja|Deje|Ponga|Póngale|Quite|"
    r"Quítelas|Quítelo|Una|Diga|Enlace|Dé|Separe|Complete|Prometa|Muévalo|Adelante|Actualice)\b"
)
named = pytest.mark.parametrize("case", CASES, ids=[f"{n}-{case.rule}" for n, case in enumerate(CASES)])


@named
def test_rule_speaks(case: Case) -> None:
    assert case.rule in rules_of(case.fires, case.context)


@named
def test_rule_keeps_quiet_beside_it(case: Case) -> None:
    assert case.rule not in rules_of(case.near_miss, case.context)


def test_every_rule_has_a_case() -> None:
    assert {case.rule for case in CASES} == set(RULES)


def test_catalogue_is_whole() -> None:
    assert len(RULES) == len(ALL_RULES)
    for rule in ALL_RULES:
        assert all((rule.title, rule.explains, rule.example, rule.near_miss)), rule.id
        assert rule.explains.endswith("."), rule.id
        assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", rule.id)
        assert not rule.source or rule.source in all_sources(), rule.id


def test_what_is_known_by_heart_is_never_shown_as_law() -> None:
    by_heart = RULES["follow-up-report-date"]
    assert all_sources()[by_heart.source].certainty is Certainty.MEMORY
    assert by_heart.source_in_words == "Valor sugerido por Rinde: confírmelo; se puede cambiar"
    assert RULES["answers-too-late"].source_in_words == "Ley Estatutaria 1757 de 2015, art. 56"
    assert RULES["target-without-unit"].source_in_words == ""


def test_two_activities_with_one_code_are_told_apart_by_their_names() -> None:
    twins = plan(activity("Publicar el informe", code="0.2.2"), activity("Abrir los datos", code="0.2.2", key="b"))
    found = next(one for one in review(twins, CONTEXT) if one.rule == "duplicate-code")
    assert len({place.label for place in found.places}) == 2
    assert "Abrir los datos" in found.places[1].label


def test_clean_plan_is_left_in_peace() -> None:
    assert rules_of(CLEAN) == []


@named
def test_message_names_the_way_out(case: Case) -> None:
    for finding in review(case.fires, case.context):
        last = finding.message.rstrip(".").rsplit(". ", 1)[-1]
        assert finding.message.endswith("."), finding.message
        assert WAYS_OUT.search(last) or WAYS_OUT.search(finding.message), finding.message
        assert finding.severity is RULES[finding.rule].severity


@named
def test_places_exist(case: Case) -> None:
    for finding in review(case.fires, case.context):
        assert finding.places
        for place in finding.places:
            if place.activity_key:
                activity = next(one.activity for one in case.fires.placed() if one.activity.key == place.activity_key)
                assert place.deliverable is None or place.deliverable < len(activity.deliverables)
            if place.node_path:
                node = case.fires.nodes[place.node_path[0]]
                assert all(step < len(node.children) for step in place.node_path[1:])


def _repairs() -> Iterator[tuple[PlanContent, Finding, Case]]:
    for case in CASES:
        for finding in review(case.fires, case.context):
            if finding.repair:
                yield case.fires, finding, case


def test_repair_settles_its_finding_and_brings_no_other() -> None:
    tried = set()
    for content, finding, case in _repairs():
        before = [one.fingerprint for one in review(content, case.context)]
        after = [one.fingerprint for one in review(applied(content, finding), case.context)]
        assert finding.fingerprint not in after, finding
        assert set(after) <= set(before), finding
        tried.add(finding.rule)
    assert tried == {
        "impossible-date", "outside-period", "recurrence-not-expanded", "permanent-without-proof", "unlabelled-dates",
        "quantity-and-target", "quantity-and-frequency", "frequency-and-dates", "parts-and-total", "huge-count",
        "follow-up-report-date", "other-year", "tags", "spelling", "one-or-other", "attendance-list",
    }  # fmt: skip


def test_repair_keeps_the_words_that_it_does_not_touch() -> None:
    repair = next(finding.repair for _, finding, _ in _repairs() if finding.rule == "spelling")
    assert repair
    assert (repair.before, repair.after) == ("Registrar el trámite en SUIIT", "Registrar el trámite en SUIT")


@named
def test_decision_outlives_other_ids_and_falls_with_other_words(case: Case) -> None:
    found = next(one for one in review(case.fires, case.context) if one.rule == case.rule)
    marks = {one.fingerprint for one in review(_with_ids(case.fires), case.context)}
    assert found.fingerprint in marks
    gone = {one.fingerprint for one in review(case.near_miss, case.context)}
    assert found.fingerprint not in gone


def _with_ids(content: PlanContent) -> PlanContent:
    def node(one: NodeContent) -> NodeContent:
        rows = tuple(
            replace(each, id=7, deliverables=tuple(replace(row, id=8) for row in each.deliverables))
            for each in one.activities
        )
        return replace(one, id=9, activities=rows, children=tuple(map(node, one.children)))

    return replace(content, nodes=tuple(map(node, content.nodes)))


def test_findings_stand_in_the_order_of_the_plan() -> None:
    rows = tuple(
        ActivityContent(
            key=f"k{n}", code=f"1.{n}", name=f"Registrar en SUIIT {n}", deliverables=(DeliverableContent("1"),)
        )
        for n in range(1, 4)
    )
    content = replace(CLEAN, nodes=(NodeContent("Uno", activities=rows),))
    keys = [finding.places[0].activity_key for finding in review(content, CONTEXT)]
    assert keys == sorted(keys)
    assert set(keys) == {"k1", "k2", "k3"}
    assert review(content, CONTEXT) == review(content, CONTEXT)


def test_weekend_is_no_reason_to_speak() -> None:
    """No norm forbids that something is due on a Sunday."""
    row = DeliverableContent("1 informe", target_quantity=Decimal(1), milestones=(MilestoneContent(date(2026, 5, 31)),))
    content = replace(
        CLEAN, nodes=(NodeContent("Uno", activities=(ActivityContent("k", "Publicar", deliverables=(row,)),)),)
    )
    assert rules_of(content) == []


def test_objectives_that_nothing_serves_are_one_finding() -> None:
    found = review(replace(CLEAN, objectives=("Informar", "Dialogar")), CONTEXT)
    assert [one.rule for one in found] == ["objective-without-activity"]


PIECES = (
    "",
    " ",
    "Todas las dependencias",
    "30/02/2026",
    "Cada trimestre",
    "Permanente",
    "5.000 publicaciones",
    "(4) informes",
    "trimestralmente",
    "y/o",
    "Lista de asistencia",
    "<p>",
    "¡Viva!",
    "2019",
    "Ley 1474 de 2011",
    "100 %",
    "-3",
    "²",
    "٣",
    "9" * 400,
    "Difundir la anterior",
    "Publicar el informe",
    "Celebrar la audiencia pública",
    "seguimiento al PAAC",
    "Control Interno",
    "los 39 mapas",
    "dos por dependencia",
    "a" * 300,
    "\n;•1) 3 talleres",
    "Responder las preguntas en 30 días",
    "iniciativas adicionales",
    "1.1",
    "1.3",
    "31/01/2026 a 30/06/2026",
    "«»",
    "%",
)
_words = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=4).map(" ".join)
_days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
_numbers = st.none() | st.decimals(-5, 10**9, places=2)
_rows = st.builds(
    DeliverableContent,
    target=_words,
    product=_words,
    target_quantity=_numbers,
    target_unit=st.sampled_from(["", "COUNT", "PERCENT"]),
    target_per_actor=st.booleans(),
    indicator=_words,
    indicator_unit=_words,
    schedule_text=_words,
    permanent=st.booleans(),
    recurrence=st.sampled_from(["", "QUARTERLY", "NEVER"]),
    expected_evidence=st.lists(_words, max_size=2).map(tuple),
    milestones=st.lists(
        st.builds(MilestoneContent, due_on=_days, starts_on=st.none() | _days, expected_quantity=_numbers), max_size=3
    ).map(tuple),
    assignments=st.lists(st.builds(AssignmentContent, text=_words, group=_words, own_target=_numbers), max_size=3).map(
        tuple
    ),
    universe=st.lists(_words, max_size=2).map(tuple),
)
_activities = st.builds(
    ActivityContent,
    key=st.text(max_size=3),
    name=_words,
    code=_words,
    description=_words,
    deliverables=st.lists(_rows, max_size=3).map(tuple),
)
_nodes = st.builds(NodeContent, name=_words, narrative=_words, activities=st.lists(_activities, max_size=4).map(tuple))


@settings(max_examples=150, deadline=None)
@given(
    content=any_plan, nodes=st.lists(_nodes, max_size=2).map(tuple), instrument=st.sampled_from(["PTEP", "PAAC", "RDC"])
)
def test_review_never_raises(content: PlanContent, nodes: tuple[NodeContent, ...], instrument: str) -> None:
    odd = replace(content, nodes=(*content.nodes, *nodes), instrument=instrument)
    asked = context(period=Period(odd.period_start, odd.period_end), previous=content)
    found = review(odd, asked)
    assert found == review(odd, asked)
    assert all(finding.places and finding.message and finding.fingerprint for finding in found)
