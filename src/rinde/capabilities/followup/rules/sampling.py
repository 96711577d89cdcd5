"""A sample that anybody can draw again with `sha256sum`: no dice, only a seed written in the report. Pure.

Each activity gets the SHA-256 of «seed:key»; within a component those with the lowest come first. Components share the
size of the sample in proportion to what each has scheduled, and each gets one while there are enough.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

SEED_LENGTH = 40
USUAL_SEED = 16  # letters of the frozen cut-off's own hash: nobody chose them


@dataclass(frozen=True, slots=True)
class Stratum:
    """A component's part of a sample. `chosen`: keys of activities, in the order of their hashes."""

    component: str
    scheduled: int
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample with how it came about."""

    seed: str
    strata: tuple[Stratum, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for one in self.strata for key in one.chosen)

    @property
    def in_words(self) -> str:
        """How to draw it again, for the report and for whoever doubts it."""
        scheduled = sum(one.scheduled for one in self.strata)
        parts = "; ".join(f"{one.component}: {len(one.chosen)} de {one.scheduled}" for one in self.strata)
        return (
            f"{len(self.keys)} de {scheduled} actividades programadas, repartidas entre los componentes según lo que "
            f"cada uno tenía programado ({parts}). En cada componente van las que tienen la huella más baja: el "
            "SHA-256 de la semilla, dos puntos y el final de la dirección de la actividad. Cualquiera puede "
            f"repetirlo, por ejemplo con la primera: printf '%s' '{self.seed}:{next(iter(self.keys), '')}' | sha256sum"
        )


def rank(seed: str, key: str) -> str:
    """What orders the activities: SHA-256 of «seed:key» in hexadecimal."""
    return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()


def usual_seed(sha256: str) -> str:
    """The seed that is offered: the beginning of the hash of what was frozen, known to nobody before the close."""
    return sha256[:USUAL_SEED]


def draw(scheduled: Sequence[tuple[str, str]], *, size: int, seed: str) -> Sample:
    """Choose some of the scheduled activities.

    Args:
        scheduled: component and key of each activity with something due, in the plan's order.
        size: how many to choose; as many as there are, at most.
    """
    by_component: dict[str, list[str]] = {}
    for component, key in scheduled:
        by_component.setdefault(component, []).append(key)
    parts = _shared([len(keys) for keys in by_component.values()], min(size, len(scheduled)))
    strata = tuple(
        Stratum(component, len(keys), tuple(sorted(keys, key=lambda key: rank(seed, key))[:part]))
        for (component, keys), part in zip(by_component.items(), parts, strict=True)
    )
    return Sample(seed, strata)


def _shared(sizes: Sequence[int], wanted: int) -> list[int]:
    """Share a number out in proportion to some sizes, by largest remainder; one each first, where there are enough."""
    parts = [1 if wanted >= len(sizes) else 0 for _ in sizes]
    left, room = wanted - sum(parts), [size - part for size, part in zip(sizes, parts, strict=True)]
    whole = sum(room)
    if left <= 0 or whole == 0:
        return parts
    exact = [divmod(left * one, whole) for one in room]
    parts = [part + more for part, (more, _) in zip(parts, exact, strict=True)]
    after = sorted(range(len(sizes)), key=lambda place: (-exact[place][1], place))
    for place in after[: wanted - sum(parts)]:
        parts[place] += 1
    return parts


def sample_gaps(seed: str, size: int, *, scheduled: int) -> tuple[str, ...]:
    """Find everything that keeps a sample from being drawn."""
    gaps = []
    if not seed or len(seed) > SEED_LENGTH or any(not one.isprintable() or one in "'\\" for one in seed):
        gaps.append(f"Escriba una semilla de hasta {SEED_LENGTH} letras o números, sin comillas.")
    if scheduled == 0:
        gaps.append("Ninguna actividad tenía algo programado a este corte: no hay de dónde sacar la muestra.")
    elif not 1 <= size <= scheduled:
        gaps.append(f"Escoja entre 1 y {scheduled} actividades.")
    return tuple(gaps)
