"""Invitations by mail: a single-use link, good for seven days, of which only the hash is kept."""

import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string

from rinde.capabilities.accounts.choices import ScopeKind
from rinde.capabilities.accounts.models import Invitation, Membership, User
from rinde.capabilities.accounts.operations.memberships import join
from rinde.capabilities.accounts.operations.people import create_person
from rinde.capabilities.accounts.permissions import check_manage_people
from rinde.capabilities.accounts.queries import BY_TOKEN, state_of
from rinde.capabilities.accounts.rules import (
    INVITATION_TERM,
    REFUSED_INVITATION,
    ROLES,
    InvitationState,
    scope_gaps,
    token_hash,
)
from rinde.capabilities.entities.models import Actor, Entity
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.access import Principal
from rinde.services.audit.operations import record
from rinde.services.tenancy import active_tenant, every_tenant

NOT_INVITED = "No se envió la invitación."
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with the token of its link, which exists only here and in the mail."""

    invitation: Invitation
    token: str


@transaction.atomic
def invite(
    *,
    entity: Entity,
    email: str,
    role: str,
    by: Principal,
    now: datetime,
    full_name: str = "",
    actor_ids: Iterable[int] = (),
) -> Invited:
    """Offer a role to whoever reads a mailbox. The mail itself is sent by `send_invitation`, after the commit.

    Raises:
        NotAllowed: for whoever may not manage people here.
        NotReady: with every gap: bad mail, unknown role, already invited, already holds the role.
    """
    check_manage_people(entity, by=by)
    address, actors = email.strip().lower(), list(Actor.objects.filter(pk__in=set(actor_ids)))
    if gaps := _invitation_gaps(address, role, actors, now):
        raise NotReady(NOT_INVITED, gaps)
    token = secrets.token_urlsafe(32)
    invitation: Invitation = Invitation.objects.create(
        entity=entity,
        email=address,
        full_name=full_name.strip(),
        role=role,
        token_hash=token_hash(token),
        invited_by_id=by.user_id,
        invited_at=now,
        expires_at=now + INVITATION_TERM,
    )
    invitation.actors.set(actors)
    facts = {"role": role}
    record(entity_id=entity.pk, action="accounts.invite", target=invitation, by=by, now=now, facts=facts)
    return Invited(invitation, token)


def _invitation_gaps(address: str, role: str, actors: list[Actor], now: datetime) -> list[str]:
    gaps = list(scope_gaps(role, ScopeKind.ACTORS if actors else ScopeKind.ENTITY, chosen=len(actors)))
    try:
        validate_email(address)
    except ValidationError:
        gaps.append("El correo no está bien escrito. Debe ser como persona@entidad.gov.co.")
    waiting = Invitation.objects.filter(
        email__iexact=address, role=role, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gte=now
    )
    if waiting.exists():
        gaps.append("Esa persona ya tiene una invitación para ese rol. Envíela de nuevo desde la lista.")
    if Membership.objects.filter(user__email__iexact=address, role=role, ended_at__isnull=True).exists():
        gaps.append("Esa persona ya tiene ese rol. Cámbielo desde la lista de personas.")
    return gaps


@transaction.atomic
def resend_invitation(*, invitation_id: int, by: Principal, now: datetime) -> Invited:
    """Make a new link, good for seven days more; the old one no longer opens.

    Raises:
        NotAllowed: for whoever may not manage people here.
        TransitionNotAllowed: for one that was accepted or withdrawn.
    """
    invitation = _locked(invitation_id, by, now)
    token = secrets.token_urlsafe(32)
    invitation.token_hash, invitation.expires_at = token_hash(token), now + INVITATION_TERM
    invitation.save(update_fields=["token_hash", "expires_at"])
    record(entity_id=invitation.entity_id, action="accounts.invite_again", target=invitation, by=by, now=now)
    return Invited(invitation, token)


@transaction.atomic
def withdraw_invitation(*, invitation_id: int, by: Principal, now: datetime) -> Invitation:
    """Take an invitation back: its link no longer opens.

    Raises:
        NotAllowed: for whoever may not manage people here.
        TransitionNotAllowed: for one that was accepted or withdrawn.
    """
    invitation = _locked(invitation_id, by, now)
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    record(entity_id=invitation.entity_id, action="accounts.withdraw", target=invitation, by=by, now=now)
    return invitation


def _locked(invitation_id: int, by: Principal, now: datetime) -> Invitation:
    rows = Invitation.objects.select_related("entity").select_for_update(of=("self",))
    invitation: Invitation = rows.get(pk=invitation_id)
    check_manage_people(invitation.entity, by=by)
    if state_of(invitation, now) in (InvitationState.ACCEPTED, InvitationState.WITHDRAWN):
        raise TransitionNotAllowed("Esa invitación ya se usó o se retiró. Envíe una nueva.")
    return invitation


def send_invitation(invited: Invited, *, link: str) -> bool:
    """Mail the link; tells whether the mail server took it. Call it after the commit, never before."""
    invitation = invited.invitation
    context = {"invitation": invitation, "role": ROLES[invitation.role], "link": link, "entity": invitation.entity}
    subject = f"Invitación a Rinde de {invitation.entity.display_name}"
    body = render_to_string("accounts/mail/invitation.txt", context)
    try:
        send_mail(subject.replace("\n", " "), body, None, [invitation.email])
    except (OSError, SMTPException) as problem:
        # Never the address nor the text: the number finds the row.
        logger.error("invitation %s could not be mailed: %s", invitation.pk, type(problem).__name__)
        return False
    return True


@transaction.atomic
def accept_invitation(*, token: str, full_name: str, password: str, now: datetime, post: str = "") -> User:
    """Open the account of somebody who followed the link, with the role that was offered.

    Raises:
        TransitionNotAllowed: for a link that was used, withdrawn, ran out or never was.
        NotReady: with every gap of the name and the password; also where the mail already has an account.
    """
    invitation = _by_token(token, now)
    user = create_person(email=invitation.email, full_name=full_name, password=password, post=post)
    _take_up(invitation, user, now)
    return user


@transaction.atomic
def accept_as(*, token: str, user: User, now: datetime) -> Membership:
    """Take up a role in a further entity with the account that one is signed in with.

    Raises:
        TransitionNotAllowed: for a link that was used, withdrawn, ran out or never was.
        NotAllowed: where the invitation went to another mail.
    """
    invitation = _by_token(token, now)
    if user.email.lower() != invitation.email.lower():
        raise NotAllowed("Esta invitación es para otro correo. Salga y entre con la cuenta de ese correo.")
    return _take_up(invitation, user, now)


def _by_token(token: str, now: datetime) -> Invitation:
    with every_tenant(reason=BY_TOKEN):
        rows = Invitation.objects.select_related("entity").select_for_update(of=("self",))
        invitation: Invitation | None = rows.filter(token_hash=token_hash(token)).first()
    if invitation is None:
        raise TransitionNotAllowed("El enlace no es válido. Cópielo completo del correo o pida una nueva invitación.")
    state = state_of(invitation, now)
    if state != InvitationState.PENDING:
        raise TransitionNotAllowed(REFUSED_INVITATION[state])
    return invitation


def _take_up(invitation: Invitation, user: User, now: datetime) -> Membership:
    with active_tenant(invitation.entity):
        membership = join(
            entity=invitation.entity, user=user, role=invitation.role, actors=list(invitation.actors.all())
        )
        invitation.accepted_at, invitation.accepted_by = now, user
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        who = Principal(user_id=user.pk, tenant_id=invitation.entity_id)
        facts = {"role": invitation.role}
        record(
            entity_id=invitation.entity_id, action="accounts.accept", target=invitation, by=who, now=now, facts=facts
        )
    return membership
