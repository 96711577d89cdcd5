"""Writes of an entity's own shield."""

import hashlib
from datetime import datetime

from django.db import transaction

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.permissions import check_edit_entity
from rinde.capabilities.entities.rules.shield import shield_gaps
from rinde.foundations.attachments.shields import CONTENT_TYPE, shield_png
from rinde.foundations.refusals import NotReady
from rinde.services.access import Principal
from rinde.services.audit.operations import record
from rinde.services.files.checking import Upload, accept_upload
from rinde.services.files.operations import keep_file

MOST_BYTES = 5 * 1024**2
NOT_SAVED = "No se guardó el escudo."


@transaction.atomic
def set_shield(*, entity_id: int, content: bytes | Upload | None, alt: str, by: Principal, now: datetime) -> Entity:
    """Give an entity its shield, or other words for the one it has. The same picture with the same words is one save.

    Args:
        content: the picture as it came in; None to keep the one that stands.
        alt: what it shows.

    Raises:
        NotAllowed: for whoever may not edit this entity.
        UploadRefused: for what is no PNG, JPEG or WebP, or does not open.
        NotReady: without a picture or without words.
    """
    entity = Entity.objects.select_for_update().get(pk=entity_id)
    check_edit_entity(entity, by=by)
    alt = " ".join(alt.split())
    gaps = shield_gaps(alt, has_picture=content is not None or entity.shield_file_id is not None)
    if gaps:
        raise NotReady(NOT_SAVED, gaps)
    before = entity.shield_sha256, entity.shield_alt
    if content is not None:
        _keep(entity, content, now)
    entity.shield_alt = alt
    if (entity.shield_sha256, entity.shield_alt) != before:
        _save(entity, "entities.shield_set", by=by, now=now)
    return entity


@transaction.atomic
def remove_shield(*, entity_id: int, by: Principal, now: datetime) -> Entity:
    """Take the shield off the pages again; without one, nothing changes.

    Raises:
        NotAllowed: for whoever may not edit this entity.
    """
    entity = Entity.objects.select_for_update().get(pk=entity_id)
    check_edit_entity(entity, by=by)
    if entity.shield_file_id is not None:
        entity.shield_file, entity.shield_sha256, entity.shield_alt = None, "", ""
        _save(entity, "entities.shield_remove", by=by, now=now)
    return entity


def _keep(entity: Entity, content: bytes | Upload, now: datetime) -> None:
    accepted = accept_upload(name="escudo", content=content, most_bytes=MOST_BYTES)
    made = shield_png(accepted.content)
    entity.shield_file = keep_file(
        entity_id=entity.pk, name="escudo.png", content=made, content_type=CONTENT_TYPE, now=now
    )
    entity.shield_sha256 = hashlib.sha256(made).hexdigest()


def _save(entity: Entity, action: str, *, by: Principal, now: datetime) -> None:
    entity.save(update_fields=["shield_file", "shield_sha256", "shield_alt"])
    facts = {"sha256": entity.shield_sha256} if entity.shield_sha256 else {}
    record(entity_id=entity.pk, action=action, target=entity, by=by, now=now, facts=facts)
