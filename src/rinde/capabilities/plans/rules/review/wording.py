"""How findings name several things at once. Pure."""

from collections.abc import Iterable
from typing import Final

MOST_NAMED: Final = 5  # then it is said how many more: in a sentence and in the list beside it alike


def activities(labels: Iterable[str], most: int = MOST_NAMED) -> str:
    """«las actividades 1.1, 1.2 y 3 más»; one alone is «la actividad 1.1»."""
    named = [label.removeprefix("actividad ") for label in dict.fromkeys(labels)]
    if len(named) == 1:
        return f"la actividad {named[0]}"
    if len(named) > most:
        return f"las actividades {', '.join(named[:most])} y {len(named) - most} más"
    return f"las actividades {', '.join(named[:-1])} y {named[-1]}"
