"""Addresses of this capability, one module a topic: what the desk opens and what anybody may open."""
