"""Every action that an operation writes in the trail has words for the people who read it."""

import ast
import re
from itertools import chain
from pathlib import Path

import rinde
from rinde.capabilities.plan_imports.choices import RowDecision
from rinde.sites.desk.audit_words import ACTIONS, in_words

CAPABILITIES = Path(rinde.__file__).parent / "capabilities"
NOTIFICATIONS = Path(rinde.__file__).parent / "services" / "notifications"
MIDDLEWARE = Path(rinde.__file__).parent / "config" / "middleware.py"  # writes down what was refused
ACTION = re.compile(
    r"(?:desk|accounts|entities|plans|followup|plan_imports|consultations|surveys|pqrsd|notifications)\.[a-z_]+"
)


def written_actions() -> set[str]:
    found: set[str] = set()
    written = (root.rglob("operations/**/*.py") for root in (CAPABILITIES, NOTIFICATIONS))
    for path in (MIDDLEWARE, *chain.from_iterable(written)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ACTION.fullmatch(node.value):
                found.add(node.value)
    found.discard("plan_imports.row_")  # its end is the decision
    return found | {f"plan_imports.row_{decision.value.lower()}" for decision in RowDecision}


def test_every_action_has_words():
    assert written_actions() == set(ACTIONS)


def test_unknown_action_is_shown_as_it_is():
    assert in_words("made.up") == "made.up"
