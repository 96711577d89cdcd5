"""Commands of the plan imports."""
