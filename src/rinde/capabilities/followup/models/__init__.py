"""Tables of the follow-up: what units report and prove, what planning looks at, what internal control judges."""

from rinde.capabilities.followup.models.alerts import (
    AlertPolicy,
    DigestChoice,
    DigestRun,
    FollowerTold,
    FollowUpPolicy,
)
from rinde.capabilities.followup.models.citizens import Remark
from rinde.capabilities.followup.models.evaluation import (
    CutOff,
    FollowUpReport,
    FrozenActivity,
    Recommendation,
    RecommendationStep,
    ReportDraft,
    UnitReply,
    Verdict,
)
from rinde.capabilities.followup.models.evidence import Derivative, Evidence, EvidenceUse
from rinde.capabilities.followup.models.monitoring import MonitoringNote, MonitoringRound
from rinde.capabilities.followup.models.progress import Counter, ProgressReport, ReportStep, UniverseMark

__all__ = [
    "AlertPolicy",
    "Counter",
    "CutOff",
    "Derivative",
    "DigestChoice",
    "DigestRun",
    "Evidence",
    "EvidenceUse",
    "FollowUpPolicy",
    "FollowUpReport",
    "FollowerTold",
    "FrozenActivity",
    "MonitoringNote",
    "MonitoringRound",
    "ProgressReport",
    "Recommendation",
    "RecommendationStep",
    "Remark",
    "ReportDraft",
    "ReportStep",
    "UnitReply",
    "UniverseMark",
    "Verdict",
]
