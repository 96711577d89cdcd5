"""Changes to a published plan: who may take each step, what was late, and how a change is said to people. Pure."""
