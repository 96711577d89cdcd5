"""What pages of the dialogue print, one module a topic."""
