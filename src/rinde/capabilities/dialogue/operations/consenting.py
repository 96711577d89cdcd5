"""What people authorise: written by the entity as versions, and kept as it was read by whoever accepted it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from rinde.capabilities.dialogue.models import AttendanceSetting, ConsentText
from rinde.capabilities.dialogue.permissions import check_set_up
from rinde.capabilities.dialogue.queries.consent import words_in_force
from rinde.capabilities.dialogue.rules.consent import ConsentWords, keep_days_gap, words_gaps
from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import NotReady, refuse_gaps
from rinde.foundations.text.typed import tidy_text
from rinde.services.access import Principal
from rinde.services.audit.operations import record

CHANGED = (
    "La autorización de datos cambió mientras usted escribía. Léala de nuevo, márquela y envíe: lo suyo sigue aquí."
)


@transaction.atomic
def write_consent(
    *, entity_id: int, purpose: str, text: str, optional_nature: str, rights: str, by: Principal, now: datetime
) -> ConsentText:
    """Write a new version of what people authorise. The same words again give the version that stands.

    Raises:
        NotAllowed: for whoever does not run the dialogue of the entity.
        NotReady: with everything that the law asks for and is missing.
    """
    entity = Entity.objects.get(pk=entity_id)
    check_set_up(entity, by=by)
    controller = words_in_force(entity).controller
    words = ConsentWords(tidy_text(purpose), tidy_text(text), tidy_text(optional_nature), tidy_text(rights), controller)
    refuse_gaps("La autorización sigue como estaba.", *words_gaps(words))
    return _kept(entity, words, by=by, now=now)


def accepted_consent(entity_id: int, digest: str, *, by: Principal, now: datetime) -> ConsentText:
    """The version that somebody accepts, by the digest that their form carried. Part of a caller's transaction.

    Raises:
        NotReady: where the words changed in between: nobody accepts what they did not read.
    """
    entity = Entity.objects.get(pk=entity_id)
    words = words_in_force(entity)
    if digest != words.digest:
        raise NotReady("Falta la autorización.", (CHANGED,))
    return _kept(entity, words, by=by, now=now)


def _kept(entity: Entity, words: ConsentWords, *, by: Principal, now: datetime) -> ConsentText:
    """The newest version where it says just this, else a new one: what was accepted is never rewritten."""
    if standing := _newest(entity, words):
        return standing
    # Only now does anybody wait, and not those who merely point at the entity: two first acceptances make one version.
    Entity.objects.select_for_update(no_key=True).get(pk=entity.pk)
    if standing := _newest(entity, words):
        return standing
    number = (ConsentText.objects.filter(entity=entity).aggregate(last=Max("number"))["last"] or 0) + 1
    made: ConsentText = ConsentText.objects.create(
        entity=entity,
        number=number,
        purpose=words.purpose,
        text=words.text,
        optional_nature=words.optional_nature,
        rights=words.rights,
        controller=words.controller,
        digest=words.digest,
        made_at=now,
        made_by_id=by.user_id,
    )
    facts = {"number": number}
    record(entity_id=entity.pk, action="dialogue.consent_write", target=made, by=by, now=now, facts=facts)
    return made


def _newest(entity: Entity, words: ConsentWords) -> ConsentText | None:
    newest: ConsentText | None = ConsentText.objects.filter(entity=entity).first()
    return newest if newest and newest.digest == words.digest else None


@transaction.atomic
def set_keep_days(*, entity_id: int, days: int, by: Principal, now: datetime) -> AttendanceSetting:
    """Say for how many days after a space the names of who took part are kept.

    Raises:
        NotAllowed: for whoever does not run the dialogue of the entity.
        NotReady: for a term that is too short to be of use or too long to be needed.
    """
    entity = Entity.objects.get(pk=entity_id)
    check_set_up(entity, by=by)
    gap = keep_days_gap(days)
    refuse_gaps("El plazo sigue como estaba.", *((gap,) if gap else ()))
    setting: AttendanceSetting
    setting, _ = AttendanceSetting.objects.update_or_create(
        entity=entity, defaults={"keep_days": days, "edited_at": now, "edited_by_id": by.user_id}
    )
    facts = {"days": days}
    record(entity_id=entity.pk, action="dialogue.keep_days_set", target=setting, by=by, now=now, facts=facts)
    return setting
