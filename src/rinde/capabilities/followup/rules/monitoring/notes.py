"""What planning may note of an activity, and what a plan's policy may say. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from rinde.capabilities.followup.choices import RoundRhythm

LONGEST_NOTE = 4_000
LONGEST_SUMMARY = 8_000
SHORTEST_TERM, LONGEST_TERM = 1, 60  # business days
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class NoteValues:
    """What planning writes of an activity. `percent` 0–100, of its own; None: as Rinde computes it."""

    text: str = ""
    percent: Decimal | None = None

    @property
    def ratio(self) -> Decimal | None:
        """The percentage as it is kept, 0–1 with four decimals."""
        return None if self.percent is None else (self.percent / _HUNDRED).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def note_gaps(values: NoteValues) -> tuple[str, ...]:
    """List in Spanish everything that keeps a note from being saved."""
    return tuple(_note_gaps(values))


def _note_gaps(values: NoteValues) -> Iterator[str]:
    if len(values.text) > LONGEST_NOTE:
        yield f"La nota tiene {len(values.text)} caracteres; caben {LONGEST_NOTE}."
    if values.percent is not None and not 0 <= values.percent <= _HUNDRED:
        yield "El porcentaje va de 0 a 100. Déjelo vacío para usar el que calcula Rinde."


def summary_gaps(summary: str) -> tuple[str, ...]:
    """List in Spanish what keeps a round from closing with this summary; it may be empty."""
    if len(summary) > LONGEST_SUMMARY:
        return (f"El resumen tiene {len(summary)} caracteres; caben {LONGEST_SUMMARY}.",)
    return ()


@dataclass(frozen=True, slots=True)
class PolicyValues:
    """Who monitors and who evaluates a plan, by the numbers of the actors; its terms in business days."""

    monitored_by: int | None = None
    evaluated_by: int | None = None
    rhythm: str = RoundRhythm.MONTHLY
    report_days: int = 5
    reply_days: int = 5


def policy_gaps(values: PolicyValues, *, actors: Collection[int]) -> tuple[str, ...]:
    """List in Spanish everything that keeps a policy from being saved.

    Who evaluates is never who monitors: internal control does not co-manage what it judges (Ley 87/1993 art. 12,
    parágrafo). A unit that monitors may report as well; then everybody is told so.

    Args:
        actors: the numbers of those of the entity.
    """
    return tuple(_policy_gaps(values, actors))


def _policy_gaps(values: PolicyValues, actors: Collection[int]) -> Iterator[str]:
    if any(one is not None and one not in actors for one in (values.monitored_by, values.evaluated_by)):
        yield "Escoja una dependencia o instancia del organigrama de la entidad."
    if values.monitored_by is not None and values.monitored_by == values.evaluated_by:
        yield "Quien monitorea no evalúa: juzgaría su propio trabajo. Escoja otra dependencia para evaluar."
    if values.rhythm not in RoundRhythm.values:
        yield "Escoja cada cuánto se hace una ronda."
    for name, days in (("reportar", values.report_days), ("responder", values.reply_days)):
        if not SHORTEST_TERM <= days <= LONGEST_TERM:
            yield f"El plazo para {name} va de {SHORTEST_TERM} a {LONGEST_TERM} días hábiles."
