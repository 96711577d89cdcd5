"""What another part of the dialogue shows on the page of a space: a title, some lines, a word, and the way there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.services.access import Principal


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel. `url` leads to the part's own page for whoever may open it; empty where there is nothing to open.

    `status_kind` is one of the design's (ok, late, due, draft, info, off). `is_main`: what a visitor came to do, shown
    as the page's first button.
    """

    title: str
    lines: tuple[str, ...] = ()  # plain text, one sentence each
    url: str = ""
    action: str = ""  # the words of the link
    status: str = ""
    status_kind: str = "info"
    is_main: bool = False


class PanelSource(Protocol):
    """A module `<part>_panel`: what it shows to whoever works at the desk, and to everybody."""

    def desk_panels(self, space: DialogueSpace, principal: Principal) -> Sequence[Panel]:
        """The panels of this part on the desk, for what this person may do. The space comes with its entity."""

    def public_panels(self, space: DialogueSpace) -> Sequence[Panel]:
        """The panels of this part on the public page: nothing that is not public already."""
