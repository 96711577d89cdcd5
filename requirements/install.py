#!/usr/bin/env python3
"""Makes the environment in .venv from a lock file: `install.py run|production|dev`. Only the standard library.

Every package is locked with its hashes. With uv it is quicker; without it plain pip does the same. An environment that
already stands is recognised by the hash of its lock and left alone, so that a second `make` costs nothing. One whose
lock changed is made anew, so that nothing stale stays in it. A site that only runs carries neither installers nor other
languages (60 MB less).
"""

import hashlib
import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
NOTE = ENVIRONMENT / "rinde-lock.json"
# Each lock with those that hold everything in it: who has the tools of development can run the site as well.
HOLDS = {"run": ("run", "production", "dev"), "production": ("production", "dev"), "dev": ("dev",)}
OLDEST = (3, 11)
LANGUAGES = ("es", "en", "__init__")
INSTALLERS = ("pip", "pip-*", "setuptools", "setuptools-*", "pkg_resources", "_distutils_hack", "distutils-*.pth")


def fingerprint(lock: str) -> str:
    """The hash of what an environment is made from."""
    return hashlib.sha256((ROOT / "requirements" / f"{lock}.txt").read_bytes()).hexdigest()


def stands(lock: str) -> bool:
    """True where .venv already holds what the lock asks for, at this place of the disk."""
    try:
        note = json.loads(NOTE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    made_for = note.get("lock")
    return (
        made_for in HOLDS[lock]
        and note.get("fingerprint") == fingerprint(made_for)
        and note.get("root") == str(ROOT)
        and PYTHON.exists()
    )


def run(*command: str | Path) -> None:
    subprocess.run([str(word) for word in command], check=True, cwd=ROOT)  # noqa: S603 - our own words


def install_with_uv(uv: str, requirements: Path) -> None:
    run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, ENVIRONMENT)
    pip = (uv, "pip", "install", "--quiet", "--python", PYTHON)
    run(*pip, "--require-hashes", "-r", requirements)
    run(*pip, "--no-deps", "--no-build-isolation", "-e", ROOT)


def install_with_pip(requirements: Path) -> None:
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    venv.create(ENVIRONMENT, with_pip=True)
    pip = (PYTHON, "-m", "pip", "-qq", "--disable-pip-version-check", "install", "--no-compile")
    run(*pip, "--require-hashes", "-r", requirements)
    run(*pip, "--no-deps", "--no-build-isolation", "-e", ROOT)


def slim() -> None:
    """Take out what a site that only runs never reads: pip and setuptools, tests, and texts in other languages."""
    packages = next(ENVIRONMENT.glob("lib/python*/site-packages"))
    needless = [path for pattern in INSTALLERS for path in packages.glob(pattern)]
    needless += ENVIRONMENT.glob("bin/pip*")
    needless += packages.glob("*/tests")
    needless += [path for path in packages.glob("**/locale/*") if not path.name.startswith(LANGUAGES)]
    for path in needless:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def main() -> int:
    lock = sys.argv[1] if len(sys.argv) == 2 else ""
    if lock not in HOLDS:
        return complain(f"usage: {Path(sys.argv[0]).name} {'|'.join(HOLDS)}")
    if sys.version_info < OLDEST:
        return complain(f"Rinde needs Python {'.'.join(map(str, OLDEST))} or newer; this is {sys.version.split()[0]}.")
    if stands(lock):
        return 0
    # An environment for development stays one: its tools are not taken away because the site is started.
    if lock != "dev" and NOTE.exists() and json.loads(NOTE.read_text(encoding="utf-8")).get("lock") == "dev":
        lock = "dev"
    sys.stderr.write(f"Installing the locked packages ({lock}) in .venv. This takes half a minute the first time.\n")
    requirements = ROOT / "requirements" / f"{lock}.txt"
    try:
        uv = shutil.which("uv")
        install_with_uv(uv, requirements) if uv else install_with_pip(requirements)
    except subprocess.CalledProcessError as failure:
        if "ensurepip" in str(failure.cmd):
            return complain("Python cannot make environments here. On Debian: apt-get install python3-venv")
        return complain("The packages could not be installed; what went wrong is above. Run the same command again.")
    if lock != "dev":
        slim()
    note = {"lock": lock, "fingerprint": fingerprint(lock), "root": str(ROOT)}
    NOTE.write_text(json.dumps(note) + "\n", encoding="utf-8")
    return 0


def complain(message: str) -> int:
    sys.stderr.write(message + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
