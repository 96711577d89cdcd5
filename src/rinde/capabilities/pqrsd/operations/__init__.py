"""Writes of petitions. Keyword-only and atomic; each leaves its mark in the petition's story and in the trail."""
