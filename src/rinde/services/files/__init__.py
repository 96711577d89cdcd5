"""Bytes at rest: kept once by their hash, outside the web root, never under a name that a person gave."""
