"""Pages of surveys on the desk, by what is done there."""
