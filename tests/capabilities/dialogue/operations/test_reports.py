import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue_samples import AFTER, make_called_space, make_held_space, organiser, serve
from factories import make_published_plan, principal
from followup_samples import first_cell
from rinde.capabilities.dialogue.choices import Finding, ReportKind, ReportState, StepKind, StepStatus
from rinde.capabilities.dialogue.models import (
    AttendanceClosing,
    Commitment,
    DialogueReport,
    DialogueSpace,
    Question,
    SpaceSeries,
    SpaceStep,
    Topic,
    ValueGroup,
)
from rinde.capabilities.dialogue.operations.reports import ReportOf, open_report, publish_report, write_report
from rinde.capabilities.dialogue.reports.documents import format_of, year_of
from rinde.capabilities.dialogue.rules.report_texts import CRITERIA, sections_of
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import ProgressReport
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.reporting import Report
from rinde.services.reporting.frozen import thaw
from rinde.services.tenancy import active_tenant

TODAY = AFTER.date()
LATER = AFTER + timedelta(hours=1)


def draft(entity: Entity, by: Principal, **of: object) -> DialogueReport:
    return open_report(entity_id=entity.pk, of=ReportOf(**of), by=by, now=AFTER)  # type: ignore[arg-type]


def fill(report: DialogueReport, by: Principal) -> DialogueReport:
    """Write every asked text, and find every criterion met."""
    texts = {one.key: f"Texto de {one.key}" for one in sections_of(report.kind) if one.is_asked}
    met = {one.key: (Finding.MET, "") for one in CRITERIA} if report.kind == ReportKind.EVALUATION else {}
    return write_report(report_id=report.pk, texts=texts, findings=met, seen=None, by=by, now=AFTER)


def ask(space: DialogueSpace, number: int, **fields: object) -> Question:
    defaults = {
        "entity": space.entity,
        "space": space,
        "number": number,
        "text": f"¿Pregunta {number}?",
        "form_token": f"f{number}",
        "received_at": AFTER,
        "changed_at": AFTER,
        "status": "SHOWN",
    }
    return Question.objects.create(**defaults | fields)


def promise(space: DialogueSpace, number: int, **fields: object) -> Commitment:
    day = AFTER.date()
    defaults = {
        "entity": space.entity,
        "number": number,
        "space": space,
        "text": f"Compromiso {number}",
        "obtained_by": "Junta de La Palma",
        "evidence_expected": "Acta",
        "made_on": day,
        "due_on": day + timedelta(days=30),
        "first_due_on": day + timedelta(days=30),
        "status": "OPEN",
        "published_at": AFTER,
        "edited_at": AFTER,
    }
    return Commitment.objects.create(**defaults | fields)


def said(report: Report) -> str:
    return " ".join(
        [text for section in report.sections for text in (*section.paragraphs, *section.bullets)]
        + [str(value) for table in report.tables for row in table.rows for value in row]
    )


def test_report_of_a_space_is_frozen_and_does_its_step(entity: Entity) -> None:
    by = organiser(entity)
    plan = make_published_plan(entity)
    space = make_held_space(entity, by=by)
    serve(space, plan, first_cell(plan), StepKind.EVENT_REPORT)
    ask(space, 1, answer="LIVE", live_answer="En agosto.", answered_by="Obras", answered_at=AFTER)
    report = fill(draft(entity, by, kind=ReportKind.EVENT, space_id=space.pk), by)
    published = publish_report(report_id=report.pk, by=by, now=AFTER)
    ask(space, 2)
    publish_report(report_id=report.pk, by=by, now=LATER)  # once more changes nothing
    published.refresh_from_db()
    text = said(thaw(published.content))
    assert (published.state, published.published_at) == (ReportState.PUBLISHED, AFTER)
    assert "¿Pregunta 1?" in text
    assert "¿Pregunta 2?" not in text
    assert json.loads(published.content)["source"].endswith(f"/dialogo/espacios/{space.slug}/")
    assert SpaceStep.objects.get(space=space, kind=StepKind.EVENT_REPORT).status == StepStatus.DONE
    assert ProgressReport.objects.get().text == "Informe del espacio publicado en su página."


def test_draft_begins_with_what_was_written_at_the_space_and_is_one(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    DialogueSpace.objects.filter(pk=space.pk).update(conclusions="Se hará la vía.")
    first, second = (draft(entity, by, kind=ReportKind.EVENT, space_id=space.pk) for _ in range(2))
    assert first.pk == second.pk
    assert first.texts == {"conclusions": "Se hará la vía."}


def test_next_number_keeps_the_earlier_one_readable(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    first = fill(draft(entity, by, kind=ReportKind.EVENT, space_id=space.pk), by)
    publish_report(report_id=first.pk, by=by, now=AFTER)
    second = draft(entity, by, kind=ReportKind.EVENT, space_id=space.pk)
    with pytest.raises(TransitionNotAllowed, match="no cambia"):
        write_report(report_id=first.pk, texts={"summary": "Otra cosa"}, findings={}, seen=None, by=by, now=LATER)
    assert (second.number, second.texts["summary"]) == (2, "Texto de summary")
    first.refresh_from_db()
    assert "Texto de summary" in first.content


def test_report_waits_for_its_texts_and_loses_none(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    report = draft(entity, by, kind=ReportKind.EVENT, space_id=space.pk)
    write_report(report_id=report.pk, texts={"summary": "Vinieron todos."}, findings={}, seen=None, by=by, now=AFTER)
    with pytest.raises(NotReady) as refused:
        publish_report(report_id=report.pk, by=by, now=AFTER)
    report.refresh_from_db()
    assert len(refused.value.gaps) == 2
    assert (report.state, report.texts["summary"]) == (ReportState.DRAFT, "Vinieron todos.")


def test_stale_text_is_refused(entity: Entity) -> None:
    by = organiser(entity)
    report = draft(entity, by, kind=ReportKind.ANNUAL, year=2026)
    write_report(report_id=report.pk, texts={"summary": "A"}, findings={}, seen=AFTER, by=by, now=LATER)
    with pytest.raises(StaleWrite):
        write_report(report_id=report.pk, texts={"summary": "B"}, findings={}, seen=AFTER, by=by, now=LATER)


def test_space_that_did_not_take_place_has_no_report(entity: Entity) -> None:
    by = organiser(entity)
    with pytest.raises(TransitionNotAllowed):
        draft(entity, by, kind=ReportKind.EVENT, space_id=make_called_space(entity, by=by).pk)
    with pytest.raises(TransitionNotAllowed):
        draft(entity, by, kind=ReportKind.ANNUAL, year=1066)


def test_only_internal_control_writes_its_evaluation(entity: Entity) -> None:
    by, control = organiser(entity), principal(entity, "INTERNAL_CONTROL")
    space = make_held_space(entity, by=by)
    with pytest.raises(NotAllowed):
        draft(entity, by, kind=ReportKind.EVALUATION, space_id=space.pk)
    report = fill(draft(entity, control, kind=ReportKind.EVALUATION, space_id=space.pk), control)
    with pytest.raises(NotAllowed):
        publish_report(report_id=report.pk, by=by, now=AFTER)
    publish_report(report_id=report.pk, by=control, now=AFTER)
    report.refresh_from_db()
    assert f"Se cumplieron {len(CRITERIA)} de {len(CRITERIA)} criterios que aplican." in report.content
    assert SpaceStep.objects.get(space=space, kind=StepKind.EVENT_REPORT).status == StepStatus.PENDING


@pytest.mark.parametrize("role", ["READER", "COMMUNICATIONS", "CITIZEN_SERVICE", "INTERNAL_CONTROL"])
def test_who_does_not_run_the_dialogue_writes_no_report_of_a_year(entity: Entity, role: str) -> None:
    by = principal(entity, role)
    for kind in (ReportKind.ANNUAL, ReportKind.STRATEGY):
        with pytest.raises(NotAllowed):
            draft(entity, by, kind=kind, year=2026)


def test_nobody_opens_a_report_of_another_entity(entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        theirs = make_held_space(other_entity)
    with pytest.raises(DialogueSpace.DoesNotExist):
        draft(entity, organiser(entity), kind=ReportKind.EVENT, space_id=theirs.pk)
    with pytest.raises(NotAllowed):
        draft(entity, organiser(other_entity), kind=ReportKind.ANNUAL, year=2026)


def a_year_with(entity: Entity, spaces: int) -> None:
    by = organiser(entity)
    for _ in range(spaces):
        space = make_held_space(entity, by=by)
        topic = Topic.objects.create(entity=entity, year=2026, name=f"Tema {space.pk}", edited_at=AFTER)
        group = ValueGroup.objects.create(entity=entity, name=f"Grupo {space.pk}", edited_at=AFTER)
        space.topics.add(topic)
        space.groups.add(group)
        ask(space, 1, answer="LIVE", live_answer="Sí.", answered_at=AFTER)
        ask(space, 2, status="HIDDEN", hidden_reason="Insulta a una persona")
        promise(space, space.pk)
        AttendanceClosing.objects.create(
            entity=entity,
            space=space,
            people=73,
            named=73,
            unique_people=73,
            groups=3,
            counts={"group": [[group.name, 40], ["Jóvenes", 3], ["Mujeres rurales", 30]]},
            closed_at=AFTER,
        )


@pytest.mark.parametrize("spaces", [1, 3])
def test_year_is_read_in_as_many_queries_whatever_it_holds(entity: Entity, spaces: int) -> None:
    a_year_with(entity, spaces)
    with CaptureQueriesContext(connection) as queries:
        year = year_of(entity, 2026, today=TODAY)
    assert len(year.spaces) == spaces
    assert len(queries) == 15


def test_year_hides_small_groups_and_counts_the_rest(entity: Entity) -> None:
    a_year_with(entity, 1)
    [space] = year_of(entity, 2026, today=TODAY).spaces
    told = dict(space.figures.groups)
    # Of 30 and 3 with the sum of all, either would give the other away.
    assert sorted(told.values()) == ["40", "no se publica", "no se publica"]
    assert space.figures.people == 73
    assert (space.figures.answers.asked, space.figures.answers.live, space.figures.answers.hidden) == (2, 1, 1)
    assert space.figures.commitments.open == 1
    assert [one.number for one in space.questions] == [1]


def test_year_of_another_entity_is_not_read(entity: Entity, other_entity: Entity) -> None:
    with active_tenant(other_entity):
        a_year_with(other_entity, 2)
    with active_tenant(entity):
        year = year_of(entity, 2026, today=TODAY)
        table = format_of(entity, 2026, today=TODAY).tables[0]
    assert (year.spaces, year.topics, year.coverage) == ((), (), ())
    assert list(table.rows) == []


def test_open_commitments_of_earlier_years_are_carried(entity: Entity) -> None:
    space = make_held_space(entity)
    promise(space, 1)
    assert [one.number for one in year_of(entity, 2027, today=TODAY).carried] == [1]
    assert year_of(entity, 2026, today=TODAY).carried == ()


def test_series_report_tells_its_spaces_only(entity: Entity) -> None:
    by = organiser(entity)
    series = SpaceSeries.objects.create(entity=entity, year=2026, slug="dialogos", title="Diálogos", edited_at=AFTER)
    make_held_space(entity, by=by, series_id=series.pk, title="En La Palma")
    make_held_space(entity, by=by, title="Otra cosa")
    report = fill(draft(entity, by, kind=ReportKind.SERIES, series_id=series.pk), by)
    publish_report(report_id=report.pk, by=by, now=AFTER)
    report.refresh_from_db()
    assert "En La Palma" in report.content
    assert "Otra cosa" not in report.content
