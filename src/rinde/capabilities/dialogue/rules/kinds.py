"""Which steps each kind of space has: a hearing has everything, a training its people, one page and a short survey.

Pure. `asked` steps keep the space from being closed until they are done or left with a reason; `offered` ones are there
for whoever wants them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rinde.capabilities.dialogue.choices import SpaceKind, StepKind

_I, _C, _R, _A = StepKind.INFORMATION, StepKind.CALL, StepKind.REGISTRATION, StepKind.CHECK_IN
_Q, _S, _M, _E = StepKind.LIVE_QUESTIONS, StepKind.SURVEY, StepKind.MINUTES, StepKind.EVENT_REPORT
_W, _P, _T = StepKind.ANSWERS, StepKind.COMMITMENTS, StepKind.RESULTS


@dataclass(frozen=True, slots=True)
class KindSteps:
    """The steps of one kind. `is_public`: people are called to it, so it has a public page."""

    asked: frozenset[StepKind]
    offered: frozenset[StepKind] = frozenset()
    is_public: bool = True

    @property
    def all(self) -> tuple[StepKind, ...]:
        """Every step of the kind, in the order in which they happen."""
        return tuple(step for step in StepKind if step in self.asked | self.offered)


_LARGE = KindSteps(frozenset({_I, _C, _R, _A, _Q, _S, _M, _E, _W, _P, _T}))
_DIALOGUE = KindSteps(frozenset({_C, _A, _Q, _S, _M, _W, _P}), frozenset({_I, _R, _E, _T}))
_FAIR = KindSteps(frozenset({_C, _A, _S, _M}), frozenset({_I, _R, _Q, _E, _W, _P, _T}))
_LEARNING = KindSteps(frozenset({_A, _S, _M}), frozenset({_I, _C, _R, _T}))
_ON_AIR = KindSteps(frozenset({_C, _M}), frozenset({_I, _Q, _S, _W, _P, _T}))
_VISIT = KindSteps(frozenset({_C, _A, _M}), frozenset({_R, _Q, _S, _W, _P, _T}))
_INSIDE = KindSteps(frozenset({_A, _M}), frozenset({_P}), is_public=False)

KINDS: Mapping[str, KindSteps] = {
    SpaceKind.PUBLIC_HEARING: _LARGE,
    SpaceKind.TRANSPARENCY_FAIR: _FAIR,
    SpaceKind.TERRITORIAL_DIALOGUE: _DIALOGUE,
    SpaceKind.THEMATIC_TABLE: _DIALOGUE,
    SpaceKind.FORUM: _DIALOGUE,
    SpaceKind.WORKSHOP: _LEARNING,
    SpaceKind.TRAINING: _LEARNING,
    SpaceKind.STREAM: _ON_AIR,
    SpaceKind.PRESS_ROUND: _ON_AIR,
    SpaceKind.RADIO: _ON_AIR,
    SpaceKind.SITE_VISIT: _VISIT,
    SpaceKind.INTERNAL_MEETING: _INSIDE,
    SpaceKind.OTHER: KindSteps(frozenset({_M}), frozenset({_I, _C, _R, _A, _Q, _S, _E, _W, _P, _T})),
}


def steps_of_kind(kind: str) -> KindSteps:
    """The steps of a kind. Raises KeyError for a kind that does not exist."""
    return KINDS[kind]
