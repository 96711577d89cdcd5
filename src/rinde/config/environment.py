"""Typed reading of environment variables. A value that cannot be understood stops the start with its name."""

import os
import stat
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class BadSetting(Exception):
    """An environment variable has a value that cannot be used."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"La variable de entorno {name} no es válida: se espera {expected}.")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool) -> bool:
    """True for 1, true, yes, si, on; False for 0, false, no, off; anything else is refused.

    Raises:
        BadSetting: for any other word, so that a typo never switches a protection off.
    """
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "si", "sí", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(name, "1 o 0")


def whole_number(name: str, *, default: int, minimum: int = 0) -> int:
    """Raises BadSetting where the value is not a whole number of at least `minimum`."""
    value = text(name)
    if not value:
        return default
    if not value.isdecimal() or int(value) < minimum:
        raise BadSetting(name, f"un número entero desde {minimum}")
    return int(value)


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A list separated by commas."""
    value = text(name)
    return [word.strip() for word in value.split(",") if word.strip()] if value else list(default)


def folder(name: str, *, default: Path) -> Path:
    value = text(name)
    return Path(value).expanduser().resolve() if value else default


def keep_private(path: Path, mode: int) -> None:
    """Take from others what they may do with a file or folder of ours that an older version left open.

    Left alone: what belongs to somebody else, what is not there, and folders shared on purpose (sticky, as /tmp is).
    """
    if not path.exists() or not hasattr(os, "geteuid"):
        return
    about = path.stat()
    if about.st_uid == os.geteuid() and not about.st_mode & stat.S_ISVTX and about.st_mode & 0o777 & ~mode:
        path.chmod(mode)


def one_of(name: str, *, default: str, among: tuple[str, ...]) -> str:
    """Raises BadSetting where the value is none of `among`."""
    value = text(name, default) or default
    if value not in among:
        raise BadSetting(name, " o ".join(among))
    return value


def database(name: str, *, data_dir: Path) -> dict[str, object]:
    """The DATABASES entry: SQLite in the data folder, or `postgresql://user:password@host:port/name`.

    Raises:
        BadSetting: for any other scheme.
    """
    url = text(name)
    if not url:
        return _sqlite(data_dir / "rinde.sqlite3")
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise BadSetting(name, "postgresql://usuario:clave@servidor:puerto/base")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or dict(parse_qsl(parts.query)).get("host", ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Opening the file and reading its schema costs a third of a public page; a thread keeps its connection.
        "CONN_MAX_AGE": 60,
        # A file, not memory, in tests as well: threads of the live server must see the same rows.
        "TEST": {"NAME": None},
        "OPTIONS": {
            # A write lock taken late fails at once under WAL; taken at BEGIN it waits its turn.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;",
        },
    }
