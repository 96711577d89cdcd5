"""Tables of the dialogue, by topic."""

from rinde.capabilities.dialogue.models.attendance import (
    AccessNeed,
    AttendanceClosing,
    AttendanceSetting,
    AttendanceSheet,
    Attendee,
    ConsentText,
    ListOpening,
    PeopleCount,
    Registration,
    ResultsDelivery,
    ResultsMailing,
    TrainedPeople,
)
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
from rinde.capabilities.dialogue.models.outreach import CommunicationAction, StrategyStage, Topic, ValueGroup
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
    "AccessNeed",
    "AttendanceClosing",
    "AttendanceSetting",
    "AttendanceSheet",
    "Attendee",
    "CitizenWord",
    "Commitment",
    "CommitmentActivity",
    "CommitmentEvent",
    "CommitmentProof",
    "CommitmentReport",
    "CommitmentVoice",
    "CommunicationAction",
    "ConsentText",
    "DialogueReport",
    "DialogueSpace",
    "ImprovementEvaluation",
    "ImprovementPlan",
    "ImprovementVersion",
    "ListOpening",
    "PeopleCount",
    "Question",
    "QuestionSupport",
    "Registration",
    "ResultsDelivery",
    "ResultsMailing",
    "SpaceCell",
    "SpaceDocument",
    "SpaceMove",
    "SpaceSeries",
    "SpaceStep",
    "StepTermSetting",
    "StrategyStage",
    "TeamMember",
    "Topic",
    "TrainedPeople",
    "ValueGroup",
]
