"""Public consultation of a draft plan: the notice, comments, replies, and what was published of them."""
