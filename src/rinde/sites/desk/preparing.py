"""What must be in place before the site answers: tables, holidays, nightly work, the shared cache, the static files.

Safe to repeat.
"""

import hashlib
import socket
from datetime import datetime, time
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from rinde.capabilities.consultations.tasks import close_past, forget_addresses
from rinde.capabilities.dialogue.tasks import forget_participants, look_after_registrations
from rinde.capabilities.entities.operations import fill_holidays
from rinde.capabilities.followup.tasks import (
    draw_copies,
    forget_people,
    keep_cut_offs,
    look_at_links,
    send_digests,
    send_terms,
    tell_followers,
)
from rinde.capabilities.plans.tasks import keep_legal_calendar
from rinde.capabilities.pqrsd.tasks import forget_petitioners, recount_petitions, send_petition_terms
from rinde.capabilities.surveys.tasks import close_past_surveys, forget_who_answered
from rinde.services.jobs.operations import keep_daily, keep_hourly
from rinde.services.notifications.tasks import deliver_waiting, forget_unconfirmed

FINGERPRINT = ".collected"
QUIET_HOUR = time(2, 15)  # in Colombia: the day has turned and nobody is at work

MORNING = time(6, 45)  # before people begin, so that what presses is the first thing they read


def prepare(*, now: datetime) -> None:
    """Bring the database to the newest migration, fill the holidays, and get cache, static files and jobs ready."""
    silence = StringIO()
    call_command("migrate", interactive=False, verbosity=0, stdout=silence)
    call_command("createcachetable", verbosity=0, stdout=silence)
    fill_holidays(now=now)
    for task in (keep_legal_calendar, keep_cut_offs, look_at_links, close_past):
        keep_daily(task, at=QUIET_HOUR, now=now)
    for task in (forget_addresses, forget_unconfirmed, forget_people, forget_who_answered):
        keep_daily(task, at=QUIET_HOUR, now=now)
    for task in (recount_petitions, forget_petitioners, forget_participants):
        keep_daily(task, at=QUIET_HOUR, now=now)
    keep_daily(send_petition_terms, at=MORNING, now=now)
    keep_hourly(look_after_registrations, now=now)
    for task in (draw_copies, send_digests, send_terms, tell_followers, deliver_waiting, close_past_surveys):
        keep_hourly(task, now=now)
    collect_static()


def collect_static() -> None:
    """Hash and compress the static files, unless exactly these were collected before: that costs seconds a start."""
    root = Path(settings.STATIC_ROOT)
    fingerprint, mark = _static_fingerprint(), root / FINGERPRINT
    if mark.exists() and mark.read_text(encoding="ascii") == fingerprint:
        return
    call_command("collectstatic", interactive=False, clear=root.exists(), verbosity=0, stdout=StringIO())
    mark.write_text(fingerprint, encoding="ascii")


def _static_fingerprint() -> str:
    """A hash over the name, size and date of every static file."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            about = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{about.st_size}\0{about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def port_is_free(host: str, port: int) -> bool:
    """False where another program already listens there: gunicorn would try for seconds and then say so in English."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
