"""Three voices on one activity, ready to print: by promise, by date, by whoever answers. Pure but for addresses."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from rinde.capabilities.followup.choices import Outcome, RecommendationStatus
from rinde.capabilities.followup.queries.public_voices import (
    CellVoice,
    ControlWord,
    CounterLine,
    PlanningWord,
    PublicProof,
    PublicRecommendation,
    UnitSaying,
    Voices,
)
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.followup.rules.monitoring.board import actor_name
from rinde.capabilities.followup.rules.public import ACTIVITY_WORDS, VERIFICATION_WORDS, Verification
from rinde.capabilities.followup.rules.standing import STANDING_WORDS, Standing
from rinde.capabilities.followup.web.presenters.monitoring.words import how_much, percent_in_words
from rinde.capabilities.plans.choices import MeasureUnit
from rinde.foundations.design.icons import status_markup
from rinde.foundations.design.spanish import spanish_number

COORDINATION, CONTROL = "La coordinación del plan", "Control interno"
RECOMMENDATION_KINDS = {
    RecommendationStatus.OPEN: "late",
    RecommendationStatus.PLANNED: "due",
    RecommendationStatus.REPORTED: "info",
    RecommendationStatus.EFFECTIVE: "ok",
    RecommendationStatus.NOT_EFFECTIVE: "late",
}


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A proof that everybody may open, or of which only the title may be told (`url` empty)."""

    title: str
    url: str
    is_link: bool
    happened_on: date | None
    broken_on: date | None
    removed: str


@dataclass(frozen=True, slots=True)
class SayingLines:
    """A report in words."""

    outcome: str
    figure: str  # «2 de 4»
    text: str
    reason: str
    result: str
    happened_on: date | None
    sent_on: date | None
    days_late: int  # from the due date to the first sending; 0 where it was in time
    verification: SafeString
    is_own: bool  # the same unit reports and monitors, and nobody else looked
    proofs: tuple[ProofLine, ...]
    others: int
    things_done: tuple[str, ...]
    things_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellLines:
    """What one unit says of one date."""

    actor: str
    standing: SafeString
    last: SayingLines | None
    earlier: tuple[SayingLines, ...]


@dataclass(frozen=True, slots=True)
class DateLines:
    """A date of a promise: one unit's word, or how many of a group said something and who did not."""

    due_on: date
    name: str
    said: tuple[CellLines, ...]
    silent: tuple[CellLines, ...]
    summary: str  # of a group: «12 de 28 cumplieron. 13 no han reportado.»

    @property
    def is_of_many(self) -> bool:
        return len(self.said) + len(self.silent) > 1


@dataclass(frozen=True, slots=True)
class PromiseLines:
    """A deliverable with what was said of each of its dates. `coming`: those of which there is nothing to say yet."""

    what: str
    dates: tuple[DateLines, ...]
    coming: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class RecommendationLine:
    recommendation: PublicRecommendation
    status: SafeString


@dataclass(frozen=True, slots=True)
class ControlLines:
    word: ControlWord
    verdict: SafeString
    own_percent: str
    cells: str  # «2 de 3 compromisos con prueba»


@dataclass(frozen=True, slots=True)
class PlanningLines:
    word: PlanningWord
    own_percent: str


@dataclass(frozen=True, slots=True)
class CounterTotal:
    """What a channel counted, in all and by month."""

    channel: str
    total: int
    months: tuple[CounterLine, ...]


class ActivityVoices:
    """What the page of an activity prints of its follow-up."""

    def __init__(self, voices: Voices, *, entity_slug: str) -> None:
        self._voices, self._entity_slug = voices, entity_slug
        self.standing = status_markup(*ACTIVITY_WORDS[voices.standing][:2])
        self.explains = ACTIVITY_WORDS[voices.standing][2]
        self.monitored_by = voices.monitored_by or COORDINATION
        self.evaluated_by = voices.evaluated_by or CONTROL
        self.promises = tuple(self._promises())
        self.former = tuple((one, self._saying(one.saying, one.due_on)) for one in voices.former)
        self.counters = tuple(_counters(voices.counters))
        self.planning = tuple(PlanningLines(one, _own(one)) for one in voices.planning)
        self.control = tuple(map(_control, voices.control))
        self.recommendations = tuple(
            RecommendationLine(one, _recommendation_status(one.status)) for one in voices.recommendations
        )

    @property
    def is_told(self) -> bool:
        """Whether its standing is shown: of a plan of the past that nobody followed here, its dates say nothing."""
        return self._voices.is_running or bool(self.planning or self.control or not self.is_silent)

    @property
    def has_public_proofs(self) -> bool:
        """Whether there is something to hand out in a ZIP."""
        sayings = (one for cell in self._voices.cells for one in (cell.last, *cell.earlier) if one)
        return any(one.proofs for one in sayings)

    @property
    def has_dates(self) -> bool:
        return bool(self._voices.cells)

    @property
    def is_silent(self) -> bool:
        """Whether no unit has said anything yet."""
        return not (self.former or self.counters or any(one.said for promise in self.promises for one in promise.dates))

    @property
    def unit_names(self) -> tuple[str, ...]:
        """Whoever answers, each once."""
        return tuple(dict.fromkeys(actor_name(one.cell) for one in self._voices.cells))

    def _promises(self) -> Iterator[PromiseLines]:
        for _, ones in groupby(self._voices.cells, key=lambda one: one.cell.key.deliverable_id):
            cells = sorted(ones, key=lambda one: (one.cell.due_on, one.cell.key.milestone_id))
            dates = [list(group) for _, group in groupby(cells, key=lambda one: one.cell.key.milestone_id)]
            told = [group for group in dates if any(map(_has_something, group))]
            yield PromiseLines(
                what=cells[0].cell.what,
                dates=tuple(self._date(group) for group in told),
                coming=tuple(group[0].cell.due_on for group in dates if group not in told),
            )

    def _date(self, voices: Sequence[CellVoice]) -> DateLines:
        first = voices[0].cell
        said = tuple(self._cell(one) for one in voices if one.last)
        silent = tuple(self._cell(one) for one in voices if not one.last)
        return DateLines(first.due_on, first.milestone_name, said, silent, _summary(voices))

    def _cell(self, voice: CellVoice) -> CellLines:
        cell = voice.cell
        return CellLines(
            actor=actor_name(cell),
            standing=status_markup(*STANDING_WORDS[voice.look.standing]),
            last=self._saying(voice.last, cell.due_on, cell) if voice.last else None,
            earlier=tuple(self._saying(one, cell.due_on, cell) for one in voice.earlier),
        )

    def _saying(self, saying: UnitSaying, due_on: date, cell: Cell | None = None) -> SayingLines:
        facts = saying.facts
        first_on = timezone.localdate(facts.first_sent_at) if facts.first_sent_at else None
        return SayingLines(
            outcome=str(Outcome(facts.outcome).label),
            figure=_figure(saying, cell),
            text=facts.text,
            reason=facts.reason,
            result=facts.result,
            happened_on=facts.happened_on,
            sent_on=timezone.localdate(facts.sent_at) if facts.sent_at else None,
            days_late=max(0, (first_on - due_on).days) if first_on else 0,
            verification=status_markup(*VERIFICATION_WORDS[saying.verification]),
            is_own=facts.self_monitored and saying.verification == Verification.NONE,
            proofs=tuple(map(self._proof, saying.proofs)),
            others=saying.others,
            things_done=saying.things_done,
            things_out=saying.things_out,
        )

    def _proof(self, one: PublicProof) -> ProofLine:
        place = {"entity_slug": self._entity_slug, "evidence_id": one.id}
        copy = reverse("portal:evidence_file", kwargs=place) if one.has_copy else ""
        return ProofLine(
            title=one.title,
            url=one.url if one.is_link else copy,
            is_link=one.is_link,
            happened_on=one.happened_on,
            broken_on=timezone.localdate(one.broken_since) if one.broken_since else None,
            removed="; ".join(one.removed),
        )


def _has_something(voice: CellVoice) -> bool:
    """Whether there is something to say of a cell: its unit said something, or its date has come or is near."""
    return voice.last is not None or voice.look.standing != Standing.UPCOMING


def _summary(voices: Sequence[CellVoice]) -> str:
    """How many of a group said what; empty for one."""
    if len(voices) == 1:
        return ""
    done = sum(one.look.standing == Standing.DONE for one in voices)
    silent = sum(one.last is None for one in voices)
    no_case = sum(one.look.standing == Standing.NO_CASE for one in voices)
    of_all = f"de {spanish_number(len(voices))}"
    said = [_counted(done, f"{of_all} cumplió", f"{of_all} cumplieron")]
    if other := len(voices) - done - silent - no_case:
        said.append(_counted(other, "reportó y no ha terminado", "reportaron y no han terminado") + " de cumplir")
    if no_case:
        said.append(f"en {spanish_number(no_case)} no se presentó el caso")
    said.append(_counted(silent, "no ha reportado", "no han reportado") if silent else "todos reportaron")
    return f"{'; '.join(said)}."


def _counted(number: int, one: str, many: str) -> str:
    return f"{spanish_number(number)} {one if number == 1 else many}"


def _figure(saying: UnitSaying, cell: Cell | None) -> str:
    """«2 de 4», «45 % de 100 % (9 de 20)»; empty without a figure."""
    facts, unit = saying.facts, cell.unit if cell else ""
    is_percent = unit == MeasureUnit.PERCENT or (cell is None and facts.denominator is not None)
    value = facts.percent if is_percent else facts.quantity
    said = how_much(MeasureUnit.PERCENT if is_percent else unit, value, cell.expected if cell else None)
    if said and facts.denominator and facts.numerator is not None:
        return f"{said} ({spanish_number(facts.numerator)} de {spanish_number(facts.denominator)})"
    return said


def _own(word: PlanningWord) -> str:
    return percent_in_words(word.ratio) if word.ratio is not None else ""


def _control(word: ControlWord) -> ControlLines:
    verdict = (
        status_markup("ok", "La da por cumplida") if word.is_done else status_markup("late", "No la da por cumplida")
    )
    own = percent_in_words(word.ratio) if word.ratio is not None else ""
    cells = f"{spanish_number(word.done)} de {spanish_number(word.due)}" if word.due else ""
    return ControlLines(word, verdict, own, cells)


def _recommendation_status(status: str) -> SafeString:
    known = RecommendationStatus(status)
    return status_markup(RECOMMENDATION_KINDS[known], str(known.label))


def _counters(lines: Iterable[CounterLine]) -> Iterator[CounterTotal]:
    for channel, ones in groupby(sorted(lines, key=lambda one: one.channel), key=lambda one: one.channel):
        months = tuple(ones)
        yield CounterTotal(channel, sum(one.total for one in months), months)
