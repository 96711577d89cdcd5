"""Planning's voice: who does what, rounds with their notes, their close, and reminders to the units."""

from rinde.capabilities.followup.operations.monitoring.policies import set_policy
from rinde.capabilities.followup.operations.monitoring.reminders import Reminded, remind
from rinde.capabilities.followup.operations.monitoring.rounds import close_round, open_round, write_note

__all__ = ["Reminded", "close_round", "open_round", "remind", "set_policy", "write_note"]
