"""What people open. The only code that knows many capabilities."""
