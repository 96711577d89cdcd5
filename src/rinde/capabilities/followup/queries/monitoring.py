"""The board of a plan, the followed plans of an entity, and the rounds of planning with what they froze.

A board costs the same for 1 and for 14,000 cells.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache

from django.utils import timezone

from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.choices import RoundStatus
from rinde.capabilities.followup.models import AlertPolicy, FollowUpPolicy, MonitoringNote, MonitoringRound
from rinde.capabilities.followup.queries.cells import (
    PlanCells,
    cell_states,
    cell_states_of_plans,
    cells_of_plans,
    plan_cells,
    policy_of,
)
from rinde.capabilities.followup.queries.unit_people import offices_of, people_of_units
from rinde.capabilities.followup.rules.figures import Totals, totals_of
from rinde.capabilities.followup.rules.monitoring.board import (
    BoardCell,
    Part,
    Tally,
    activity_figures,
    board_cells,
    by_actor,
    by_component,
    tally_of,
)
from rinde.capabilities.followup.rules.monitoring.content import (
    NoteFacts,
    RoundContent,
    RoundHeader,
    freeze,
    round_from_json,
)
from rinde.capabilities.followup.rules.monitoring.reminding import UnitToRemind, units_to_remind
from rinde.capabilities.followup.rules.reach import Offices
from rinde.capabilities.plans.choices import PlanStatus
from rinde.capabilities.plans.models import Plan, PlanVersion
from rinde.capabilities.plans.queries.published import known_content

DUE_SOON_DAYS: int = AlertPolicy._meta.get_field("due_soon_days").default


class Board:
    """A plan looked at on a day: every cell with its standing, counted in as many ways as are asked for.

    `until`: the last day of what is looked at. Later cells are there too, and are not due.
    """

    def __init__(
        self, plan: Plan, policy: FollowUpPolicy, found: PlanCells | None, cells: tuple[BoardCell, ...], until: date
    ) -> None:
        self.plan, self.policy, self.found, self.cells, self.until = plan, policy, found, cells, until

    def only_due(self) -> "Board":
        """The same board, of what falls due by its last day and nothing else."""
        return Board(self.plan, self.policy, self.found, tuple(one for one in self.cells if one.is_due), self.until)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """Every component of the plan in its order, also those without a date."""
        content = self.found.content if self.found else None
        return tuple(dict.fromkeys(node.heading for node in content.nodes)) if content else ()

    @cached_property
    def tally(self) -> Tally:
        return tally_of(self.cells)

    @cached_property
    def totals(self) -> Totals:
        """Both numbers of what was due."""
        return totals_of(activity_figures(self.cells, until=self.until))

    @cached_property
    def components(self) -> tuple[Part, ...]:
        return by_component(self.cells, self.headings, until=self.until)

    @cached_property
    def actors(self) -> tuple[Part, ...]:
        return by_actor(self.cells)


def board_of(plan: Plan, *, today: date, until: date | None = None) -> Board:
    """The board of a plan on a day; without cells before its first version. Five queries.

    Args:
        until: the last day of what is looked at, for a round; today where nothing else is said.
    """
    policy, found, last_day = policy_of(plan), plan_cells(plan), until or today
    states = cell_states(plan, found.cells) if found else ()
    cells = board_cells(
        states,
        today=today,
        until=last_day,
        soon_days=due_soon_days(plan.entity_id),
        monitored_by=policy.monitored_by_id,
    )
    return Board(plan, policy, found, cells, last_day)


def units_waiting(board: Board) -> tuple[UnitToRemind, ...]:
    """Every unit of a board that something is asked of, with whoever would be told. Two queries."""
    policy = board.policy
    offices = Offices(policy.monitored_by_id, policy.evaluated_by_id)
    actor_ids = {one.cell.key.actor_id for one in board.cells if one.cell.key.actor_id is not None}
    return units_to_remind(board.cells, people=people_of_units(board.plan, offices), offices=offices_of(actor_ids))


def due_soon_days(entity_id: int) -> int:
    """From how many days before its date a cell «vence pronto» in an entity. One query."""
    found = AlertPolicy.objects.filter(entity_id=entity_id).values_list("due_soon_days", flat=True).first()
    return DUE_SOON_DAYS if found is None else int(found)


@dataclass(frozen=True, slots=True)
class FollowedPlan:
    """A plan that is carried out, in a few numbers. `round`: the open one; `last`: the newest that was closed."""

    plan: Plan
    tally: Tally
    totals: Totals
    round: MonitoringRound | None = None
    last: MonitoringRound | None = None


def followed_summaries(plans: Sequence[Plan], *, today: date) -> tuple[FollowedPlan, ...]:
    """Each of these plans in numbers, in their order. Six queries, however many plans there are."""
    if not plans:
        return ()
    found = cells_of_plans(plans)
    every = [cell for plan in plans if plan.pk in found for cell in found[plan.pk].cells]
    states = iter(cell_states_of_plans(plans, every))
    monitors = _monitors_of(plans)
    soon, rounds = due_soon_days(plans[0].entity_id), _rounds_by_plan(plans)
    summaries = []
    for plan in plans:
        own = [next(states) for _ in found[plan.pk].cells] if plan.pk in found else []
        cells = board_cells(own, today=today, until=today, soon_days=soon, monitored_by=monitors.get(plan.pk))
        opened, closed = rounds.get(plan.pk, (None, None))
        totals = totals_of(activity_figures(cells, until=today))
        summaries.append(FollowedPlan(plan, tally_of(cells), totals, opened, closed))
    return tuple(summaries)


def _monitors_of(plans: Iterable[Plan]) -> dict[int, int | None]:
    rows = FollowUpPolicy.objects.filter(plan__in=[plan.pk for plan in plans])
    return dict(rows.values_list("plan_id", "monitored_by_id"))


def _rounds_by_plan(
    plans: Iterable[Plan],
) -> dict[int, tuple[MonitoringRound | None, MonitoringRound | None]]:
    rows = MonitoringRound.objects.filter(plan__in=[plan.pk for plan in plans]).defer("content", "summary")
    found: dict[int, tuple[MonitoringRound | None, MonitoringRound | None]] = {}
    for one in rows.order_by("number"):
        opened, closed = found.get(one.plan_id, (None, None))
        found[one.plan_id] = (one, closed) if one.status == RoundStatus.OPEN else (opened, one)
    return found


def closed_plans(entity: Entity) -> Sequence[Plan]:
    """The plans of an entity whose time is over, newest first: their rounds can still be read. One query."""
    rows = Plan.objects.filter(entity=entity, status=PlanStatus.CLOSED, monitoring_rounds__isnull=False)
    return tuple(rows.select_related("entity").distinct())


def rounds_of(plan: Plan) -> Sequence[MonitoringRound]:
    """Every round of a plan, newest first, without what they froze; each closed one with its totals. One query."""
    return tuple(MonitoringRound.objects.filter(plan=plan).select_related("opened_by", "closed_by").defer("content"))


def round_of(plan: Plan, number: int) -> MonitoringRound | None:
    """One round of a plan, without what it froze. One query."""
    rows = MonitoringRound.objects.filter(plan=plan, number=number)
    found: MonitoringRound | None = rows.select_related("opened_by", "closed_by").defer("content").first()
    return found


def open_round_of(plan: Plan) -> MonitoringRound | None:
    """The round of a plan that is open; there is one at most. One query."""
    found: MonitoringRound | None = (
        MonitoringRound.objects.filter(plan=plan, status=RoundStatus.OPEN).defer("content").first()
    )
    return found


def notes_of(one: MonitoringRound) -> dict[str, MonitoringNote]:
    """What planning has noted in a round, by the address of the activity. One query."""
    rows = MonitoringNote.objects.filter(round=one).select_related("edited_by")
    return {note.activity_key: note for note in rows}


def earlier_notes(one: MonitoringRound) -> dict[str, MonitoringNote]:
    """What the round before this one said, by the address of the activity: where to go on from. One query."""
    before = MonitoringRound.objects.filter(plan_id=one.plan_id, number__lt=one.number).order_by("-number")[:1]
    return {note.activity_key: note for note in MonitoringNote.objects.filter(round__in=before)}


# A closed round never changes, so its number is enough of a key; one of 1,000 cells is some 2 MB in memory.
@lru_cache(maxsize=16)
def _known_round(round_id: int, sha256: str) -> RoundContent:  # noqa: ARG001 - the hash guards against a reused number
    return round_from_json(_text_of(round_id))


def _text_of(round_id: int) -> str:
    text: str = MonitoringRound.objects.values_list("content", flat=True).get(pk=round_id)
    return text


def frozen_round(one: MonitoringRound) -> RoundContent:
    """What a closed round froze; one query the first time, none once it is known."""
    return _known_round(one.pk, one.sha256)


def frozen_text(one: MonitoringRound) -> str:
    """What a closed round froze, exactly as it was hashed. One query."""
    return _text_of(one.pk)


def to_be_frozen(one: MonitoringRound, *, summary: str, now: datetime) -> RoundContent:
    """What a round would freeze at this moment. Seven queries; more where the plan lost a noted activity.

    Raises:
        ValueError: for a plan without a version; none can have a round.
    """
    today = timezone.localdate(now)
    board = board_of(one.plan, today=today, until=one.ends_on)
    if board.found is None:
        raise ValueError("a plan without a version has no round")
    return freeze(
        _header(one, board, summary, today),
        board.cells,
        placed=tuple(board.found.content.placed()),
        headings=board.headings,
        notes=_note_facts(one, board.found),
    )


def _note_facts(one: MonitoringRound, found: PlanCells) -> dict[str, NoteFacts]:
    """What planning noted, by the address of the activity; with its name where the plan no longer has it."""
    facts = {key: NoteFacts(note.text, note.ratio) for key, note in notes_of(one).items()}
    said = {key: each for key, each in facts.items() if not each.is_empty}
    gone = said.keys() - {each.activity.key for each in found.content.placed()}
    for key, (code, name) in _as_called(one.plan, gone).items():
        said[key] = replace(said[key], code=code, name=name)
    return said


def _as_called(plan: Plan, keys: Collection[str]) -> dict[str, tuple[str, str]]:
    """Code and name of activities that the plan had, from the newest version that has each."""
    called: dict[str, tuple[str, str]] = {}
    if keys:
        versions = PlanVersion.objects.filter(plan=plan).order_by("-number").values_list("pk", "sha256")
        for version_id, sha256 in versions:
            for placed in known_content(version_id, sha256).placed():
                if placed.activity.key in keys:
                    called.setdefault(placed.activity.key, (placed.activity.code, placed.activity.name))
            if len(called) == len(keys):
                break
    return called


def rounds_to_close(*, today: date) -> tuple[MonitoringRound, ...]:
    """The open rounds of the active entity whose last day is over, the oldest first. One query."""
    rows = MonitoringRound.objects.filter(status=RoundStatus.OPEN, ends_on__lt=today).select_related("plan")
    return tuple(rows.defer("content").order_by("ends_on", "pk"))


def _header(one: MonitoringRound, board: Board, summary: str, today: date) -> RoundHeader:
    version = PlanVersion.objects.values("number", "sha256").get(pk=one.plan.current_version_id)
    monitor = board.policy.monitored_by
    return RoundHeader(
        entity_name=one.plan.entity.name,
        plan_title=board.found.content.title if board.found else one.plan.title,
        plan_version=version["number"],
        plan_sha256=version["sha256"],
        number=one.number,
        name=one.name,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        closed_on=today,
        monitored_by=monitor.name if monitor else "",
        summary=summary.strip(),
    )
