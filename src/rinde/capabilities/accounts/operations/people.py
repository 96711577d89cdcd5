"""Writes to people's accounts."""

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from rinde.capabilities.accounts.models import User
from rinde.capabilities.accounts.queries import has_account
from rinde.capabilities.entities.permissions import check_create_entity
from rinde.foundations.refusals import NotReady
from rinde.services.access import Principal


@transaction.atomic
def create_person(*, email: str, full_name: str, password: str, post: str = "") -> User:
    """Open an account whose mail is known to be theirs: from an invitation's link or from the console.

    Raises:
        NotReady: with every gap: no name, mail taken, password too short, common or like the name.
    """
    user = User(email=User.objects.normalize_email(email).lower(), full_name=full_name.strip(), post=post.strip())
    gaps = [] if user.full_name else ["Falta su nombre."]
    if has_account(user.email):
        gaps.append("Ya hay una cuenta con ese correo.")
    try:
        validate_password(password, user)
    except ValidationError as weak:
        gaps += weak.messages
    if gaps:
        raise NotReady("No se creó la cuenta.", gaps)
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def update_profile(*, user_id: int, full_name: str, post: str) -> User:
    """Save one's own name and post.

    Raises:
        NotReady: without a name.
    """
    if not full_name.strip():
        raise NotReady("No se guardaron sus datos.", ("Falta su nombre.",))
    user = User.objects.select_for_update().get(pk=user_id)
    user.full_name, user.post = full_name.strip(), post.strip()
    user.save(update_fields=["full_name", "post"])
    return user


@transaction.atomic
def set_platform_operator(*, email: str, operates: bool, by: Principal) -> User:
    """Let somebody create entities, or no longer.

    Raises:
        NotAllowed: for whoever does not operate the platform.
        NotReady: where nobody has that mail.
    """
    check_create_entity(by=by)
    user = User.objects.select_for_update().filter(email__iexact=email).first()
    if user is None:
        raise NotReady("No se cambió nada.", ("Nadie tiene una cuenta con ese correo. Invite primero a la persona.",))
    user.is_platform_operator = operates
    user.save(update_fields=["is_platform_operator"])
    return user
