"""What a lawyer could dispute about a petition: its terms, its clock, its states, what an answer needs. Pure."""
