"""Structured logs: one JSON object a line, without personal data.

Query strings, bodies, addresses and user names are never written: a path and a status are enough to find a fault.
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

# What a database or mail server may quote in its errors, and the keys that stand in the addresses of mails.
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
_KEY_IN_ADDRESS = re.compile(r"(/cuenta/(?:invitacion|clave/nueva)/)[^/\s\"']+")


def without_personal_data(text: str) -> str:
    """Blot out mails, and the keys of invitations and new passwords: a log is read by more people than the mailbox."""
    return _KEY_IN_ADDRESS.sub(r"\1…", _MAIL.sub("…@…", text))


class JsonFormatter(logging.Formatter):
    """Writes time, level, logger and message; a traceback without the values of its variables."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_personal_data(record.getMessage()),
        }
        if status := getattr(record, "status_code", None):
            entry["status"] = status
        if record.exc_info:
            entry["exception"] = without_personal_data(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)
