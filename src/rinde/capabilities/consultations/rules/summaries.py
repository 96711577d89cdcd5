"""What keeps the replies and the summary of a consultation from going out. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_SUMMARY = 8_000
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Waiting:
    """The numbers of the comments that nobody looked at, and of those in view that nobody answered."""

    pending: tuple[int, ...] = ()
    unanswered: tuple[int, ...] = ()


def summary_gaps(summary: str, waiting: Waiting) -> tuple[str, ...]:
    """List in Spanish everything that keeps replies and summary from being published: everybody is answered."""
    return tuple(_gaps(summary, waiting))


def _gaps(summary: str, waiting: Waiting) -> Iterator[str]:
    if waiting.pending:
        yield f"Hay comentarios por revisar: {numbers_in_words(waiting.pending)}. Muéstrelos u ocúltelos con su motivo."
    if waiting.unanswered:
        yield f"Hay comentarios sin respuesta: {numbers_in_words(waiting.unanswered)}."
    if not summary.strip():
        yield "Escriba el resumen: qué pidió la gente, qué se acoge y qué no, y por qué."
    if len(summary) > LONGEST_SUMMARY:
        yield f"El resumen tiene {len(summary)} caracteres; caben {LONGEST_SUMMARY}."


def numbers_in_words(numbers: tuple[int, ...]) -> str:
    """«4, 7 y 9»; of many, the first ones and how many more."""
    named = [str(number) for number in numbers[:_MOST_NAMED]]
    if len(numbers) > _MOST_NAMED:
        return f"{', '.join(named)} y {len(numbers) - _MOST_NAMED} más"
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} y {named[-1]}"
