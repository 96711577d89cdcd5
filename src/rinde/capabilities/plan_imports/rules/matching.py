"""Proposing which actor of the entity a name in a plan means: acronyms first, then likeness, else ask.

Likeness alone misleads: «Oficina TIC» resembles «Oficina de Control Interno» by the words that every office shares. So
names are compared by what tells them apart, and only 90 or more is automatic; below it the person chooses.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from rinde.foundations.text.folding import fold

AUTOMATIC = 90.0  # confidence from which a proposal is taken without asking
_WORTH_SHOWING = 60.0

# What units are called by; it does not tell one from another.
_GENERIC_WORDS = (
    "secretaria secretario secretarias oficina oficinas direccion director departamento administrativo administrativa "
    "dependencia unidad area grupo subsecretaria subsecretario subdireccion gerencia asesora asesor jefe jefatura "
    "lider coordinacion coordinador profesional proceso encargado encargada municipal departamental distrital general "
    "de del la las los el y e en a para"
)
_GENERIC = frozenset(_GENERIC_WORDS.split())
_EVERYBODY = re.compile(
    r"^(?:todos?|todas?)(?: l[ao]s)? (?:dependencias|organismos|secretarias|procesos|areas|"
    r"unidades|oficinas|servidores)\b"
)


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor that the entity has: unit, body, process or function."""

    id: int
    name: str
    acronym: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """One actor that a name may mean. ``confidence`` runs from 0 to 100; ``why`` is Spanish, for the person."""

    actor_id: int
    confidence: float
    why: str

    @property
    def is_automatic(self) -> bool:
        return self.confidence >= AUTOMATIC


def propose_actors(name: str, actors: Iterable[KnownActor], *, limit: int = 3) -> tuple[Proposal, ...]:
    """Rank the actors that a name may mean, best first. Empty where none is worth showing."""
    wanted = fold(name)
    if not wanted or _EVERYBODY.match(wanted):
        return ()
    proposals = [proposal for actor in actors if (proposal := _proposal(wanted, name, actor))]
    proposals.sort(key=lambda proposal: -proposal.confidence)
    best = proposals[:limit]
    if (
        len(best) > 1
        and best[0].is_automatic
        and best[1].confidence > best[0].confidence - 2
        and best[0].confidence < 100
    ):
        # Two actors as likely as each other: nobody but the person can tell.
        best[0] = Proposal(best[0].actor_id, AUTOMATIC - 1, f"{best[0].why}; otra dependencia se parece igual")
    return tuple(best)


def names_everybody(name: str) -> bool:
    """Tell whether a name means all units («Todas las dependencias»), which is a group and no actor."""
    return bool(_EVERYBODY.match(fold(name)))


def _proposal(wanted: str, name: str, actor: KnownActor) -> Proposal | None:
    acronym = fold(actor.acronym)
    if acronym and (wanted == acronym or _says_acronym(name, actor.acronym)):
        return Proposal(actor.id, 100.0 if wanted == acronym else 95.0, f"Sigla {actor.acronym}")
    likeness, text = max(
        ((_likeness(wanted, fold(text)), text) for text in (actor.name, *actor.aliases)), default=(0.0, "")
    )
    if likeness < _WORTH_SHOWING:
        return None
    if likeness == 100.0:
        return Proposal(actor.id, 100.0, "Mismo nombre" if text == actor.name else f"Alias «{text}»")
    return Proposal(actor.id, round(likeness, 1), f"Se parece a «{text}»")


def _says_acronym(name: str, acronym: str) -> bool:
    """«Oficina TIC», «OATIC - Sistemas»: the acronym stands in the name in capitals."""
    return bool(re.search(rf"(?<!\w){re.escape(acronym)}(?!\w)", name)) and acronym.isupper() and _is_short(name)


def _is_short(name: str) -> bool:
    """A name of few words: in a long one the acronym may only qualify («enlace TIC de cada dependencia»)."""
    return len([word for word in fold(name).split() if word not in _GENERIC]) <= 2


def _likeness(wanted: str, known: str) -> float:
    """How alike two names are by the words that tell units apart, 0 to 100."""
    if wanted == known:
        return 100.0
    ours, theirs = _distinct(wanted), _distinct(known)
    if not ours or not theirs:
        return fuzz.ratio(wanted, known) * 0.8
    by_words = fuzz.token_sort_ratio(" ".join(ours), " ".join(theirs))
    inside = 92.0 if set(ours) == set(theirs) else 85.0 if set(ours) < set(theirs) or set(theirs) < set(ours) else 0.0
    whole = fuzz.token_sort_ratio(wanted, known)
    # A typo may hide anywhere, but the words that tell apart weigh most.
    blended = 0.8 * by_words + 0.2 * whole
    return min(99.0, max(blended, inside + 0.05 * whole if inside else 0.0))


@lru_cache(maxsize=4096)
def _distinct(folded: str) -> tuple[str, ...]:
    words: Sequence[str] = folded.split()
    return tuple(word for word in words if word not in _GENERIC)
