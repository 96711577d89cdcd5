"""Internal control's follow-up report: what it freezes, how it is put together, what keeps it from going out. Pure."""
