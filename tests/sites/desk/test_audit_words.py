"""Every action that an operation writes in the trail has words for the people who read it."""

import ast
import re
from itertools import chain
from pathlib import Path

import rinde
from rinde.capabilities.dialogue.choices import ListUse, SpaceStatus
from rinde.capabilities.plan_imports.choices import RowDecision
from rinde.sites.desk.audit_words import ACTIONS, in_words

CAPABILITIES = Path(rinde.__file__).parent / "capabilities"
NOTIFICATIONS = Path(rinde.__file__).parent / "services" / "notifications"
MIDDLEWARE = Path(rinde.__file__).parent / "config" / "middleware.py"  # writes down what was refused
ACTION = re.compile(
    r"(?:desk|accounts|entities|plans|followup|plan_imports|consultations|dialogue|surveys|pqrsd|notifications)\.[a-z_]+"
)


# Verbs of the dialogue that end with a code, by how they begin.
CODES = {
    "space_": [one.value for one in SpaceStatus if one is not SpaceStatus.DRAFT],
    "list_": [one.value for one in ListUse],
}

STARTS = ("", "question_", "report_")


def written_actions() -> set[str]:
    found: set[str] = set()
    written = (root.rglob("operations/**/*.py") for root in (CAPABILITIES, NOTIFICATIONS))
    for path in (MIDDLEWARE, *chain.from_iterable(written)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ACTION.fullmatch(node.value):
                found.add(node.value)
            if "/dialogue/" in path.as_posix() and isinstance(node, ast.Call) and _name(node) == "note":
                found |= {f"dialogue.{verb}" for verb in _verbs(node.args[1])}
            if "/dialogue/" in path.as_posix() and isinstance(node, ast.Constant):
                # Where another writer of the dialogue adds the beginning of the action itself.
                found |= {f"dialogue.{start}{node.value}" for start in STARTS} & set(ACTIONS)
    found -= {"plan_imports.row_", "dialogue.question_", "dialogue.question"}  # beginnings, and the name of an origin
    return found | {f"plan_imports.row_{decision.value.lower()}" for decision in RowDecision}


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _verbs(verb: ast.expr) -> set[str]:
    """The verbs that a space's trail is given: as such, one of two, or made of a code."""
    if isinstance(verb, ast.Constant):
        return {str(verb.value)}
    if isinstance(verb, ast.IfExp):
        return _verbs(verb.body) | _verbs(verb.orelse)
    if isinstance(verb, ast.JoinedStr):
        start = str(verb.values[0].value) if isinstance(verb.values[0], ast.Constant) else ""
        return {f"{start}{code.lower()}" for code in CODES[start]}
    raise AssertionError(f"a verb that this test cannot read: {ast.unparse(verb)}")


def test_every_action_has_words():
    assert written_actions() == set(ACTIONS)


def test_unknown_action_is_shown_as_it_is():
    assert in_words("made.up") == "made.up"
