"""What keeps an actor from being saved or closed. Each function gives every gap, not the first."""

from collections.abc import Mapping
from datetime import date

from rinde.capabilities.entities.rules.names import folded_acronym, folded_name
from rinde.capabilities.entities.rules.org_chart.standing import ActorValues
from rinde.capabilities.entities.rules.tree import makes_cycle
from rinde.capabilities.entities.rules.validity import is_valid_on, overlap


def actor_gaps(values: ActorValues, *, standing: Mapping[int, ActorValues], actor_id: int | None) -> tuple[str, ...]:
    """List in Spanish what keeps these values from being saved.

    Args:
        standing: every actor of the entity, by id.
        actor_id: the actor being changed; None for a new one.
    """
    gaps: list[str] = []
    others = {key: other for key, other in standing.items() if key != actor_id}
    sharing = [other for other in others.values() if overlap(other.period, values.period)]
    if not values.name.strip():
        gaps.append("Falta el nombre.")
    elif any(folded_name(other.name) == folded_name(values.name) for other in sharing):
        gaps.append(f"Ya existe «{values.name}» en esas fechas. Use otro nombre o ciérrela antes.")
    if values.code and any(folded_acronym(other.code) == folded_acronym(values.code) for other in sharing):
        gaps.append(f"El código {values.code} ya lo tiene otra dependencia en esas fechas. Corrija el código.")
    if values.valid_from and values.valid_to and values.valid_to < values.valid_from:
        gaps.append("La fecha «hasta» es anterior a la fecha «desde». Corrija una de las dos.")
    if values.parent is not None and values.parent not in standing:
        gaps.append("La dependencia superior no existe en esta entidad. Escoja otra.")
    elif actor_id is not None and makes_cycle(
        {key: other.parent for key, other in standing.items()}, actor_id, values.parent
    ):
        gaps.append(f"«{values.name}» terminaría dependiendo de sí misma. Escoja otra dependencia superior.")
    return tuple(gaps)


def closing_gaps(actor_id: int, last_day: date, *, standing: Mapping[int, ActorValues]) -> tuple[str, ...]:
    """List in Spanish what keeps an actor from ending on a day: it has not begun, or others still hang from it."""
    actor = standing[actor_id]
    gaps: list[str] = []
    if actor.valid_from and last_day < actor.valid_from:
        gaps.append(f"Existe desde el {actor.valid_from:%d/%m/%Y}: escoja ese día o uno posterior.")
    below = [
        other.name
        for other in standing.values()
        if other.parent == actor_id and (other.valid_to is None or other.valid_to > last_day)
    ]
    if below:
        gaps.append(f"De ella dependen después de ese día: {', '.join(sorted(below))}. Cámbielas de lugar o ciérrelas.")
    return tuple(gaps)


def validity_in_words(valid_from: date | None, valid_to: date | None, today: date) -> str:
    """Say whether an actor exists: «vigente», «hasta el 31/12/2025», «desde el 01/01/2027»."""
    if valid_to is not None and valid_to < today:
        return f"hasta el {valid_to:%d/%m/%Y}"
    if valid_from is not None and valid_from > today:
        return f"desde el {valid_from:%d/%m/%Y}"
    if valid_to is not None:
        return f"vigente hasta el {valid_to:%d/%m/%Y}"
    return "vigente" if is_valid_on(valid_from, valid_to, today) else ""
