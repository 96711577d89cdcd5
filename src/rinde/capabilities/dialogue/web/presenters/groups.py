"""A group of value and a line of communication in words."""

from dataclasses import dataclass

from rinde.capabilities.dialogue.choices import Approach
from rinde.capabilities.dialogue.models import ValueGroup
from rinde.capabilities.followup.choices import Channel
from rinde.foundations.design.spanish import spanish_number


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group as a list shows it."""

    group: ValueGroup
    size: str
    channels: str
    approaches: str


def group_card(group: ValueGroup) -> GroupCard:
    """«1.200 personas (Sisbén, 2025)»; the preferred channel first."""
    channels, approaches = dict(Channel.choices), dict(Approach.choices)
    size = f"{spanish_number(group.size)} personas ({group.size_source})" if group.size else ""
    return GroupCard(
        group,
        size,
        ", ".join(str(channels.get(code, code)) for code in group.channels),
        ", ".join(str(approaches.get(code, code)) for code in group.approaches),
    )
