"""A process apart: bounded in time and memory, with nothing of ours to take away."""

import json
from pathlib import Path

import pytest

from act_files import a_pdf
from foundations.attachments.making import changed_pdf
from rinde.foundations.apart import pdf_pages
from rinde.foundations.apart.running import run_apart


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A module of the test's own that a process apart can find."""

    def write(code: str) -> str:
        (tmp_path / "apart_of_a_test.py").write_text(code)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        return "apart_of_a_test"

    return write


def test_bytes_go_and_the_answer_comes(module) -> None:
    echo = module(
        "import sys\nfrom rinde.foundations.apart.running import hand_back, take_content\n"
        "hand_back(take_content()[::-1] + sys.argv[1].encode())"
    )
    assert run_apart(echo, b"abc", seconds=30, arguments=["!"]) == b"cba!"


@pytest.mark.parametrize("code", ["raise SystemExit(3)", "import os; os.abort()", "1 / 0"])
def test_process_that_dies_gives_none(module, code: str) -> None:
    assert run_apart(module(code), b"", seconds=30) is None


def test_process_that_takes_too_long_is_ended(module) -> None:
    assert run_apart(module("import time; time.sleep(60)"), b"", seconds=0.3) is None


def test_process_that_wants_all_memory_is_ended(module) -> None:
    code = "from rinde.foundations.apart.running import take_content\ntake_content()\nbytearray(3 * 1024**3)"
    assert run_apart(module(code), b"", seconds=30) is None


def test_process_knows_no_secrets(module, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RINDE_SECRET_KEY", "una clave")
    code = "import json, os, sys\nsys.stdout.write(json.dumps(dict(os.environ)))"
    told = json.loads(run_apart(module(code), b"", seconds=30) or b"{}")
    assert told
    assert [name for name in told if name.startswith("RINDE")] == []
    assert "una clave" not in told.values()


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (a_pdf(3), 3),
        (changed_pdf(a_pdf(), password="clave"), pdf_pages.LOCKED),
        (a_pdf(0), pdf_pages.BROKEN),
        (b"%PDF-1.7 un acta", pdf_pages.BROKEN),
        (b"", pdf_pages.BROKEN),
    ],
)
def test_pages_are_counted_apart(content: bytes, pages: int) -> None:
    assert run_apart(pdf_pages.__name__, content, seconds=60) == str(pages).encode()
