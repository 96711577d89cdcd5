"""Tables of the dialogue, by topic."""

from rinde.capabilities.dialogue.models.outreach import StrategyStage, Topic, ValueGroup
from rinde.capabilities.dialogue.models.questions import Question, QuestionSupport
from rinde.capabilities.dialogue.models.reports import DialogueReport
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
    "DialogueReport",
    "DialogueSpace",
    "Question",
    "QuestionSupport",
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
