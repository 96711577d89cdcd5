"""Looking at linked proofs, once when they are offered and then every night, and keeping a copy of what they showed."""


def look_at_link(evidence_id: int, entity_id: int) -> None:
    """placeholder"""
