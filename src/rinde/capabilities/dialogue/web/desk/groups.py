"""Groups of value, and which of them have no space this year."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from rinde.capabilities.dialogue.models import ValueGroup
from rinde.capabilities.dialogue.operations.outreach import keep_group
from rinde.capabilities.dialogue.permissions import can_set_up, check_set_up
from rinde.capabilities.dialogue.queries.listing import years_of
from rinde.capabilities.dialogue.queries.outreach import coverage as coverage_of_year
from rinde.capabilities.dialogue.queries.outreach import groups_of
from rinde.capabilities.dialogue.rules.coverage import QUARTERS, missing_in_words
from rinde.capabilities.dialogue.web.forms.outreach import GroupForm
from rinde.capabilities.dialogue.web.presenters.groups import group_card
from rinde.capabilities.plans.web.forms.saving import save_or_explain, status_of
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page


def year_asked(request: HttpRequest) -> int:
    """The year of `?vigencia=`; this year where none makes sense."""
    asked = request.GET.get("vigencia", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else 0
    return year if 2000 <= year <= 2100 else timezone.localdate().year


@desk_page("dialogue.read")
def group_list(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """The groups with what is known of each."""
    context = {
        "groups": [group_card(one) for one in groups_of(request.entity, with_retired=True)],
        "may_set_up": can_set_up(request.entity, by=request.principal),
    }
    return render(request, "dialogue/desk/groups.html", context)


@desk_page("dialogue.manage")
def group_new(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Write down a group."""
    check_set_up(request.entity, by=request.principal)
    return _edit(request, None)


@desk_page("dialogue.manage")
def group_edit(request: DeskRequest, entity_slug: str, value_group_id: int) -> HttpResponse:  # noqa: ARG001
    """Change what is known of a group."""
    check_set_up(request.entity, by=request.principal)
    return _edit(request, get_object_or_404(ValueGroup, entity=request.entity, pk=value_group_id))


def _edit(request: DeskRequest, group: ValueGroup | None) -> HttpResponse:
    form = GroupForm(request.POST or None, initial=GroupForm.initial_of(group) if group else {})
    if form.is_valid():
        values, seen = form.values(), form.cleaned_data["seen"]
        kept = save_or_explain(
            form,
            lambda: keep_group(
                entity_id=request.entity.pk,
                values=values,
                group_id=group.pk if group else None,
                seen=seen,
                by=request.principal,
                now=timezone.now(),
            ),
            group.edited_at if group else None,
        )
        if kept:
            messages.success(request, f"«{kept.name}» quedó guardado.")
            return redirect("desk:value_group_list", entity_slug=request.entity.slug)
    return render(request, "dialogue/desk/group.html", {"form": form, "group": group}, status=status_of(form))


@desk_page("dialogue.read")
def coverage(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Which groups have a space in a year, quarter by quarter, and who is missing."""
    year = year_asked(request)
    covered = coverage_of_year(request.entity, year)
    context = {
        "year": year,
        "years": sorted({*years_of(request.entity), timezone.localdate().year}, reverse=True),
        "covered": covered,
        "quarters": QUARTERS,
        "missing": missing_in_words(covered, year),
        "may_set_up": can_set_up(request.entity, by=request.principal),
    }
    return render(request, "dialogue/desk/coverage.html", context)
