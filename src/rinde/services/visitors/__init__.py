"""Forms that anybody may send without an account: what keeps programs and floods away, and what is asked of people.

It knows forms and requests, not what they are about. No address of the network is kept in clear.
"""

from rinde.services.visitors.floods import seconds_to_wait, wait_in_words
from rinde.services.visitors.forms import LONGEST_NAME, FollowForm, VisitorForm
from rinde.services.visitors.marks import FormMark, mark_to_give, new_mark, read_mark, visit_gap

__all__ = [
    "LONGEST_NAME",
    "FollowForm",
    "FormMark",
    "VisitorForm",
    "mark_to_give",
    "new_mark",
    "read_mark",
    "seconds_to_wait",
    "visit_gap",
    "wait_in_words",
]
