"""Who works in an entity, with what they may do: asked for all at once, and the same as each page asks for one."""

import pytest
from django.test.utils import CaptureQueriesContext

from factories import NOW, make_actor, make_member, make_user
from rinde.capabilities.accounts.models import Membership
from rinde.capabilities.accounts.queries import colleagues, principal_of
from rinde.services.tenancy import active_tenant


def _liaison(entity, *actors):
    user = make_user()
    membership = Membership.objects.create(entity=entity, user=user, role="UNIT_LIAISON", scope_kind="actors")
    membership.actors.set(actors)
    return user


def test_each_colleague_holds_what_a_page_would_grant_them(entity):
    one, two = make_actor(entity), make_actor(entity)
    liaison, head = _liaison(entity, one, two), make_member(entity, "UNIT_HEAD")
    Membership.objects.create(entity=entity, user=head, role="READER", scope_kind="plan", scope_ids=[7])
    found = colleagues(entity)
    assert [colleague.user_id for colleague in found] == [liaison.pk, head.pk]
    for colleague, user in zip(found, (liaison, head), strict=True):
        assert colleague.principal == principal_of(user, entity, second_factor=False)
        assert (colleague.email, colleague.name) == (user.email, user.full_name)


def test_nobody_of_another_entity_nor_who_left_nor_who_was_switched_off(entity, other_entity):
    here = make_member(entity, "READER")
    make_member(entity, "READER", is_active=False)
    gone = make_member(entity, "READER")
    Membership.objects.filter(user=gone).update(ended_at=NOW)
    make_member(other_entity, "ENTITY_ADMIN")
    assert [one.user_id for one in colleagues(entity)] == [here.pk]
    with active_tenant(other_entity):
        assert len(colleagues(other_entity)) == 1


@pytest.mark.parametrize("people", [1, 3])
def test_one_query_for_one_and_for_many(entity, people, django_assert_num_queries: type[CaptureQueriesContext]):
    for _ in range(people):
        _liaison(entity, make_actor(entity), make_actor(entity))
    with django_assert_num_queries(1):
        assert len(colleagues(entity)) == people
