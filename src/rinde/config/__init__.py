"""Settings, root URLs and entry points. The only code that reads the environment."""
