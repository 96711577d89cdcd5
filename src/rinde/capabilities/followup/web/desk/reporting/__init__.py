"""Pages of the unit's voice, and of planning's answer to it."""
