"""Who answers, as a cell writes it: «Secretaría de Hacienda; Todas las dependencias (grupo) (meta 2)». Pure.

Somebody who stands in the cell as before stays exactly who they were, whatever the org chart calls them today.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches

from rinde.capabilities.plans.choices import AssignmentRole
from rinde.capabilities.plans.rules.rows import Assignee, DeliverableValues
from rinde.capabilities.plans.rules.sheet.figures import figure_text, read_figure
from rinde.capabilities.plans.rules.sheet.standing import Standing
from rinde.capabilities.plans.rules.sheet.texts import CellProblem, comparable, limited, one_line

_LONGEST_NAME = 300
_ITEMS = re.compile(r"[;\n]")
_MARK = re.compile(r"\s*\(\s*(?P<mark>grupo|por definir|meta:?\s*(?P<figure>[^()]*?))\s*\)$", re.IGNORECASE)


def write_responsibles(assignees: Iterable[Assignee], role: str, standing: Standing) -> str:
    """Write those with one role, separated by «; »."""
    return "; ".join(_written(one, standing) for one in assignees if one.role == role)


def _written(one: Assignee, standing: Standing) -> str:
    if one.actor_id:
        name = standing.actor_names.get(one.actor_id, one.text)
    elif one.group_id:
        name = f"{standing.group_names.get(one.group_id, one.text)} (grupo)"
    else:
        name = one.text
    target = f" (meta {figure_text(one.own_target)})" if one.own_target is not None else ""
    return f"{name}{target}{' (por definir)' if one.conditional else ''}"


def put_responsibles(values: DeliverableValues, text: str, role: str, standing: Standing) -> DeliverableValues:
    """Make those with one role be the ones that a cell names.

    Raises:
        CellProblem: for a group that does not exist, a bad figure or a name that is too long.
    """
    before = [one for one in values.assignees if one.role == role]
    after = list(dict.fromkeys(_read(text, before, role, standing)))
    if Counter(after) == Counter(before):
        return values  # in another order
    others = [one for one in values.assignees if one.role != role]
    ordered = [*after, *others] if role == AssignmentRole.LEAD else [*others, *after]
    return replace(values, assignees=tuple(ordered))


def _read(text: str, before: list[Assignee], role: str, standing: Standing) -> Iterator[Assignee]:
    known = {comparable(_written(one, standing)): one for one in before}
    for item in filter(None, map(one_line, _ITEMS.split(text))):
        stays = known.get(comparable(item))
        yield stays or _same_as_before(_read_item(item, role, standing), before)


def _same_as_before(read: Assignee, before: list[Assignee]) -> Assignee:
    """Whoever was already there keeps the plan's own words for them."""
    if not (read.actor_id or read.group_id):
        return read
    return next((one for one in before if replace(one, text=read.text) == read), read)


def _read_item(item: str, role: str, standing: Standing) -> Assignee:
    name, target, is_group, is_conditional = _without_marks(item)
    group = standing.group_called(name)
    actor = None if is_group else standing.actor_called(name)
    if is_group and group is None:
        raise CellProblem(f"no hay un grupo llamado «{name}». Cópielo de la hoja «Listas» o cree el grupo primero.")
    return Assignee(
        text=limited(name, _LONGEST_NAME),
        actor_id=actor,
        group_id=None if actor else group,
        role=role,
        own_target=target,
        conditional=is_conditional,
    )


def _without_marks(item: str) -> tuple[str, Decimal | None, bool, bool]:
    target, marks = None, set[str]()
    while found := _MARK.search(item):
        if found["figure"] is not None:
            target = read_figure(found["figure"])
        else:
            marks.add(found["mark"].lower())
        item = item[: found.start()].rstrip()
    if not item:
        raise CellProblem("hay un responsable sin nombre. Escríbalo o quítelo.")
    return item, target, "grupo" in marks, "por definir" in marks


def unmatched_names(before: DeliverableValues, after: DeliverableValues, standing: Standing) -> Iterator[str]:
    """Say of each new name that nobody in the org chart has it, with the one that was probably meant."""
    were = {one.text for one in before.assignees}
    for one in after.assignees:
        if one.actor_id or one.group_id or one.text in were:
            continue
        alike = get_close_matches(one.text, list(standing.names()), n=1, cutoff=0.8)
        meant = f" ¿Quiso decir «{alike[0]}»?" if alike else ""
        yield f"«{one.text}» no está en el organigrama: quedará como texto, sin dependencia que responda.{meant}"
