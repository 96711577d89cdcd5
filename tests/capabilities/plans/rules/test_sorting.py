import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.capabilities.plans.rules.labels import code_in_heading
from rinde.capabilities.plans.rules.rows import PlanRow
from rinde.capabilities.plans.rules.sorting import sibling_labels, sort_rows

_rows = st.builds(
    PlanRow,
    activity=st.sampled_from(["Publicar", "publicar", "Dialogar"]),
    component=st.sampled_from(["", "Componente 1: Riesgos", "COMPONENTE 1. RIESGOS", "Componente 2: Trámites"]),
    subcomponent=st.sampled_from(["", "1.1 Política", "Diálogo"]),
    code=st.sampled_from(["", "1", "1.1"]),
    description=st.sampled_from(["", "Así"]),
)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Componente 3: Rendición de cuentas", "3"),
        ("COMPONENTE 3. RENDICIÓN DE CUENTAS", "3"),
        ("Componente III: Rendición de Cuentas", "III"),
        ("Sub-Componente No. 2. (Diálogo de doble vía)", "2"),
        ("Subcomponente/proceso 5 Relacionamiento", "5"),
        ("Acción estratégica 3. Modelo de Estado abierto", "3"),
        ("2.1 Finanzas sanas", "2.1"),
        ("5,1 Transparencia activa", "5.1"),
        ("4 Monitoreo y revisión", "4"),
        ("DIÁLOGO", ""),
        ("CUARTO COMPONENTE: ATENCIÓN", ""),
        ("Información de calidad", ""),
        ("Iniciativas adicionales", ""),
        ("", ""),
    ],
)
def test_heading_lends_its_code(heading: str, expected: str) -> None:
    assert code_in_heading(heading) == expected


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["1", "2"], ("1", "2")),
        (["", "2"], ("1", "2")),
        (["3", "3", "4"], ("1", "2", "4")),
        ([], ()),
    ],
)
def test_siblings_are_told_apart_by_code_or_place(codes: list[str], expected: tuple[str, ...]) -> None:
    assert sibling_labels(codes) == expected


def test_spelling_of_a_heading_makes_no_second_component() -> None:
    rows = [PlanRow("A", "Componente 1: Riesgos"), PlanRow("B", "COMPONENTE 1 RIESGOS")]

    (component,) = sort_rows(rows, title="Plan")

    assert [activity.name for activity in component.activities.values()] == ["A", "B"]


@given(st.lists(_rows, max_size=20))
def test_no_row_is_lost_or_told_twice_and_keys_are_unique(rows: list[PlanRow]) -> None:
    components = sort_rows(rows, title="Plan")

    nodes = [*components, *(child for one in components for child in one.children.values())]
    activities = [activity for node in nodes for activity in node.activities.values()]
    assert sum(len(activity.rows) for activity in activities) == len(rows)
    assert len({activity.key for activity in activities}) == len(activities)


@given(st.lists(_rows, max_size=20))
def test_no_description_is_lost(rows: list[PlanRow]) -> None:
    for component in sort_rows(rows, title="Plan"):
        for node in (component, *component.children.values()):
            for activity in node.activities.values():
                told = [one.description or activity.description for one in activity.deliverables()]
                assert told == [row.description for row in activity.rows]
