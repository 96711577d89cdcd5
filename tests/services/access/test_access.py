"""Principals and the marks on views: pure."""

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from rinde.foundations.refusals import NotAllowed
from rinde.services.access import (
    ANONYMOUS,
    Grant,
    Principal,
    Scope,
    desk_page,
    public_page,
    signed_in_page,
    visitor_page,
)

EVERYWHERE = Principal(1, 1, grants=(Grant("R", frozenset({"plans.edit"})),))
ON_A_PLAN = Principal(1, 1, grants=(Grant("R", frozenset({"plans.edit"}), Scope("plan", frozenset({7}))),))


@pytest.mark.parametrize(
    ("who", "within", "expected"),
    [
        (EVERYWHERE, {}, True),
        (EVERYWHERE, {"plan": [7]}, True),
        (ON_A_PLAN, {}, False),
        (ON_A_PLAN, {"plan": [7]}, True),
        (ON_A_PLAN, {"plan": [8]}, False),
        (ON_A_PLAN, {"node": [7]}, False),
        (ANONYMOUS, {"plan": [7]}, False),
    ],
)
def test_permission_holds_where_it_was_given(who, within, expected):
    assert who.may("plans.edit", **within) is expected


def test_permission_over_anything_shows_the_menu_entry():
    assert ON_A_PLAN.may_somewhere("plans.edit")
    assert not ANONYMOUS.may_somewhere("plans.edit")


def test_check_refuses_with_its_words():
    with pytest.raises(NotAllowed, match="Pídalo"):
        ANONYMOUS.check("plans.edit", "Pídalo a otra persona.")


def test_name_of_a_principal_is_not_in_its_repr():
    assert "Ana" not in repr(Principal(1, 1, name="Ana Rueda"))


def view(request):
    return HttpResponse("dentro")


@pytest.mark.parametrize(
    ("marked", "opens_to", "login_required", "cached"),
    [
        (public_page(lambda _: HttpResponse()), "public", False, True),
        (visitor_page(view), "visitor", False, False),
        (signed_in_page(view), "signed-in", True, False),
        (desk_page("plans.edit")(view), "plans.edit", True, False),
    ],
)
def test_view_says_who_opens_it_and_whether_it_may_be_kept(marked, opens_to, login_required, cached):
    request = RequestFactory().get("/")
    request.principal = EVERYWHERE
    assert marked.opens_to == opens_to
    assert getattr(marked, "login_required", True) is login_required
    assert ("no-store" not in marked(request).headers.get("Cache-Control", "")) is cached


def test_desk_page_tells_strangers_nothing():
    request = RequestFactory().get("/")
    request.principal = Principal(2, 1)
    with pytest.raises(Http404):
        desk_page("plans.edit")(view)(request)
