"""Who is reminded of what: one letter a person, an office where there is nobody, and who cannot be reached."""

from datetime import date

from followup_samples import a_report, a_state
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.capabilities.followup.rules.monitoring.board import BoardCell, board_cells
from rinde.capabilities.followup.rules.monitoring.reminding import (
    ASKS_FOR_SOMETHING,
    MOST_IN_A_MAIL,
    WHAT_TO_DO,
    UnitPerson,
    letter_lines,
    letters,
    units_to_remind,
    waiting,
)
from rinde.capabilities.followup.rules.standing import CellState

TODAY = date(2026, 7, 2)
PLANNING, TRANSIT, PRESS = 1, 2, 3
ANA = UnitPerson(10, "Ana", "ana@example.org", frozenset({PLANNING, TRANSIT}))
LUIS = UnitPerson(11, "Luis", "luis@example.org", frozenset({TRANSIT}))


def looked_at(*states: CellState) -> tuple[BoardCell, ...]:
    return board_cells(states, today=TODAY, until=TODAY, soon_days=14, monitored_by=None)


def late(actor: int | None, name: str = "Oficina", number: int = 1) -> CellState:
    return a_state(key=CellKey(1, number, actor), actor_name=name, due_on=date(2026, 6, 30), proofs=0)


def test_only_what_asks_for_something_is_reminded() -> None:
    cells = looked_at(
        late(PLANNING),
        a_state(open=a_report(status="RETURNED"), proofs=0),
        a_state(said=a_report(), proofs=0),
        a_state(said=a_report(), proofs=1),
        a_state(said=a_report(outcome="NO_CASE"), proofs=0),
        a_state(due_on=date(2026, 7, 3), proofs=0),
    )
    assert [one.standing for one in waiting(cells)] == ["late", "returned", "unproved"]
    assert set(WHAT_TO_DO) == set(ASKS_FOR_SOMETHING)


def test_a_person_of_two_units_gets_one_letter_with_both() -> None:
    cells = looked_at(late(PLANNING, "Planeación"), late(TRANSIT, "Tránsito"))
    found = letters(units_to_remind(cells, people=[ANA, LUIS], offices={}))
    assert [(one.recipient, one.address, len(one.cells)) for one in found] == [
        ("user:10", "ana@example.org", 2),
        ("user:11", "luis@example.org", 1),
    ]


def test_whoever_answers_for_a_whole_plan_is_told_of_every_unit() -> None:
    everybody = UnitPerson(12, "Eva", "eva@example.org", None)
    cells = looked_at(late(PLANNING, "Planeación"), late(PRESS, "Prensa"))
    assert [len(one.cells) for one in letters(units_to_remind(cells, people=[everybody], offices={}))] == [2]


def test_a_unit_without_people_is_told_at_its_office_and_without_office_not_at_all() -> None:
    cells = looked_at(late(TRANSIT, "Tránsito"), late(PRESS, "Prensa"), late(None, "Gestores"))
    units = units_to_remind(cells, people=[], offices={TRANSIT: "transito@example.org"})
    assert [(one.name, one.office, one.is_unreachable) for one in units] == [
        ("Gestores", "", True),
        ("Prensa", "", True),
        ("Tránsito", "transito@example.org", False),
    ]
    assert [(one.recipient, one.address) for one in letters(units)] == [("actor:2", "transito@example.org")]


def test_an_office_is_not_told_where_somebody_stands_for_it() -> None:
    units = units_to_remind(looked_at(late(TRANSIT)), people=[LUIS], offices={TRANSIT: "transito@example.org"})
    assert [one.recipient for one in letters(units)] == ["user:11"]


def test_nobody_of_a_unit_is_told_of_what_nobody_matched() -> None:
    everybody = UnitPerson(12, "Eva", "eva@example.org", None)
    assert letters(units_to_remind(looked_at(late(None, "Gestores")), people=[everybody], offices={})) == ()


def test_a_letter_names_the_activity_once_and_says_what_to_do() -> None:
    lines = letter_lines(looked_at(late(PLANNING, "Planeación"), late(TRANSIT, "Tránsito")))
    assert lines == (
        "1.1 Publicar el informe",
        "  - Vencida: Informe publicado, para el 30 de junio de 2026 (Planeación).",
        "    Repórtela, o diga por qué no se ha hecho.",
        "  - Vencida: Informe publicado, para el 30 de junio de 2026 (Tránsito).",
        "    Repórtela, o diga por qué no se ha hecho.",
    )


def test_a_letter_of_very_many_says_how_many_more_there_are() -> None:
    lines = letter_lines(looked_at(*(late(PLANNING, number=number) for number in range(MOST_IN_A_MAIL + 3))))
    assert lines[-1] == "Y 3 más, que están en Rinde."
    assert sum(line.startswith("  - ") for line in lines) == MOST_IN_A_MAIL
