"""Notices as a page shows them: the text of a mail with its links, how each fared, and when the next digest comes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rinde.capabilities.followup.models import AlertPolicy
from rinde.capabilities.followup.queries.alerts import moment_of
from rinde.capabilities.followup.queries.notices import Names
from rinde.capabilities.followup.rules.alert_days import WEEKDAYS
from rinde.capabilities.followup.rules.alerts import WEEK
from rinde.foundations.design.icons import status_markup
from rinde.foundations.design.spanish import spanish_date
from rinde.services.notifications.models import OutgoingMail


def hour_in_words(hour: int) -> str:
    """«7:00 a. m.», with spaces that do not break."""
    return f"{hour % 12 or 12}:00 {'a' if hour < 12 else 'p'}.\u00a0m."


def digest_time(policy: AlertPolicy) -> str:
    """«los lunes a las 7:00 a. m.»."""
    day = WEEKDAYS[policy.digest_weekday]
    many = day if day.endswith("s") else f"{day}s"
    return f"los {many} a la{'' if policy.digest_hour in {1, 13} else 's'} {hour_in_words(policy.digest_hour)}"


def next_digest(policy: AlertPolicy, now: datetime) -> str:
    """«lunes 9 de marzo de 2026», the day of the one that comes next."""
    day = timezone.localdate(moment_of(policy, now) + WEEK)
    return f"{WEEKDAYS[day.weekday()]} {spanish_date(day, 'long')}"


def text_of(mail: OutgoingMail, *, site: str) -> SafeString:
    """The text of a mail, line by line; the line before an address of this site holds the link to it."""
    lines: list[SafeString] = []
    before = ""
    for line in map(str.strip, mail.body.strip().splitlines()):
        path = _path(line, site)
        if path and before:
            lines[-1] = _linked(before, path)
        else:
            lines.append(format_html('<a href="{}">Abrir</a>', path) if path else format_html("{}", _bullet(line)))
        before = "" if path else line
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines))


def _bullet(line: str) -> str:
    return f"• {line[2:]}" if line.startswith("- ") else line


def _linked(line: str, path: str) -> SafeString:
    """What the line says first is the link: «VENCIDA desde el 30 de junio»; the rest is read beside it."""
    mark, said = ("• ", line[2:]) if line.startswith("- ") else ("", line)
    head, colon, rest = said.partition(":")
    return format_html('{}<a href="{}">{}</a>{}', mark, path, head, f"{colon}{rest}" if rest else "")


def _path(line: str, site: str) -> str:
    """The path of a line that is an address of this site; empty for anything else: what people typed stays text."""
    path = line.removeprefix(site) if site else line
    return path if path.startswith("/") and not path.startswith("//") and " " not in path else ""


@dataclass(frozen=True, slots=True)
class LogRow:
    """A mail in the log: to whom by name, when, and how it fared."""

    subject: str
    who: str
    queued_at: datetime
    sent_at: datetime | None
    attempts: int
    state: SafeString


def log_rows(mails: Iterable[OutgoingMail], names: Names, given_up: frozenset[int]) -> Sequence[LogRow]:
    return [
        LogRow(
            one.subject, names.of(one.recipient), one.created_at, one.sent_at, one.attempts,
            _state(one, is_given_up=one.pk in given_up),
        )
        for one in mails
    ]  # fmt: skip


def _state(mail: OutgoingMail, *, is_given_up: bool) -> SafeString:
    if mail.sent_at is not None:
        return status_markup("ok", "Salió")
    if is_given_up:
        return status_markup("late", "No salió")
    return status_markup("due", "Se vuelve a intentar") if mail.attempts else status_markup("info", "En cola")
