"""The pages of whoever attends people, answers and approves."""
