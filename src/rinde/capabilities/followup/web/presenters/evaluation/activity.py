"""A frozen activity: the promise, what each unit said by when, its proofs and what there is to look at. No queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.safestring import SafeString

from rinde.capabilities.followup.choices import EvidenceKind, Visibility
from rinde.capabilities.followup.models import MonitoringNote, Verdict
from rinde.capabilities.followup.queries.evaluation import EvaluatedRow
from rinde.capabilities.followup.rules.cut_offs import local_day
from rinde.capabilities.followup.rules.freezing import FrozenCell, FrozenContent, FrozenProof, FrozenSaying
from rinde.capabilities.followup.rules.working_list import FLAG_KINDS, Flag, FlagCode
from rinde.capabilities.followup.web.presenters.evaluation.rows import flag_markup
from rinde.capabilities.followup.web.presenters.monitoring.words import (
    how_much,
    percent_in_words,
    said_in_words,
)
from rinde.capabilities.plans.choices import MeasureUnit
from rinde.capabilities.plans.rules.content import ActivityContent, DeliverableContent
from rinde.capabilities.plans.rules.measures import target_in_words
from rinde.foundations.design.icons import status_markup

UNIVERSE_NAMED = 5
_SEEN_BY = {Visibility.PUBLIC: "Pública", Visibility.INTERNAL: "Interna", Visibility.RESERVED: "Reservada"}


@dataclass(frozen=True, slots=True)
class FlagLine:
    """Something to look at: its name, why here, and why it matters at all."""

    markup: SafeString
    why: str
    explains: str


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A proof as it stood at the close."""

    title: str
    url: str  # of its page on the desk
    address: str  # of a link
    kind: str
    seen_by: str
    added_on: date
    happened_on: date | None
    captured_on: date | None
    sha256: str
    flags: tuple[FlagLine, ...]


@dataclass(frozen=True, slots=True)
class CellCard:
    """A cell with everything that was said and proved of it."""

    actor: str
    what: str
    when: str  # name of the date, where it has one
    due_on: date
    expected: str
    state: SafeString
    said: str
    texts: tuple[tuple[str, str], ...]  # (label, text)
    sent_at: datetime | None
    happened_on: date | None
    returned_reason: str
    proofs: tuple[ProofLine, ...]
    flags: tuple[FlagLine, ...]


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What planning said in a round that it closed. `percent` empty: it gave none of its own."""

    round: str
    closed_at: datetime | None
    text: str
    percent: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where to go from here within what the list shows: addresses of activities, empty at its ends."""

    place: int  # 1 for the first; 0: this one is not in the list
    count: int
    previous: str
    next: str
    next_undecided: str


def cell_cards(content: FrozenContent, entity_slug: str) -> tuple[list[CellCard], list[CellCard]]:
    """The cells that were looked at, and those of later dates."""
    due = [_card(cell, entity_slug) for cell in content.cells if cell.is_due]
    return due, [_card(cell, entity_slug) for cell in content.cells if not cell.is_due]


def _card(cell: FrozenCell, entity_slug: str) -> CellCard:
    said = cell.said
    of_proof = {proof.id: tuple(_flag(one) for one in cell.flags if one.proof_id == proof.id) for proof in cell.proofs}
    return CellCard(
        actor=cell.actor or "Sin responsable asignado",
        what=cell.what,
        when=cell.milestone,
        due_on=cell.due_on,
        expected=how_much(cell.unit, cell.expected, None),
        state=_state(cell),
        said=_said(cell, said) if said else "",
        texts=_texts(said) if said else (),
        sent_at=said.sent_at if said else None,
        happened_on=said.happened_on if said else None,
        returned_reason=cell.returned_reason,
        proofs=tuple(_proof(proof, of_proof[proof.id], entity_slug) for proof in cell.proofs),
        flags=tuple(_flag(one) for one in cell.flags if one.proof_id is None),
    )


def _state(cell: FrozenCell) -> SafeString:
    if cell.is_done:
        return status_markup("ok", "Cumplida")
    if cell.has_no_case:
        return status_markup("off", "No se presentó el caso")
    if cell.is_returned:
        return status_markup("late", "Devuelta")
    if not cell.is_due:
        return status_markup("draft", "Vence después del corte")
    return status_markup("late", "Sin cumplir" if cell.said else "Sin reporte")


def _said(cell: FrozenCell, said: FrozenSaying) -> str:
    value = said.quantity
    if cell.unit == MeasureUnit.PERCENT and said.denominator:
        value = (said.numerator or 0) / said.denominator * 100
    return said_in_words(said.outcome, how_much(cell.unit, value, cell.expected))


def _texts(said: FrozenSaying) -> tuple[tuple[str, str], ...]:
    labels = (
        ("", said.text),
        ("Motivo", said.reason),
        ("Dificultades", said.difficulties),
        ("Sirvió para", said.result),
    )
    return tuple((label, text) for label, text in labels if text.strip())


def _proof(proof: FrozenProof, flags: tuple[FlagLine, ...], entity_slug: str) -> ProofLine:
    return ProofLine(
        title=proof.title,
        url=reverse("desk:evidence_detail", kwargs={"entity_slug": entity_slug, "evidence_id": proof.id}),
        address=proof.url,
        kind=str(EvidenceKind(proof.kind).label),
        seen_by=_SEEN_BY[Visibility(proof.visibility)],
        added_on=local_day(proof.added_at),
        happened_on=proof.happened_on,
        captured_on=local_day(proof.captured_at) if proof.captured_at else None,
        sha256=proof.sha256,
        flags=flags,
    )


def _flag(flag: Flag) -> FlagLine:
    return FlagLine(flag_markup(flag.code), flag.why, FLAG_KINDS[FlagCode(flag.code)].why)


def promise_lines(activity: ActivityContent | None) -> list[list[tuple[str, str]]]:
    """What was promised, deliverable by deliverable: (label, text), what the plan leaves empty left out."""
    return [
        [(label, text) for label, text in _promised(one) if text] for one in (activity.deliverables if activity else ())
    ]


def _promised(one: DeliverableContent) -> tuple[tuple[str, str], ...]:
    return (
        ("Meta", target_in_words(one)),
        ("Producto", one.product),
        ("Indicador", one.indicator),
        ("Se cuentan", f"{len(one.universe)}: {', '.join(one.universe[:UNIVERSE_NAMED])}" if one.universe else ""),
        ("Con qué se prueba", " o ".join(one.expected_evidence)),
        ("Responde", ", ".join(one.responsible)),
        ("Cuándo", one.schedule_text),
    )


def note_lines(notes: Iterable[MonitoringNote]) -> list[NoteLine]:
    """Planning's notes, as they come; empty ones left out."""
    return [
        NoteLine(
            one.round.name, one.round.closed_at, one.text, percent_in_words(one.ratio) if one.ratio is not None else ""
        )
        for one in notes
        if one.text or one.ratio is not None
    ]


def own_percent(verdict: Verdict | None) -> str:
    """Internal control's own percentage; empty where it gave none."""
    return percent_in_words(verdict.ratio) if verdict and verdict.ratio is not None else ""


def neighbours(rows: Sequence[EvaluatedRow], key: str, all_rows: Sequence[EvaluatedRow]) -> Neighbours:
    """Find the way through a list from one of its activities.

    Args:
        rows: what the list shows.
        all_rows: the whole cut-off, where the next undecided one is looked for if the list has none.
    """
    keys = [row.frozen.key for row in rows]
    here = keys.index(key) if key in keys else -1
    after = [*rows[here + 1 :], *rows[: max(here, 0)]]
    waiting = [one.frozen.key for one in after if one.is_undecided and one.frozen.key != key]
    anywhere = [one.frozen.key for one in all_rows if one.is_undecided and one.frozen.key != key]
    return Neighbours(
        place=here + 1,
        count=len(keys),
        previous=keys[here - 1] if here > 0 else "",
        next=keys[here + 1] if 0 <= here < len(keys) - 1 else "",
        next_undecided=(waiting or anywhere or [""])[0],
    )
