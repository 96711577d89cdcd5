"""Tables of the dialogue, by topic."""

from rinde.capabilities.dialogue.models.commitments import (
    CitizenWord,
    Commitment,
    CommitmentActivity,
    CommitmentEvent,
    CommitmentProof,
    CommitmentReport,
    CommitmentVoice,
)
from rinde.capabilities.dialogue.models.improvement import ImprovementEvaluation, ImprovementPlan, ImprovementVersion
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
    "CitizenWord",
    "Commitment",
    "CommitmentActivity",
    "CommitmentEvent",
    "CommitmentProof",
    "CommitmentReport",
    "CommitmentVoice",
    "DialogueReport",
    "DialogueSpace",
    "ImprovementEvaluation",
    "ImprovementPlan",
    "ImprovementVersion",
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
