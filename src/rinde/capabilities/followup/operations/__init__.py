"""Everything that writes the follow-up, one module a voice; nobody writes in another's."""
