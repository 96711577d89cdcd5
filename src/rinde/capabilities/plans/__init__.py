"""Trunk: instruments, the tree, activities, deliverables, milestones, assignments, versions and publication.

The capability that the others copy: rules without a database, queries that read, operations that write.
"""
