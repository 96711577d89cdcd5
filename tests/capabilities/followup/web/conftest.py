"""A published plan as visitors and staff meet it in a browser, on a day of its year."""

from browsing import as_role, on_a_day

__all__ = ["as_role", "on_a_day"]
