"""What a look is called, in an address and to people; what was said of a cell, in a few words. No queries."""

from dataclasses import dataclass
from decimal import Decimal

from rinde.capabilities.followup.choices import Outcome
from rinde.capabilities.followup.rules.figures import Totals, shown_percent
from rinde.capabilities.followup.rules.monitoring.board import BoardCell, Mark
from rinde.capabilities.followup.rules.standing import Standing
from rinde.capabilities.plans.choices import MeasureUnit
from rinde.foundations.design.spanish import spanish_number


@dataclass(frozen=True, slots=True)
class LookWords:
    """A look: its name in an address, over a column, and the kind of its part in a strip (empty: it has none)."""

    slug: str
    title: str
    kind: str = ""
    explains: str = ""
    singular: str = ""  # «Devuelta»; empty where one is said as many are: «Sin prueba»

    def counted(self, number: int) -> str:
        """Beside a number: «Devuelta» for one, «Devueltas» for none and for more."""
        return self.singular if number == 1 and self.singular else self.title


LOOK_WORDS: dict[str, LookWords] = {
    Standing.LATE: LookWords("vencidas", "Vencidas", "late", "Pasó su fecha y no están cumplidas.", "Vencida"),
    Standing.RETURNED: LookWords(
        "devueltas", "Devueltas", "late-2", "Planeación las devolvió y la dependencia debe corregirlas.", "Devuelta"
    ),
    Standing.UNPROVED: LookWords(
        "sin-prueba", "Sin prueba", "due", "La dependencia dice que cumplió y falta la prueba."
    ),
    Standing.DUE_SOON: LookWords("vencen-pronto", "Vencen pronto", "due-2", "Su fecha está cerca.", "Vence pronto"),
    Standing.IN_PROGRESS: LookWords("en-avance", "En avance", "info", "Ya hay un avance enviado y queda tiempo."),
    Standing.UPCOMING: LookWords("por-venir", "Por venir", "draft", "Su fecha no ha llegado y nadie ha reportado."),
    Standing.DONE: LookWords(
        "cumplidas", "Cumplidas", "ok", "Reportadas como hechas, con lo esperado y con prueba.", "Cumplida"
    ),
    Standing.NO_CASE: LookWords(
        "sin-caso", "Sin caso", "off", "No se presentó la ocasión: no cuentan, y dicen por qué."
    ),
    Mark.DUE: LookWords(
        "debian", "Ya debían estar", explains="Su fecha ya pasó o es hoy, cumplidas o no.", singular="Ya debía estar"
    ),
    Mark.TO_REVIEW: LookWords("por-revisar", "Por revisar", explains="Enviadas; planeación no las ha aceptado."),
    Mark.IN_HAND: LookWords("en-borrador", "En borrador", explains="La dependencia empezó a escribir y no ha enviado."),
    Mark.SELF_MONITORED: LookWords(
        "misma-dependencia", "Reporta y monitorea la misma", explains="Quien reporta es quien monitorea el plan."
    ),
}
PERCENT = "\u00a0%"  # never alone on a line
LOOK_OF = {words.slug: look for look, words in LOOK_WORDS.items()}


def percent_in_words(ratio: Decimal | None) -> str:
    """«62,5 %»; in words where nothing was scheduled, which is neither 0 nor 100."""
    shown = shown_percent(ratio)
    return "nada programado" if shown is None else f"{spanish_number(shown)}{PERCENT}"


def official_in_words(totals: Totals) -> str:
    """«3 de 8 (37,5 %)»: activities done of those that were scheduled."""
    if not totals.scheduled:
        return "nada programado"
    done, scheduled = spanish_number(totals.done), spanish_number(totals.scheduled)
    return f"{done} de {scheduled} ({percent_in_words(totals.official)})"


def how_much(unit: str, value: Decimal | None, expected: Decimal | None) -> str:
    """«2 de 4», «45 % de 100 %»; empty without a figure."""
    if value is None:
        return ""
    mark = PERCENT if unit == MeasureUnit.PERCENT else ""
    said = f"{spanish_number(value.quantize(Decimal('0.01')))}{mark}"
    return said if expected is None else f"{said} de {spanish_number(expected)}{mark}"


def said_in_words(outcome: str, figure: str) -> str:
    """«Se avanzó, falta: 2 de 4»; empty where nothing was said."""
    if not outcome:
        return ""
    word = str(Outcome(outcome).label)
    return f"{word}: {figure}" if figure else word


def said_of(one: BoardCell) -> str:
    """What the unit has sent of a cell, in a few words."""
    said = one.state.said
    if said is None:
        return ""
    value = said.percent if one.cell.unit == MeasureUnit.PERCENT else said.quantity
    return said_in_words(said.outcome, how_much(one.cell.unit, value, one.cell.expected))
