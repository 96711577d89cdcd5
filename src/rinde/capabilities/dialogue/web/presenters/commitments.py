"""How a commitment and both words on it are said. Templates only print what is made here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from rinde.capabilities.dialogue.choices import CommitmentStatus, Outcome
from rinde.capabilities.dialogue.models import Commitment, CommitmentEvent, CommitmentProof, CommitmentReport
from rinde.capabilities.dialogue.queries.commitments import CommitmentTally, ListedCommitment
from rinde.capabilities.dialogue.queries.words import SaidWord
from rinde.capabilities.dialogue.rules.telling import days_in_words, event_in_words
from rinde.capabilities.dialogue.web.presenters.words import State
from rinde.capabilities.followup.choices import EvidenceKind, ReportStatus

OUTCOME_KINDS = {Outcome.KEPT.value: "ok", Outcome.PARTLY.value: "due", Outcome.NOT.value: "late"}
_REPORT_KINDS = {
    ReportStatus.DRAFT.value: "draft",
    ReportStatus.SENT.value: "info",
    ReportStatus.RETURNED.value: "late",
    ReportStatus.ACCEPTED.value: "ok",
}


def outcome_state(outcome: str) -> State | None:
    """«Cumplido», with its icon; None where nothing was said."""
    return State(OUTCOME_KINDS[outcome], str(Outcome(outcome).label)) if outcome else None


def report_state(report: CommitmentReport) -> State:
    """«Enviado», with its icon."""
    return State(_REPORT_KINDS[report.status], str(ReportStatus(report.status).label))


def state_of(listed: ListedCommitment) -> State:
    """How a commitment stands before its date, whatever anybody says of it."""
    commitment, standing = listed.commitment, listed.standing
    if commitment.status == CommitmentStatus.DRAFT:
        return State("draft", "En borrador")
    if commitment.status == CommitmentStatus.CLOSED:
        return State("off", "Cerrado")
    if listed.entity_word.outcome == Outcome.KEPT:
        return State("info", "Reportado, sin cerrar")
    if standing.is_late:
        return State("late", f"Vencido hace {days_in_words(standing.days_late)}")
    return State("due", "Vence pronto") if standing.is_soon else State("info", "En plazo")


def lateness_of(listed: ListedCommitment) -> str:
    """«Se cumplió 8 días después de la fecha.» Empty where it was in time or is still open and says so itself."""
    days = listed.standing.days_late
    if not days:
        return ""
    said = days_in_words(days)
    if listed.entity_word.outcome == Outcome.KEPT or (
        listed.commitment.status == CommitmentStatus.CLOSED and listed.entity_word.outcome == Outcome.PARTLY
    ):
        return f"Se cumplió {said} después de la fecha."
    if listed.commitment.status == CommitmentStatus.CLOSED:
        return f"Se cerró {said} después de la fecha."
    return f"La fecha pasó hace {said}."


@dataclass(frozen=True, slots=True)
class Voice:
    """What one community says, with its word."""

    word: SaidWord
    state: State


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A commitment in a list or at the head of its page."""

    commitment: Commitment
    state: State
    lateness: str
    entity_says: State | None
    entity_text: str
    entity_on: date | None
    voices: tuple[Voice, ...]
    before: tuple[Voice, ...]
    is_contested: bool
    made_in: str
    url: str


def row_of(listed: ListedCommitment, *, url: str) -> CommitmentRow:
    """Everything that a template prints of a commitment. No query."""
    word, commitment = listed.entity_word, listed.commitment
    made_in = commitment.made_in
    return CommitmentRow(
        commitment=commitment,
        state=state_of(listed),
        lateness=lateness_of(listed),
        entity_says=outcome_state(word.outcome),
        entity_text=word.text,
        entity_on=word.on,
        voices=_voices(listed.voices.now),
        before=_voices(listed.voices.before),
        is_contested=bool(word.outcome) and any(one.outcome != word.outcome for one in listed.voices.now),
        made_in=made_in.title,
        url=url,
    )


def _voices(words: Sequence[SaidWord]) -> tuple[Voice, ...]:
    return tuple(Voice(one, State(OUTCOME_KINDS[one.outcome], str(Outcome(one.outcome).label))) for one in words)


def public_url(commitment: Commitment, name: str = "commitment", **more: Any) -> str:
    """A public address of a commitment."""
    return reverse(
        f"portal:{name}", kwargs={"entity_slug": commitment.entity.slug, "number": commitment.number, **more}
    )


def desk_url(commitment: Commitment, name: str = "commitment_detail", **more: Any) -> str:
    """An address of a commitment on the desk."""
    place = {"entity_slug": commitment.entity.slug, "commitment_id": commitment.pk, **more}
    return reverse(f"desk:{name}", kwargs=place)


def tally_words(tally: CommitmentTally) -> list[tuple[str, int, str]]:
    """What the head of a list counts: a word, how many, and what it means beside the word."""
    told = (
        ("Abiertos", tally.is_open, ""),
        ("Vencidos", tally.late, "de los abiertos"),
        ("Cumplidos", tally.kept, "según la entidad"),
        ("En parte", tally.partly, "según la entidad"),
        ("No cumplidos", tally.failed, "según la entidad"),
        ("Con palabras distintas", tally.contested, "la entidad dice una cosa y quien lo obtuvo otra"),
    )
    return [one for one in told if one[1] or one[0] == "Abiertos"]


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A proof as a page links it. `url` is empty for what stays inside."""

    title: str
    url: str
    note: str
    pk: int


def proof_lines(report: CommitmentReport, entity_slug: str, *, on_desk: bool) -> list[ProofLine]:
    """The proofs of a report. Needs them prefetched."""
    return [_proof_line(one, entity_slug, on_desk=on_desk) for one in report.proofs.all()]


def _proof_line(proof: CommitmentProof, entity_slug: str, *, on_desk: bool) -> ProofLine:
    if proof.kind == EvidenceKind.LINK:
        return ProofLine(proof.title, proof.url, "enlace", proof.pk)
    place = {"entity_slug": entity_slug, "proof_id": proof.pk}
    if on_desk:
        note = "la ve la ciudadanía" if proof.public_copy_id else "interna"
        return ProofLine(proof.title, reverse("desk:commitment_proof", kwargs=place), note, proof.pk)
    if not proof.public_copy_id:
        return ProofLine(proof.title, "", "no es pública", proof.pk)
    note = f"sin {', '.join(proof.removed)}" if proof.removed else ""
    return ProofLine(proof.title, reverse("portal:commitment_proof", kwargs=place), note, proof.pk)


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened, for the story of a commitment."""

    at: Any
    title: str
    text: str


def story_of(events: Sequence[CommitmentEvent]) -> list[Moment]:
    """What happened to a commitment, a sentence each."""
    return [
        Moment(
            one.at,
            event_in_words(one.kind, outcome=one.outcome, from_on=one.from_on, to_on=one.to_on),
            one.text,
        )
        for one in events
    ]
