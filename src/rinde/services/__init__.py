"""Machinery without domain words. May import foundations only."""
