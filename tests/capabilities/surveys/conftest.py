"""Surveys in each of their states, and whoever runs them."""

from datetime import timedelta
from typing import Any

import pytest

from factories import NOW, principal
from rinde.capabilities.surveys.models import Survey
from rinde.capabilities.surveys.operations import make_survey, open_survey
from rinde.services.access import Principal


@pytest.fixture
def manager(entity: Any) -> Principal:
    return principal(entity, "COMMUNICATIONS")


@pytest.fixture
def draft(entity: Any, manager: Principal) -> Survey:
    return make_survey(entity_id=entity.pk, title="", ready_form="TOPICS", by=manager, now=NOW)


@pytest.fixture
def survey(draft: Survey, manager: Principal) -> Survey:
    """Open for ten days."""
    return open_survey(survey_id=draft.pk, opens_at=NOW, closes_at=NOW + timedelta(days=10), by=manager, now=NOW)
