"""Who asks and what they may do, as plain data. Roles are a capability's business; this only carries the answer.

`Principal` is handed to every operation as `by=`. Views say who may open them with `public_page`,
`visitor_page`, `signed_in_page` or `desk_page`.
"""

from rinde.services.access.principal import ANONYMOUS, Grant, Principal, Scope
from rinde.services.access.questions import as_question
from rinde.services.access.views import desk_page, public_page, signed_in_page, visitor_page

__all__ = [
    "ANONYMOUS",
    "Grant",
    "Principal",
    "Scope",
    "as_question",
    "desk_page",
    "public_page",
    "signed_in_page",
    "visitor_page",
]
