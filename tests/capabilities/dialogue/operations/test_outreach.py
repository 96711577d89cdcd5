"""Groups, topics, the strategy of a year, series and own terms: who may set them up, and what is refused."""

from datetime import date, timedelta

import pytest

from dialogue_samples import BEFORE, STARTS, make_called_space, make_draft_space, make_held_space, organiser
from factories import make_entity, make_plan, principal
from rinde.capabilities.dialogue.models import (
    CommunicationAction,
    SpaceSeries,
    SpaceStep,
    StepTermSetting,
    StrategyStage,
    Topic,
    ValueGroup,
)
from rinde.capabilities.dialogue.operations.outreach import drop_action, keep_action, keep_group, write_stage
from rinde.capabilities.dialogue.operations.series import SeriesValues, keep_series
from rinde.capabilities.dialogue.operations.spaces import make_space
from rinde.capabilities.dialogue.operations.steps import finish_step
from rinde.capabilities.dialogue.operations.terms import set_terms
from rinde.capabilities.dialogue.operations.topics import (
    Priority,
    consult_topics,
    count_votes,
    drop_topic,
    prioritise,
    propose_topics,
)
from rinde.capabilities.dialogue.queries.outreach import coverage, topics_of
from rinde.capabilities.dialogue.queries.series import series_sums
from rinde.capabilities.dialogue.rules.outreach import ActionValues, GroupValues
from rinde.capabilities.dialogue.rules.spaces import SpaceValues
from rinde.capabilities.dialogue.rules.terms import StepTerm
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.surveys.models import SurveyAnswer
from rinde.capabilities.surveys.operations.opening import open_survey
from rinde.foundations.law.terms import TermUnit
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

CALENDAR, BUSINESS = TermUnit.CALENDAR_DAYS, TermUnit.BUSINESS_DAYS


def group(entity: Entity, name: str, by=None) -> ValueGroup:
    return keep_group(entity_id=entity.pk, values=GroupValues(name), by=by or organiser(entity), now=BEFORE)


def propose(entity: Entity, *names: str, by) -> list[Topic]:
    propose_topics(entity_id=entity.pk, year=2026, names=names, by=by, now=BEFORE)
    return list(Topic.objects.filter(entity=entity, year=2026).order_by("pk"))


@pytest.mark.parametrize("role", ["UNIT_LIAISON", "INTERNAL_CONTROL", "COMMUNICATIONS", "READER", "ENTITY_ADMIN"])
def test_only_the_coordination_sets_up_the_dialogue(entity: Entity, role: str) -> None:
    who = principal(entity, role)
    if role == "UNIT_LIAISON":  # theirs is a unit, never the whole entity
        who = principal(entity, "READER")
    with pytest.raises(NotAllowed):
        group(entity, "Juventud", by=who)
    with pytest.raises(NotAllowed):
        propose_topics(entity_id=entity.pk, year=2026, names=["Agua"], by=who, now=BEFORE)
    assert not ValueGroup.objects.exists()
    assert not Topic.objects.exists()


def test_coordinator_of_another_entity_is_refused(entity: Entity) -> None:
    with pytest.raises(NotAllowed, match="otra entidad"):
        group(entity, "Juventud", by=principal(make_entity(), "PLAN_COORDINATOR"))


def test_group_with_the_same_name_is_refused_whatever_its_capitals(entity: Entity) -> None:
    by = organiser(entity)
    kept = group(entity, "Juventud", by=by)
    with pytest.raises(NotReady) as refused:
        group(entity, " JUVENTUD ", by=by)
    assert refused.value.gaps == ("Ya hay un grupo con ese nombre. Cámbielo, o edite el que está.",)
    values = GroupValues("Juventud", size=900)
    with pytest.raises(NotReady) as refused:
        keep_group(entity_id=entity.pk, values=values, group_id=kept.pk, by=by, now=BEFORE)
    assert refused.value.gaps == ("Diga de dónde sale el número de personas: quién las contó y cuándo.",)


def test_group_of_somebody_else_is_not_written_over(entity: Entity) -> None:
    by = organiser(entity)
    kept = group(entity, "Juventud", by=by)
    with pytest.raises(StaleWrite):
        keep_group(entity_id=entity.pk, values=GroupValues("Jóvenes"), group_id=kept.pk, seen=STARTS, by=by, now=STARTS)


def test_coverage_counts_the_own_spaces_only(entity: Entity) -> None:
    other = make_entity()
    young = group(entity, "Juventud")
    group(entity, "Víctimas")
    make_called_space(entity, group_ids=(young.pk,))
    with active_tenant(other):
        make_called_space(other, group_ids=(group(other, "Juventud").pk,))
    found = coverage(entity, 2026)
    assert [(one.name, one.spaces) for one in found] == [("Víctimas", 0), ("Juventud", 1)]
    assert [one.spaces for one in coverage(entity, 2025)] == [0, 0]


def test_draft_covers_nobody_in_public(entity: Entity) -> None:
    make_draft_space(entity, group_ids=(group(entity, "Juventud").pk,))
    assert [one.spaces for one in coverage(entity, 2026)] == [1]
    assert [one.spaces for one in coverage(entity, 2026, public=True)] == [0]


def test_topics_are_consulted_counted_and_prioritised(entity: Entity) -> None:
    by = organiser(entity)
    water, roads = propose(entity, "El agua", "Las vías", "el agua", by=by)
    surveys = {consult_topics(entity_id=entity.pk, year=2026, by=by, now=BEFORE).pk for _ in range(2)}
    assert len(surveys) == 1
    with pytest.raises(TransitionNotAllowed, match="no se ha abierto"):
        count_votes(entity_id=entity.pk, year=2026, by=by, now=BEFORE)
    open_survey(survey_id=surveys.pop(), opens_at=BEFORE, closes_at=None, by=by, now=BEFORE)
    count_votes(entity_id=entity.pk, year=2026, by=by, now=BEFORE + timedelta(days=5))
    water.refresh_from_db()
    assert (water.votes, water.voters, SurveyAnswer.objects.count()) == (0, 0, 0)
    Topic.objects.filter(pk=water.pk).update(votes=30, voters=40)
    Topic.objects.filter(pk=roads.pk).update(votes=10, voters=40)
    against = {roads.pk: Priority(1)}
    with pytest.raises(NotReady, match="no cambiaron"):
        prioritise(entity_id=entity.pk, year=2026, priorities=against, by=by, now=BEFORE)
    reasoned = {roads.pk: Priority(1, "Hay obra."), water.pk: Priority(None, "Ya se contó en 2025.")}
    prioritise(entity_id=entity.pk, year=2026, priorities=reasoned, by=by, now=BEFORE)
    found = [(one.topic.name, one.topic.status, one.topic.rank) for one in topics_of(entity, 2026)]
    assert found == [("Las vías", "PRIORITISED", 1), ("El agua", "LEFT_OUT", None)]


def test_one_topic_alone_is_not_consulted(entity: Entity) -> None:
    by = organiser(entity)
    propose(entity, "El agua", by=by)
    with pytest.raises(NotReady) as refused:
        consult_topics(entity_id=entity.pk, year=2026, by=by, now=BEFORE)
    assert refused.value.gaps == ("Proponga al menos dos temas: entre uno solo no se escoge.",)


def test_topic_that_a_space_answers_to_is_not_dropped(entity: Entity) -> None:
    by = organiser(entity)
    water, roads = propose(entity, "El agua", "Las vías", by=by)
    make_called_space(entity, topic_ids=(water.pk,))
    with pytest.raises(TransitionNotAllowed):
        drop_topic(entity_id=entity.pk, topic_id=water.pk, by=by, now=BEFORE)
    for _ in range(2):
        drop_topic(entity_id=entity.pk, topic_id=roads.pk, by=by, now=BEFORE)
    assert list(Topic.objects.values_list("name", flat=True)) == ["El agua"]


def test_communication_of_another_entitys_group_is_refused(entity: Entity) -> None:
    other, by = make_entity(), organiser(entity)
    with active_tenant(other):
        theirs = group(other, "Juventud")
    with pytest.raises(NotReady) as refused:
        keep_action(entity_id=entity.pk, year=2026, values=ActionValues("RADIO", "Cuña", theirs.pk), by=by, now=BEFORE)
    assert refused.value.gaps == ("El grupo que escogió no está en esta entidad. Escoja de la lista.",)
    kept = keep_action(entity_id=entity.pk, year=2026, values=ActionValues("RADIO", "Cuña"), by=by, now=BEFORE)
    for _ in range(2):
        drop_action(entity_id=entity.pk, action_id=kept.pk, by=by, now=BEFORE)
    assert not CommunicationAction.objects.exists()
    assert AuditEntry.objects.filter(action="dialogue.action_drop").count() == 1


def test_stage_is_told_once_for_a_plan_of_the_entity(entity: Entity) -> None:
    by, plan = organiser(entity), make_plan(entity)
    other = make_entity()
    with active_tenant(other):
        theirs = make_plan(other)
    given = {"entity_id": entity.pk, "stage": "DESIGN", "text": "Hecho.", "done_on": date(2026, 2, 1), "by": by}
    for _ in range(2):
        write_stage(plan_id=plan.pk, now=BEFORE, **given)
    assert StrategyStage.objects.count() == 1
    assert AuditEntry.objects.filter(action="dialogue.stage_write").count() == 1
    with pytest.raises(NotReady):
        write_stage(plan_id=theirs.pk, now=BEFORE, **given)
    with pytest.raises(NotReady) as refused:
        write_stage(plan_id=plan.pk, now=BEFORE, **given | {"text": "", "done_on": date(2027, 1, 1)})
    assert len(refused.value.gaps) == 2


def test_series_sums_its_spaces_and_counts_the_cancelled_apart(entity: Entity) -> None:
    by = organiser(entity)
    values = SeriesValues(2026, "Diálogos en las veredas")
    series = keep_series(entity_id=entity.pk, values=values, by=by, now=BEFORE)
    again = keep_series(entity_id=entity.pk, values=values, by=by, now=BEFORE)
    assert (series.slug, again.slug) == ("dialogos-en-las-veredas-2026", "dialogos-en-las-veredas-2026-2")
    for territory in ("La Unión", "San Isidro", "La Unión"):
        make_called_space(entity, by=by, series_id=series.pk, territory=territory)
    make_held_space(entity, by=by, series_id=series.pk, territory="San Isidro")
    sums = series_sums([series, again])
    assert [(one.spaces, one.held, one.cancelled, one.territories) for one in sums] == [(4, 1, 0, 2), (0, 0, 0, 0)]


def test_series_without_a_name_or_of_another_units_is_refused(entity: Entity) -> None:
    with pytest.raises(NotReady):
        keep_series(entity_id=entity.pk, values=SeriesValues(2026, " "), by=organiser(entity), now=BEFORE)
    with pytest.raises(NotAllowed):
        keep_series(
            entity_id=entity.pk, values=SeriesValues(2026, "Ferias"), by=principal(entity, "READER"), now=BEFORE
        )
    assert not SpaceSeries.objects.exists()


def test_own_term_counts_anew_only_what_waits(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    finish_step(space_id=space.pk, kind="MINUTES", by=by, now=STARTS + timedelta(days=1))
    before = dict(SpaceStep.objects.filter(space=space).values_list("kind", "due_on"))
    terms = {"MINUTES": StepTerm(3, CALENDAR, False, ""), "EVENT_REPORT": StepTerm(3, CALENDAR, False, "")}
    given = {"entity_id": entity.pk, "space_kind": "PUBLIC_HEARING", "by": by, "now": STARTS + timedelta(days=1)}
    assert set(set_terms(terms=terms, **given)) == {"MINUTES", "EVENT_REPORT"}
    assert set_terms(terms=terms, **given) == ()
    after = dict(SpaceStep.objects.filter(space=space).values_list("kind", "due_on"))
    assert after["MINUTES"] == before["MINUTES"]
    assert after["EVENT_REPORT"] == date(2026, 5, 15)
    set_terms(terms={"MINUTES": StepTerm(10, BUSINESS, False, "")}, **given)
    assert list(StepTermSetting.objects.values_list("step", flat=True)) == ["EVENT_REPORT"]


def test_term_longer_than_the_law_is_refused_with_its_article(entity: Entity) -> None:
    given = {"entity_id": entity.pk, "space_kind": "PUBLIC_HEARING", "by": organiser(entity), "now": BEFORE}
    with pytest.raises(NotReady) as refused:
        set_terms(terms={"ANSWERS": StepTerm(30, BUSINESS, False, "")}, **given)
    assert "Ley Estatutaria 1757 de 2015, art. 56" in refused.value.gaps[0]
    assert not StepTermSetting.objects.exists()


@pytest.mark.parametrize("year", [26, 1999, 2099, 2300])
def test_year_that_is_a_slip_of_the_key_is_told(entity: Entity, year: int) -> None:
    starts = STARTS.replace(year=year)
    values = SpaceValues("FORUM", "Foro", starts, starts + timedelta(hours=1))
    with pytest.raises(NotReady) as refused:
        make_space(entity_id=entity.pk, values=values, by=organiser(entity), now=BEFORE)
    assert "Revise el año" in refused.value.gaps[0]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "www.example.org"])
def test_link_that_is_no_address_of_a_page_is_refused(entity: Entity, link: str) -> None:
    values = SpaceValues("FORUM", "Foro", STARTS, STARTS + timedelta(hours=1), link=link)
    with pytest.raises(NotReady) as refused:
        make_space(entity_id=entity.pk, values=values, by=organiser(entity), now=BEFORE)
    assert refused.value.gaps == ("El enlace empieza por https://. Cópielo completo de la barra del navegador.",)
