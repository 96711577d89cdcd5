"""What people authorise today, and the versions that were in force before."""

from collections.abc import Sequence

from rinde.capabilities.dialogue.models import AttendanceSetting, ConsentText
from rinde.capabilities.dialogue.rules.consent import KEEP_DAYS, ConsentWords, controller_block, default_words
from rinde.capabilities.entities.models import Entity


def words_in_force(entity: Entity) -> ConsentWords:
    """The entity's own words, or the default ones, with its data as they are today. One query."""
    controller = controller_block(
        name=entity.name, nit=entity.nit, address=entity.address, phone=entity.phone, email=entity.email
    )
    own: ConsentText | None = ConsentText.objects.filter(entity=entity).first()
    if own is None:
        return default_words(controller)
    return ConsentWords(own.purpose, own.text, own.optional_nature, own.rights, controller)


def consent_versions(entity: Entity) -> Sequence[ConsentText]:
    """Every version, the newest first. One query."""
    return tuple(ConsentText.objects.filter(entity=entity).select_related("made_by"))


def keep_days_of(entity: Entity) -> int:
    """For how many days after a space names are kept: the entity's own term, or ours. One query."""
    own: int | None = AttendanceSetting.objects.filter(entity=entity).values_list("keep_days", flat=True).first()
    return KEEP_DAYS if own is None else own
