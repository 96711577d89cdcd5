"""What the working list points at, and beside each the near miss that it must leave alone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from followup_samples import a_report, a_seen, a_state, make_proof
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.capabilities.followup.rules.cut_offs import window_of
from rinde.capabilities.followup.rules.standing import ReportFacts
from rinde.capabilities.followup.rules.working_list import (
    FLAG_KINDS,
    FlagCode,
    ProofFacts,
    Repetitions,
    SeenCell,
    counted,
    flags_of,
    is_pressing,
)
from rinde.capabilities.plans.rules.content import LateMove

JUNE, CLOSE = date(2026, 6, 30), date(2026, 7, 7)
WINDOW = window_of(date(2026, 1, 1), JUNE, CLOSE, start=date(2026, 1, 1), end=date(2026, 12, 31))


def found(seen: SeenCell, *others: SeenCell, elsewhere: dict[str, list[str]] | None = None) -> dict[str, str]:
    """Codes with their reasons, of the first of some cells."""
    repetitions = Repetitions([seen, *others], elsewhere or {})
    return {flag.code: flag.why for flag in flags_of(seen, 0, WINDOW, repetitions)}


def codes(seen: SeenCell, *others: SeenCell) -> set[str]:
    return set(found(seen, *others))


def at(day: date, hour: int = 15) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_done_in_time_with_a_proof_of_its_own_shows_nothing() -> None:
    assert codes(a_seen()) == set()


def test_every_code_says_what_it_means_and_the_list_keeps_their_order() -> None:
    assert list(FLAG_KINDS) == list(FlagCode)
    assert all(kind.why.endswith(".") for kind in FLAG_KINDS.values())


def test_due_and_silent_is_not_reported() -> None:
    silent = SeenCell(a_state(proofs=0))
    assert found(silent) == {"not_reported": "Vencía el 30 de junio de 2026 y al cierre nadie había reportado."}


def test_draft_that_was_never_sent_is_not_reported() -> None:
    assert codes(SeenCell(a_state(proofs=0, open=a_report(status="DRAFT")))) == {"not_reported"}


def test_returned_and_never_answered() -> None:
    returned = a_report(status="RETURNED", returned_reason="Falta el acta.")
    assert codes(SeenCell(a_state(proofs=0, open=returned))) == {"returned_unanswered"}


def test_returned_once_and_sent_again_is_left_alone() -> None:
    assert codes(a_seen(said=a_report(status="SENT"))) == set()


@pytest.mark.parametrize("outcome", ["DONE", "PARTIAL"])
def test_claim_without_proof(outcome: str) -> None:
    assert codes(a_seen(said=a_report(outcome=outcome), proofs=())) == {"no_evidence"}


def test_what_was_not_done_needs_no_proof() -> None:
    assert codes(a_seen(said=a_report(outcome="NOT_DONE", reason="Sin contrato."), proofs=())) == set()


def test_dead_link_says_since_when() -> None:
    dead = make_proof(title="Informe", broken_since=datetime(2026, 7, 2, 3, 0, tzinfo=UTC))
    # 2 July at 3 a. m. in Greenwich is 1 July in Colombia.
    assert found(a_seen(proofs=(dead,))) == {"dead_link": "«Informe» no abre desde el 1 de julio de 2026."}


def another(*proofs: ProofFacts, number: int = 2) -> SeenCell:
    return a_seen(
        proofs=proofs, key=CellKey(number, number, number), activity_code=f"3.{number}", actor_name="Hacienda"
    )


def test_same_file_offered_apart_for_another_cell_is_repeated_in_both() -> None:
    mine, other = make_proof(kind="FILE", sha256="f" * 64), make_proof(kind="FILE", sha256="f" * 64)
    first, second = a_seen(proofs=(mine,)), another(other)
    assert (
        "el mismo archivo se ofreció aparte para la actividad 3.2 (Hacienda, 30 de junio de 2026)"
        in (found(first, second)["repeated"])
    )
    assert codes(second, first) == {"repeated"}


def test_same_link_however_it_is_written_is_repeated() -> None:
    mine = make_proof(url="https://www.example.org/acta/", normalized_url="example.org/acta")
    other = make_proof(url="http://example.org/acta", normalized_url="example.org/acta")
    assert "el mismo enlace" in found(a_seen(proofs=(mine,)), another(other))["repeated"]


def test_one_proof_declared_for_several_cells_is_normal() -> None:
    shared = make_proof(kind="FILE", sha256="f" * 64)
    assert codes(a_seen(proofs=(shared,)), another(shared)) == set()


def test_same_file_twice_for_one_cell_is_left_alone() -> None:
    twice = (make_proof(kind="FILE", sha256="f" * 64), make_proof(kind="FILE", sha256="f" * 64))
    assert codes(a_seen(proofs=twice)) == set()


def test_declared_share_with_an_undeclared_copy_elsewhere_counts_only_the_copy() -> None:
    shared, copy = make_proof(kind="FILE", sha256="f" * 64), make_proof(kind="FILE", sha256="f" * 64)
    said = found(a_seen(proofs=(shared,)), another(shared), another(copy, number=3))["repeated"]
    assert said.endswith("para la actividad 3.3 (Hacienda, 30 de junio de 2026).")


def test_file_of_another_plan_is_repeated() -> None:
    mine = make_proof(kind="FILE", sha256="f" * 64)
    elsewhere = {f"sha256:{'f' * 64}": ["la actividad 2.1 del PTEP 2025"]}
    assert found(a_seen(proofs=(mine,)), elsewhere=elsewhere)["repeated"].endswith("la actividad 2.1 del PTEP 2025.")


def test_many_repetitions_are_counted_and_the_first_named() -> None:
    copies = [another(make_proof(kind="FILE", sha256="f" * 64), number=number) for number in range(2, 8)]
    said = found(a_seen(proofs=(make_proof(kind="FILE", sha256="f" * 64),)), *copies)["repeated"]
    assert said.endswith("la actividad 3.4 (Hacienda, 30 de junio de 2026) y 3 más.")


@pytest.mark.parametrize(
    ("day", "side"), [(date(2025, 12, 31), "antes del período"), (date(2026, 7, 1), "después del corte")]
)
def test_proof_of_a_day_outside_the_period(day: date, side: str) -> None:
    proof = make_proof(happened_on=day, uploaded_at=at(date(2026, 7, 3)))
    assert side in found(a_seen(proofs=(proof,)))["outside_period"]


@pytest.mark.parametrize("day", [date(2026, 1, 1), JUNE])
def test_proof_of_the_first_and_the_last_day_is_inside(day: date) -> None:
    assert codes(a_seen(proofs=(make_proof(happened_on=day, uploaded_at=at(date(2026, 7, 3))),))) == set()


def test_photo_taken_last_year_is_outside_and_a_page_copied_after_the_cut_off_is_not() -> None:
    old = make_proof(kind="FILE", sha256="a" * 64, captured_at=at(date(2025, 11, 5)))
    assert codes(a_seen(proofs=(old,))) == {"outside_period"}
    copied = make_proof(captured_at=at(date(2026, 7, 3)), uploaded_at=at(date(2026, 7, 3)))
    assert codes(a_seen(proofs=(copied,))) == set()


def test_what_was_scheduled_before_the_plan_began_may_be_proved_before() -> None:
    early = a_seen(
        due_on=date(2025, 12, 20),
        said=a_report(first_sent_at=at(date(2025, 12, 19)), happened_on=date(2025, 12, 20)),
        proofs=(make_proof(happened_on=date(2025, 12, 20)),),
    )
    assert codes(early) == set()


@pytest.mark.parametrize(("day", "flagged"), [(date(2026, 7, 2), True), (JUNE, False), (date(2025, 12, 30), True)])
def test_fact_that_the_unit_itself_puts_outside_the_period(day: date, flagged: bool) -> None:
    said = a_report(happened_on=day)
    assert ("outside_period" in codes(a_seen(said=said))) is flagged


@pytest.mark.parametrize(
    ("proof", "word"),
    [
        ({"happened_on": date(2026, 6, 20), "uploaded_at": at(date(2026, 6, 19))}, "se subió antes"),
        ({"happened_on": date(2026, 6, 20), "captured_at": at(date(2026, 6, 18))}, "se tomó antes"),
        ({"happened_on": date(2026, 3, 31)}, "empezaba el 1 de abril de 2026"),
    ],
)
def test_dates_that_contradict_each_other(proof: dict[str, Any], word: str) -> None:
    seen = a_seen(starts_on=date(2026, 4, 1), proofs=(make_proof(**proof),))
    assert word in found(seen)["implausible_date"]


def test_fact_captured_and_uploaded_the_same_day_is_plausible() -> None:
    same = make_proof(happened_on=date(2026, 4, 1), captured_at=at(date(2026, 4, 1)), uploaded_at=at(date(2026, 4, 1)))
    assert codes(a_seen(starts_on=date(2026, 4, 1), proofs=(same,))) == set()


def sent(day: date, hour: int, **fields: Any) -> ReportFacts:
    return a_report(first_sent_at=at(day, hour), sent_at=at(day, hour), **fields)


def test_reported_after_its_date_says_how_late_and_whether_the_fact_was_in_time() -> None:
    late = a_seen(said=sent(date(2026, 7, 3), 15, happened_on=date(2026, 6, 28)))
    assert found(late)["late"] == (
        "Vencía el 30 de junio de 2026 y se reportó el 3 de julio de 2026, 3 días después. "
        "El hecho, dice, fue a tiempo."
    )
    later = a_seen(due_on=date(2026, 5, 30), said=sent(date(2026, 6, 3), 15, happened_on=date(2026, 6, 2)))
    assert found(later)["late"].endswith("El hecho mismo fue tarde.")


def test_reported_at_the_last_minute_of_its_date_is_in_time() -> None:
    # 1 July, 4:59 in Greenwich, is 23:59 of 30 June in Colombia.
    assert codes(a_seen(said=a_report(first_sent_at=datetime(2026, 7, 1, 4, 59, tzinfo=UTC)))) == set()
    assert codes(a_seen(said=a_report(first_sent_at=datetime(2026, 7, 1, 5, 0, tzinfo=UTC)))) == {"late"}


def test_more_said_later_of_what_was_done_in_time_is_in_time() -> None:
    more = a_seen(said=sent(date(2026, 7, 3), 15, number=2))
    assert codes(replace(more, reported_at=at(date(2026, 6, 15)))) == set()


def test_self_monitored_and_no_case_are_for_the_record() -> None:
    assert codes(a_seen(said=a_report(self_monitored=True))) == {"self_monitored"}
    none = a_seen(said=a_report(outcome="NO_CASE", reason="Nadie lo pidió."), proofs=())
    assert found(none) == {"no_case": "No entra en la cuenta. Su razón: «Nadie lo pidió.»"}


def test_date_moved_once_it_was_past() -> None:
    moved = a_seen(late_moves=(LateMove(date(2026, 3, 31), date(2026, 4, 15)),))
    assert found(moved)["moved_late"] == (
        "El 15 de abril de 2026 se cambió su fecha, que era el 31 de marzo de 2026 y ya había pasado."
    )


def counting(quantity: str | None, *, outcome: str = "DONE", expected: str = "10", **fields: Any) -> SeenCell:
    value = Decimal(quantity) if quantity is not None else None
    said = a_report(outcome=outcome, quantity=value, **fields)
    return a_seen(said=said, expected=Decimal(expected), unit="COUNT")


def test_done_without_figures_where_figures_were_promised() -> None:
    assert codes(counting(None)) == {"no_figures"}
    assert codes(counting(None, outcome="PARTIAL")) == set()
    assert codes(a_seen()) == set()  # nothing was promised in figures


@pytest.mark.parametrize(
    ("quantity", "outcome", "flagged"),
    [
        ("10", "DONE", False),
        ("9.99", "DONE", True),  # says done, and does not come up to it
        ("9.99", "PARTIAL", False),
        ("20", "DONE", False),  # exactly the double
        ("20.01", "DONE", True),
        ("21", "PARTIAL", True),
    ],
)
def test_figure_far_from_what_was_expected(quantity: str, outcome: str, flagged: bool) -> None:
    assert ("figures_far" in codes(counting(quantity, outcome=outcome))) is flagged


def test_more_than_the_whole_is_far_and_the_whole_is_not() -> None:
    over = a_seen(said=a_report(numerator=Decimal(40), denominator=Decimal(39)), expected=Decimal(90), unit="PERCENT")
    assert found(over)["figures_far"] == "Reporta 102,56 %: más que el todo."
    whole = a_seen(said=a_report(numerator=Decimal(39), denominator=Decimal(39)), expected=Decimal(90), unit="PERCENT")
    assert codes(whole) == set()


def test_flags_are_counted_by_code_in_their_order() -> None:
    dead = make_proof(broken_since=at(JUNE))
    seen = a_seen(said=a_report(self_monitored=True), proofs=(dead, make_proof(broken_since=at(JUNE))))
    flags = flags_of(seen, 0, WINDOW, Repetitions([seen], {}))
    assert counted(flags) == {"dead_link": 2, "self_monitored": 1}
    assert is_pressing(["dead_link"])
    assert not is_pressing(["self_monitored", "late"])
