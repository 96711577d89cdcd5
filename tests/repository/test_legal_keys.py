"""Every legal key that code or data cite stands in the register, and the register keeps none that nobody cites."""

import ast
import re

from repository.source_files import SOURCE, name, python_files, tree
from rinde.capabilities.plans.rules.templates import all_templates
from rinde.foundations.law import all_sources


def _cited_in_code() -> set[str]:
    """First words of `source("…")`, whoever calls it."""
    found = set()
    for path in python_files(SOURCE):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called == "source" and isinstance(node.args[0].value, str):
                    found.add(node.args[0].value)
    return found


def test_every_key_cited_in_code_exists() -> None:
    assert _cited_in_code() - set(all_sources()) == set()


def test_every_basis_of_a_template_exists() -> None:
    cited = {basis.source.key for template in all_templates().values() for basis in template.all_bases}
    assert cited
    assert cited - set(all_sources()) == set()


def test_no_legal_citation_stands_as_a_literal_in_rules() -> None:
    """«Ley 1474 de 2011» in a text for people belongs to the register; a comment may name its source."""
    citation = re.compile(r"\b(?:Ley|Decreto|Resolución) \d+ de (?:19|20)\d\d")
    found = [
        f"{name(path)}:{node.lineno}"
        for path in python_files(SOURCE / "capabilities")
        if "rules" in path.parts or path.stem == "rules"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and citation.search(node.value)
        and "\n" not in node.value
    ]
    assert found == []
