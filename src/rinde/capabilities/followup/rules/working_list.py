"""What a careful auditor looks for in what was reported and proved. Pure.

A flag accuses nobody: it says where to look and why. Each names the cell, the proof where there is one, and its reason
in plain words, frozen with the cut-off.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import chain, islice

from rinde.capabilities.followup.choices import EvidenceKind, Outcome
from rinde.capabilities.followup.rules.cells import Cell
from rinde.capabilities.followup.rules.cut_offs import Window, local_day
from rinde.capabilities.followup.rules.standing import CellState, ReportFacts
from rinde.capabilities.plans.choices import MeasureUnit
from rinde.capabilities.plans.rules.measures import figure
from rinde.foundations.law import plain_day

FAR = Decimal(2)  # times what was expected: more than that is looked at
FULL = Decimal(100)
MOST_NAMED = 3  # other places of a repeated proof; the rest is counted


class Severity(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


# The design's word for icon and colour, and the word that stands beside it.
SEVERITY_WORDS: dict[Severity, tuple[str, str]] = {
    Severity.HIGH: ("late", "Mírela primero"),
    Severity.MEDIUM: ("due", "Conviene mirarla"),
    Severity.LOW: ("info", "Para saber"),
}


class FlagCode(StrEnum):
    """In the order in which the working list shows them."""

    NOT_REPORTED = "not_reported"
    RETURNED_UNANSWERED = "returned_unanswered"
    NO_EVIDENCE = "no_evidence"
    DEAD_LINK = "dead_link"
    REPEATED = "repeated"
    OUTSIDE_PERIOD = "outside_period"
    IMPLAUSIBLE_DATE = "implausible_date"
    FIGURES_FAR = "figures_far"
    NO_FIGURES = "no_figures"
    LATE = "late"
    MOVED_LATE = "moved_late"
    NO_CASE = "no_case"
    SELF_MONITORED = "self_monitored"


@dataclass(frozen=True, slots=True)
class FlagKind:
    """What a code means to whoever reads the list."""

    title: str
    severity: Severity
    why: str

    @property
    def words(self) -> tuple[str, str]:
        return SEVERITY_WORDS[self.severity]


FLAG_KINDS: dict[FlagCode, FlagKind] = {
    FlagCode.NOT_REPORTED: FlagKind(
        "Sin reporte", Severity.HIGH, "Venció y al cierre nadie había dicho nada: cuenta como no cumplida."
    ),
    FlagCode.RETURNED_UNANSWERED: FlagKind(
        "Devuelta y sin responder",
        Severity.HIGH,
        "Quien monitorea la devolvió y al cierre la dependencia no la había corregido.",
    ),
    FlagCode.NO_EVIDENCE: FlagKind(
        "Sin prueba", Severity.HIGH, "La dependencia dice que hizo algo y no hay con qué comprobarlo."
    ),
    FlagCode.DEAD_LINK: FlagKind(
        "Enlace caído", Severity.HIGH, "Al cierre el enlace no abría. Si hay copia, compárela; si no, pida la prueba."
    ),
    FlagCode.REPEATED: FlagKind(
        "Prueba repetida sin declararlo",
        Severity.HIGH,
        "El mismo archivo o enlace se ofreció aparte para otra cosa. Compartir una prueba es normal si se declara.",
    ),
    FlagCode.OUTSIDE_PERIOD: FlagKind(
        "Fuera del período", Severity.HIGH, "El hecho es de antes o de después de lo que mira este corte."
    ),
    FlagCode.IMPLAUSIBLE_DATE: FlagKind(
        "Fecha que no cuadra",
        Severity.MEDIUM,
        "Las fechas de la prueba se contradicen: puede ser un error al escribirla.",
    ),
    FlagCode.FIGURES_FAR: FlagKind(
        "Cifra lejos de lo esperado",
        Severity.MEDIUM,
        "Se dice cumplida sin llegar a la cifra, o la pasa tanto que puede ser un error.",
    ),
    FlagCode.NO_FIGURES: FlagKind(
        "Cumplida sin cifras", Severity.MEDIUM, "El plan promete una cantidad y el reporte no dice ninguna."
    ),
    FlagCode.LATE: FlagKind(
        "Reportada tarde", Severity.MEDIUM, "Se reportó después de su fecha, aunque antes del cierre."
    ),
    FlagCode.MOVED_LATE: FlagKind(
        "Fecha movida ya vencida", Severity.MEDIUM, "Su fecha se cambió cuando ya había pasado."
    ),
    FlagCode.NO_CASE: FlagKind(
        "No se presentó el caso", Severity.LOW, "Sale de la cuenta con su razón: compruebe que de verdad no hubo caso."
    ),
    FlagCode.SELF_MONITORED: FlagKind(
        "Reporta y monitorea la misma dependencia", Severity.LOW, "Nadie distinto de quien la reportó la había mirado."
    ),
}
PRESSING: frozenset[FlagCode] = frozenset(code for code, kind in FLAG_KINDS.items() if kind.severity is Severity.HIGH)


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """A proof as it stood at the close. `broken_since` only where the link had died by then."""

    id: int
    kind: str
    title: str
    visibility: str
    added_at: datetime  # offered for this report
    uploaded_at: datetime
    happened_on: date | None = None
    captured_at: datetime | None = None
    broken_since: datetime | None = None
    sha256: str = ""
    url: str = ""
    normalized_url: str = ""

    @property
    def identity(self) -> str:
        """What makes two proofs the same thing; empty where nothing does."""
        if self.kind == EvidenceKind.FILE:
            return f"sha256:{self.sha256}" if self.sha256 else ""
        return f"url:{self.normalized_url}" if self.normalized_url else ""

    @property
    def is_dead(self) -> bool:
        return self.broken_since is not None


@dataclass(frozen=True, slots=True)
class SeenCell:
    """A cell at the close of a cut-off, with the proofs that stood.

    `reported_at`: when its unit first said what it says; more progress on the same is another report.
    """

    state: CellState
    proofs: tuple[ProofFacts, ...] = ()
    reported_at: datetime | None = None

    @property
    def cell(self) -> Cell:
        return self.state.cell


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at. `proof_id`: the proof that it is about, if it is about one."""

    code: str
    why: str
    proof_id: int | None = None


class Repetitions:
    """Where the same file or link was offered in other cells by other rows. A declared share is one row, and normal.

    Args:
        cells: all of the plan, whether they are due or not.
        elsewhere: where the same thing is in other plans of the entity, in words by `ProofFacts.identity`.
    """

    def __init__(self, cells: Sequence[SeenCell], elsewhere: Mapping[str, Sequence[str]]) -> None:
        self._cells = cells
        self._elsewhere = elsewhere
        self._places: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._rows_at: dict[str, Counter[int]] = defaultdict(Counter)
        for place, seen in enumerate(cells):
            for proof in seen.proofs:
                self._places[proof.identity][proof.id].append(place)
                self._rows_at[proof.identity][place] += 1
        # Of each row, in how many places it stands alone.
        self._alone = {
            row: sum(self._rows_at[identity][place] == 1 for place in places)
            for identity, rows in self._places.items()
            for row, places in rows.items()
        }

    def of(self, proof: ProofFacts, place: int) -> tuple[int, list[str]]:
        """In how many other places a proof of the cell at `place` was offered undeclared, and the first few of them."""
        if not proof.identity:
            return 0, []
        rows_at = self._rows_at[proof.identity]
        count = len(rows_at) - self._alone[proof.id] - (rows_at[place] > 1)
        outside = self._elsewhere.get(proof.identity, ())
        inside = (_called(self._cells[other].cell) for other in self._others(proof, place)) if count else ()
        return count + len(outside), list(islice(chain(inside, outside), MOST_NAMED))

    def _others(self, proof: ProofFacts, place: int) -> Iterator[int]:
        told: set[int] = {place}
        for row, places in self._places[proof.identity].items():
            for other in places if row != proof.id else ():
                if other not in told:
                    told.add(other)
                    yield other


def _called(cell: Cell) -> str:
    """«la actividad 3.2 (Secretaría de Hacienda, 30 de junio de 2026)»."""
    whose = f"{cell.actor_acronym or cell.actor_name}, " if cell.actor_name else ""
    return f"la actividad {cell.activity_code or cell.activity_key} ({whose}{plain_day(cell.due_on)})"


def flags_of(seen: SeenCell, place: int, window: Window, repetitions: Repetitions) -> tuple[Flag, ...]:
    """Find everything to look at in a cell that is due, in the order of the codes.

    Args:
        place: of the cell among those that `repetitions` knows.
    """
    found = [
        *_of_report(seen),
        *(flag for proof in seen.proofs for flag in _of_proof(seen, proof, place, window, repetitions)),
        *_of_dates(seen, window),
    ]
    return tuple(sorted(found, key=lambda flag: _ORDER[flag.code]))


_ORDER: dict[str, int] = {code.value: place for place, code in enumerate(FlagCode)}


def _of_report(seen: SeenCell) -> Iterator[Flag]:
    said, cell = seen.state.said, seen.cell
    if seen.state.is_returned:
        yield Flag(FlagCode.RETURNED_UNANSWERED, "Se devolvió con un motivo y al cierre no había vuelto corregida.")
    elif said is None:
        yield Flag(FlagCode.NOT_REPORTED, f"Vencía el {plain_day(cell.due_on)} y al cierre nadie había reportado.")
    if cell.late_moves:
        move = cell.late_moves[-1]
        moved = (
            f"El {plain_day(move.moved_on)} se cambió su fecha, que era el {plain_day(move.from_on)} y ya había pasado."
        )
        yield Flag(FlagCode.MOVED_LATE, moved)
    if said is None:
        return
    if said.outcome in {Outcome.DONE, Outcome.PARTIAL} and not seen.proofs:
        claim = "se cumplió" if said.outcome == Outcome.DONE else "se avanzó"
        yield Flag(FlagCode.NO_EVIDENCE, f"Dice que {claim} y al cierre no había ninguna prueba.")
    if said.outcome == Outcome.NO_CASE:
        yield Flag(FlagCode.NO_CASE, f"No entra en la cuenta. Su razón: «{said.reason.strip()}»")
    if said.self_monitored:
        yield Flag(FlagCode.SELF_MONITORED, "La monitorea la misma dependencia que la reportó.")
    yield from _of_figures(cell, said)


def _of_figures(cell: Cell, said: ReportFacts) -> Iterator[Flag]:
    if cell.expected is None or said.outcome not in {Outcome.DONE, Outcome.PARTIAL}:
        return
    in_percent = cell.unit == MeasureUnit.PERCENT
    value = said.percent if in_percent else said.quantity
    sign = " %" if in_percent else ""
    expected = f"{figure(cell.expected)}{sign}"
    if value is None:
        if said.outcome == Outcome.DONE:
            yield Flag(FlagCode.NO_FIGURES, f"Se esperaba {expected} y el reporte no dice cuánto.")
        return
    told = f"{figure(value.quantize(Decimal('0.01')))}{sign}"
    if said.outcome == Outcome.DONE and value < cell.expected:
        yield Flag(FlagCode.FIGURES_FAR, f"Dice que se cumplió con {told}, y se esperaba {expected}.")
    elif in_percent and value > FULL:
        yield Flag(FlagCode.FIGURES_FAR, f"Reporta {told}: más que el todo.")
    elif cell.expected and value > cell.expected * FAR:
        yield Flag(FlagCode.FIGURES_FAR, f"Reporta {told}, más del doble de lo esperado ({expected}).")


def _of_proof(
    seen: SeenCell, proof: ProofFacts, place: int, window: Window, repetitions: Repetitions
) -> Iterator[Flag]:
    if proof.broken_since is not None:
        since = plain_day(local_day(proof.broken_since))
        yield Flag(FlagCode.DEAD_LINK, f"«{proof.title}» no abre desde el {since}.", proof.id)
    count, named = repetitions.of(proof, place)
    if count:
        thing = "El mismo archivo" if proof.kind == EvidenceKind.FILE else "El mismo enlace"
        more = f" y {count - len(named)} más" if count > len(named) else ""
        listed = f"{', '.join(named)}{more}" if more or len(named) == 1 else f"{', '.join(named[:-1])} y {named[-1]}"
        yield Flag(FlagCode.REPEATED, f"«{proof.title}»: {thing.lower()} se ofreció aparte para {listed}.", proof.id)
    day = proof.happened_on or (local_day(proof.captured_at) if proof.captured_at else None)
    if day is not None and day < _earliest(seen.cell, window):
        yield Flag(FlagCode.OUTSIDE_PERIOD, f"«{proof.title}» es del {plain_day(day)}, antes del período.", proof.id)
    elif proof.happened_on is not None and proof.happened_on > window.facts_until:
        after = f"«{proof.title}» muestra algo del {plain_day(proof.happened_on)}, después del corte."
        yield Flag(FlagCode.OUTSIDE_PERIOD, after, proof.id)
    yield from _contradictions(seen.cell, proof)


def _contradictions(cell: Cell, proof: ProofFacts) -> Iterator[Flag]:
    happened = proof.happened_on
    if happened is None:
        return
    uploaded = local_day(proof.uploaded_at)
    captured = local_day(proof.captured_at) if proof.captured_at else None
    fact = f"«{proof.title}» dice ser del {plain_day(happened)}"
    if happened > uploaded:
        why = f"{fact}, y se subió antes, el {plain_day(uploaded)}."
    elif captured is not None and captured < happened:
        why = f"{fact}, y se tomó antes, el {plain_day(captured)}."
    elif cell.starts_on is not None and happened < cell.starts_on:
        why = f"{fact}, y lo programado empezaba el {plain_day(cell.starts_on)}."
    else:
        return
    yield Flag(FlagCode.IMPLAUSIBLE_DATE, why, proof.id)


def _earliest(cell: Cell, window: Window) -> date:
    """The first day of which a proof can be: something may have been scheduled before the period itself."""
    return min(window.facts_from, cell.starts_on or cell.due_on, cell.due_on)


def _of_dates(seen: SeenCell, window: Window) -> Iterator[Flag]:
    said, cell = seen.state.said, seen.cell
    if said is None:
        return
    happened = said.happened_on
    if happened is not None and not _earliest(cell, window) <= happened <= window.facts_until:
        side = "después del corte" if happened > window.facts_until else "antes del período"
        yield Flag(FlagCode.OUTSIDE_PERIOD, f"La dependencia dice que pasó el {plain_day(happened)}, {side}.")
    sent_at = seen.reported_at or said.first_sent_at
    sent = local_day(sent_at) if sent_at else None
    if sent is not None and sent > cell.due_on:
        days = (sent - cell.due_on).days
        length = "1 día" if days == 1 else f"{days} días"
        why = f"Vencía el {plain_day(cell.due_on)} y se reportó el {plain_day(sent)}, {length} después."
        if happened is not None and said.outcome == Outcome.DONE:
            why += " El hecho, dice, fue a tiempo." if happened <= cell.due_on else " El hecho mismo fue tarde."
        yield Flag(FlagCode.LATE, why)


def counted(flags: Iterable[Flag]) -> dict[str, int]:
    """How often each code stands among some flags, in the order of the codes."""
    found = Counter(flag.code for flag in flags)
    return {str(code): found[code] for code in sorted(found, key=lambda code: _ORDER[code])}


def is_pressing(codes: Iterable[str]) -> bool:
    """Whether something among these codes is to be looked at first."""
    return any(code in PRESSING for code in codes)
