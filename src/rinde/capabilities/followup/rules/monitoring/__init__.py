"""Planning's look: stretches of time, what a board counts, what a round freezes, and who is reminded of what. Pure."""
