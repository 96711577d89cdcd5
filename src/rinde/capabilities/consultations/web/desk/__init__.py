"""Views of the desk: parse, one operation or a few queries, render."""
