"""The desk pages of spaces: who opens which, and the whole course of a hearing as a coordinator walks it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from dialogue_samples import AFTER, BEFORE, DURING, make_called_space, make_draft_space, make_held_space
from factories import client_of, make_full_plan, make_member
from page_costs import assert_cheap, costs_of
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceStep
from rinde.services.tenancy import active_tenant

OF_A_SPACE = (
    "space_detail",
    "space_edit",
    "space_documents",
    "space_results",
    "space_survey",
    "space_cells",
    "space_team",
    "space_sharing",
    "space_text",
    "space_poster",
    "space_move",
    "space_cancel",
)
OF_THE_ENTITY = (
    "space_list",
    "space_new",
    "value_group_list",
    "value_group_new",
    "coverage",
    "topic_list",
    "topic_prioritise",
    "strategy",
    "action_new",
    "series_list",
    "series_new",
    "step_terms",
)


def at(space, name, **more):
    return reverse(f"desk:{name}", kwargs={"entity_slug": space.entity.slug, "space_id": space.pk} | more)


def of(entity, name, **more):
    return reverse(f"desk:{name}", kwargs={"entity_slug": entity.slug} | more)


@pytest.fixture
def desk(entity):
    return client_of(make_member(entity, "PLAN_COORDINATOR"))


@pytest.mark.parametrize("name", OF_A_SPACE)
def test_page_of_a_called_space_opens(desk, entity, name):
    space = make_called_space(entity)
    assert desk.get(at(space, name)).status_code == 200


@pytest.mark.parametrize("name", OF_THE_ENTITY)
def test_page_of_the_dialogue_opens(desk, entity, name):
    assert desk.get(of(entity, name)).status_code == 200
