"""Deciding what a line is to the row before it: a row of its own, its rest, more dates, or another deliverable.

Pages cut rows, and the rest comes as a line of its own, with the heading repeated above it or without. No single sign
tells such a rest from a new row, so that several are weighed (``continues``). Inside a page the same signs need more.
"""

from collections.abc import Iterable
from enum import Enum, auto

from rinde.capabilities.plan_imports.rules.codes import split_code
from rinde.capabilities.plan_imports.rules.columns import LEVELS, reads_as_date
from rinde.capabilities.plan_imports.rules.headings import Role
from rinde.capabilities.plan_imports.rules.records import Fields, Record
from rinde.capabilities.plan_imports.rules.titles import hangs
from rinde.foundations.text.folding import starts_lower

_TIMES = (Role.SCHEDULE, Role.START, Role.END)
_GOALS = (Role.DESCRIPTION, Role.TARGET, Role.PRODUCT, Role.TARGET_OR_PRODUCT)
_SENTENCE_END = (".", ";", ":", "!", "?", "”", '"')


class Relation(Enum):
    """What a line is to the row before it."""

    NEW = auto()
    REST = auto()  # of the row that a page or a cell cut
    MORE = auto()  # dates, months or responsibles of the same deliverable
    DELIVERABLE = auto()  # another goal of the same activity
    LABEL = auto()  # only the name of a component or subcomponent
    NOTHING = auto()


def relation(fields: Fields, marked: bool, last: Record | None, *, page_start: bool) -> Relation:
    """Weigh what a line is. ``marked``: it marks months. ``page_start``: it is the first line after a page's break."""
    own = {role for role, said in fields.items() if said.own and said.text}
    said = own - set(LEVELS)
    if not said and not marked:
        return Relation.LABEL if own else Relation.NOTHING
    activity = fields.get(Role.ACTIVITY)
    if last and activity and activity.text and not activity.own and last.keys.get(Role.ACTIVITY) == activity.key:
        return Relation.DELIVERABLE if said & {*_GOALS, Role.CODE} else Relation.MORE
    if Role.ACTIVITY not in said:
        return _without_activity(fields, said, marked, last, page_start=page_start)
    if last and continues(fields, said, marked, last, page_start=page_start):
        return Relation.DELIVERABLE if _another_goal(fields, said, last) else Relation.REST
    if last and reads_as_date(fields[Role.ACTIVITY].text) and not said - {Role.ACTIVITY}:
        return Relation.MORE
    return Relation.NEW


def _without_activity(
    fields: Fields, said: set[Role], marked: bool, last: Record | None, *, page_start: bool
) -> Relation:
    if last is None:
        return Relation.NOTHING
    goal = next((role for role in _GOALS if role in said), None)
    whole = goal is not None and bool(said & {*_TIMES, Role.RESPONSIBLE}) and not starts_lower(fields[goal].text)
    if (page_start or last.cut) and not (whole and last.says(goal or Role.PRODUCT) and said & set(_TIMES)):
        # Several goals said anew, none as the rest of a sentence: another deliverable that happens to open the page.
        anew = [role for role in (*_GOALS, Role.INDICATOR) if role in said and last.says(role)]
        if last.cut or len(anew) < 2 or any(starts_lower(fields[role].text) for role in anew):
            return Relation.REST
        return Relation.DELIVERABLE
    if whole or (goal and marked) or (Role.CODE in said and goal):
        return Relation.DELIVERABLE
    if goal and not starts_lower(fields[goal].text) and last.says(goal):
        return Relation.DELIVERABLE
    return Relation.MORE if not goal else Relation.REST


def _another_goal(fields: Fields, said: set[Role], last: Record) -> bool:
    """Whether the rest of an activity stands beside a whole deliverable: a goal begun anew, with its own date."""
    goals = [role for role in _GOALS[1:] if role in said and last.says(role)]
    anew = [role for role in goals if not starts_lower(fields[role].text) and not hangs(last.text(role))]
    dated = [role for role in _TIMES if role in said and reads_as_date(fields[role].text)]
    return bool(goals) and anew == goals and any(reads_as_date(last.text(role)) for role in dated)


def _is_rest(text: str, before: str) -> bool:
    """Whether a text reads as the rest of another: it begins in the middle, or the other stops there."""
    return starts_lower(text) or hangs(before) or text[:1] in "/-–,;)"


def continues(fields: Fields, said: set[Role], marked: bool, last: Record, *, page_start: bool) -> bool:
    """Whether a line with text in the activity's column is the rest of the row before it."""
    if not page_start and not last.cut and Role.CODE in said and last.says(Role.CODE):
        return False  # no other sign outweighs a second code inside a page
    text = fields[Role.ACTIVITY].text
    before = last.lines(Role.ACTIVITY)
    weight = 0.0
    lower = starts_lower(text)
    weight += 1.5 if lower else -0.5
    stops = hangs(before)
    weight += 1.5 if stops else 0.5 if before and not before.rstrip().endswith(_SENTENCE_END) else -0.5
    weight += _codes(said, last)
    # The page ended inside the row and what tells rows apart is missing here: dates and names may be a rest too.
    uncoded = _lacks_code(text, before, said, last)
    broken = page_start and last.cut and (lower or stops or uncoded)
    weight += _times(fields, said, marked, last, broken=broken)
    if Role.RESPONSIBLE in last.layout.roles.values():
        weight += _responsibles(fields, said, last, broken=broken)
    for goal in _GOALS[1:]:
        if goal in said and last.says(goal):
            weight += 0.3 if _is_rest(fields[goal].text, last.text(goal)) else -0.6
        elif goal not in said and last.says(goal):
            weight += 0.3
    if last.cut:
        weight += 1.0 + 1.2 * (broken and uncoded)
    return weight >= (1.5 if page_start else 3.0)


def _lacks_code(text: str, before: str, said: set[Role], last: Record) -> bool:
    """Whether the row before has a code of its own, in its column or in its text, and this line has none."""
    if split_code(before)[0]:
        return not split_code(text)[0]
    return last.own_code and Role.CODE not in said


def _codes(said: set[Role], last: Record) -> float:
    if Role.CODE not in last.layout.roles.values():
        return 0.0
    if Role.CODE in said:
        return -3.0 if last.says(Role.CODE) else 1.0  # a code centred in its cell may stand on the second page
    return 1.0


def _times(fields: Fields, said: set[Role], marked: bool, last: Record, *, broken: bool) -> float:
    timed = bool(said & set(_TIMES)) or marked
    was_timed = any(last.says(role) for role in _TIMES) or bool(last.months)
    can_be_timed = was_timed or bool(set(_TIMES) & set(last.layout.roles.values())) or bool(last.layout.months)
    if not can_be_timed:
        return 0.0
    if timed and was_timed and not marked and _rests(fields, said, last, _TIMES):
        return 0.3
    if timed and was_timed and broken:
        return -0.5
    if timed and was_timed:
        return -2.5 if any(reads_as_date(fields[role].text) for role in _TIMES if role in said) or marked else -0.5
    if timed:
        return 0.5
    return 1.0 if was_timed else -0.5


def _rests(fields: Fields, said: set[Role], last: Record, roles: Iterable[Role]) -> bool:
    """Whether everything that a line says for some roles reads as the rest of what the row before says."""
    return all(_is_rest(fields[role].text, last.text(role)) for role in roles if role in said)


def _responsibles(fields: Fields, said: set[Role], last: Record, *, broken: bool) -> float:
    if Role.RESPONSIBLE not in said:
        return 0.7 if last.says(Role.RESPONSIBLE) else 0.0
    if last.says(Role.RESPONSIBLE):
        if _rests(fields, said, last, (Role.RESPONSIBLE,)):
            return 0.3
        return -0.2 if broken else -0.7
    return 0.3
