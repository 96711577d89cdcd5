"""Who answers for a deliverable, as a form asks it: names to tick, and lines for whoever is not in the org chart.

Behind a line stand its marks, in any order: «Personería (apoyo)», «Los que suscriban el pacto (se sabrá después)»,
«Enlace TIC (meta: 3)». They read back as they were written.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from rinde.capabilities.plans.choices import AssignmentRole
from rinde.capabilities.plans.models import Assignment
from rinde.capabilities.plans.queries import AssigneeChoice
from rinde.capabilities.plans.rules.content import ActorContent, AssignmentContent
from rinde.capabilities.plans.rules.measures import figure
from rinde.capabilities.plans.rules.rows import Assignee

_MARK = re.compile(
    r"\(\s*(?:(?P<support>apoyo)|(?P<later>se sabr[aá] despu[eé]s)|meta:?\s*(?P<own>\d{1,9}(?:,\d{1,2})?))\s*\)\s*$",
    re.IGNORECASE,
)
LONGEST_LINE = 300


def value_of(one: Assignment | Assignee) -> str:
    """«a:12» for an actor, «g:3» for a group, nothing where only a text says who."""
    if one.actor_id:
        return f"a:{one.actor_id}"
    return f"g:{one.group_id}" if one.group_id else ""


def assignee_of(value: str, role: str) -> Assignee:
    """The assignee of a value that the form offered."""
    kind, number = value.split(":")
    return Assignee("", int(number) if kind == "a" else None, int(number) if kind == "g" else None, role)


def read_line(line: str) -> Assignee:
    """Read a line with its marks."""
    one = Assignee(line.strip())
    while found := _MARK.search(one.text):
        rest = one.text[: found.start()].rstrip()
        if found["support"]:
            one = replace(one, text=rest, role=AssignmentRole.SUPPORT.value)
        elif found["later"]:
            one = replace(one, text=rest, conditional=True)
        else:
            one = replace(one, text=rest, own_target=Decimal(found["own"].replace(",", ".")))
    return one


def write_line(one: Assignee) -> str:
    """Write somebody of whom there is only a text, with their marks."""
    support = one.role == AssignmentRole.SUPPORT
    own = f"(meta: {figure(one.own_target).replace('.', '')})" if one.own_target is not None else ""
    marks = ("(apoyo)" if support else "", "(se sabrá después)" if one.conditional else "", own)
    return " ".join(filter(None, (one.text, *marks)))


def in_standing_order(entered: Iterable[Assignee], standing: Sequence[Assignee]) -> tuple[Assignee, ...]:
    """Put whoever stays where they stood, with the plan's words for them; whoever is new comes after."""
    places = {_who(one): place for place, one in enumerate(standing)}
    found = [
        replace(one, text=one.text or standing[places[_who(one)]].text) if _who(one) in places else one
        for one in entered
    ]
    return tuple(sorted(found, key=lambda one: places.get(_who(one), len(standing))))


def _who(one: Assignee) -> str:
    return value_of(one) or one.text


def content_of(one: Assignee, choices: dict[str, AssigneeChoice]) -> AssignmentContent:
    """Who an assignee means today, for the totals: nobody yet where that is only known later."""
    choice = choices.get(value_of(one))
    members = choice.members if choice and one.group_id else ()
    actors = (ActorContent(choice.name, choice.hint, one.actor_id),) if choice and one.actor_id else members
    return AssignmentContent(
        text=one.text or (choice.name if choice else ""),
        role=one.role,
        group=choice.name if choice and one.group_id else "",
        actors=() if one.conditional else actors,
        own_target=one.own_target,
        conditional=one.conditional,
    )


def gone(answerers: Iterable[AssigneeChoice], assignees: Sequence[AssigneeChoice]) -> Iterator[AssigneeChoice]:
    """Whoever answers for something and is no longer in the org chart: kept until somebody takes them out."""
    known = {one.value for one in assignees}
    for one in answerers:
        if one.value not in known:
            known.add(one.value)
            yield replace(one, hint="ya no está en el organigrama")
