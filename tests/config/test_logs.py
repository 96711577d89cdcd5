"""Logs are structured and hold no personal data, whatever goes wrong."""

import json
import logging
from io import StringIO

import pytest
from django.core.cache import cache
from django.urls import reverse

from factories import PASSWORD, make_member
from rinde.capabilities.accounts.models import User
from rinde.config.logs import JsonFormatter, without_personal_data

MAIL, NAME = "ana.rueda+x@villa.gov.co", "Ana Rueda"


@pytest.fixture
def log():
    cache.clear()
    written, root = StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"Key (email)=({MAIL}) already exists", "Key (email)=(…@…) already exists"),
        ("Gone: /cuenta/invitacion/aB-3_x/", "Gone: /cuenta/invitacion/…/"),
        ("Too Many: /cuenta/clave/nueva/1a-cdef-123/", "Too Many: /cuenta/clave/nueva/…/"),
        ("Not Found: /villa/gestion/planes/4/", "Not Found: /villa/gestion/planes/4/"),
    ],
)
def test_mails_and_keys_are_blotted_out(text, kept):
    assert without_personal_data(text) == kept


def test_signing_in_inviting_and_failing_leave_no_personal_data(client, entity, log, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        9,
    )
    make_member(entity, "ENTITY_ADMIN", email=MAIL, full_name=NAME)
    client.post(reverse("account_login"), {"login": MAIL, "password": "mala"})
    client.post(reverse("account_login"), {"login": MAIL, "password": PASSWORD})
    people = reverse("desk:invite", kwargs={"entity_slug": entity.slug})
    client.post(people, {"email": "otra@villa.gov.co", "full_name": "Nidia Vega", "role": "READER"})
    client.get("/no-existe/?correo=secreto@villa.gov.co")
    client.get("/cuenta/invitacion/clave-secreta/")
    text = log.getvalue()
    for secret in (MAIL, NAME, PASSWORD, "otra@villa", "Nidia", "secreto@", "clave-secreta"):
        assert secret not in text
    assert {"at", "level", "logger", "message"} <= set(json.loads(text.splitlines()[-1]))


def test_error_that_quotes_a_mail_is_blotted_out(db, log):
    User.objects.create_user(MAIL, PASSWORD, full_name=NAME)
    try:
        raise ValueError(f"duplicate key ({MAIL})")
    except ValueError:
        logging.getLogger("rinde").exception("could not save %s", MAIL)
    entry = json.loads(log.getvalue().splitlines()[-1])
    assert entry["message"] == "could not save …@…"
    assert "duplicate key (…@…)" in entry["exception"]
