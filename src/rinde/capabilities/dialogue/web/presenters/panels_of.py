"""The panels of every part of the dialogue, in the order in which a space goes through them."""

from rinde.capabilities.dialogue.models import DialogueSpace
from rinde.capabilities.dialogue.web.presenters import (
    answers_panel,
    attendance_panel,
    commitments_panel,
    questions_panel,
    reports_panel,
)
from rinde.capabilities.dialogue.web.presenters.panels import Panel, PanelSource
from rinde.services.access import Principal

PANELS: tuple[PanelSource, ...] = (attendance_panel, questions_panel, answers_panel, commitments_panel, reports_panel)


def desk_panels(space: DialogueSpace, principal: Principal) -> list[Panel]:
    """What every part shows on the desk page of a space."""
    return [panel for part in PANELS for panel in part.desk_panels(space, principal)]


def public_panels(space: DialogueSpace) -> list[Panel]:
    """What every part shows on the public page of a space."""
    return [panel for part in PANELS for panel in part.public_panels(space)]
