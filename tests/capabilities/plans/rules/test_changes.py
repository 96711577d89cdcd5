from dataclasses import replace
from datetime import date

import pytest

from plan_contents import a_deliverable, a_plan, an_activity, an_assignment
from rinde.capabilities.plans.rules.changes import FieldChange, changes_between
from rinde.capabilities.plans.rules.content import MilestoneContent


def test_first_version_counts_its_activities() -> None:
    changes = changes_between(None, a_plan(an_activity("1.1"), an_activity("1.2")))

    assert changes.summary() == "Primera versión publicada, con 2 actividades."


def test_same_content_has_no_changes() -> None:
    changes = changes_between(a_plan(an_activity()), a_plan(an_activity()))

    assert (changes.is_empty, changes.summary()) == (True, "Sin cambios.")


def test_activities_that_come_go_and_change_are_told_apart() -> None:
    before = a_plan(an_activity("1.1"), an_activity("1.2"))
    after = a_plan(an_activity("1.1", name="Otra cosa"), an_activity("1.3"))

    assert changes_between(before, after).summary() == (
        "Entra 1 actividad: 1.3. Sale 1 actividad: 1.2. Cambia 1 actividad: 1.1."
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"product": "Acta"}, FieldChange("Producto", "Informe publicado", "Acta")),
        (
            {"milestones": (MilestoneContent(date(2026, 7, 31), date(2026, 7, 1), "publicado"),)},
            FieldChange("Fechas", "30/06/2026", "publicado: 01/07/2026 a 31/07/2026"),
        ),
        (
            {"assignments": (an_assignment("A", "B", group="Todas"),)},
            FieldChange("Responsables", "Secretaría de Planeación", "Todas (2)"),
        ),
        ({"target": "Uno"}, FieldChange("Meta", "", "Uno")),
    ],
)
def test_each_field_is_told_with_before_and_after(fields: dict[str, object], expected: FieldChange) -> None:
    after = a_plan(an_activity(deliverables=(a_deliverable(**fields),)))

    (change,) = changes_between(a_plan(an_activity()), after).changed

    assert change.fields == (expected,)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("30/06/2026", False),
        ("31/03/2026 - 30/06/2026; 30-09-2026 y 15.12.2026", False),
        ("30 de junio", True),
        ("Cada trimestre, hasta el 15/12/2026", True),
    ],
)
def test_dates_written_in_figures_are_told_once(written: str, *, told: bool) -> None:
    before = a_plan(an_activity(deliverables=(a_deliverable(schedule_text=written),)))
    moved = a_deliverable(schedule_text="", milestones=(MilestoneContent(date(2026, 7, 31)),))

    (change,) = changes_between(before, a_plan(an_activity(deliverables=(moved,)))).changed

    assert [one.label for one in change.fields] == ["Fechas", *(["Fechas, como las escribe el plan"] if told else [])]


def test_words_about_dates_that_stay_are_told() -> None:
    before = a_plan(an_activity(deliverables=(a_deliverable(schedule_text="30/06/2026"),)))
    after = a_plan(an_activity(deliverables=(a_deliverable(schedule_text=""),)))

    (change,) = changes_between(before, after).changed

    assert change.fields == (FieldChange("Fechas, como las escribe el plan", "30/06/2026", ""),)


def test_a_group_that_lost_members_is_a_change() -> None:
    def with_group(*names: str) -> object:
        return an_activity(deliverables=(a_deliverable(assignments=(an_assignment(*names, group="Todas"),)),))

    (change,) = changes_between(a_plan(with_group("A", "B", "C")), a_plan(with_group("A", "B"))).changed

    assert change.fields == (FieldChange("Responsables", "Todas (3)", "Todas (2)"),)


def test_component_that_is_renamed_does_not_move_its_activities() -> None:
    before = a_plan(an_activity())
    after = replace(before, nodes=(replace(before.nodes[0], name="Cuentas claras"),))

    changes = changes_between(before, after)

    assert (changes.changed, changes.summary()) == ((), "Cambian componentes: 3. Cuentas claras.")


def test_activity_that_moves_is_a_change() -> None:
    before = a_plan(an_activity())
    after = replace(before, nodes=(replace(before.nodes[0], id=8, name="Transparencia"),))

    (change,) = changes_between(before, after).changed

    assert change.fields == (FieldChange("Lugar", "Rendición de cuentas", "Transparencia"),)


def test_header_changes_are_named() -> None:
    after = a_plan(an_activity(), title="Otro título", objective="Otro")

    assert changes_between(a_plan(an_activity()), after).summary() == "Cambian datos del plan: título, objetivo."


def test_long_lists_are_cut_with_their_count() -> None:
    added = tuple(an_activity(f"2.{number}") for number in range(1, 10))

    assert changes_between(a_plan(), a_plan(*added)).summary() == (
        "Entran 9 actividades: 2.1, 2.2, 2.3, 2.4, 2.5, 2.6 y 3 más."
    )


def test_summary_fits_its_column() -> None:
    added = tuple(an_activity("", key=f"k{number}", name="palabra " * 40) for number in range(9))

    assert len(changes_between(a_plan(), a_plan(*added)).summary()) <= 500


def test_row_that_was_written_anew_is_no_change() -> None:
    before = a_plan(an_activity(deliverables=(a_deliverable(id=5),)))
    after = a_plan(an_activity(deliverables=(a_deliverable(id=6),)))

    changes = changes_between(before, after)

    assert (changes.is_empty, changes.summary()) == (True, "Sin cambios.")


@pytest.mark.parametrize(("code", "head"), [("1.3", "actividad 1.3"), ("", "actividad")])
def test_name_is_said_once(code: str, head: str) -> None:
    (added,) = changes_between(a_plan(an_activity("1.1")), a_plan(an_activity("1.1"), an_activity(code, key="n"))).added

    assert (added.head, bool(added.name)) == (head, True)
