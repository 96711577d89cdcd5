"""The audit trail: append-only, each entry hashed over the one before.

Keys only, no personal data, so that erasing a person never breaks the chain. Written by operations, in their
transaction.
"""
