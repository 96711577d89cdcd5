"""Reads about surveys: what the desk works on, what everybody may see, and what was answered, counted."""
