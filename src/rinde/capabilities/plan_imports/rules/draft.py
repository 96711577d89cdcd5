"""The draft of a plan as read from a document: what `rinde read-plan` prints and a person reviews.

Pure data. Its JSON form (`plan-draft/1`) is a public format: other programs read it, so fields are added, never
renamed. A row is one deliverable: an activity with several goals gives several rows with the same code.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

SCHEMA = "plan-draft/1"
Severity = Literal["error", "warning", "notice"]
QuantityUnit = Literal["count", "percent"]


@dataclass(frozen=True, slots=True)
class Schedule:
    """When. Dates are ISO text; a month or a span of months gives its first and last day; a grid gives `months`."""

    text: str = ""
    start: str | None = None
    end: str | None = None
    deadlines: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    recurrence: str | None = None  # `schedules.Recurrence`: MONTHLY, QUARTERLY, SEMIANNUAL…
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One deliverable with everything that its line of the document says."""

    activity: str
    component: str | None = None
    subcomponent: str | None = None
    code: str | None = None
    description: str | None = None
    target: str | None = None
    quantity: float | None = None
    unit: QuantityUnit | None = None
    per_unit: bool = False
    product: str | None = None
    indicator: str | None = None
    resources: str | None = None
    responsible: tuple[str, ...] = ()
    schedule: Schedule = field(default_factory=Schedule)
    where: str = ""  # «page 2, table 1, row 4»


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem of the document, for a person to decide. `row` is an index into the draft's rows, or None."""

    rule: str
    severity: Severity
    message: str  # Spanish, active, with the way out
    row: int | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """An action that a strategy lists outside its table: announced, not scheduled."""

    group: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    name: str
    format: str
    pages: int


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What a heading was taken to mean. Kept, corrected by a person, it is next year's ``mapping``."""

    heading: str  # folded: the key
    role: str
    label: str = ""  # as printed


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A whole document, read."""

    source: Source
    entity: str | None = None
    year: int | None = None
    instrument: str | None = None
    title: str | None = None
    actions: tuple[Announcement, ...] = ()
    rows: tuple[DraftRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    columns: tuple[ColumnMapping, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The public form; `json.dumps` takes it as it is."""
        return {"schema": SCHEMA, **asdict(self)}
