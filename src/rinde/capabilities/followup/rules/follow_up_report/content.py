"""What a follow-up report freezes, as one value with its canonical text: the block of each component at each cut-off of
the year, activity by activity below it, and who signs. Pure.

Nothing here may be internal: no reason of a return nor that there was one, no title of a proof, nobody's name but the
one who signs. Ratios are 0–1 and unrounded. Columns of the blocks: domain.md §1.2; figures: domain.md §1.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from rinde.capabilities.followup.choices import ReportStage
from rinde.capabilities.followup.rules.frozen_figures import BandOf
from rinde.capabilities.followup.rules.verdicts import cells_say

SCHEMA = "follow-up-report/1"


@dataclass(frozen=True, slots=True)
class ReportHeader:
    """Whose report on which plan and cut-off. Addresses are paths of the site, which may move to another domain."""

    stage: str
    entity_name: str
    entity_nit: str
    plan_title: str
    period_start: date
    period_end: date
    plan_version: int  # what was in force at the close
    plan_sha256: str
    plan_published_on: date  # that version
    plan_path: str
    cut_off_number: int
    cut_off_name: str
    facts_from: date
    facts_until: date
    reporting_closes_on: date
    cut_off_sha256: str
    path: str
    evaluated_by: str = ""

    @property
    def is_final(self) -> bool:
        return self.stage == ReportStage.FINAL

    @property
    def period(self) -> str:
        """«2026», «2025–2028»."""
        first, last = self.period_start.year, self.period_end.year
        return str(first) if first == last else f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class ReportDates:
    """By when the report had to be out and when it was; by when units answered. Each with its arithmetic in words.

    `set_on`: the day that internal control itself had set, where that is another one than the counted.
    """

    issued_on: date
    legal_due_on: date | None = None
    counting: str = ""
    basis: str = ""  # in words: the norm, or what it really is
    set_on: date | None = None
    set_reason: str = ""
    replies_until: date | None = None
    replies_counting: str = ""

    @property
    def days_late(self) -> int:
        """Days of the calendar after the legal date; 0 where it was in time or nobody counted one."""
        return max(0, (self.issued_on - self.legal_due_on).days) if self.legal_due_on else 0


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A component at a cut-off, or the whole plan (`component` empty).

    `done` of `scheduled` activities by internal control's verdicts, `done_by_cells` of `scheduled_by_cells` by what was
    reported and proved, `ratio_sum` over `cells`: three counts that never stand under another's name. A ratio is None
    where nothing was scheduled, neither 0 % nor 100 %, and the official one while a verdict is missing.
    """

    component: str
    activities: int
    scheduled: int
    decided: int  # all of them once a report is out
    done: int
    official: Decimal | None
    official_band: BandOf | None
    scheduled_by_cells: int
    done_by_cells: int
    cells: int
    ratio_sum: Decimal
    quantitative: Decimal | None
    quantitative_band: BandOf | None
    own_ratios: int = 0  # activities with a percentage of internal control's own
    own_ratio: Decimal | None = None  # mean of those
    observations: str = ""


@dataclass(frozen=True, slots=True)
class CutOffBlock:
    """One of the year's cut-offs in the official format. `total` None: no report of it is out.

    `is_this`: the report's own. One that is still to come has neither lines nor day of issue.
    """

    number: int
    name: str
    facts_until: date
    is_this: bool = False
    is_to_come: bool = False
    issued_on: date | None = None
    total: BlockLine | None = None
    mean_of_components: Decimal | None = None
    lines: tuple[BlockLine, ...] = ()

    def line_of(self, component: str) -> BlockLine | None:
        return next((one for one in self.lines if one.component == component), None)


@dataclass(frozen=True, slots=True)
class YearFigures:
    """Progress over the whole year, due or not yet, by what was reported and proved. Never called official."""

    scheduled: int
    done: int
    cells: int
    ratio_sum: Decimal
    activities_done: Decimal | None
    quantitative: Decimal | None


@dataclass(frozen=True, slots=True)
class UnitSaying:
    """A cell that was due, and the last that its unit had said of it. `outcome` empty: it had said nothing."""

    actor: str
    what: str
    due_on: date
    is_done: bool
    has_no_case: bool
    ratio: Decimal
    proofs: int
    milestone: str = ""
    unit: str = ""
    expected: Decimal | None = None
    outcome: str = ""
    quantity: Decimal | None = None  # in the unit of the target; points where that is a percentage
    text: str = ""
    reason: str = ""
    result: str = ""
    happened_on: date | None = None
    sent_on: date | None = None
    self_monitored: bool = False


@dataclass(frozen=True, slots=True)
class PlanningSaying:
    """The last that planning had said in a closed round. `ratio`: its own percentage."""

    round: str
    closed_on: date
    text: str
    ratio: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ReplySaying:
    """What a unit answered to the preliminary report, and what internal control made of it."""

    actor: str
    text: str
    written_on: date
    is_late: bool = False
    proofs: int = 0
    is_accepted: bool | None = None
    answer: str = ""
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class VerdictSaying:
    """Internal control's own word. `reason`: why it is another one than the cells'."""

    is_done: bool
    reason: str = ""
    ratio: Decimal | None = None
    observation: str = ""
    recommendation: str = ""
    is_self_assessment: bool = False


@dataclass(frozen=True, slots=True)
class ReportActivity:
    """An activity with three voices on it. The first four counts are of the cut-off, those of the year follow."""

    key: str
    code: str
    name: str
    component: str
    subcomponent: str
    due: int
    done: int
    no_case: int
    ratio_sum: Decimal
    year_due: int
    year_done: int
    year_no_case: int
    year_ratio_sum: Decimal
    verdict: VerdictSaying | None = None
    is_sampled: bool = False
    proofs: int = 0
    flags: Mapping[str, int] = field(default_factory=dict)
    said: tuple[UnitSaying, ...] = ()
    planning: PlanningSaying | None = None
    replies: tuple[ReplySaying, ...] = ()
    agreeing: tuple[str, ...] = ()  # the units that said that they agree

    @property
    def label(self) -> str:
        return f"{self.code} {self.name}".strip()

    @property
    def says(self) -> bool | None:
        """What its cells say: done, not done, or None where nothing counts."""
        return cells_say(self.due, self.no_case, self.done)

    @property
    def says_of_year(self) -> bool | None:
        return cells_say(self.year_due, self.year_no_case, self.year_done)

    @property
    def is_counted(self) -> bool:
        """Whether it enters the official number: what was scheduled, and what internal control put back."""
        return self.says is not None or self.verdict is not None

    @property
    def is_done(self) -> bool:
        """For the official number."""
        return self.verdict is not None and self.verdict.is_done

    @property
    def differs(self) -> bool:
        """Whether internal control decided otherwise than the cells say."""
        return self.verdict is not None and self.verdict.is_done != self.says

    @property
    def ratio(self) -> Decimal | None:
        """Mean progress of its cells; None where nothing counts."""
        counted = self.due - self.no_case
        return self.ratio_sum / counted if counted else None


@dataclass(frozen=True, slots=True)
class LateSaying:
    """What came once reporting was over: it does not count here, and is told apart."""

    activity_key: str
    activity: str
    actor: str
    due_on: date
    came_on: date


@dataclass(frozen=True, slots=True)
class ReportSample:
    """The activities that were looked at one by one, and how anybody draws them again."""

    seed: str
    size: int
    keys: tuple[str, ...]
    in_words: str


@dataclass(frozen=True, slots=True)
class RecommendationLine:
    """A recommendation as it stood. `number` 0: of a preliminary report, which numbers none yet."""

    number: int
    text: str
    subject: str
    actor: str
    activity_key: str = ""
    made_in: str = ""  # the cut-off
    status: str = "OPEN"
    action: str = ""
    action_due_on: date | None = None
    is_overdue: bool = False
    action_report: str = ""
    proofs: int = 0
    verification: str = ""


@dataclass(frozen=True, slots=True)
class BandStep:
    """Where a band of the traffic light begins, included; the next one's beginning is left out."""

    from_ratio: Decimal
    name: str
    tone: str


@dataclass(frozen=True, slots=True)
class ReportBands:
    """The traffic light of the plan's template and where it comes from."""

    steps: tuple[BandStep, ...]
    basis: str = ""  # in words

    def of(self, ratio: Decimal | None) -> BandOf | None:
        """The band of an unrounded ratio: 0.5999 is low and 0.6 is middle; None for None."""
        if ratio is None or not self.steps:
            return None
        found = next((one for one in reversed(self.steps) if one.from_ratio <= ratio), self.steps[0])
        return BandOf(found.name, found.tone)


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A whole report. Whatever is written later, it stays as it is here."""

    header: ReportHeader
    dates: ReportDates
    blocks: tuple[CutOffBlock, ...]
    year: YearFigures
    bands: ReportBands
    activities: tuple[ReportActivity, ...]
    latecomers: tuple[LateSaying, ...] = ()
    sample: ReportSample | None = None
    recommendations: tuple[RecommendationLine, ...] = ()
    previous: tuple[RecommendationLine, ...] = ()
    conclusion: str = ""
    signed_by_name: str = ""
    signed_by_post: str = ""
    schema: str = SCHEMA

    @property
    def block(self) -> CutOffBlock:
        """The report's own."""
        return next(one for one in self.blocks if one.is_this)

    @property
    def components(self) -> tuple[str, ...]:
        """Every component that some cut-off of the year has, those of this one first."""
        earlier = (line.component for block in self.blocks for line in block.lines)
        return tuple(dict.fromkeys([*(line.component for line in self.block.lines), *earlier]))

    @property
    def differing(self) -> tuple[ReportActivity, ...]:
        return tuple(one for one in self.activities if one.differs)

    @property
    def replied(self) -> tuple[ReportActivity, ...]:
        return tuple(one for one in self.activities if one.replies or one.agreeing)
