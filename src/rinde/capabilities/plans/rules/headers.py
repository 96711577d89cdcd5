"""What the header of a plan must say, the address that it gives, and whether another plan says the same. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rinde.capabilities.plans.choices import Instrument, PlanStatus
from rinde.capabilities.plans.rules.addresses import slug_of
from rinde.capabilities.plans.rules.rows import PlanHeader
from rinde.foundations.refusals import NotReady
from rinde.foundations.text.folding import fold

_SLUGS: dict[str, str] = {
    Instrument.PTEP: "ptep",
    Instrument.PAAC: "paac",
    Instrument.RDC: "rendicion-de-cuentas",
    Instrument.ACTION_PLAN: "plan-de-accion",
    Instrument.SIMPLIFICATION: "racionalizacion",
    Instrument.PARTICIPATION: "participacion",
    Instrument.OTHER: "plan",
}
LONGEST_PERIOD_YEARS = 8


@dataclass(frozen=True, slots=True)
class StandingPlan:
    """A plan that is there already."""

    id: int
    title: str
    status: str

    @property
    def state(self) -> str:
        """«borrador»: its state in the middle of a sentence."""
        return str(PlanStatus(self.status).label).lower()


class AlreadyStands(NotReady):
    """A plan with this title, instrument and period is there, and nobody said that the new one is another."""

    def __init__(self, message: str, plans: Sequence[StandingPlan]) -> None:
        named = ", ".join(f"«{one.title}» ({one.state})" for one in plans)
        there = f"Ya hay un plan con este título, este instrumento y esta vigencia: {named}."
        super().__init__(message, [f"{there} Ábralo y siga allí; si de verdad es otro, confírmelo."])
        self.plans = tuple(plans)


def is_same_title(one: str, other: str) -> bool:
    """Whether two titles are one for whoever reads them: letter case, accents, spaces and punctuation make no plan."""
    return (fold(one) or one.strip()) == (fold(other) or other.strip())


def header_gaps(header: PlanHeader) -> tuple[str, ...]:
    """Find everything that keeps a header from being saved, even as a draft."""
    checks = (
        (not header.title.strip(), "Escriba el título del plan."),
        (header.instrument not in Instrument.values, "Escoja el instrumento de la lista."),
        (
            header.period_end < header.period_start,
            "La vigencia termina antes de empezar. Corrija una de las dos fechas.",
        ),
        (
            header.period_end.year - header.period_start.year >= LONGEST_PERIOD_YEARS,
            f"La vigencia dura más de {LONGEST_PERIOD_YEARS} años. Revise los años.",
        ),
    )
    return tuple(message for fails, message in checks if fails)


def plan_slug(header: PlanHeader, taken: Collection[str]) -> str:
    """Give the plan's address within its year: its own or the instrument's, numbered where another plan has it."""
    wanted = slug_of(header.slug) or _SLUGS[header.instrument]
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
