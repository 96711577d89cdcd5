"""What the review says: a finding with its place, its words and, where it is safe, a repair. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class Severity(StrEnum):
    """How sure and how serious, strongest first. None of them stops anybody from going on."""

    ERROR = "error"  # contradicts the calendar, the law or itself
    WARNING = "warning"  # an experienced planner would ask
    HINT = "hint"  # reads or works better otherwise


class Field(StrEnum):
    """The cell of a plan that a finding is about."""

    HEADER = "header"
    CODE = "code"
    NAME = "name"
    DESCRIPTION = "description"
    TARGET = "target"
    QUANTITY = "quantity"
    PRODUCT = "product"
    INDICATOR = "indicator"
    RESOURCES = "resources"
    RESPONSIBLE = "responsible"
    DATES = "dates"
    EVIDENCE = "evidence"
    NARRATIVE = "narrative"


@dataclass(frozen=True, slots=True)
class Place:
    """One cell. `label` names it in words: «actividad 3.2», «El componente «3. Diálogo»», «datos del plan»."""

    field: Field
    label: str
    activity_key: str = ""
    activity_id: int | None = None
    deliverable_id: int | None = None
    node_id: int | None = None
    deliverable: int | None = None  # its position within the activity, from 0; None: the activity's own cell
    node_path: tuple[int, ...] = ()  # of a component or subcomponent: positions from 0


@dataclass(frozen=True, slots=True)
class Repair:
    """A mechanical change of one cell, that of the finding's first place.

    `before` and `after` are the whole text of the cell as a person would type it: dates one a line, alternatives of
    evidence one a line, a quantity as «4», «100 %» or «2 por dependencia». `says` names the button: «Cambiar a …».
    """

    field: Field
    before: str
    after: str
    says: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that somebody should look at, in Spanish and with the way out.

    `fingerprint` stays the same while rule, place and the words judged stay the same: what somebody decided to leave
    as it is comes up again only where the words change.
    """

    rule: str
    severity: Severity
    message: str
    places: tuple[Place, ...]
    repair: Repair | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What one rule notices, before the review adds the rule's own facts. `judged`: the words that it rests on."""

    message: str
    places: tuple[Place, ...]
    judged: tuple[str, ...]
    repair: Repair | None = None


def fingerprint_of(rule: str, remark: Remark) -> str:
    """Give the mark by which a decision knows its finding again, whatever ids the rows have by then."""
    places = (f"{place.activity_key}/{place.field}" for place in remark.places)
    return sha256("\x1f".join((rule, *places, "", *remark.judged)).encode()).hexdigest()
