"""Pages of the follow-up on the desk."""
