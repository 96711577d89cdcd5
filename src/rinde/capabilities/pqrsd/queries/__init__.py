"""Reads about petitions: what waits, what is due and why, and what everybody may know."""
