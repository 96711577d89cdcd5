"""The pages of the desk where documents come in and are reviewed, by topic."""
