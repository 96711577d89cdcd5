"""Logs: one JSON object a line, and nothing in it that says who."""

import json
import logging

import pytest
from django.test import Client

from rinde.config.logs import JsonFormatter


def _line(**fields: object) -> dict[str, object]:
    record = logging.makeLogRecord({"name": "rinde.test", "levelname": "ERROR", "msg": "failed: %s", "args": ("x",)})
    record.__dict__.update(fields)
    line: dict[str, object] = json.loads(JsonFormatter().format(record))
    return line


def test_line_is_json_with_what_a_fault_needs() -> None:
    line = _line(status_code=500)
    assert {key: line[key] for key in ("level", "logger", "message", "status")} == {
        "level": "ERROR",
        "logger": "rinde.test",
        "message": "failed: x",
        "status": 500,
    }
    assert str(line["at"]).endswith("+00:00")


def test_request_in_the_record_is_not_written() -> None:
    """Django hangs the whole request, with its cookies and address, on the record."""
    assert "request" not in _line(request="10.1.2.3 sessionid=secret")


@pytest.mark.django_db
def test_not_found_is_logged_without_the_question(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="django.request"):
        Client().get("/no-existe/nada/?correo=ana@example.org")
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert lines
    assert [line for line in lines if "ana@" in line or "127.0.0.1" in line] == []
