"""Shapes that templates only print: the text in consultation row by row, a consultation's state in words, its tally."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from rinde.capabilities.consultations.choices import (
    CommentChannel,
    CommentStatus,
    ConsultationStatus,
    PromiseStatus,
    ReplyOutcome,
)
from rinde.capabilities.consultations.models import Consultation
from rinde.capabilities.consultations.queries import content_of
from rinde.capabilities.consultations.rules.replies import Tally
from rinde.capabilities.consultations.rules.terms import days_left_in_words, is_commentable
from rinde.capabilities.plans.rules.content import NodeContent, PlacedActivity
from rinde.capabilities.plans.rules.telling import promise_in_words, when_in_words
from rinde.foundations.design.bars import Bar, bars
from rinde.foundations.design.icons import status_markup
from rinde.foundations.design.spanish import spanish_date

OUTCOME_KINDS = {
    ReplyOutcome.ACCEPTED: "ok",
    ReplyOutcome.PARTLY: "ok",
    ReplyOutcome.NOT: "off",
    ReplyOutcome.ALREADY: "info",
    ReplyOutcome.ELSEWHERE: "info",
}
COMMENT_KINDS = {CommentStatus.PENDING: "due", CommentStatus.VISIBLE: "ok", CommentStatus.HIDDEN: "off"}
PROMISE_WORDS = {
    PromiseStatus.PENDING: ("due", "Cambio por hacer"),
    PromiseStatus.DONE: ("ok", "Cambio hecho en el borrador"),
}


@dataclass(frozen=True, slots=True)
class State:
    """A state for the `status` tag: kind and word."""

    kind: str
    word: str


def state_of(consultation: Consultation, today: date) -> State:
    """How a consultation stands before its public."""
    if consultation.status == ConsultationStatus.WITHDRAWN:
        return State("off", "Retirada")
    if consultation.status == ConsultationStatus.ANSWERED:
        return State("ok", "Respondida")
    if receives(consultation, today):
        return State("due", days_left_in_words(consultation.closes_on, today))
    return State("info", "Cerrada, en respuesta")


def receives(consultation: Consultation, today: date) -> bool:
    """Whether a comment may still be made."""
    return is_commentable(
        consultation.status, opens_on=consultation.opens_on, closes_on=consultation.closes_on, today=today
    )


@dataclass(frozen=True, slots=True)
class Extension:
    """A period that grew, for people to read."""

    from_on: date
    to_on: date
    why: str


def extensions_of(consultation: Consultation) -> list[Extension]:
    return [
        Extension(date.fromisoformat(one["from_on"]), date.fromisoformat(one["to_on"]), one["why"])
        for one in consultation.extensions
    ]


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A deliverable of an activity in a few words."""

    target: str
    product: str
    indicator: str
    responsible: str
    when: str


@dataclass(frozen=True, slots=True)
class DraftRow:
    """An activity of the text in consultation."""

    key: str
    code: str
    name: str
    description: str
    lines: tuple[DraftLine, ...]


@dataclass(frozen=True, slots=True)
class DraftGroup:
    heading: str
    rows: tuple[DraftRow, ...]


@dataclass(frozen=True, slots=True)
class DraftComponent:
    number: int
    heading: str
    narrative: str
    groups: tuple[DraftGroup, ...]
    empty: tuple[str, ...]  # subcomponents without an activity: worth a comment too


@lru_cache(maxsize=32)
def draft_components(consultation_id: int, sha256: str) -> tuple[DraftComponent, ...]:
    """The text in consultation, ready to print. It never changes, so it is made once."""
    content = content_of(consultation_id, sha256)
    return tuple(_component(number, node) for number, node in enumerate(content.nodes, start=1))


def _component(number: int, node: NodeContent) -> DraftComponent:
    own = [PlacedActivity(activity, node) for activity in node.activities]
    groups = [DraftGroup("", _rows(own))] if own else []
    for child in (one for one in node.children if one.activities):
        placed = [PlacedActivity(activity, node, child) for activity in child.activities]
        groups.append(DraftGroup(child.heading, _rows(placed)))
    empty = tuple(child.heading for child in node.children if not child.activities)
    return DraftComponent(number, node.heading, node.narrative, tuple(groups), empty)


def _rows(placed: Sequence[PlacedActivity]) -> tuple[DraftRow, ...]:
    return tuple(
        DraftRow(
            key=one.activity.key,
            code=one.activity.code,
            name=one.activity.name,
            description=one.activity.description,
            lines=tuple(_lines(one)),
        )
        for one in placed
    )


def _lines(placed: PlacedActivity) -> Iterator[DraftLine]:
    for one in placed.activity.deliverables:
        target, product = promise_in_words(one), one.product
        indicator = "; ".join(filter(None, (one.indicator, one.indicator_formula)))
        yield DraftLine(
            target="" if target == product else target,
            product=product,
            indicator="" if indicator in {target, product} else indicator,
            responsible="; ".join(one.responsible),
            when=when_in_words(one),
        )


def row_of(components: Sequence[DraftComponent], key: str) -> DraftRow | None:
    """One activity of the text in consultation."""
    rows = (row for component in components for group in component.groups for row in group.rows)
    return next((row for row in rows if row.key == key), None)


def outcome_bars(tally: Tally) -> tuple[Bar, ...]:
    return bars([(str(ReplyOutcome(code).label), many, "") for code, many in tally.by_outcome])


def channel_bars(tally: Tally) -> tuple[Bar, ...]:
    return bars([(str(CommentChannel(code).label), many, "") for code, many in tally.by_channel])


def outcome_markup(outcome: str) -> str:
    """An outcome as icon and word."""
    return status_markup(OUTCOME_KINDS[ReplyOutcome(outcome)], str(ReplyOutcome(outcome).label))


def comment_status_markup(status: str) -> str:
    """The state of a comment as icon and word."""
    return status_markup(COMMENT_KINDS[CommentStatus(status)], str(CommentStatus(status).label))


def promise_markup(promise: str) -> str:
    """What became of a promised change as icon and word; empty where none was promised."""
    if promise not in PROMISE_WORDS:
        return ""
    return status_markup(*PROMISE_WORDS[PromiseStatus(promise)])


def with_counts(components: Sequence[DraftComponent], counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The rows of each component, each with how many comments are in view."""
    return [
        {
            "component": component,
            "groups": [
                {"heading": group.heading, "rows": [(row, counts.get(row.key, 0)) for row in group.rows]}
                for group in component.groups
            ],
        }
        for component in components
    ]


def closing_moment(consultation: Consultation) -> str:
    """«a las 11:59 de la noche del 15 de diciembre de 2026»."""
    return f"a las 11:59 de la noche del {spanish_date(consultation.closes_on, 'long')}"
