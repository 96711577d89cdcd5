"""A space of dialogue that nobody has been called to, full of a secret: for the walk that asks as everybody else."""

from typing import Any

from dialogue_samples import BEFORE, make_draft_space, organiser
from rinde.capabilities.dialogue.models import (
    AccessNeed,
    AttendanceSheet,
    Attendee,
    CommunicationAction,
    ConsentText,
    DialogueSpace,
    ListOpening,
    PeopleCount,
    Question,
    Registration,
    ResultsMailing,
    SpaceDocument,
    SpaceSeries,
    StrategyStage,
    TeamMember,
    Topic,
    ValueGroup,
)
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.plans.models import Plan
from rinde.services.files.models import StoredFile


def make_secret_space(plan: Plan, file: StoredFile, secret: str) -> dict[str, Any]:
    """A draft of a space with people, a question, a document, a team, a series, a group, a topic, a line to tell."""
    entity = plan.entity
    who = organiser(entity)
    edited = {"entity": entity, "edited_at": BEFORE}
    group = _make_secret_group(entity, secret)
    topic = Topic.objects.create(year=2026, name=secret, **edited)
    series = SpaceSeries.objects.create(year=2026, slug="serie-secreta", title=secret, purpose=secret, **edited)
    action = CommunicationAction.objects.create(year=2024, channel="WEB", message=secret, group=group, **edited)
    StrategyStage.objects.create(plan=plan, stage="DESIGN", text=secret, **edited)
    space = make_draft_space(
        entity,
        by=who,
        title=secret,
        purpose=secret,
        place=secret,
        how_to_take_part=secret,
        series_id=series.pk,
        topic_ids=(topic.pk,),
        group_ids=(group.pk,),
    )
    TeamMember.objects.create(entity=entity, space=space, user_id=who.user_id, task="MODERATE")
    _make_secret_question(space, secret)
    sheet = _make_secret_people(space, group, secret)
    document = SpaceDocument.objects.create(
        entity=entity,
        space=space,
        kind="ATTENDANCE",
        title=secret,
        file_id=file.pk,
        sha256=file.sha256,
        size=file.size,
        content_type="text/plain",
        uploaded_at=BEFORE,
    )
    return {
        "space_id": space.pk,
        "slug": space.slug,
        "code": space.code.lower(),
        "turn": "convocar",
        "step": "MINUTES",
        "stage": "DESIGN",
        "document_id": document.pk,
        "attendance_sheet_id": sheet.pk,
        "series_id": series.pk,
        "value_group_id": group.pk,
        "communication_id": action.pk,
    }


def _make_secret_question(space: DialogueSpace, secret: str) -> None:
    Question.objects.create(
        entity=space.entity,
        space=space,
        number=1,
        text=secret,
        asked_by=secret,
        email="secreta@example.org",
        consent_version=1,
        consented_at=BEFORE,
        form_token="f",
        received_at=BEFORE,
        changed_at=BEFORE,
    )


def _make_secret_group(entity: Entity, secret: str) -> ValueGroup:
    """Retired: the standing ones are on the public page of the year."""
    group: ValueGroup = ValueGroup.objects.create(
        entity=entity,
        name=secret,
        description=secret,
        size=900,
        size_source=secret,
        is_active=False,
        edited_at=BEFORE,
    )
    return group


def _make_secret_people(space: DialogueSpace, group: ValueGroup, secret: str) -> AttendanceSheet:
    """Somebody who registered and somebody who came, by name, with what they need and what they were to be told."""
    of = {"entity": space.entity, "space": space}
    words = {"purpose": secret, "text": secret, "optional_nature": secret, "rights": secret, "controller": secret}
    consent = ConsentText.objects.create(entity=space.entity, number=1, digest="0" * 64, made_at=BEFORE, **words)
    agreed = {"consent": consent, "consented_at": BEFORE, "wants_results": True}
    registration = Registration.objects.create(
        number=1,
        status="CONFIRMED",
        name=secret,
        email="secreta@example.org",
        phone=secret,
        group=group,
        registered_at=BEFORE,
        form_token="f",
        **of,
        **agreed,
    )
    AccessNeed.objects.create(entity=space.entity, registration=registration, text=secret)
    Attendee.objects.create(
        number=1,
        source="WALK_IN",
        name=secret,
        email="secreta@example.org",
        territory=secret,
        came_at=BEFORE,
        form_token="f",
        **of,
        **agreed,
    )
    PeopleCount.objects.create(
        number=1, source="PLACE", people=40, territory=secret, counted_at=BEFORE, form_token="f", **of
    )
    ListOpening.objects.create(use="DOWNLOADED", reason=secret, opened_at=BEFORE, **of)
    ResultsMailing.objects.create(subject=secret, body=secret, edited_at=BEFORE, **of)
    sheet: AttendanceSheet = AttendanceSheet.objects.create(
        sha256="0" * 64, rows=[{"name": secret}], report=[[2, "NEW", secret]], uploaded_at=BEFORE, **of
    )
    return sheet
