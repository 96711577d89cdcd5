"""What stands around every page: headers, sign-in by default, hashing, limits, and a clean deployment check."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value, validate_totp_code
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.cache import caches
from django.test import Client
from django.utils.module_loading import import_string

from rinde.config import settings as own_settings
from rinde.config.middleware import CONTENT_SECURITY_POLICY

PRODUCTION = {
    "RINDE_MODE": "production",
    "RINDE_SECRET_KEY": "a-key-only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz",
    "RINDE_ALLOWED_HOSTS": "rinde.example",
    "RINDE_BASE_URL": "https://rinde.example",
}


def _rinde(data_dir: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("RINDE_", "DJANGO_"))}
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "rinde.config.manage", *words],
        env=clean | {"RINDE_DATA_DIR": str(data_dir)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/no-existe/", "/cuenta/", "/robots.txt"])
def test_every_answer_carries_the_headers(address: str) -> None:
    headers = Client().get(address, follow=True).headers
    assert {
        name: headers[name] for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options")
    } == {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_policy_lets_nothing_inline_and_nobody_else_in() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")


def test_sign_in_is_required_unless_a_page_says_otherwise() -> None:
    middleware = [import_string(path) for path in settings.MIDDLEWARE]
    assert any(isinstance(one, type) and issubclass(one, LoginRequiredMiddleware) for one in middleware)


@pytest.mark.django_db
def test_stranger_is_sent_to_sign_in() -> None:
    response = Client().get("/cuenta/")
    assert response.status_code == 302
    assert response.url.startswith("/cuenta/")


def test_argon2_is_the_only_hasher() -> None:
    assert own_settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_limits_are_counted_in_a_cache_that_all_processes_share() -> None:
    """allauth counts sign-in attempts in the default cache."""
    assert own_settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    assert caches["default"] is not None


def test_deployment_check_is_clean(tmp_path: Path) -> None:
    done = _rinde(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


def test_production_does_not_start_without_a_key(tmp_path: Path) -> None:
    done = _rinde(tmp_path, "check", **PRODUCTION | {"RINDE_SECRET_KEY": ""})
    assert done.returncode == 1
    assert "RINDE_SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr


def test_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    _rinde(tmp_path, "check")
    kept = tmp_path / "secret-key"
    first = kept.read_text(encoding="ascii")
    _rinde(tmp_path, "check")
    assert (kept.read_text(encoding="ascii"), kept.stat().st_mode & 0o777, len(first) > 50) == (first, 0o600, True)


@pytest.mark.django_db
@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_second_factor_takes_the_code_of_the_neighbouring_step(time_machine, steps: int, taken: bool) -> None:
    time_machine.move_to(1_800_000_000, tick=False)
    secret = generate_totp_secret()
    assert validate_totp_code(secret, format_hotp_value(hotp_value(secret, 60_000_000 + steps))) is taken


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", ["/", "/{slug}/", "/{slug}/gestion/", "/cuenta/ingresar/", "/no-hay/tal/pagina/"])
def test_pages_are_only_read_and_sent(client, entity, method: str, path: str) -> None:
    response = getattr(client, method)(path.format(slug=entity.slug))

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS, POST"
