"""What the follow-up prints. Data only; writers render it."""
