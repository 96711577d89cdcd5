"""The mail that tells of a returned report at once: who gets it and what it says. Pure.

It says that there is a reason and where it is read, never the reason itself: a reason may name people, and a mailbox is
read by whoever passes by.
"""

from dataclasses import dataclass
from datetime import date

from rinde.foundations.law import plain_day


@dataclass(frozen=True, slots=True)
class ReturnedFacts:
    """A report that planning gave back, as it was called. `step_id`: of this return in its trail."""

    step_id: int
    activity: str  # «1.4.2 Adoptar el manual»
    unit: str  # empty for a cell of nobody in particular
    plan_title: str
    due_on: date | None

    def key(self, user_id: int) -> str:
        """Names the mail of one person about one return, for ever; a report returned again is another return."""
        return f"report.returned:{self.step_id}:user:{user_id}"

    @property
    def subject(self) -> str:
        return f"Le devolvieron un reporte: {self.activity}"

    @property
    def text(self) -> str:
        due = f", para el {plain_day(self.due_on)}" if self.due_on else ""
        unit = f" de {self.unit}" if self.unit else ""
        return (
            f"Planeación devolvió el reporte{unit} sobre «{self.activity}»{due}, «{self.plan_title}». "
            "El motivo, con lo que hay que corregir, está en el reporte. Corríjalo y envíelo de nuevo."
        )


def told_of_return(
    author_id: int | None,
    *,
    may_report: frozenset[int],
    reporting: frozenset[int],
    refused: frozenset[int],
    returned_by: int | None,
) -> frozenset[int]:
    """Say who is told: the author while they may still report for the unit, else whoever reports for it now.

    Args:
        may_report: everybody who may report for the unit; `reporting`: whose task it is.
        refused: who turned off what Rinde sends without a term.
        returned_by: whoever returned it knows.
    """
    asked = frozenset({author_id}) & may_report or reporting
    return frozenset(one for one in asked if one is not None) - refused - {returned_by}
