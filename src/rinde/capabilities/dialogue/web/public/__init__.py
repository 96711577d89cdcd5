"""Pages that anybody may open, one module a topic."""
