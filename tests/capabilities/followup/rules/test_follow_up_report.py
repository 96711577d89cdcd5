"""What a follow-up report adds up, proposes and lacks: totals are of the rows below them, whatever the rows are."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from follow_up_reports import an_activity
from rinde.capabilities.followup.rules.follow_up_report.building import (
    OtherCutOff,
    bands_of,
    blocks_of_year,
    component_lines,
    own_block,
    proposed_observations,
    public_flags,
    unit_sayings,
    year_figures,
)
from rinde.capabilities.followup.rules.follow_up_report.content import (
    BlockLine,
    CutOffBlock,
    ReportActivity,
    ReportContent,
    ReportDates,
    ReportHeader,
    VerdictSaying,
)
from rinde.capabilities.followup.rules.follow_up_report.gaps import (
    CONCLUSION_LENGTH,
    TEXT_LENGTH,
    DraftValues,
    ReplyFacts,
    answer_gaps,
    check_replies_open,
    draft_gaps,
    final_gaps,
    reply_gaps,
    scan_gaps,
    silent_units,
    term_is_running,
    verdict_missing,
)
from rinde.capabilities.followup.rules.follow_up_report.reading import report_from_json
from rinde.capabilities.followup.rules.freezing import FrozenCell, FrozenSaying
from rinde.capabilities.plans.rules.content import canonical_json
from rinde.foundations.refusals import TransitionNotAllowed

BANDS = bands_of(
    {
        "steps": [
            {"from": "0", "name": "Zona baja", "tone": "late"},
            {"from": "0.6", "name": "Zona media", "tone": "due"},
            {"from": "0.8", "name": "Zona alta", "tone": "ok"},
        ],
        "source": "PLANES_PAAC_SEMAFORO",
        "certainty": "practice",
    }
)
ISSUED = date(2026, 7, 20)


def block(activities: list[ReportActivity], **observations: str) -> CutOffBlock:
    return own_block(1, "Corte", date(2026, 6, 30), activities, BANDS, observations=observations, issued_on=ISSUED)


@st.composite
def activities(draw: Any) -> ReportActivity:
    """An activity with any counts that freezing gives, and a verdict wherever one is due."""
    due = draw(st.integers(0, 4))
    no_case = draw(st.integers(0, due))
    counted = due - no_case
    done = draw(st.integers(0, counted))
    ratio_sum = Decimal(draw(st.integers(done * 100, counted * 100))) / 100
    is_decided = counted > 0 or (due > 0 and draw(st.booleans()))
    own = draw(st.none() | st.integers(0, 100).map(lambda value: Decimal(value) / 100))
    verdict = VerdictSaying(draw(st.booleans()), ratio=own) if is_decided else None
    return an_activity(
        component=draw(st.sampled_from(["1. Riesgos", "2. Trámites", "3. Diálogo"])),
        due=due,
        done=done,
        no_case=no_case,
        ratio_sum=ratio_sum,
        year_due=due + 1,
        year_done=done,
        year_no_case=no_case,
        year_ratio_sum=ratio_sum,
        verdict=verdict,
    )


@given(st.lists(activities(), max_size=12))
def test_totals_are_of_the_listed_rows_and_components_add_up_to_the_plan(rows: list[ReportActivity]) -> None:
    made = block(rows)
    total = made.total
    assert total is not None
    listed = [one for one in rows if one.is_counted]
    assert (total.scheduled, total.done) == (len(listed), sum(one.is_done for one in listed))
    assert total.cells == sum(one.due - one.no_case for one in rows)
    assert total.ratio_sum == sum(one.ratio_sum for one in rows)
    for name in ("activities", "scheduled", "decided", "done", "scheduled_by_cells", "done_by_cells", "cells"):
        assert sum(getattr(line, name) for line in made.lines) == getattr(total, name)
    assert sum((line.ratio_sum for line in made.lines), Decimal(0)) == total.ratio_sum
    year = year_figures(rows)
    assert year.done <= year.scheduled
    assert year.cells == sum(one.year_due - one.year_no_case for one in rows)


@given(st.lists(activities(), max_size=12))
def test_ratios_stay_within_bounds_and_nothing_scheduled_has_none(rows: list[ReportActivity]) -> None:
    made = block(rows)
    for line in (made.total, *made.lines):
        assert line is not None
        assert (line.official is None) == (line.scheduled == 0)
        assert (line.quantitative is None) == (line.cells == 0)
        for ratio in (line.official, line.quantitative, line.own_ratio):
            assert ratio is None or 0 <= ratio <= 1
        assert (line.official_band is None) == (line.official is None)


@pytest.mark.parametrize(
    ("done", "scheduled", "band"), [(59, 100, "baja"), (599, 1000, "baja"), (6, 10, "media"), (79, 100, "media"),
                                    (4, 5, "alta"), (1, 1, "alta"), (0, 1, "baja")]
)  # fmt: skip
def test_bands_are_half_open_and_looked_at_unrounded(done: int, scheduled: int, band: str) -> None:
    found = BANDS.of(Decimal(done) / scheduled)
    assert found is not None
    assert found.name == f"Zona {band}"


def test_plan_without_a_template_has_no_bands() -> None:
    assert bands_of(None).of(Decimal(1)) is None


def test_official_number_waits_for_every_verdict() -> None:
    line = component_lines([an_activity(), an_activity(verdict=None)], BANDS, {})[0]
    assert (line.scheduled, line.decided, line.official, line.official_band) == (2, 1, None, None)


def test_activity_that_internal_control_puts_back_enters_the_official_number_and_no_other() -> None:
    back = an_activity(due=1, done=0, no_case=1, ratio_sum=Decimal(0), verdict=VerdictSaying(False, "Sí hubo caso."))
    line = component_lines([an_activity(), back], BANDS, {})[0]
    assert (line.scheduled, line.done, line.scheduled_by_cells, line.cells) == (2, 1, 1, 1)
    assert back.differs


def test_observations_are_internal_controls_own_or_what_the_list_says() -> None:
    undone = an_activity(
        code="1.2", done=0, ratio_sum=Decimal(0), verdict=VerdictSaying(False), flags={"no_evidence": 1}
    )
    other = an_activity(code="1.3", done=0, ratio_sum=Decimal(0), verdict=VerdictSaying(True, "Llegó en papel."))
    proposed = proposed_observations([an_activity(), undone, other])["1. Gestión del riesgo"]
    assert proposed == (
        "Se cumplieron 2 de 3 actividades programadas. Sin cumplir: 1.2. Sin prueba: 1.2. "
        "Control interno decidió distinto de lo reportado en 1.3."
    )
    assert component_lines([undone], BANDS, {"1. Gestión del riesgo": "Falta todo."})[0].observations == "Falta todo."


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{}], "Se cumplió la actividad programada."),
        ([{}, {}], "Se cumplieron las 2 actividades programadas."),
        ([{"due": 0, "done": 0, "verdict": None}], "Sin actividades programadas a este corte."),
    ],
)
def test_proposed_observation_of_a_plain_component(rows: list[Mapping[str, Any]], words: str) -> None:
    assert proposed_observations([an_activity(**one) for one in rows]) == {"1. Gestión del riesgo": words}


def test_year_has_its_earlier_blocks_as_reported_and_the_later_ones_empty() -> None:
    own, earlier = block([an_activity()]), replace(block([an_activity()]), facts_until=date(2026, 4, 30))
    others = [
        OtherCutOff(3, "Diciembre", date(2026, 12, 31)),
        OtherCutOff(1, "Abril", date(2026, 4, 30), date(2026, 5, 14), earlier),
        OtherCutOff(2, "Mayo", date(2026, 5, 31)),
    ]
    blocks = blocks_of_year(own, others)
    assert [one.facts_until.month for one in blocks] == [4, 5, 6, 12]
    assert [one.is_this for one in blocks] == [False, False, True, False]
    assert [one.is_to_come for one in blocks] == [False, False, False, True]
    assert [one.total is not None for one in blocks] == [True, False, True, False]
    assert (blocks[0].name, blocks[0].issued_on, blocks[0].lines) == ("Abril", date(2026, 5, 14), earlier.lines)


def test_returned_report_is_told_as_if_nobody_had_reported() -> None:
    assert public_flags({"returned_unanswered": 2, "not_reported": 1, "late": 1}) == {"not_reported": 3, "late": 1}


def a_frozen_cell(**fields: Any) -> FrozenCell:
    defaults: dict[str, Any] = dict.fromkeys(FrozenCell.__dataclass_fields__, "") | {
        "deliverable_id": 1, "milestone_id": 1, "actor_id": 1, "actor": "Hacienda", "what": "Informe",
        "starts_on": None, "due_on": date(2026, 6, 30), "expected": None, "is_due": True, "is_done": False,
        "has_no_case": False, "is_returned": False, "ratio": Decimal(0), "said": None, "proofs": (), "flags": (),
    }  # fmt: skip
    return FrozenCell(**defaults | fields)


def test_nothing_that_was_returned_or_internal_gets_into_a_report() -> None:
    returned = a_frozen_cell(is_returned=True, returned_reason="MARCA INTERNA")
    later = a_frozen_cell(is_due=False, what="Otro informe")
    said = unit_sayings([returned, later])
    assert [one.what for one in said] == ["Informe"]
    assert (said[0].outcome, said[0].text) == ("", "")
    assert "MARCA INTERNA" not in canonical_json(said[0])


def test_percentage_of_a_report_is_of_its_own_two_figures() -> None:
    values = dict.fromkeys(FrozenSaying.__dataclass_fields__, "") | {
        "id": 1, "number": 1, "quantity": None, "numerator": Decimal(3), "denominator": Decimal(4),
        "happened_on": None, "first_sent_at": None, "sent_at": None, "self_monitored": False,
    }  # fmt: skip
    cell = a_frozen_cell(unit="PERCENT", said=FrozenSaying(**values))
    assert unit_sayings([cell])[0].quantity == 75


def a_content(rows: list[ReportActivity]) -> ReportContent:
    day = date(2026, 6, 30)
    header = ReportHeader(
        "FINAL", "Alcaldía", "800", "PTEP", date(2026, 1, 1), date(2026, 12, 31), 1, "a" * 64, day, "/p/", 1, "Corte",
        date(2026, 1, 1), day, day, "b" * 64, "/p/s/",
    )  # fmt: skip
    return ReportContent(
        header=header,
        dates=ReportDates(ISSUED, legal_due_on=date(2026, 7, 17)),
        blocks=(block(rows),),
        year=year_figures(rows),
        bands=BANDS,
        activities=tuple(rows),
    )


@given(st.lists(activities(), max_size=6))
def test_report_is_read_back_from_its_text_and_gives_the_same_text(rows: list[ReportActivity]) -> None:
    content = a_content(rows)
    text = canonical_json(content)
    assert report_from_json(text) == content
    assert canonical_json(report_from_json(text)) == text


def test_report_of_a_newer_version_is_read_without_what_is_unknown() -> None:
    text = canonical_json(a_content([an_activity()]))
    newer = text.replace('"conclusion":', '"a_later_field":[1],"conclusion":')
    assert report_from_json(newer) == report_from_json(text)


@pytest.mark.parametrize("text", ["[]", "{}", '{"schema":"cut-off/1"}'])
def test_text_that_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a follow-up report"):
        report_from_json(text)


@pytest.mark.parametrize(("issued", "late"), [(date(2026, 7, 17), 0), (date(2026, 7, 18), 1), (date(2026, 7, 1), 0)])
def test_lateness_counts_from_the_day_after_the_legal_date(issued: date, late: int) -> None:
    assert ReportDates(issued, legal_due_on=date(2026, 7, 17)).days_late == late
    assert ReportDates(issued).days_late == 0


def gaps(**fields: Any) -> list[str]:
    defaults: dict[str, Any] = {
        "undecided": (), "unanswered": (), "replies_until": date(2026, 7, 17), "today": date(2026, 7, 18),
        "silent": (), "name": "Marta Rincón", "post": "Jefa",
    }  # fmt: skip
    return list(final_gaps(**defaults | fields))


def test_every_gap_of_a_final_report_is_told_at_once() -> None:
    found = gaps(
        undecided=["1.3 Publicar"],
        unanswered=[ReplyFacts("Hacienda", "1.1 Publicar")],
        today=date(2026, 7, 17),
        silent=["Salud"],
        name=" ",
        post="",
    )
    assert found == [
        "Falta el concepto de la actividad 1.3 Publicar.",
        "Falta responder la réplica de Hacienda sobre la actividad 1.1 Publicar.",
        "Salud no ha respondido y tiene hasta el viernes 17 de julio de 2026 para responder el preliminar.",
        "Falta el nombre de quien firma el informe.",
        "Falta el cargo de quien firma el informe.",
    ]


def test_term_of_the_replies_holds_a_report_back_unless_every_unit_answered() -> None:
    last = date(2026, 7, 17)
    assert gaps(today=last, silent=["Salud", "Obras"])
    assert not gaps(today=last, silent=[])
    assert not gaps(today=date(2026, 7, 18), silent=["Salud", "Obras"])
    assert [term_is_running(last, date(2026, 7, day)) for day in (16, 17, 18)] == [True, True, False]
    assert not term_is_running(None, last)


def test_units_that_said_nothing_are_named_in_their_order() -> None:
    assert silent_units({3: "Salud", None: "Por definir", 1: "Obras"}, {3}) == ((None, "Por definir"), (1, "Obras"))


def test_every_activity_without_a_verdict_is_named() -> None:
    assert list(verdict_missing(f"1.{number}" for number in range(40)))[39].endswith("1.39.")


@pytest.mark.parametrize(
    ("status", "words"), [("PLANNED", "todavía no envía"), ("FROZEN", "todavía no envía"), ("FINAL", "ya se publicó")]
)
def test_replies_are_only_taken_between_the_two_reports(status: str, words: str) -> None:
    with pytest.raises(TransitionNotAllowed, match=words):
        check_replies_open(status)
    check_replies_open("PRELIMINARY")


def test_draft_says_everything_that_does_not_fit() -> None:
    values = DraftValues(
        conclusion="x" * (CONCLUSION_LENGTH + 1),
        observations={"1. Riesgos": "x" * (TEXT_LENGTH + 1)},
        recommendations=["x" * (TEXT_LENGTH + 1)] * 51,
        signed_by_name="x" * 151,
        signed_by_post="x" * 151,
    )
    assert len(list(draft_gaps(values))) == 6
    assert not list(draft_gaps(DraftValues(conclusion="x" * CONCLUSION_LENGTH, signed_by_name="x" * 150)))


@pytest.mark.parametrize(("text", "count"), [("", 1), ("  ", 1), ("No.", 0), ("x" * 4000, 0), ("x" * 4001, 1)])
def test_reply_needs_words_that_fit(text: str, count: int) -> None:
    assert len(list(reply_gaps(text))) == count


@pytest.mark.parametrize(("text", "count"), [("", 1), ("No.", 1), ("Se acepta: el acta está.", 0), ("x" * 4001, 1)])
def test_answer_says_why(text: str, count: int) -> None:
    assert len(list(answer_gaps(text))) == count


def test_scan_is_a_pdf_or_a_photo_and_is_replaced_only_with_a_reason() -> None:
    assert not list(scan_gaps("application/pdf", is_replacing=False, reason=""))
    assert not list(scan_gaps("image/jpeg", is_replacing=False, reason=""))
    assert len(list(scan_gaps("image/png", is_replacing=False, reason=""))) == 1
    assert len(list(scan_gaps("application/pdf", is_replacing=True, reason="x"))) == 1
    assert not list(scan_gaps("application/pdf", is_replacing=True, reason="La primera copia quedó cortada abajo."))


def test_line_of_a_component_is_found_by_its_name() -> None:
    made = block([an_activity(), an_activity(component="2. Trámites")])
    found = made.line_of("2. Trámites")
    assert isinstance(found, BlockLine)
    assert made.line_of("9. Otro") is None
