"""What the dialogue prints. Data only; writers render it."""
