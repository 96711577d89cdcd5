"""A space of dialogue that nobody has been called to, full of a secret: for the walk that asks as everybody else."""

from typing import Any

from dialogue_samples import BEFORE, make_draft_space, organiser
from rinde.capabilities.dialogue.models import (
    CommunicationAction,
    Question,
    SpaceDocument,
    SpaceSeries,
    StrategyStage,
    TeamMember,
    Topic,
    ValueGroup,
)
from rinde.capabilities.plans.models import Plan
from rinde.services.files.models import StoredFile


def make_secret_space(plan: Plan, file: StoredFile, secret: str) -> dict[str, Any]:
    """A draft of a space with a question, a document, a team, a series, a group, a topic and a line of communication."""
    entity = plan.entity
    who = organiser(entity)
    edited = {"entity": entity, "edited_at": BEFORE}
    group = ValueGroup.objects.create(name=secret, description=secret, size=900, size_source=secret, **edited)
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
    Question.objects.create(
        entity=entity,
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
        "series_id": series.pk,
        "value_group_id": group.pk,
        "communication_id": action.pk,
    }
