"""People: invited, accepted, changed, ended. Refused cases, two entities always."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from factories import NOW, PASSWORD, make_actor, make_full_plan, make_member, make_user, principal
from rinde.capabilities.accounts.choices import ScopeKind
from rinde.capabilities.accounts.models import Invitation, Membership, User
from rinde.capabilities.accounts.operations import (
    accept_as,
    accept_invitation,
    change_membership,
    create_person,
    end_membership,
    grant_role,
    invite,
    invite_first_administrator,
    open_entity,
    resend_invitation,
    send_invitation,
    set_platform_operator,
    update_profile,
    withdraw_invitation,
)
from rinde.capabilities.accounts.queries import (
    administrators,
    console,
    entities_of,
    invitation_of,
    members,
    open_invitations,
    principal_of,
)
from rinde.capabilities.entities.models import Entity
from rinde.foundations.refusals import NotAllowed, NotReady, TransitionNotAllowed
from rinde.services.audit.models import AuditEntry
from rinde.services.tenancy import active_tenant

MAIL = "nueva@example.org"
LATER = NOW + timedelta(days=8)


@pytest.fixture
def admin(entity):
    return principal(entity, "ENTITY_ADMIN")


def offer(entity, by, **values):
    return invite(entity=entity, **{"email": MAIL, "role": "READER", "by": by, "now": NOW} | values)


def accept(invited, now=NOW, **values):
    return accept_invitation(
        token=invited.token, **{"full_name": "Nidia Vega", "password": PASSWORD, "now": now} | values
    )


def membership_of(user, role=None):
    found = Membership.objects.filter(user=user, ended_at__isnull=True)
    return (found.filter(role=role) if role else found).get()


def test_only_the_hash_of_the_token_is_kept(entity, admin):
    invited = offer(entity, admin)
    row = Invitation.objects.values().get()
    assert invited.token not in str(row)
    assert (row["expires_at"] - row["invited_at"]).days == 7


def test_trail_of_an_invitation_names_nobody(entity, admin):
    offer(entity, admin, full_name="Nidia Vega")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.facts) == ("accounts.invite", {"role": "READER"})


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"email": "sin arroba"}, "correo no está bien escrito"),
        ({"role": "KING"}, "Escoja un rol"),
        ({"email": MAIL.upper()}, "ya tiene una invitación"),
    ],
)
def test_bad_invitation_is_refused(entity, admin, values, words):
    offer(entity, admin)
    with pytest.raises(NotReady) as refusal:
        offer(entity, admin, **values)
    assert any(words in gap for gap in refusal.value.gaps)
    assert Invitation.objects.count() == 1


def test_person_who_holds_the_role_is_not_invited_to_it(entity, admin):
    make_member(entity, "READER", email=MAIL)
    with pytest.raises(NotReady):
        offer(entity, admin)


def test_administration_is_not_offered_over_a_part(entity, admin):
    with pytest.raises(NotReady):
        offer(entity, admin, role="ENTITY_ADMIN", actor_ids=[make_actor(entity).pk])


def test_mail_tells_the_role_and_the_link(entity, admin):
    assert send_invitation(offer(entity, admin, full_name="Nidia"), link="https://rinde.example.org/x/")
    sent = mail.outbox[0]
    assert sent.to == [MAIL]
    assert "Buen día, Nidia:" in sent.body
    assert "https://rinde.example.org/x/" in sent.body
    assert "Su rol: Consulta." in sent.body
    assert "&" not in sent.body


def test_mail_that_cannot_be_sent_is_told_without_personal_data(entity, admin, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert not send_invitation(offer(entity, admin), link="https://x/")
    assert MAIL not in caplog.text
    assert "could not be mailed" in caplog.text


def test_accepted_invitation_opens_an_account_with_its_role(entity, admin):
    actor = make_actor(entity)
    invited = offer(entity, admin, role="UNIT_LIAISON", actor_ids=[actor.pk])
    user = accept(invited, post="Profesional")
    held = membership_of(user)
    assert (user.email, user.full_name, user.post, user.check_password(PASSWORD)) == (
        MAIL,
        "Nidia Vega",
        "Profesional",
        True,
    )
    assert (held.role, held.scope_kind, list(held.actors.all())) == ("UNIT_LIAISON", ScopeKind.ACTORS, [actor])
    assert EmailAddress.objects.get(user=user).verified
    assert AuditEntry.objects.last().user_id == user.pk


def test_invitation_is_used_once(entity, admin):
    invited = offer(entity, admin)
    accept(invited)
    with pytest.raises(TransitionNotAllowed, match="ya se usó"):
        accept(invited)
    assert User.objects.filter(email=MAIL).count() == 1


def test_invitation_runs_out_after_seven_days(entity, admin):
    with pytest.raises(TransitionNotAllowed, match="venció"):
        accept(offer(entity, admin), now=LATER)


def test_withdrawn_invitation_no_longer_opens(entity, admin):
    invited = offer(entity, admin)
    withdraw_invitation(invitation_id=invited.invitation.pk, by=admin, now=NOW)
    with pytest.raises(TransitionNotAllowed, match="retiró"):
        accept(invited)
    with pytest.raises(TransitionNotAllowed):
        resend_invitation(invitation_id=invited.invitation.pk, by=admin, now=NOW)


def test_invented_token_opens_nothing(entity):
    assert invitation_of("x") is None
    with pytest.raises(TransitionNotAllowed, match="no es válido"):
        accept_invitation(token="x", full_name="A", password=PASSWORD, now=NOW)


def test_resent_invitation_has_a_new_link_and_term(entity, admin):
    first = offer(entity, admin)
    second = resend_invitation(invitation_id=first.invitation.pk, by=admin, now=LATER)
    with pytest.raises(TransitionNotAllowed):
        accept(first, now=LATER)
    assert accept(second, now=LATER).email == MAIL


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"full_name": " "}, "Falta su nombre"),
        ({"password": "corta"}, "12"),
        ({"password": "password1234"}, "común"),
        ({"password": "nidia vega nidia", "full_name": "nidia vega nidia"}, "parecida"),
    ],
)
def test_weak_account_is_refused_and_the_invitation_still_opens(entity, admin, values, words):
    invited = offer(entity, admin)
    with pytest.raises(NotReady) as refusal:
        accept(invited, **values)
    assert any(words in gap for gap in refusal.value.gaps), refusal.value.gaps
    assert accept(invited).email == MAIL


def test_account_is_not_opened_twice_for_a_mail(entity, admin):
    make_user(email=MAIL)
    with pytest.raises(NotReady):
        accept(offer(entity, admin))


def test_person_takes_up_a_role_in_a_second_entity(entity, other_entity, admin):
    user = make_member(other_entity, "PLAN_COORDINATOR", email=MAIL)
    accept_as(token=offer(entity, admin).token, user=user, now=NOW)
    assert {found.pk for found in entities_of(user.pk)} == {entity.pk, other_entity.pk}
    assert principal_of(user, entity, second_factor=False).roles == {"READER"}
    assert principal_of(user, other_entity, second_factor=False).roles == {"PLAN_COORDINATOR"}


def test_invitation_of_another_mail_is_refused(entity, admin):
    with pytest.raises(NotAllowed):
        accept_as(token=offer(entity, admin).token, user=make_user(), now=NOW)


def test_second_invitation_widens_the_role(entity, admin):
    one, two = make_actor(entity), make_actor(entity)
    user = accept(offer(entity, admin, role="UNIT_LIAISON", actor_ids=[one.pk]))
    grant_role(entity=entity, user=user, role="UNIT_LIAISON", by=admin, now=NOW, actor_ids=[two.pk])
    assert set(membership_of(user).actors.all()) == {one, two}
    grant_role(entity=entity, user=user, role="UNIT_LIAISON", by=admin, now=NOW)
    assert membership_of(user).scope_kind == ScopeKind.ENTITY
    grant_role(entity=entity, user=user, role="UNIT_LIAISON", by=admin, now=NOW, actor_ids=[two.pk])
    assert membership_of(user).scope_kind == ScopeKind.ENTITY


@pytest.mark.parametrize("role", ["PLAN_COORDINATOR", "UNIT_LIAISON", "INTERNAL_CONTROL", "READER"])
def test_people_are_not_managed_by(entity, admin, role):
    by, invited = principal(entity, role), offer(entity, admin)
    held = membership_of(make_member(entity, "READER"))
    for change in (
        lambda: offer(entity, by, email="otra@example.org"),
        lambda: withdraw_invitation(invitation_id=invited.invitation.pk, by=by, now=NOW),
        lambda: resend_invitation(invitation_id=invited.invitation.pk, by=by, now=NOW),
        lambda: change_membership(
            membership_id=held.pk, role="ENTITY_ADMIN", scope_kind=ScopeKind.ENTITY, by=by, now=NOW
        ),
        lambda: end_membership(membership_id=held.pk, by=by, now=NOW),
        lambda: grant_role(entity=entity, user=held.user, role="ENTITY_ADMIN", by=by, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            change()
    held.refresh_from_db()
    assert (held.role, held.ended_at) == ("READER", None)


def test_administrator_of_another_entity_reaches_nobody(entity, other_entity, admin):
    theirs = make_member(other_entity, "READER")
    with active_tenant(other_entity):
        held = membership_of(theirs)
        with pytest.raises(NotAllowed):
            end_membership(membership_id=held.pk, by=admin, now=NOW)
    with pytest.raises(Membership.DoesNotExist):
        end_membership(membership_id=held.pk, by=admin, now=NOW)
    with pytest.raises(NotAllowed):
        offer(other_entity, admin)


def test_role_is_changed_to_some_actors(entity, admin):
    held, actor = membership_of(make_member(entity, "READER")), make_actor(entity)
    change_membership(
        membership_id=held.pk, role="UNIT_LIAISON", scope_kind=ScopeKind.ACTORS, actor_ids=[actor.pk], by=admin, now=NOW
    )
    by = principal_of(held.user, entity, second_factor=False)
    assert by.may("plans.read_draft", actors=[actor.pk])
    assert not by.may("plans.read_draft")


def test_role_is_changed_to_a_plan(entity, admin):
    held, plan = membership_of(make_member(entity, "READER")), make_full_plan(entity)
    change_membership(
        membership_id=held.pk,
        role="PLAN_COORDINATOR",
        scope_kind=ScopeKind.PLAN,
        scope_ids=[plan.pk],
        by=admin,
        now=NOW,
    )
    by = principal_of(held.user, entity, second_factor=False)
    assert by.may("plans.edit", plan=[plan.pk])
    assert not by.may("plans.edit", plan=[plan.pk + 1])


def test_actor_of_another_entity_is_no_scope(entity, other_entity, admin):
    with active_tenant(other_entity):
        theirs = make_actor(other_entity)
    held = membership_of(make_member(entity, "READER"))
    with pytest.raises(NotReady):
        change_membership(
            membership_id=held.pk, role="READER", scope_kind=ScopeKind.ACTORS, actor_ids=[theirs.pk], by=admin, now=NOW
        )


def test_role_that_is_already_held_is_refused(entity, admin):
    user = make_member(entity, "READER")
    held = grant_role(entity=entity, user=user, role="COMMUNICATIONS", by=admin, now=NOW)
    with pytest.raises(NotReady):
        change_membership(membership_id=held.pk, role="READER", scope_kind=ScopeKind.ENTITY, by=admin, now=NOW)


def test_ended_role_takes_effect_at_once(entity, admin):
    user = make_member(entity, "READER")
    held = membership_of(user)
    end_membership(membership_id=held.pk, by=admin, now=NOW)
    assert principal_of(user, entity, second_factor=False).grants == ()
    assert entities_of(user.pk) == []
    with pytest.raises(TransitionNotAllowed):
        end_membership(membership_id=held.pk, by=admin, now=NOW)


def test_last_administrator_stays(entity):
    user = make_member(entity, "ENTITY_ADMIN")
    by, held = principal(entity, "ENTITY_ADMIN", user=user), membership_of(user)
    with pytest.raises(TransitionNotAllowed, match="última persona"):
        end_membership(membership_id=held.pk, by=by, now=NOW)
    with pytest.raises(TransitionNotAllowed, match="última persona"):
        change_membership(membership_id=held.pk, role="READER", scope_kind=ScopeKind.ENTITY, by=by, now=NOW)
    make_member(entity, "ENTITY_ADMIN", is_active=False)
    with pytest.raises(TransitionNotAllowed):
        end_membership(membership_id=held.pk, by=by, now=NOW)
    assert administrators() == {user.pk}


def test_one_of_two_administrators_may_leave(entity, admin):
    user = make_member(entity, "ENTITY_ADMIN")
    end_membership(membership_id=membership_of(user).pk, by=admin, now=NOW)
    assert administrators() == {admin.user_id}


def test_switched_off_account_counts_as_nobody(entity):
    user = make_member(entity, "ENTITY_ADMIN", is_active=False)
    assert principal_of(user, entity, second_factor=True).user_id is None


def test_operator_creates_entities_and_enters_none(entity):
    user = make_user(is_platform_operator=True)
    assert principal_of(user, None, second_factor=False).may("platform.manage")
    assert principal_of(user, entity, second_factor=False).grants == ()


def test_opened_entity_waits_for_its_administrator(db):
    by = principal_of(make_user(is_platform_operator=True), None, second_factor=False)
    invited = open_entity(slug="villa", name="Villa", admin_email=MAIL, by=by, now=NOW)
    assert entities_of(by.user_id) == []
    user = accept(invited)
    assert [found.slug for found in entities_of(user.pk)] == ["villa"]


def test_bad_mail_opens_no_entity(db):
    with pytest.raises(NotReady):
        open_entity(slug="villa", name="Villa", admin_email="nadie", by=console(), now=NOW)
    assert Entity.objects.count() == 0


def test_only_the_operator_opens_entities(entity, admin):
    with pytest.raises(NotAllowed):
        open_entity(slug="villa", name="Villa", admin_email=MAIL, by=admin, now=NOW)
    with pytest.raises(NotAllowed):
        invite_first_administrator(entity=entity, admin_email=MAIL, by=admin, now=NOW)


def test_entity_with_administrator_gets_no_first_one(entity, admin):
    with pytest.raises(TransitionNotAllowed):
        invite_first_administrator(entity=entity, admin_email=MAIL, by=console(), now=NOW)


def test_platform_operator_is_named_and_withdrawn(admin):
    user = make_user(email=MAIL)
    set_platform_operator(email=MAIL.upper(), operates=True, by=console())
    user.refresh_from_db()
    assert user.is_platform_operator
    with pytest.raises(NotReady):
        set_platform_operator(email="nadie@example.org", operates=True, by=console())
    with pytest.raises(NotAllowed):
        set_platform_operator(email=MAIL, operates=False, by=admin)


def test_profile_keeps_name_and_post(db):
    user = make_user()
    update_profile(user_id=user.pk, full_name=" Ana Rueda ", post="Secretaria")
    user.refresh_from_db()
    assert (user.full_name, user.post) == ("Ana Rueda", "Secretaria")
    with pytest.raises(NotReady):
        update_profile(user_id=user.pk, full_name="", post="")


def test_passwords_are_kept_with_argon2(db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert create_person(email=MAIL, full_name="Ana", password=PASSWORD).password.startswith("argon2$")


@pytest.mark.parametrize("count", [1, 3])
def test_lists_of_people_cost_the_same_for_one_and_for_three(entity, admin, count, django_assert_num_queries):
    for number in range(count):
        make_member(entity, "READER")
        offer(entity, admin, email=f"p{number}@example.org")
    with django_assert_num_queries(2):
        members()
    with django_assert_num_queries(2):
        open_invitations(NOW)
    with django_assert_num_queries(1):
        entities_of(admin.user_id)


def test_people_of_another_entity_are_not_listed(entity, other_entity, admin):
    theirs = make_member(other_entity, "READER")
    assert theirs not in [member.user for member in members()]
