"""A year of dialogue in Villa Aurora: who it talks to, what was asked, what was promised, and what came of it."""

from rinde.sites.desk.demo.dialogue.year import dialogue_events

__all__ = ["dialogue_events"]
