"""What the header of a plan must say, and the address that it gives. Pure."""

from collections.abc import Collection

from rinde.capabilities.plans.choices import Instrument
from rinde.capabilities.plans.rules.addresses import slug_of
from rinde.capabilities.plans.rules.rows import PlanHeader

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
