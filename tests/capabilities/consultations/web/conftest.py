"""A consultation as visitors and staff meet it in a browser, on a day of its period."""

from browsing import as_role, on_a_day

__all__ = ["as_role", "on_a_day"]
