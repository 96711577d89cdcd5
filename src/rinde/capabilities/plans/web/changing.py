"""View-models of changes: the board, what may be chosen, one request with its story. No queries, no rules."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from rinde.capabilities.plans.choices import ChangeKind, ChangeStatus
from rinde.capabilities.plans.models import ChangeRequest, Plan
from rinde.capabilities.plans.permissions import can_request_change
from rinde.capabilities.plans.queries.change_requests import COORDINATION, RequestRow
from rinde.capabilities.plans.rules.change_requests.differences import Difference, said_in
from rinde.capabilities.plans.rules.change_requests.phrases import with_article
from rinde.capabilities.plans.rules.change_requests.proposals import leads_of
from rinde.capabilities.plans.rules.change_requests.states import WAITS_FOR, waits_for
from rinde.capabilities.plans.rules.change_requests.words import in_mood, with_reason, without_porque
from rinde.capabilities.plans.rules.content import PlanContent
from rinde.foundations.text.folding import fold
from rinde.services.access import Principal

MOST_TO_CHOOSE = 40
KINDS: dict[str, str] = {  # of the design's status
    ChangeStatus.REQUESTED: "due",
    ChangeStatus.WITH_OPINION: "info",
    ChangeStatus.APPROVED: "due",
    ChangeStatus.PUBLISHED: "ok",
    ChangeStatus.REJECTED: "off",
    ChangeStatus.WITHDRAWN: "off",
}
COLUMNS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("pedidas", "Pedidas", (ChangeStatus.REQUESTED,)),
    ("con-concepto", "Con concepto", (ChangeStatus.WITH_OPINION,)),
    ("aprobadas", "Aprobadas", (ChangeStatus.APPROVED,)),
    ("publicadas", "Publicadas", (ChangeStatus.PUBLISHED,)),
    ("terminadas", "Negadas y retiradas", (ChangeStatus.REJECTED, ChangeStatus.WITHDRAWN)),
)
FILTERS = [("", "Todas"), *((slug, title) for slug, title, _ in COLUMNS)]


@dataclass(frozen=True, slots=True)
class Card:
    """A request on the board."""

    row: RequestRow
    kind: str
    word: str
    is_stale: bool = False  # another version changed the text that it stands on


@dataclass(frozen=True, slots=True)
class Column:
    """The requests that stand alike, with whom they wait for."""

    slug: str
    title: str
    waits_for: str
    cards: tuple[Card, ...]


def board(rows: Sequence[RequestRow], chosen: str, stale: Collection[int] = ()) -> tuple[Column, ...]:
    """The columns that have something, or the chosen one."""
    columns = []
    for slug, title, statuses in COLUMNS:
        cards = tuple(_card(one, stale) for one in rows if one.status in statuses)
        if slug == chosen or (cards and chosen not in dict(FILTERS[1:])):
            columns.append(Column(slug, title, waits_for(statuses[0], len(cards)), cards))
    return tuple(columns)


def _card(row: RequestRow, stale: Collection[int]) -> Card:
    return Card(row, KINDS[row.status], str(ChangeStatus(row.status).label), row.id in stale)


@dataclass(frozen=True, slots=True)
class Choosable:
    """An activity to ask a change of."""

    code: str
    name: str
    where: str
    dates: str
    date_url: str
    edit_url: str
    remove_url: str


def choosable(content: PlanContent, plan: Plan, *, by: Principal, wanted: str) -> tuple[tuple[Choosable, ...], int]:
    """The activities that somebody may ask to change and whose words match, and how many more there are."""
    needle = fold(wanted)
    found = [
        one
        for one in content.placed()
        if needle in fold(f"{one.activity.code} {one.activity.name}")
        and can_request_change(plan, by=by, answering=leads_of(one.activity))
    ]
    address = {"entity_slug": plan.entity.slug, "plan_id": plan.pk}
    to = {name: reverse(f"desk:{name}", kwargs=address) for name in ("change_new", "change_date", "change_remove")}
    rows = tuple(
        Choosable(
            code=one.activity.code,
            name=one.activity.name,
            where=(one.subcomponent or one.component).heading,
            dates=_days(one.activity.due_dates),
            date_url=f"{to['change_date']}?actividad={one.activity.id}",
            edit_url=f"{to['change_new']}?actividad={one.activity.id}",
            remove_url=f"{to['change_remove']}?actividad={one.activity.id}",
        )
        for one in found[:MOST_TO_CHOOSE]
    )
    return rows, len(found) - len(rows)


def _days(days: Sequence[date]) -> str:
    written = [f"{one:%d/%m/%Y}" for one in days]
    return ", ".join(written) if len(written) <= 3 else f"{written[0]} … {written[-1]} ({len(written)} fechas)"


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One thing that happened to a request."""

    title: str
    at: datetime
    who: str
    text: str = ""


class RequestPage:
    """One request, ready to print."""

    def __init__(self, change: ChangeRequest, differences: Sequence[Difference]) -> None:
        self.change = change
        self.columns = [one for one in differences if one.before or one.after]
        said = [in_mood(text, change.status) for text in said_in(differences)]
        self.sentences = [f"{text}." for text in said]
        self.reason = without_porque(change.reason)
        self.in_words = with_reason(said, change.reason)
        self.kind = KINDS[change.status]
        self.word = str(ChangeStatus(change.status).label)
        self.what = str(ChangeKind(change.kind).label)
        self.waits_for = WAITS_FOR.get(change.status, "")
        self.late_dates = [date.fromisoformat(one) for one in change.late_dates]
        self.unit = change.on_behalf_of.name if change.on_behalf_of else COORDINATION

    @property
    def is_published(self) -> bool:
        return bool(self.change.status == ChangeStatus.PUBLISHED)

    @property
    def _asker(self) -> str:
        return "la coordinación del plan" if self.unit == COORDINATION else with_article(self.unit)

    @property
    def story(self) -> list[StoryStep]:
        """What happened, in order. Names are for the desk alone."""
        change = self.change
        steps = [StoryStep(f"La pidió {self._asker}", change.requested_at, _name(change.requested_by), change.origin)]
        if change.opinion_at:
            title = "Concepto favorable" if change.opinion_is_favourable else "Concepto no favorable"
            steps.append(StoryStep(title, change.opinion_at, _name(change.opinion_by), change.opinion))
        if change.decided_at:
            steps.append(StoryStep(self._decided(), change.decided_at, _name(change.decided_by), change.decision))
        if change.version:
            told = change.informed
            counts = (
                f"Se avisó a control interno ({told.get('internal_control', 0)}) y a quienes siguen el plan "
                f"({told.get('subscribers', 0)})."
            )
            version = f"Publicada en la versión {change.version.number}"
            steps.append(StoryStep(version, change.version.published_at, "", counts if told else ""))
        return steps

    def _decided(self) -> str:
        status = self.change.status
        if status in {ChangeStatus.REJECTED, ChangeStatus.WITHDRAWN}:
            return "Negada" if status == ChangeStatus.REJECTED else "Retirada"
        act = self.change.act
        return f"Aprobada con {act.number} del {act.dated_on:%d/%m/%Y}, {act.body}" if act else "Aprobada"


def _name(user: object) -> str:
    return str(getattr(user, "full_name", "")) if user else ""
