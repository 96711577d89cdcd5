"""Pages of planning's monitoring: the followed plans, a plan's board, its rounds, reminders and who does what."""
