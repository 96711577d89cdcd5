from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from plan_contents import a_deliverable, a_plan, an_activity, an_assignment, any_plan
from rinde.capabilities.plans.rules.change_requests.words import clauses_of, in_mood, sentences_of, with_reason
from rinde.capabilities.plans.rules.changes import changes_between
from rinde.capabilities.plans.rules.content import (
    ActorContent,
    AnnouncementContent,
    AssignmentContent,
    LateMove,
    MilestoneContent,
    NodeContent,
    PlacementContent,
    PlanContent,
)

APRIL, JUNE = date(2026, 4, 30), date(2026, 6, 30)
HEALTH, PLANNING = ActorContent("Secretaría de Salud", id=4), ActorContent("Comité de Gestión", id=5)


def plan_with(**fields: Any) -> PlanContent:
    """A plan of one activity with one deliverable."""
    return a_plan(an_activity("3.2", deliverables=(a_deliverable(id=1, **fields),)))


def said(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, ...]:
    return sentences_of(changes_between(plan_with(**before), plan_with(**after)))


def due(day: date, **fields: Any) -> MilestoneContent:
    return MilestoneContent(day, **{"id": 1} | fields)


def someone(actor: ActorContent, **fields: Any) -> AssignmentContent:
    return AssignmentContent(actor.name, actors=(actor,), **fields)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            (due(APRIL),),
            (due(JUNE),),
            ("La fecha de la actividad 3.2 pasó del 30 de abril al 30 de junio de 2026.",),
        ),
        (
            (due(APRIL),),
            (due(date(2027, 1, 15)),),
            ("La fecha de la actividad 3.2 pasó del 30 de abril de 2026 al 15 de enero de 2027.",),
        ),
        (
            (due(APRIL),),
            (due(JUNE, late_moves=(LateMove(APRIL, date(2026, 5, 4)),)),),
            ("La fecha de la actividad 3.2 pasó del 30 de abril al 30 de junio de 2026, cuando ya había vencido.",),
        ),
        (
            (due(APRIL), due(date(2026, 12, 1), id=2, name="publicado")),
            (due(APRIL), due(date(2026, 12, 11), id=2, name="publicado")),
            ("La fecha «publicado» de la actividad 3.2 pasó del 1 al 11 de diciembre de 2026.",),
        ),
        (
            (due(APRIL),),
            (due(APRIL), due(JUNE, id=2)),
            ("La actividad 3.2 tiene una fecha más: 30 de junio de 2026.",),
        ),
        (
            (due(APRIL), due(JUNE, id=2)),
            (due(JUNE, id=2),),
            ("La actividad 3.2 ya no tiene la fecha del 30 de abril de 2026.",),
        ),
        (
            (due(JUNE, starts_on=date(2026, 2, 1)),),
            (due(JUNE, starts_on=date(2026, 3, 1)),),
            ("El comienzo de la actividad 3.2 pasó del 1 de febrero al 1 de marzo de 2026.",),
        ),
        (
            (due(JUNE),),
            (due(JUNE, name="elaborado", expected_quantity=Decimal(3)),),
            (
                "La fecha del 30 de junio de 2026 de la actividad 3.2 se llama ahora «elaborado».",
                "Lo que la actividad 3.2 debe llevar al 30 de junio de 2026 pasó de no decirse a 3.",
            ),
        ),
        (
            tuple(due(date(2026, month, 1), id=month) for month in range(1, 13)),
            tuple(due(date(2026, month, 2), id=month) for month in (3, 6, 9, 12)),
            (
                (
                    "Las fechas de la actividad 3.2 pasaron de 12, del 1 de enero al 1 de diciembre de 2026, "
                    "a 4, del 2 de marzo al 2 de diciembre de 2026."
                ),
            ),
        ),
    ],
)
def test_dates_are_said(
    before: tuple[MilestoneContent, ...], after: tuple[MilestoneContent, ...], expected: tuple[str, ...]
) -> None:
    assert said({"milestones": before}, {"milestones": after}) == expected


def test_date_that_had_passed_when_it_was_asked_is_said_before_it_is_published() -> None:
    changes = changes_between(plan_with(milestones=(due(APRIL),)), plan_with(milestones=(due(JUNE),)))

    (clause,) = clauses_of(changes, late=[APRIL])

    assert clause.text.endswith("al 30 de junio de 2026, cuando ya había vencido")


def test_date_that_went_and_came_back_late_is_still_said() -> None:
    back = due(APRIL, late_moves=(LateMove(APRIL, date(2026, 5, 4)), LateMove(JUNE, date(2026, 7, 4))))

    assert said({"milestones": (due(APRIL),)}, {"milestones": (back,)}) == (
        "La fecha del 30 de abril de 2026 de la actividad 3.2 se movió en otra versión, cuando ya había vencido.",
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            (someone(HEALTH),),
            (someone(PLANNING),),
            "La actividad 3.2 dejó de ser de la Secretaría de Salud y ahora es del Comité de Gestión.",
        ),
        (
            (someone(HEALTH),),
            (someone(HEALTH), someone(PLANNING)),
            "Por la actividad 3.2 responde ahora también el Comité de Gestión.",
        ),
        (
            (someone(HEALTH), someone(PLANNING)),
            (someone(HEALTH),),
            "Por la actividad 3.2 ya no responde el Comité de Gestión.",
        ),
        (
            (someone(HEALTH),),
            (someone(HEALTH), someone(PLANNING, role="SUPPORT")),
            "El Comité de Gestión apoya ahora la actividad 3.2.",
        ),
        (
            (someone(HEALTH),),
            (someone(ActorContent("Secretaría de Bienestar", id=4)),),
            "La Secretaría de Salud, responsable de la actividad 3.2, se llama ahora la Secretaría de Bienestar.",
        ),
        (
            (an_assignment("A", "B", "C", group="Todas"),),
            (an_assignment("A", "B", group="Todas"),),
            "En «Todas», de la actividad 3.2, sale C (eran 3 y son 2).",
        ),
        (
            (AssignmentContent("los que suscriban el pacto", conditional=True),),
            (an_assignment("A", "B", text="los que suscriban el pacto", conditional=True),),
            "Ya se sabe quiénes son «los que suscriban el pacto» de la actividad 3.2: A y B.",
        ),
        (
            (someone(HEALTH, own_target=Decimal(2)),),
            (someone(HEALTH, own_target=Decimal(3)),),
            "La parte de la Secretaría de Salud en la actividad 3.2 pasó de 2 a 3.",
        ),
    ],
)
def test_responsibles_are_said(
    before: tuple[AssignmentContent, ...], after: tuple[AssignmentContent, ...], expected: str
) -> None:
    assert said({"assignments": before}, {"assignments": after}) == (expected,)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"target": "Dos"}, {"target": "Tres"}, "La meta de la actividad 3.2 pasó de «Dos» a «Tres»."),
        ({"resources": ""}, {"resources": "Humano"}, "La actividad 3.2 dice ahora recursos: «Humano»."),
        ({"resources": "Humano"}, {"resources": ""}, "La actividad 3.2 ya no dice los recursos; decía «Humano»."),
        (
            {"target_quantity": Decimal(2), "target_unit": "COUNT"},
            {"target_quantity": Decimal(50), "target_unit": "PERCENT"},
            "La cantidad de la actividad 3.2 pasó de «2» a «50 %».",
        ),
        (
            {"expected_evidence": ("Acta",)},
            {"expected_evidence": ("Acta", "Informe")},
            "La evidencia esperada de la actividad 3.2 pasó de «Acta» a «Acta o Informe».",
        ),
        (
            {"universe": ("Mapa 1", "Mapa 2")},
            {"universe": ("Mapa 2", "Mapa 3", "Mapa 4")},
            "En la lista de la actividad 3.2 entran Mapa 3 y Mapa 4; sale Mapa 1 (eran 2 y son 3).",
        ),
        (
            {"indicator_accumulation": "SUM"},
            {"indicator_accumulation": "LAST"},
            "La forma de acumular de la actividad 3.2 pasó de «Se suman» a «Vale el último».",
        ),
    ],
)
def test_other_fields_are_said(before: dict[str, Any], after: dict[str, Any], expected: str) -> None:
    assert said(before, after) == (expected,)


def test_long_texts_are_quoted_around_what_differs() -> None:
    words = "Elaborar el informe de avance de la estrategia y socializarlo con las veedurías de los corregimientos "
    (sentence,) = said({"product": f"{words}en mayo {words}"}, {"product": f"{words}en octubre {words}"})

    assert "en mayo" in sentence
    assert "en octubre" in sentence
    assert len(sentence) < 300


def test_activity_that_comes_is_said_with_who_and_when() -> None:
    new = an_activity("5.3", name="Llevar el informe", deliverables=(a_deliverable(milestones=(due(JUNE),)),))

    assert sentences_of(changes_between(a_plan(), a_plan(new))) == (
        (
            "Entra la actividad 5.3: «Llevar el informe», en «3. Rendición de cuentas»; "
            "responde la Secretaría de Planeación, para el 30 de junio de 2026."
        ),
    )


def test_activity_that_goes_says_what_had_passed() -> None:
    changes = changes_between(plan_with(milestones=(due(APRIL),)), a_plan())

    (clause,) = clauses_of(changes, late=[APRIL])

    assert clause.text == (
        "Sale la actividad 3.2: «Publicar el informe 3.2», cuando ya había vencido (30 de abril de 2026)"
    )


def test_products_are_named_where_there_are_several() -> None:
    one, other = a_deliverable(id=1, product="Acta"), a_deliverable(id=2, product="Informe")
    before = a_plan(an_activity("3.2", deliverables=(one, other)))
    after = a_plan(an_activity("3.2", deliverables=(replace(one, target="Dos"), replace(other, id=3, product="Foto"))))

    assert sentences_of(changes_between(before, after)) == (
        "El producto «Acta» de la actividad 3.2 dice ahora meta: «Dos».",
        "La actividad 3.2 tiene un producto más: «Foto».",
        "La actividad 3.2 ya no tiene el producto «Informe».",
    )


def test_own_words_objectives_and_place_are_said() -> None:
    before = a_plan(an_activity("3.2", objectives=("Servir",)), objectives=("Servir", "Abrir"))
    after = a_plan(an_activity("3.4", key="3-2", objectives=("Abrir",)), objectives=("Servir", "Abrir"))
    after = replace(after, nodes=(replace(after.nodes[0], id=8, name="Transparencia", code="4"),))

    sentences = sentences_of(changes_between(before, after))

    assert sentences[:5] == (
        "La actividad 3.4 pasó de «3. Rendición de cuentas» a «4. Transparencia».",
        "El código de la actividad 3.4 pasó de «3.2» a «3.4».",
        "El texto de la actividad 3.4 pasó de «Publicar el informe 3.2» a «Publicar el informe 3.4».",
        "La actividad 3.4 aporta ahora al objetivo «Abrir».",
        "La actividad 3.4 ya no aporta al objetivo «Servir».",
    )


def test_components_and_header_are_said() -> None:
    before = a_plan(an_activity(), announcements=(AnnouncementContent("Cartilla"),))
    shown = PlacementContent("Estrategia 2026", 2026, "rdc", "2-1", "Audiencia", "2.1")
    node = replace(before.nodes[0], name="Cuentas claras", narrative="Presentación", placements=(shown,))
    after = replace(
        before,
        nodes=(node, NodeContent("Nuevo", code="4", id=9)),
        objective="Que la gente sepa y pregunte.",
        legal_bases=("Ley 2195 de 2022",),
        announcements=(AnnouncementContent("Cartilla", became="1-1"),),
    )

    assert sentences_of(changes_between(before, after)) == (
        "El componente «3. Rendición de cuentas» se llama ahora «3. Cuentas claras».",
        "El componente «3. Cuentas claras» dice ahora texto: «Presentación».",
        "La actividad 2.1 de «Estrategia 2026» se muestra ahora también en el componente «3. Cuentas claras».",
        "Entra el componente «4. Nuevo».",
        "El objetivo del plan pasó de «Que la gente sepa.» a «Que la gente sepa y pregunte.».",
        "En la base legal entra «Ley 2195 de 2022».",
        "La acción anunciada «Cartilla» es ahora la actividad 1.1.",
    )


@pytest.mark.parametrize(
    ("clauses", "reason", "expected"),
    [
        (["La fecha pasó"], "El contratista tardó.", "La fecha pasó porque el contratista tardó."),
        (["La fecha pasó"], "porque el contratista tardó", "La fecha pasó porque el contratista tardó."),
        (["La fecha pasó"], "Corponariño no respondió", "La fecha pasó porque Corponariño no respondió."),
        (["A cambió", "B cambió"], "El contratista tardó", "A cambió. B cambió. Motivo: El contratista tardó."),
    ],
)
def test_reason_follows_what_changed(clauses: list[str], reason: str, expected: str) -> None:
    assert with_reason(clauses, reason) == expected


@given(any_plan, any_plan)
def test_any_two_contents_can_be_said(before: PlanContent, after: PlanContent) -> None:
    changes = changes_between(before, after)

    said = clauses_of(changes)

    assert bool(said) is not changes.is_empty or changes.is_first


@pytest.mark.parametrize(
    ("status", "clause", "expected"),
    [
        (
            "REQUESTED",
            "La fecha de la actividad 4.1.1 pasó del 18 al 11 de diciembre de 2026",
            "Si se aprueba, la fecha de la actividad 4.1.1 pasa del 18 al 11 de diciembre de 2026",
        ),
        (
            "WITH_OPINION",
            "Los recursos de la actividad 1.1 pasaron de «pasó «lo que pasó» ayer» a «pasaron»",
            "Si se aprueba, los recursos de la actividad 1.1 pasan de «pasó «lo que pasó» ayer» a «pasaron»",
        ),
        ("APPROVED", "Entra la actividad 9.9: «Abrir»", "Al publicarse, entra la actividad 9.9: «Abrir»"),
        ("REJECTED", "Planeación ya no responde", "Se pidió: Planeación ya no responde"),
        ("WITHDRAWN", "El texto de la meta pasó de «a» a «b»", "Se pidió: el texto de la meta pasa de «a» a «b»"),
        ("PUBLISHED", "La meta pasó de «a» a «b»", "La meta pasó de «a» a «b»"),
    ],
)
def test_clause_is_said_as_the_request_stands(status: str, clause: str, expected: str) -> None:
    assert in_mood(clause, status) == expected
