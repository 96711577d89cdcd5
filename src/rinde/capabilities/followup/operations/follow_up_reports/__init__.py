"""Internal control's report on a cut-off: draft, preliminary, the units' replies, final, and its signed scan."""

from rinde.capabilities.followup.operations.follow_up_reports.drafting import save_report_draft
from rinde.capabilities.followup.operations.follow_up_reports.issuing import issue_final, issue_preliminary
from rinde.capabilities.followup.operations.follow_up_reports.replies import agree, answer_reply, write_reply
from rinde.capabilities.followup.operations.follow_up_reports.scans import attach_signed_scan

__all__ = [
    "agree",
    "answer_reply",
    "attach_signed_scan",
    "issue_final",
    "issue_preliminary",
    "save_report_draft",
    "write_reply",
]
