"""Writes of surveys: preparing, opening, answering, publishing, erasing. Keyword-only and atomic."""

from rinde.capabilities.surveys.operations.answering import Received, SheetRefused, enter_answer, receive_answer
from rinde.capabilities.surveys.operations.erasing import forget_one, forget_people
from rinde.capabilities.surveys.operations.opening import (
    apply_changes,
    close_past,
    close_survey,
    open_survey,
    set_closing,
)
from rinde.capabilities.surveys.operations.preparing import (
    discard_survey,
    edit_survey,
    make_survey,
    move_question,
    put_question,
    remove_question,
)
from rinde.capabilities.surveys.operations.publishing import publish_results, withdraw_results
from rinde.capabilities.surveys.operations.tokens import issue_tokens, void_tokens

__all__ = [
    "Received",
    "SheetRefused",
    "apply_changes",
    "close_past",
    "close_survey",
    "discard_survey",
    "edit_survey",
    "enter_answer",
    "forget_one",
    "forget_people",
    "issue_tokens",
    "make_survey",
    "move_question",
    "open_survey",
    "publish_results",
    "put_question",
    "receive_answer",
    "remove_question",
    "set_closing",
    "void_tokens",
    "withdraw_results",
]
