"""What the tests about the code itself look at: our files, as text and as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "rinde"
CODE_FOLDERS = (SOURCE, ROOT / "tests", ROOT / "benchmarks", ROOT / "docs", ROOT / "requirements")
BINARY = {".pdf", ".xlsx", ".xls", ".ods", ".docx", ".png", ".webp", ".zip"}


def python_files(*folders: Path) -> list[Path]:
    """Every Python file of ours, migrations aside: Django writes those."""
    found = (path for folder in folders or CODE_FOLDERS for path in folder.rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted(SOURCE.rglob("templates/**/*.html")) + sorted(SOURCE.rglob("templates/**/*.txt"))


def text_files() -> Iterator[Path]:
    """Everything that is committed as text."""
    tops = ("src", "tests", "docs", "demo", "deploy", "benchmarks", "requirements", ".ci")
    singles = [path for path in ROOT.iterdir() if path.is_file()]
    for path in [*singles, *(each for top in tops for each in (ROOT / top).rglob("*"))]:
        if path.is_file() and path.suffix not in BINARY and "__pycache__" not in path.parts:
            yield path


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))
