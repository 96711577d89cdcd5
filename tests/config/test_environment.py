"""Settings from the environment: typed, with safe values, and loud where a word is not understood."""

from pathlib import Path

import pytest

from rinde.config import environment
from rinde.config.environment import BadSetting


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", True), ("true", True), ("Sí", True), ("on", True), ("0", False), ("no", False), ("OFF", False), ("", True)],
)
def test_flag_reads(monkeypatch: pytest.MonkeyPatch, text: str, expected: bool) -> None:
    monkeypatch.setenv("RINDE_X", text)
    assert environment.flag("RINDE_X", default=True) is expected


@pytest.mark.parametrize("text", ["ture", "2", "nope"])
def test_flag_refuses_a_typo(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("RINDE_X", text)
    with pytest.raises(BadSetting, match="RINDE_X"):
        environment.flag("RINDE_X", default=True)


@pytest.mark.parametrize("text", ["-1", "3.5", "many", "0"])
def test_whole_number_refuses(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("RINDE_X", text)
    with pytest.raises(BadSetting):
        environment.whole_number("RINDE_X", default=5, minimum=1)


def test_words_drop_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RINDE_X", " a.gov.co, b.gov.co ,,")
    assert environment.words("RINDE_X") == ["a.gov.co", "b.gov.co"]


def test_database_reads_a_postgresql_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RINDE_DATABASE_URL", "postgresql://ana:p%40ss@db.local:5433/rinde")
    database = environment.database("RINDE_DATABASE_URL", data_dir=tmp_path)
    said = {key: database[key] for key in ("ENGINE", "USER", "PASSWORD", "HOST", "PORT", "NAME")}
    assert said == {
        "ENGINE": "django.db.backends.postgresql",
        "USER": "ana",
        "PASSWORD": "p@ss",
        "HOST": "db.local",
        "PORT": "5433",
        "NAME": "rinde",
    }


def test_database_refuses_other_engines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RINDE_DATABASE_URL", "mysql://a@b/c")
    with pytest.raises(BadSetting):
        environment.database("RINDE_DATABASE_URL", data_dir=tmp_path)


def test_database_is_sqlite_in_the_data_folder_without_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("RINDE_DATABASE_URL", raising=False)
    assert environment.database("RINDE_DATABASE_URL", data_dir=tmp_path)["NAME"] == tmp_path / "rinde.sqlite3"


@pytest.mark.parametrize(("found", "left"), [(0o755, 0o700), (0o777, 0o700), (0o700, 0o700), (0o1777, 0o1777)])
def test_folder_of_ours_is_closed_to_others(tmp_path: Path, found: int, left: int) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(found)
    environment.keep_private(folder, 0o700)
    assert folder.stat().st_mode & 0o7777 == left


def test_what_is_not_there_stays_away(tmp_path: Path) -> None:
    environment.keep_private(tmp_path / "rinde.sqlite3", 0o600)
    assert not list(tmp_path.iterdir())
