"""Files that people attach: what they are by their content, and copies of them without what must not be public.

Knows bytes; never who sends them, why, or where they are kept.
"""

from rinde.foundations.attachments.checking import Checked, check_content
from rinde.foundations.attachments.errors import UploadRefused
from rinde.foundations.attachments.kinds import ACCEPT, KINDS, Kind

__all__ = ["ACCEPT", "KINDS", "Checked", "Kind", "UploadRefused", "check_content"]
