"""Pages of internal control's evaluation: the calendar of cut-offs, the working list of one, and its activities."""
