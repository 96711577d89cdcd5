"""What an entity does, one Django app each, with the same files in each."""
