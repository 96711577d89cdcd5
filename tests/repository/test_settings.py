"""Every variable that Rinde reads is explained to whoever installs it, and none that it no longer reads."""

import re

from repository.source_files import ROOT, SOURCE

READ = re.compile(r"environment\.\w+\(\s*\"(RINDE_[A-Z_]+)\"")
EXPLAINED = re.compile(r"`(RINDE_[A-Z_]+)`")


def test_every_variable_is_in_the_manual() -> None:
    read = set(READ.findall((SOURCE / "config" / "settings.py").read_text(encoding="utf-8")))
    explained = set(EXPLAINED.findall((ROOT / "docs" / "manual" / "instalacion.md").read_text(encoding="utf-8")))
    assert read
    assert read - explained == set()
    assert explained - read == set()
