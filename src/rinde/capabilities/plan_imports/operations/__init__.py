"""The writes of a reading and its review, by topic. Nothing outside this package writes these tables."""

from rinde.capabilities.plan_imports.operations.heading import (
    confirm_matches,
    decide_announcement,
    decide_match,
    edit_heading,
    match_to_new_unit,
    set_column_roles,
)
from rinde.capabilities.plan_imports.operations.loading import create_draft_plan, discard_import
from rinde.capabilities.plan_imports.operations.page_images import CONTENT_TYPE as PAGE_IMAGE_TYPE
from rinde.capabilities.plan_imports.operations.page_images import page_image
from rinde.capabilities.plan_imports.operations.reading import STALE_AFTER, read_import
from rinde.capabilities.plan_imports.operations.receiving import (
    MEGABYTE,
    AlreadyUploaded,
    StartReading,
    check_size,
    paste_text,
    read_again,
    upload_document,
)
from rinde.capabilities.plan_imports.operations.rows import (
    AcceptedAll,
    accept_all,
    accept_row,
    add_row,
    edit_row,
    keep_finding,
    leave_out_row,
    restore_row,
    take_suggestion,
)

__all__ = [
    "MEGABYTE",
    "PAGE_IMAGE_TYPE",
    "STALE_AFTER",
    "AcceptedAll",
    "AlreadyUploaded",
    "StartReading",
    "accept_all",
    "accept_row",
    "add_row",
    "check_size",
    "confirm_matches",
    "create_draft_plan",
    "decide_announcement",
    "decide_match",
    "discard_import",
    "edit_heading",
    "edit_row",
    "keep_finding",
    "leave_out_row",
    "match_to_new_unit",
    "page_image",
    "paste_text",
    "read_again",
    "read_import",
    "restore_row",
    "set_column_roles",
    "take_suggestion",
    "upload_document",
]
