"""Shapes that the pages of planning's monitoring only print."""
