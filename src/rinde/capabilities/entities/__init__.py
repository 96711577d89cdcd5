"""Trunk: the entity, its actors (units, bodies, processes, functions) and groups of them, valid over time."""
