"""A document that an entity already published becomes a draft plan, with a person's eyes on every row.

`rules` reads and interprets without a database; a person reviews; loading hands the rows to `plans`.
"""
