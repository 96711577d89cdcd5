"""«Cambios» on the desk: asking for a change, what becomes of it, and the version that takes it up."""
