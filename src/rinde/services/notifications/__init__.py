"""Mail that goes out once, with a log of what was sent, and the people who asked to be told.

Knows topics and addresses, never plans or comments. A message has a key: asking again for the same key sends nothing.
"""
