"""The topics of a year: proposed, consulted, counted, prioritised, and which spaces answer to each."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from rinde.capabilities.dialogue.choices import TopicStatus
from rinde.capabilities.dialogue.operations.topics import (
    consult_topics,
    count_votes,
    drop_topic,
    prioritise,
    propose_topics,
)
from rinde.capabilities.dialogue.permissions import can_set_up, check_set_up
from rinde.capabilities.dialogue.queries.outreach import topic_years, topics_of
from rinde.capabilities.dialogue.web.desk.groups import year_asked
from rinde.capabilities.dialogue.web.forms.outreach import PrioritiesForm, TopicsForm
from rinde.capabilities.dialogue.web.forms.trying import tried
from rinde.capabilities.plans.web.requests import DeskRequest
from rinde.services.access import desk_page


@desk_page("dialogue.read")
def topic_list(request: DeskRequest, entity_slug: str) -> HttpResponse:
    """The topics of a year with their votes and their spaces; proposing more."""
    year = year_asked(request)
    form = TopicsForm(request.POST or None)
    if form.is_valid():
        check_set_up(request.entity, by=request.principal)
        entity_id, names = request.entity.pk, form.lines()
        made = tried(
            form,
            lambda: propose_topics(
                entity_id=entity_id, year=year, names=names, by=request.principal, now=timezone.now()
            ),
        )
        if made is not None:
            return _back(request, year, f"Temas propuestos: {len(made)}." if made else "Esos temas ya estaban.")
    topics = topics_of(request.entity, year)
    survey = next((one.topic.survey for one in topics if one.topic.survey), None)
    context = {
        "year": year,
        "years": sorted({*topic_years(request.entity), timezone.localdate().year, year}, reverse=True),
        "topics": topics,
        "survey": survey,
        "has_proposed": any(one.topic.status == TopicStatus.PROPOSED for one in topics),
        "survey_url": reverse("desk:survey_detail", args=[entity_slug, survey.pk]) if survey else "",
        "form": form,
        "may_set_up": can_set_up(request.entity, by=request.principal),
    }
    return render(request, "dialogue/desk/topics.html", context, status=422 if form.errors else 200)


def _back(request: DeskRequest, year: int, said: str) -> HttpResponse:
    messages.success(request, said)
    page = redirect("desk:topic_list", entity_slug=request.entity.slug)
    page["Location"] += f"?vigencia={year}"
    return page


def _act(request: DeskRequest, act: Callable[..., object], said: str) -> HttpResponse:
    year = year_asked(request)
    act(entity_id=request.entity.pk, year=year, by=request.principal, now=timezone.now())
    return _back(request, year, said)


@desk_page("dialogue.manage")
@require_POST
def topic_consult(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Begin the survey that asks people."""
    return _act(request, consult_topics, "La consulta quedó en borrador. Revise la encuesta y ábrala.")


@desk_page("dialogue.manage")
@require_POST
def topic_count(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Close the consultation and write down the votes."""
    return _act(request, count_votes, "La consulta quedó cerrada y sus votos, contados. Ahora priorice.")


@desk_page("dialogue.manage")
@require_POST
def topic_drop(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Take out a topic that nobody was asked about."""
    number = request.POST.get("topic", "")
    if number.isdecimal() and len(number) < 19:
        drop_topic(entity_id=request.entity.pk, topic_id=int(number), by=request.principal, now=timezone.now())
    return _back(request, year_asked(request), "El tema se quitó.")


@desk_page("dialogue.manage")
def topic_prioritise(request: DeskRequest, entity_slug: str) -> HttpResponse:  # noqa: ARG001
    """Decide which topics are answered to, in what order."""
    check_set_up(request.entity, by=request.principal)
    year = year_asked(request)
    topics = sorted((one.topic for one in topics_of(request.entity, year)), key=lambda one: -(one.votes or 0))
    form = PrioritiesForm(request.POST or None, topics=topics)
    if form.is_valid():
        entity_id, priorities = request.entity.pk, form.priorities()
        decided = tried(
            form,
            lambda: prioritise(
                entity_id=entity_id, year=year, priorities=priorities, by=request.principal, now=timezone.now()
            ),
        )
        if decided is not None:
            return _back(request, year, "Los temas quedaron priorizados.")
    context = {"form": form, "year": year}
    return render(request, "dialogue/desk/priorities.html", context, status=422 if form.errors else 200)
