"""What the people who run a space do besides its states: cells, team, files, conclusions and its survey."""

from io import BytesIO

import pytest
from PIL import Image

from dialogue_samples import (
    AFTER,
    BEFORE,
    STARTS,
    make_called_space,
    make_draft_space,
    make_held_space,
    organiser,
)
from factories import make_entity, make_member, make_published_plan, principal
from followup_samples import first_cell
from rinde.capabilities.dialogue.models import DialogueSpace, SpaceCell, SpaceDocument, SpaceStep, TeamMember
from rinde.capabilities.dialogue.operations.cells import serve_cell, stop_serving
from rinde.capabilities.dialogue.operations.documents import (
    DocumentValues,
    add_document,
    publish_document,
    remove_document,
)
from rinde.capabilities.dialogue.operations.results import ResultTexts, write_results
from rinde.capabilities.dialogue.operations.spaces import close_space, open_space
from rinde.capabilities.dialogue.operations.steps import finish_step
from rinde.capabilities.dialogue.operations.surveys import prepare_survey
from rinde.capabilities.dialogue.operations.team import join_team, leave_team
from rinde.capabilities.dialogue.queries.documents import file_of, public_document, public_documents
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import ProgressReport
from rinde.capabilities.followup.rules.cells import CellKey
from rinde.foundations.refusals import NotAllowed, NotReady, StaleWrite, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.files.operations import read_file
from rinde.services.tenancy import active_tenant

TEXT = b"Acta del espacio. Se hablo del agua.\n"
NAMES = (
    b"Asistieron: Ana Lucia Perez Gomez, cedula 52.345.678, celular 310 555 1234, ana.perez@correo.example. "
    b"Juan Carlos Rojas, cedula 79.456.123, celular 311 555 4321.\n"
)


def make_document(space: DialogueSpace, by, *, kind="MINUTES", title="Acta", content=TEXT, name="acta.txt"):
    return add_document(
        space_id=space.pk, values=DocumentValues(kind, title), name=name, content=content, by=by, now=AFTER
    )


def a_photo() -> bytes:
    """A JPEG that says where it was taken."""
    image, file = Image.new("RGB", (64, 48), (90, 120, 60)), BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camara secreta"
    exif.get_ifd(0x8825)[1] = "N"
    image.save(file, "JPEG", exif=exif)
    return file.getvalue()


def status_of(space: DialogueSpace, kind: str) -> str:
    return SpaceStep.objects.get(space=space, kind=kind).status


def test_cell_is_served_once_and_its_draft_filled_where_the_step_is_done(entity: Entity) -> None:
    plan, by = make_published_plan(entity), organiser(entity)
    space, cell = make_held_space(entity, by=by), first_cell(plan)
    finish_step(space_id=space.pk, kind="MINUTES", by=by, now=AFTER, text="Acta 03.")
    for _ in range(2):
        serve_cell(space_id=space.pk, step="MINUTES", plan_id=plan.pk, cell=cell.key, by=by, now=AFTER)
    assert SpaceCell.objects.count() == 1
    assert ProgressReport.objects.get().text == "Acta 03."


def test_cell_taken_back_leaves_the_draft_with_its_unit(entity: Entity) -> None:
    plan, by = make_published_plan(entity), organiser(entity)
    space, cell = make_held_space(entity, by=by), first_cell(plan)
    served = serve_cell(space_id=space.pk, step="MINUTES", plan_id=plan.pk, cell=cell.key, by=by, now=AFTER)
    finish_step(space_id=space.pk, kind="MINUTES", by=by, now=AFTER)
    for _ in range(2):
        stop_serving(space_id=space.pk, cell_id=served.pk, by=by, now=AFTER)
    assert not SpaceCell.objects.exists()
    assert ProgressReport.objects.count() == 1


def test_cell_of_another_entity_or_of_no_plan_is_refused(entity: Entity) -> None:
    other = make_entity()
    with active_tenant(other):
        theirs = make_published_plan(other)
        their_cell = first_cell(theirs)
    by = organiser(entity)
    space, own = make_called_space(entity, by=by), make_published_plan(entity)
    asked = [(theirs.pk, their_cell.key), (own.pk, CellKey(9_999, 9_999, None))]
    for plan_id, key in asked:
        with pytest.raises(NotReady, match="No se agregó"):
            serve_cell(space_id=space.pk, step="MINUTES", plan_id=plan_id, cell=key, by=by, now=BEFORE)
    with pytest.raises(NotReady) as refused:
        serve_cell(space_id=space.pk, step="NADA", plan_id=own.pk, cell=first_cell(own).key, by=by, now=BEFORE)
    assert refused.value.gaps == ("Escoja uno de los pasos de este espacio.",)
    assert not SpaceCell.objects.exists()


def test_team_takes_whoever_may_help_and_nobody_else(entity: Entity) -> None:
    by, space = organiser(entity), make_called_space(entity)
    helper, reader = make_member(entity, "CITIZEN_SERVICE"), make_member(entity, "READER")
    stranger = make_member(make_entity(), "CITIZEN_SERVICE")
    for _ in range(2):
        member = join_team(space_id=space.pk, user_id=helper.pk, task="CHECK_IN", by=by, now=BEFORE)
    for user in (reader, stranger):
        with pytest.raises(NotReady, match="Nadie se sumó"):
            join_team(space_id=space.pk, user_id=user.pk, task="CHECK_IN", by=by, now=BEFORE)
    assert list(TeamMember.objects.values_list("user_id", "task")) == [(helper.pk, "CHECK_IN")]
    for _ in range(2):
        leave_team(space_id=space.pk, member_id=member.pk, by=by, now=BEFORE)
    assert not TeamMember.objects.exists()
    assert AuditEntry.objects.filter(action="dialogue.team_join").count() == 1


def test_helper_of_a_space_adds_nobody_to_its_team(entity: Entity) -> None:
    space, helper = make_called_space(entity), principal(entity, "COMMUNICATIONS")
    with pytest.raises(NotAllowed):
        join_team(space_id=space.pk, user_id=helper.user_id, task="MODERATE", by=helper, now=BEFORE)


def test_minutes_do_their_step_when_they_are_published_and_not_before(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by)
    document = make_document(space, by)
    assert (status_of(space, "MINUTES"), list(public_documents(space))) == ("PENDING", [])
    for _ in range(2):
        publish_document(document_id=document.pk, by=by, now=AFTER)
    assert (status_of(space, "MINUTES"), list(public_documents(space))) == ("DONE", [document])
    assert AuditEntry.objects.filter(action="dialogue.document_publish").count() == 1


def test_same_file_is_one_document(entity: Entity) -> None:
    by, space = organiser(entity), make_held_space(entity)
    assert make_document(space, by).pk == make_document(space, by, title="Otra vez").pk


def test_document_with_personal_data_waits_for_somebody_to_confirm(entity: Entity) -> None:
    by, space = organiser(entity), make_held_space(entity)
    document = make_document(space, by, content=NAMES * 3)
    with pytest.raises(NotReady) as refused:
        publish_document(document_id=document.pk, by=by, now=AFTER)
    assert "parece tener" in refused.value.gaps[0]
    assert "52.345.678" not in " ".join(refused.value.gaps)
    assert list(public_documents(space)) == []
    publish_document(document_id=document.pk, confirms=True, by=by, now=AFTER)
    assert list(public_documents(space)) == [document]


def test_list_of_attendance_is_never_published(entity: Entity) -> None:
    by, space = organiser(entity), make_held_space(entity)
    document = make_document(space, by, kind="ATTENDANCE", title="Lista")
    with pytest.raises(TransitionNotAllowed, match="nunca se publica"):
        publish_document(document_id=document.pk, confirms=True, by=by, now=AFTER)
    SpaceDocument.objects.filter(pk=document.pk).update(kind="MINUTES", is_public=True)
    SpaceDocument.objects.filter(pk=document.pk).update(is_public=False)
    assert public_document(space, document.pk) is None


def test_picture_is_shown_without_its_place(entity: Entity) -> None:
    by, space = organiser(entity), make_held_space(entity)
    photo = make_document(
        space, by, kind="PICTURE", title="Vecinas preguntan en el salón", content=a_photo(), name="ana-perez.jpg"
    )
    published = publish_document(document_id=photo.pk, by=by, now=AFTER)
    copy = file_of(published, public=True)
    assert published.public_copy_id not in {None, published.file_id}
    assert b"Camara secreta" not in read_file(copy)
    assert "ana" not in copy.name


def test_file_before_the_call_waits_for_a_public_page(entity: Entity) -> None:
    by = organiser(entity)
    space = make_draft_space(entity, by=by)
    document = make_document(space, by, kind="REPORT", title="Informe")
    with pytest.raises(TransitionNotAllowed, match="Convóquelo primero"):
        publish_document(document_id=document.pk, by=by, now=BEFORE)


def test_file_of_an_internal_meeting_is_final_and_stays_inside(entity: Entity) -> None:
    by = organiser(entity)
    space = make_draft_space(entity, by=by, kind="INTERNAL_MEETING", title="Reunión")
    document = publish_document(document_id=make_document(space, by).pk, by=by, now=AFTER)
    assert (document.is_public, document.published_at) == (False, AFTER)
    assert status_of(space, "MINUTES") == "DONE"


def test_file_is_taken_away_with_a_reason(entity: Entity) -> None:
    by, space = organiser(entity), make_held_space(entity)
    document = publish_document(document_id=make_document(space, by).pk, by=by, now=AFTER)
    with pytest.raises(NotReady):
        remove_document(document_id=document.pk, reason="  ", by=by, now=AFTER)
    assert list(public_documents(space)) == [document]
    remove_document(document_id=document.pk, reason="Era el borrador.", by=by, now=AFTER)
    assert list(public_documents(space)) == []


def test_closed_space_takes_no_more_files(entity: Entity) -> None:
    by = organiser(entity)
    space = make_held_space(entity, by=by, kind="OTHER")
    finish_step(space_id=space.pk, kind="MINUTES", by=by, now=AFTER)
    close_space(space_id=space.pk, by=by, now=AFTER)
    with pytest.raises(TransitionNotAllowed):
        make_document(space, by)


def test_conclusions_of_somebody_else_are_not_written_over(entity: Entity) -> None:
    by, space = organiser(entity), make_held_space(entity)
    seen = space.edited_at
    write_results(space_id=space.pk, texts=ResultTexts("Uno"), seen=seen, by=by, now=BEFORE)
    with pytest.raises(StaleWrite):
        write_results(space_id=space.pk, texts=ResultTexts("Dos"), seen=AFTER.replace(year=2020), by=by, now=AFTER)
    with pytest.raises(NotReady, match="No se guardó"):
        write_results(space_id=space.pk, texts=ResultTexts("a" * 8_001), seen=None, by=by, now=AFTER)
    assert DialogueSpace.objects.get(pk=space.pk).conclusions == "Uno"


def test_survey_opens_with_its_space_and_does_its_step(entity: Entity) -> None:
    by = organiser(entity)
    space = make_called_space(entity, by=by)
    surveys = {prepare_survey(space_id=space.pk, by=by, now=BEFORE).pk for _ in range(2)}
    assert len(surveys) == 1
    opened = open_space(space_id=space.pk, by=by, now=STARTS)
    assert (opened.survey.status, status_of(space, "SURVEY")) == ("OPEN", "DONE")


def test_space_opens_also_where_its_survey_may_not(entity: Entity) -> None:
    by = organiser(entity)
    space = make_called_space(entity, by=by)
    survey = prepare_survey(space_id=space.pk, by=by, now=BEFORE)
    survey.questions = []
    survey.save(update_fields=["questions"])
    assert open_space(space_id=space.pk, by=by, now=STARTS).status == "LIVE"
    assert status_of(space, "SURVEY") == "PENDING"
