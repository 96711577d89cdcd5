"""What an entity may decide for its petitions, and within which limits. Pure; none of it is law."""

from collections.abc import Iterator, Mapping

from rinde.capabilities.pqrsd.choices import PetitionKind
from rinde.capabilities.pqrsd.rules.terms import LONGEST_SET_DAYS, TermRule, all_rules

FEWEST_MONTHS, MOST_MONTHS = 1, 240


def settable_rules() -> tuple[TermRule, ...]:
    """The rules whose days the entity confirms: known by memory, with a default."""
    return tuple(rule for rule in all_rules() if not rule.is_law and rule.days is not None)


def option_gaps(own_days: Mapping[str, int], retention_months: int) -> tuple[str, ...]:
    """List in Spanish everything that makes no sense."""
    return tuple(_option_gaps(own_days, retention_months))


def _option_gaps(own_days: Mapping[str, int], retention_months: int) -> Iterator[str]:
    settable = {rule.kind for rule in settable_rules()}
    for kind, days in own_days.items():
        if kind not in settable:
            yield "Solo se confirman los días de los plazos que Rinde no leyó en la ley."
        elif not 1 <= days <= LONGEST_SET_DAYS:
            yield f"«{PetitionKind(kind).label}»: los días van de 1 a {LONGEST_SET_DAYS}. Usted escribió {days}."
    if not FEWEST_MONTHS <= retention_months <= MOST_MONTHS:
        yield (
            f"Los meses que se guardan los datos van de {FEWEST_MONTHS} a {MOST_MONTHS}. "
            f"Usted escribió {retention_months}."
        )
