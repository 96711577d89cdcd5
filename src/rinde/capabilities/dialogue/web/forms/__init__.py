"""Forms of the dialogue. They read what a person wrote and say everything that cannot be understood."""
