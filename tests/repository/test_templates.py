"""Templates: every one is used, none speaks English to people."""

import re
from pathlib import Path

import pytest

from repository.source_files import SOURCE, name, python_files, templates

NAMED_BY_DJANGO = {"404.html", "403.html", "403_csrf.html", "400.html", "500.html"}
NAMED_BY_ALLAUTH = ("429.html", "account/", "mfa/", "allauth/", "usersessions/")
ENGLISH = re.compile(r">\s*(?:Save|Submit|Cancel|Delete|Back|Next|Previous|Search|Home|Sign in|Log out|Password)\s*<")


def _template_name(path: Path) -> str:
    return "/".join(path.parts[path.parts.index("templates") + 1 :])


def test_every_template_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in [*python_files(SOURCE), *templates()])
    written = set(re.findall(r"[\"']([\w./-]+\.(?:html|txt))(?:#[\w-]+)?[\"']", code))

    def is_used(template: str) -> bool:
        folder, _, file = template.rpartition("/")
        # A view with several faces composes the name: f"plan_imports/{face}.html" and "rows" stand apart.
        composed = f'f"{folder}/{{' in code and (f'"{file}"' in code or f'"{file.rsplit(".")[0]}"' in code)
        named_elsewhere = template in NAMED_BY_DJANGO or template.startswith(NAMED_BY_ALLAUTH)
        return template in written or composed or named_elsewhere

    assert [template for template in map(_template_name, templates()) if not is_used(template)] == []


@pytest.mark.parametrize("path", templates(), ids=name)
def test_template_speaks_spanish(path: Path) -> None:
    assert not ENGLISH.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", templates(), ids=name)
def test_template_decides_nothing(path: Path) -> None:
    """No query, no arithmetic, no clock: what a page shows was worked out before."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\.objects\b|widthratio|\{% now ", text)


@pytest.mark.parametrize("path", templates(), ids=name)
def test_page_with_a_form_says_where_it_is_sent_from(path: Path) -> None:
    """A browser that is told to say nothing sends «Origin: null» with the form, and the form is refused."""
    text = path.read_text(encoding="utf-8")
    assert not ("no-referrer" in text and 'method="post"' in text)
