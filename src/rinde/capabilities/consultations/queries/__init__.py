"""Reads about consultations: what the public may see, and what the desk has to do."""

from rinde.capabilities.consultations.queries.comments import (
    CommentCount,
    PublicComment,
    comment_of,
    comments_by_activity,
    comments_to_answer,
    comments_to_moderate,
    counts_of,
    public_comments,
    tally_of,
)
from rinde.capabilities.consultations.queries.consultations import (
    OpenNotice,
    consultation_at,
    consultation_list,
    consultations_of_plan,
    consulted_content,
    content_of,
    draft_changes,
    entity_consultations,
    open_notices,
    plan_calendar,
)
from rinde.capabilities.consultations.queries.replies import (
    ActivityChoice,
    ReplyOnDesk,
    activity_choices,
    replies_of,
    reply_of,
)

__all__ = [
    "ActivityChoice",
    "CommentCount",
    "OpenNotice",
    "PublicComment",
    "ReplyOnDesk",
    "activity_choices",
    "comment_of",
    "comments_by_activity",
    "comments_to_answer",
    "comments_to_moderate",
    "consultation_at",
    "consultation_list",
    "consultations_of_plan",
    "consulted_content",
    "content_of",
    "counts_of",
    "draft_changes",
    "entity_consultations",
    "open_notices",
    "plan_calendar",
    "public_comments",
    "replies_of",
    "reply_of",
    "tally_of",
]
