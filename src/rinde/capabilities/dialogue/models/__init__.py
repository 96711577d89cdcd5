"""Tables of the dialogue, by topic."""

from rinde.capabilities.dialogue.models.outreach import StrategyStage, Topic, ValueGroup
from rinde.capabilities.dialogue.models.spaces import (
    DialogueSpace,
    SpaceCell,
    SpaceDocument,
    SpaceMove,
    SpaceSeries,
    SpaceStep,
    StepTermSetting,
    TeamMember,
)

__all__ = [
    "DialogueSpace",
    "SpaceCell",
    "SpaceDocument",
    "SpaceMove",
    "SpaceSeries",
    "SpaceStep",
    "StepTermSetting",
    "StrategyStage",
    "TeamMember",
    "Topic",
    "ValueGroup",
]
