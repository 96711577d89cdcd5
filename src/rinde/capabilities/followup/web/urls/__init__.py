"""Addresses of the follow-up on the desk, one module a voice."""
