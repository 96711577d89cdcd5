"""What a citizen reads of a deliverable: how much, with its total, and every date once."""

from datetime import date
from decimal import Decimal

import pytest

from plan_contents import an_assignment
from rinde.capabilities.plans.rules.content import DeliverableContent, MilestoneContent
from rinde.capabilities.plans.rules.telling import promise_in_words, when_in_words

JUNE, DECEMBER = date(2026, 6, 30), date(2026, 12, 31)
TWO_UNITS = (an_assignment("Hacienda", "Planeación"),)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"target": "Dos informes", "target_quantity": Decimal(2)}, "Dos informes"),
        ({"target": "Varios informes", "target_quantity": Decimal(2)}, "Varios informes (2)"),
        ({"target_quantity": Decimal(100), "target_unit": "PERCENT"}, "100 %"),
        ({"target": "Varios informes"}, "Varios informes"),
        (
            {"target": "Informes", "target_quantity": Decimal(2), "target_per_actor": True, "assignments": TWO_UNITS},
            "Informes (2 por dependencia). En total: 2 × 2 = 4",
        ),
        ({}, ""),
    ],
)
def test_promise_says_its_quantity_once_and_its_total(fields: dict, said: str) -> None:
    assert promise_in_words(DeliverableContent(**fields)) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"milestones": (MilestoneContent(DECEMBER, name="publicado", expected_quantity=Decimal(3)),)},
            "publicado: 31 dic 2026 (3)",
        ),
        ({"milestones": (MilestoneContent(JUNE), MilestoneContent(JUNE))}, "30 jun 2026"),
        (
            {"milestones": (MilestoneContent(JUNE, expected_quantity=Decimal(2)),), "recurrence": "SEMIANNUAL"},
            "Cada semestre\n30 jun 2026 (2)",
        ),
        ({"permanent": True, "schedule_text": "Permanente"}, "Permanente, todo el año"),
        ({"schedule_text": "Según demanda"}, "Según demanda"),
        ({}, "Sin fecha"),
    ],
)
def test_dates_are_told_once_with_their_names_and_quantities(fields: dict, said: str) -> None:
    assert when_in_words(DeliverableContent(**fields)).replace("\u00a0", " ") == said
