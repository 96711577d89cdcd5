"""Signing in by browser: password, second factor, reset; in Spanish, without telling who has an account."""

import re

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from factories import PASSWORD, make_entity, make_member, make_user

MAIL = "ana@example.org"


@pytest.fixture(autouse=True)
def no_earlier_attempts(db):
    cache.clear()


@pytest.fixture
def ana(db):
    return make_member(make_entity(slug="villa"), "ENTITY_ADMIN", email=MAIL)


def sign_in(client, email=MAIL, password=PASSWORD, **data):
    return client.post(reverse("account_login"), {"login": email, "password": password} | data)


def confirm(client, target):
    """Confirm the password again, as allauth asks before anything that protects the account."""
    response = client.get(reverse(target))
    assert response.url.startswith(reverse("account_reauthenticate"))
    return client.post(response.url, {"password": PASSWORD}, follow=True)


def code_of(secret):
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def activate(client):
    page = confirm(client, "mfa_activate_totp")
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page.content.decode())[1]
    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert response.url == reverse("mfa_view_recovery_codes")
    return secret


def test_sign_in_leads_to_the_only_entity(client, ana):
    response = sign_in(client)
    assert response.url == reverse("my_entities")
    assert client.get(response.url).url == "/villa/gestion/"


def test_sign_in_goes_back_to_the_page_that_was_asked(client, ana):
    asked = client.get("/villa/gestion/personas/")
    assert asked.url == "/cuenta/ingresar/?next=/villa/gestion/personas/"
    assert sign_in(client, next="/villa/gestion/personas/").url == "/villa/gestion/personas/"


def test_sign_in_never_leads_to_another_site(client, ana):
    assert sign_in(client, next="https://malo.example/").url == reverse("my_entities")


@pytest.mark.parametrize(("email", "password"), [(MAIL, "no es esta clave"), ("nadie@example.org", PASSWORD)])
def test_wrong_mail_and_wrong_password_are_answered_alike(client, ana, email, password):
    page = sign_in(client, email, password)
    assert page.status_code == 200
    assert (
        page.context["form"].non_field_errors() == sign_in(client, MAIL, "otra mala").context["form"].non_field_errors()
    )


def test_switched_off_account_does_not_enter(client, ana):
    ana.is_active = False
    ana.save()
    assert sign_in(client).url == reverse("account_inactive")
    assert client.get("/villa/gestion/").url.startswith(reverse("account_login"))


def test_account_switched_off_while_signed_in_is_out_at_once(client, ana):
    sign_in(client)
    assert client.get("/villa/gestion/").status_code == 200
    ana.is_active = False
    ana.save()
    assert client.get("/villa/gestion/").url.startswith(reverse("account_login"))


def test_too_many_wrong_passwords_are_stopped(client, ana):
    answers = [sign_in(client, password=f"mala {number}") for number in range(6)]
    errors = answers[-1].context["form"].non_field_errors()
    assert "Demasiados intentos" in str(errors)
    assert sign_in(client).status_code == 200  # the right password does not help either, for now


def test_too_many_requests_show_our_page(client, db):
    answers = [client.post(reverse("account_reset_password"), {"email": MAIL}) for _ in range(7)]
    assert answers[-1].status_code == 429
    assert "Demasiados intentos" in answers[-1].content.decode()


def test_sign_out_needs_a_post(client, ana):
    sign_in(client)
    assert "¿Cerrar la sesión?" in client.get(reverse("account_logout")).content.decode()
    assert client.get("/villa/gestion/").status_code == 200
    client.post(reverse("account_logout"))
    assert client.get("/villa/gestion/").status_code == 302


def test_session_cookie_is_kept_from_scripts_and_other_sites(client, ana, settings):
    settings.SESSION_COOKIE_SECURE = True
    sign_in(client)
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)


def test_signup_is_closed(client, db):
    assert "Se entra por invitación" in client.get(reverse("account_signup")).content.decode()
    client.post(reverse("account_signup"), {"email": "yo@example.org", "password1": PASSWORD})
    assert client.post(reverse("account_login"), {"login": "yo@example.org", "password": PASSWORD}).status_code == 200


def test_reset_is_answered_alike_for_known_and_unknown_mail(client, ana):
    known = client.post(reverse("account_reset_password"), {"email": MAIL})
    unknown = client.post(reverse("account_reset_password"), {"email": "nadie@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [message.to for message in mail.outbox] == [[MAIL], ["nadie@example.org"]]


def test_password_is_reset_by_mail(client, ana, settings):
    settings.BASE_URL = "https://rinde.example.org"
    client.post(reverse("account_reset_password"), {"email": MAIL})
    link = re.search(r"https://rinde\.example\.org(/cuenta/clave/nueva/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    new = "otra clave bien larga"
    done = client.post(form.context["action_url"], {"password1": new, "password2": new}, follow=True)
    assert "Su contraseña cambió" in done.content.decode()
    assert sign_in(client, password=new).url == reverse("my_entities")
    assert "El enlace ya no sirve" in client.get(link, follow=True).content.decode()


def test_weak_new_password_is_refused_in_spanish(client, ana):
    sign_in(client)
    page = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "corta", "password2": "corta"}
    )
    assert "12 caracteres" in page.content.decode()


def test_changed_password_ends_other_sessions_and_is_told_by_mail(client, ana, django_user_model):
    other = type(client)()
    sign_in(client)
    sign_in(other)
    new = "otra clave bien larga"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), data).url == reverse("profile")
    assert client.get("/villa/gestion/").status_code == 200
    assert other.get("/villa/gestion/").status_code == 302
    assert mail.outbox == [] or "Su contraseña cambió" in mail.outbox[0].body


def test_second_factor_end_to_end(client, ana):
    sign_in(client)
    secret = activate(client)
    client.post(reverse("account_logout"))
    cache.clear()  # the code of these thirty seconds was used up by activating
    assert sign_in(client).url == reverse("mfa_authenticate")
    assert client.get("/villa/gestion/").status_code == 302  # half a sign-in opens nothing
    assert "Código incorrecto" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).url == reverse("my_entities")
    methods = [record["method"] for record in client.session[AUTHENTICATION_METHODS_SESSION_KEY]]
    assert methods == ["password", "mfa"]


def test_principal_knows_whether_a_second_factor_was_passed(client, ana, rf):
    sign_in(client)
    assert client.get("/villa/gestion/").wsgi_request.principal.second_factor is False
    secret = activate(client)
    client.post(reverse("account_logout"))
    cache.clear()
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get("/villa/gestion/").wsgi_request.principal.second_factor is True


def test_recovery_code_enters_once(client, ana):
    sign_in(client)
    activate(client)
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert client.get(reverse("mfa_download_recovery_codes")).content.decode().count("\n") == len(codes) + 2
    for expected in (reverse("my_entities"), None):
        client.post(reverse("account_logout"))
        sign_in(client)
        response = client.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert getattr(response, "url", None) == expected


def test_second_factor_is_not_changed_without_the_password(client, ana):
    sign_in(client)
    for name in ("mfa_activate_totp", "mfa_generate_recovery_codes"):
        assert client.post(reverse(name), {"code": "1"}).url.startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.count() == 0


def test_second_factor_is_switched_off_after_the_password(client, ana):
    sign_in(client)
    activate(client)
    assert "¿Desactivar" in client.get(reverse("mfa_deactivate_totp")).content.decode()
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.count() == 0
    assert get_adapter().is_mfa_enabled(ana) is False


@pytest.mark.parametrize(
    "name",
    ["profile", "mfa_index", "mfa_activate_totp", "account_change_password", "my_entities", "mfa_view_recovery_codes"],
)
def test_own_account_asks_to_sign_in(client, db, name):
    assert client.get(reverse(name)).url.startswith(reverse("account_login"))


def test_new_installation_says_how_the_first_person_enters(client, db):
    assert "rinde first-admin" in client.get(reverse("account_login")).content.decode()
    make_user()
    assert "rinde first-admin" not in client.get(reverse("account_login")).content.decode()


def test_account_pages_are_never_cached(client, ana):
    for name in ("account_login", "account_reset_password"):
        assert "no-store" in client.get(reverse(name)).headers["Cache-Control"]
    sign_in(client)
    assert "no-store" in client.get("/villa/gestion/").headers["Cache-Control"]


def test_profile_is_saved(client, ana):
    sign_in(client)
    client.post(reverse("profile"), {"full_name": "Ana Rueda", "post": "Secretaria"})
    ana.refresh_from_db()
    assert (ana.full_name, ana.post) == ("Ana Rueda", "Secretaria")
