"""Deciding what each column of a table holds.

Every column gets a score for every role, from two witnesses. Its *heading* speaks through the lexicon; a heading that
spans several columns speaks for each of them, and one about follow-up silences what stands under it. Its *content*
speaks through cheap measures over the first lines of the body: how many cells read as dates, codes, names of units,
quantities or long text. The roles are then given out greedily, best score first; a role that tells a row apart
(activity, schedule, responsible…) is given once. What a person corrected last year (``mapping``) comes before both.

Where headings and columns do not line up (tables pasted as text lose their merges), the roles are aligned with the
columns in order, by content (``alignment``).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rinde.capabilities.plan_imports.rules.codes import is_code
from rinde.capabilities.plan_imports.rules.headers import Header
from rinde.capabilities.plan_imports.rules.headings import Role
from rinde.capabilities.plan_imports.rules.lexicon import fold_heading, other_table, roles_of
from rinde.capabilities.plan_imports.rules.lines import Line
from rinde.capabilities.plan_imports.rules.months import Months, period_columns
from rinde.foundations.text.dates import find_dates
from rinde.foundations.text.folding import fold_keeping_length
from rinde.foundations.text.schedules import read_schedule

_SAMPLE = 40
_UNIT = re.compile(
    r"\b(?:secretari|subsecretari|oficina|direccion|director|subdirec|gerenci|subgerenci|"
    r"comite|lider|jefe|despacho|alcald|"
    r"gobernacion|departamento|dependencias|control interno|planeacion|grupo|coordinador|"
    r"coordinacion|profesional|equipo|"
    r"area|unidad|prensa|comunicaciones|talento humano|asesor|procesos|todos|todas|juridic|hacienda|tic\b|siau)"
)
ONCE = frozenset(
    (
        Role.CODE,
        Role.COMPONENT,
        Role.SUBCOMPONENT,
        Role.ACTIVITY,
        Role.DESCRIPTION,
        Role.TARGET,
        Role.PRODUCT,
        Role.TARGET_OR_PRODUCT,
        Role.RESPONSIBLE,
        Role.SCHEDULE,
        Role.START,
        Role.END,
        Role.FREQUENCY,
        Role.RESOURCES,
    )
)
CORE = frozenset(
    (
        Role.TARGET,
        Role.PRODUCT,
        Role.TARGET_OR_PRODUCT,
        Role.INDICATOR,
        Role.RESPONSIBLE,
        Role.SCHEDULE,
        Role.START,
        Role.END,
        Role.PERIOD,
        Role.FREQUENCY,
        Role.DESCRIPTION,
    )
)
LEVELS = (Role.COMPONENT, Role.SUBCOMPONENT, Role.GROUP)


@dataclass(frozen=True)
class Layout:
    """What the columns of a table hold. ``kind``: "plan", or the kind of another table (changes, risk, norms…)."""

    roles: dict[int, Role]
    months: dict[int, Months] = field(default_factory=dict)
    heads: tuple[str, ...] = ()
    kind: str = "plan"
    strength: int = 0  # how many different things the table says about an activity
    repeats: tuple[str, ...] = ()  # the key of its heading

    @property
    def width(self) -> int:
        return len(self.heads)

    def columns_of(self, role: Role) -> list[int]:
        return [column for column, given in self.roles.items() if given is role]

    @property
    def has_level(self) -> bool:
        return any(role in LEVELS for role in self.roles.values())


@dataclass(slots=True)
class Content:
    """Measures of one column over a sample, each a share of its filled cells."""

    filled: int = 0
    dates: float = 0.0
    codes: float = 0.0
    units: float = 0.0
    numbers: float = 0.0
    length: float = 0.0
    repeated: float = 0.0  # cells merged down or equal to the one above


def layout_from(header: Header, body: Sequence[Line], mapping: Mapping[str, str] | None = None) -> Layout:
    """Give every column under a heading its role."""
    months = period_columns(header.heads)
    content = [content_of(body, column) for column in range(len(header.heads))]
    scores = {
        column: _scores(header, column, content[column], mapping or {})
        for column in range(len(header.heads))
        if column not in months
    }
    roles = dict.fromkeys(_planned(months, header), Role.PERIOD) | _give_out(scores, header, content)
    months = {column: months[column] for column in months if roles.get(column) is Role.PERIOD}
    return layout_of(header, _levels(roles), months)


def layout_of(header: Header, roles: Mapping[int, Role], months: Mapping[int, Months] | None = None) -> Layout:
    """Make the layout of a table whose roles are known, and tell whether it is a plan's."""
    heads = tuple(" / ".join(path) for path in header.heads)
    kind = other_table([path[-1] for path in header.heads if path])
    strength = len({_meaning(role) for role in roles.values() if role in CORE})
    if kind in (None, "budget"):
        kind = "plan" if Role.ACTIVITY in roles.values() and strength >= 1 else kind or "other"
    return Layout(dict(sorted(roles.items())), dict(months or {}), heads, kind, strength, header.key)


def headed_roles(header: Header, mapping: Mapping[str, str] | None = None) -> list[Role]:
    """The roles that the headings name, in order, whatever stands under them: for tables that lost their columns."""
    contents = [Content() for _ in header.heads]
    scores = {column: _scores(header, column, contents[column], mapping or {}) for column in range(len(header.heads))}
    roles = _levels(_give_out(scores, header, contents))
    return [roles[column] for column in sorted(roles)]


def _meaning(role: Role) -> Role:
    """Several columns may say the same thing: when, or what for."""
    if role in (Role.START, Role.END, Role.PERIOD, Role.FREQUENCY):
        return Role.SCHEDULE
    return Role.PRODUCT if role in (Role.TARGET, Role.TARGET_OR_PRODUCT) else role


def _planned(months: Mapping[int, Months], header: Header) -> list[int]:
    """The period columns that plan, without those under a heading about what was done."""
    return [
        column
        for column in months
        if not any(roles and roles[0][0] is Role.FOLLOW_UP for roles in map(roles_of, header.heads[column][:-1]))
    ]


def content_of(lines: Sequence[Line], column: int) -> Content:
    """Measure a column over the first lines of a body."""
    texts: list[str] = []
    repeated = 0
    for line in lines[:_SAMPLE]:
        slot = line.at(column)
        if slot.text and slot.span <= 4 and not _stands_alone(line):
            if not slot.own or (texts and texts[-1] == slot.flat):
                repeated += 1
            texts.append(slot.flat)
    if not texts:
        return Content()
    distinct = list(dict.fromkeys(texts))
    return Content(
        filled=len(texts),
        dates=_share(distinct, reads_as_date),
        codes=_share(distinct, is_code),
        units=_share(distinct, lambda text: bool(_UNIT.search(fold_keeping_length(text))) and len(text) < 120),
        numbers=_share(distinct, lambda text: bool(re.fullmatch(r"[\d.,%()\s]+", text))),
        length=sum(map(len, distinct)) / len(distinct),
        repeated=repeated / len(texts),
    )


def _stands_alone(line: Line) -> bool:
    """A title between rows: it says nothing about the column it happens to stand in."""
    return len(line.filled) == 1


def _share(texts: Sequence[str], test: object) -> float:
    return sum(1 for text in texts if callable(test) and test(text)) / len(texts)


@lru_cache(maxsize=8192)
def reads_as_date(text: str) -> bool:
    """Tell whether a cell's text says when and little else."""
    if not text or len(text) > 160 or is_code(text) or text.replace(".", "").isdigit():
        return False
    mentions = find_dates(text)
    if any(mention.kind != "year" for mention in mentions):
        covered = sum(mention.end - mention.start for mention in mentions)
        return covered >= 0.3 * len(text)
    if len(text) > 40:
        return False
    read = read_schedule(text)
    return bool(read.recurrence or read.permanent or (mentions and len(text) <= 20))


def _scores(header: Header, column: int, content: Content, mapping: Mapping[str, str]) -> dict[Role, float]:
    path = header.heads[column] or _spilled(header, column)
    remembered = mapping.get(fold_heading(" / ".join(path))) or (mapping.get(fold_heading(path[-1])) if path else None)
    if (
        remembered is not None
        and remembered in Role.__members__.values()
        and not (remembered == Role.ACTIVITY and content.codes >= 0.7)
    ):
        return {Role(remembered): 10.0}
    scores = _heading_scores(path)
    if Role.FOLLOW_UP in scores and scores[Role.FOLLOW_UP] >= 1.0:
        return scores
    if not path and _leads(header, column, content):
        scores[Role.GROUP] = 0.35
    return _with_content(scores, content)


def _spilled(header: Header, column: int) -> tuple[str, ...]:
    """The heading «Actividades» over the code's column, where a lost merge left the text's column without one."""
    before = header.heads[column - 1] if column else ()
    roles = roles_of(before[-1]) if before else ()
    return before if roles and roles[0][0] is Role.ACTIVITY else ()


def _leads(header: Header, column: int, content: Content) -> bool:
    """A column without a heading, before the activity, whose texts are merged over several rows: a level."""
    later = (roles_of(path[-1]) for path in header.heads[column + 1 :] if path)
    before_activity = any(roles and roles[0][0] is Role.ACTIVITY for roles in later)
    return before_activity and content.repeated >= 0.3 and content.length < 200 and content.dates < 0.2


def _heading_scores(path: tuple[str, ...]) -> dict[Role, float]:
    """What the headings over a column say: the lowest first, the ones above at a discount."""
    scores: dict[Role, float] = {}
    for height, text in enumerate(reversed(path)):
        for role, weight in roles_of(text):
            if role is Role.FOLLOW_UP:
                # Follow-up at the top («Seguimiento 1») rules the columns under it.
                return {Role.FOLLOW_UP: 1.0}
            scores[role] = max(scores.get(role, 0.0), weight * (1.0 if height == 0 else 0.8))
    if len(path) > 1:
        own = {role for role, _ in roles_of(path[-1])}
        for role in own & {Role.GROUP}:
            scores[role] *= 0.7
    return scores


def _with_content(scores: dict[Role, float], content: Content) -> dict[Role, float]:
    if not content.filled:
        return scores
    adjusted = dict(scores)

    def add(role: Role, amount: float, *, only_known: bool = True) -> None:
        if role in adjusted or not only_known:
            adjusted[role] = adjusted.get(role, 0.0) + amount

    when = 0.5 * content.dates - 0.3 * (content.dates < 0.2 and content.length > 60)
    for role in (Role.SCHEDULE, Role.START, Role.END):
        add(role, when)
    if content.dates >= 0.6 and not scores:
        add(Role.SCHEDULE, 0.55, only_known=False)
    if content.codes >= 0.7 and (not scores or Role.ACTIVITY in scores or Role.CODE in scores or Role.GROUP in scores):
        add(Role.CODE, 0.6 + 0.5 * content.codes, only_known=False)
        adjusted.pop(Role.ACTIVITY, None)
    elif Role.CODE in adjusted and content.length > 20:
        adjusted[Role.CODE] -= 0.8
        add(Role.ACTIVITY, 0.7, only_known=False)
    add(Role.RESPONSIBLE, 0.4 * content.units - 0.4 * (content.dates > 0.5))
    if not scores and content.units > 0.5 and content.length < 80:
        add(Role.RESPONSIBLE, 0.5, only_known=False)
    add(Role.ACTIVITY, 0.3 * (content.length > 30) - 0.3 * (content.length < 12) - 0.2 * content.repeated)
    add(Role.DESCRIPTION, 0.1 * (content.length > 30) - 0.3 * (content.dates > 0.5))
    add(Role.GROUP, 0.2 * content.repeated - 0.1 * (content.length > 160))
    for role in (Role.PRODUCT, Role.TARGET_OR_PRODUCT):
        add(role, -0.3 * (content.dates > 0.6))
    return adjusted


def _give_out(scores: dict[int, dict[Role, float]], header: Header, content: Sequence[Content]) -> dict[int, Role]:
    """Give roles to columns, best score first. Columns under one and the same heading may share its role."""
    given: dict[int, Role] = {}
    taken: dict[Role, int] = {}
    ranked = sorted(
        ((score, -column, role) for column, roles in scores.items() for role, score in roles.items()),
        key=lambda item: (-item[0], -item[1], item[2]),
    )
    for score, minus_column, role in ranked:
        column = -minus_column
        if column in given or score < 0.3:
            continue
        holder = taken.get(role)
        if role in ONCE and holder is not None and not _one_heading(header, holder, column):
            continue
        given[column] = role
        taken.setdefault(role, column)
    return _with_an_activity(given, scores, content)


def _one_heading(header: Header, first: int, second: int) -> bool:
    """Two columns under one merged heading, such as the pieces of a text that stray rules of a PDF cut."""
    return bool(header.cells[first]) and header.cells[first] == header.cells[second]


def _with_an_activity(
    given: dict[int, Role], scores: dict[int, dict[Role, float]], content: Sequence[Content]
) -> dict[int, Role]:
    """Plans that do not say «actividades»: the description, else the product, is what is to be done."""
    if Role.ACTIVITY in given.values():
        return given
    for stand_in in (Role.DESCRIPTION, Role.TARGET_OR_PRODUCT, Role.PRODUCT):
        for column, role in given.items():
            meant = Role.ACTIVITY in scores.get(column, {}) or _names_rows(given)
            if role is stand_in and content[column].length > 12 and meant:
                return given | {column: Role.ACTIVITY}
    return given


def _names_rows(given: Mapping[int, Role]) -> bool:
    """Whether the table says enough else about a row to be a plan without the word «actividad»."""
    roles = set(given.values())
    says_who = Role.RESPONSIBLE in roles
    says_when = bool(roles & {Role.SCHEDULE, Role.START, Role.END, Role.PERIOD})
    return says_who and says_when


def _levels(roles: dict[int, Role]) -> dict[int, Role]:
    """Turn generic groups («Elemento», «Gestión») into levels: the last one before the activity is the nearer."""
    activity = next((column for column, role in roles.items() if role is Role.ACTIVITY), None)
    groups = [column for column, role in sorted(roles.items()) if role is Role.GROUP]
    leading = [column for column in groups if activity is None or column < activity]
    settled = dict(roles)
    if leading or not groups or any(role in (Role.COMPONENT, Role.SUBCOMPONENT) for role in roles.values()):
        for column in set(groups) - set(leading):
            settled[column] = Role.OTHER  # «Macroproceso» after the activity does not lead it
        groups = leading
    if groups and Role.SUBCOMPONENT not in roles.values():
        settled[groups.pop()] = Role.SUBCOMPONENT
    if groups and Role.COMPONENT not in roles.values():
        settled[groups.pop()] = Role.COMPONENT
    for column in groups:
        settled[column] = Role.OTHER
    return settled
