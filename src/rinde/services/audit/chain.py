"""The arithmetic of the chain. Pure."""

import hashlib
import json
from typing import Any

GENESIS = "0" * 64


def entry_hash(previous: str, content: dict[str, Any]) -> str:
    """SHA-256 in hexadecimal over the hash before and the entry's content as canonical JSON."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()
