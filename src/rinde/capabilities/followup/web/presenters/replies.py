"""What a unit reads of the preliminary report, and what internal control reads of the replies. No queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from rinde.capabilities.followup.models import UnitReply, Verdict
from rinde.capabilities.followup.queries.follow_up_parts import label_of, unit_name
from rinde.capabilities.followup.queries.replies import ReplyItem
from rinde.capabilities.followup.reports.follow_up_words import outcome_words, percent_words
from rinde.capabilities.followup.rules.freezing import FrozenCell
from rinde.capabilities.followup.rules.verdicts import cells_say
from rinde.capabilities.followup.rules.working_list import FLAG_KINDS, FlagCode
from rinde.foundations.design.icons import status_markup


@dataclass(frozen=True, slots=True)
class CellLine:
    """A date of the unit as it was frozen. `notices`: what there was to look at, and why."""

    what: str
    due_on: date
    state: SafeString
    said: str
    proofs: int
    notices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReplyCard:
    """An activity of a unit with what internal control says of it and where its reply stands."""

    key: str
    label: str
    place: str
    verdict: SafeString
    differs: bool
    reason: str
    own_percent: str
    observation: str
    recommendation: str
    cells: tuple[CellLine, ...]
    reply: UnitReply | None
    reply_state: SafeString
    may_write: bool  # nobody has answered it yet


@dataclass(frozen=True, slots=True)
class UnitPart:
    """One unit with its activities. `silent`: on how many it has said nothing."""

    actor_id: int  # 0 for somebody unmatched
    name: str
    cards: tuple[ReplyCard, ...]
    silent: int


def unit_parts(items: Iterable[ReplyItem]) -> list[UnitPart]:
    """The activities of some units, by unit; what was not accepted as done comes first."""
    by_unit: dict[tuple[int | None, str], list[ReplyItem]] = {}
    for one in items:
        by_unit.setdefault((one.actor_id, one.actor), []).append(one)
    return [
        UnitPart(
            actor_id=number or 0,
            name=name or "Sin responsable",
            cards=tuple(reply_card(one) for one in sorted(ones, key=_is_done)),
            silent=sum(one.is_silent for one in ones),
        )
        for (number, name), ones in by_unit.items()
    ]


def _is_done(item: ReplyItem) -> bool:
    return item.verdict is None or item.verdict.is_done


def reply_card(item: ReplyItem) -> ReplyCard:
    """One activity of a unit."""
    frozen, verdict, reply = item.frozen, item.verdict, item.reply
    says = cells_say(frozen.due, frozen.no_case, frozen.done)
    return ReplyCard(
        key=frozen.key,
        label=label_of(frozen),
        place=" · ".join(filter(None, (frozen.component, frozen.subcomponent))),
        verdict=verdict_state(verdict),
        differs=verdict is not None and verdict.is_done != says,
        reason=verdict.reason if verdict else "",
        own_percent=percent_words(verdict.ratio) if verdict and verdict.ratio is not None else "",
        observation=verdict.observation if verdict else "",
        recommendation=verdict.recommendation if verdict else "",
        cells=tuple(map(_cell, item.cells)),
        reply=reply,
        reply_state=reply_state(reply),
        may_write=reply is None or reply.answered_at is None,
    )


def verdict_state(verdict: Verdict | None) -> SafeString:
    """Internal control's word on an activity, as icon and word."""
    if verdict is None:
        return status_markup("off", "No se evalúa")
    return status_markup("ok", "Cumplida") if verdict.is_done else status_markup("late", "No cumplida")


def reply_state(reply: UnitReply | None) -> SafeString:
    """Where a reply stands, as icon and word."""
    if reply is None:
        return status_markup("draft", "Sin respuesta")
    if reply.agrees:
        return status_markup("ok", "De acuerdo")
    if reply.is_accepted is None:
        return status_markup("info", "Enviada tarde" if reply.is_late else "Enviada")
    return status_markup("ok", "Aceptada") if reply.is_accepted else status_markup("late", "No aceptada")


def _cell(cell: FrozenCell) -> CellLine:
    kinds = {code.value: kind.title for code, kind in FLAG_KINDS.items()}
    order = [code.value for code in FlagCode]
    flags = sorted((one for one in cell.flags if one.code in kinds), key=lambda one: order.index(one.code))
    return CellLine(
        what=" · ".join(filter(None, (cell.milestone, cell.what))),
        due_on=cell.due_on,
        state=_state(cell),
        said=outcome_words(cell.said.outcome) if cell.said else "",
        proofs=len(cell.proofs),
        notices=tuple((kinds[one.code], one.why) for one in flags),
    )


def _state(cell: FrozenCell) -> SafeString:
    if cell.has_no_case:
        return status_markup("off", "No se presentó el caso")
    if cell.is_done:
        return status_markup("ok", "Cumplida con prueba")
    return status_markup("late", "Sin cumplir" if cell.said else "Sin reporte")


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A reply as internal control's list shows it."""

    reply: UnitReply
    actor: str
    activity: str
    state: SafeString
    verdict: SafeString
    reason: str
    observation: str
    is_waiting: bool


def answer_lines(replies: Iterable[UnitReply]) -> list[AnswerLine]:
    """Replies, those that wait for an answer first."""
    lines = [
        AnswerLine(
            reply=one,
            actor=unit_name(one),
            activity=label_of(one.frozen),
            state=_answer_state(one),
            verdict=verdict_state(verdict),
            reason=verdict.reason if verdict else "",
            observation=verdict.observation if verdict else "",
            is_waiting=one.is_accepted is None,
        )
        for one in replies
        for verdict in [getattr(one.frozen, "verdict", None)]
    ]
    return sorted(lines, key=lambda line: not line.is_waiting)


def _answer_state(reply: UnitReply) -> SafeString:
    if reply.is_accepted is None:
        return status_markup("due", "Por responder")
    return status_markup("ok", "Aceptada") if reply.is_accepted else status_markup("off", "No aceptada")
