"""What knows nothing but its input: documents, text, law, design. Imports nothing of ours."""
