"""Opening an entity: its row, and the invitation of whoever will administer it, in one stroke."""

from datetime import datetime
from typing import Any

from django.db import transaction

from rinde.capabilities.accounts.choices import RoleCode
from rinde.capabilities.accounts.operations.invitations import Invited, invite
from rinde.capabilities.accounts.permissions import MANAGE
from rinde.capabilities.accounts.queries import administrators
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.entities.operations import create_entity
from rinde.capabilities.entities.permissions import check_create_entity
from rinde.foundations.refusals import TransitionNotAllowed
from rinde.services.access import Grant, Principal
from rinde.services.tenancy import active_tenant


@transaction.atomic
def open_entity(*, slug: str, name: str, admin_email: str, by: Principal, now: datetime, **values: Any) -> Invited:
    """Create an entity and invite its first administrator; whoever opens it never enters it.

    Args:
        values: more of the entity's data, as in `create_entity`.

    Raises:
        NotAllowed: for whoever does not operate the platform.
        NotReady: with every gap of the entity or of the mail.
    """
    entity = create_entity(slug=slug, name=name, by=by, now=now, **values)
    return _invite_administrator(entity, admin_email, by, now)


@transaction.atomic
def invite_first_administrator(*, entity: Entity, admin_email: str, by: Principal, now: datetime) -> Invited:
    """Invite an administrator to an entity that nobody administers.

    Raises:
        NotAllowed: for whoever does not operate the platform.
        TransitionNotAllowed: where somebody already does: it is for them to invite others.
        NotReady: for a bad mail.
    """
    check_create_entity(by=by)
    with active_tenant(entity):
        if administrators():
            raise TransitionNotAllowed("La entidad ya tiene quien la administre. Pídale a esa persona la invitación.")
    return _invite_administrator(entity, admin_email, by, now)


def _invite_administrator(entity: Entity, email: str, by: Principal, now: datetime) -> Invited:
    # Just for this one invitation: operating the platform gives no permission inside an entity.
    opening = Principal(user_id=by.user_id, tenant_id=entity.pk, grants=(Grant("OPENING", frozenset({MANAGE})),))
    with active_tenant(entity):
        return invite(entity=entity, email=email, role=RoleCode.ENTITY_ADMIN, by=opening, now=now)
