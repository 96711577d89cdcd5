"""Structured data (schema.org as JSON-LD), written so that it is safe inside a page. Pure."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# So that no text can close the script element that holds it.
_ESCAPES = {ord(">"): "\\u003e", ord("<"): "\\u003c", ord("&"): "\\u0026"}


def json_ld(data: dict[str, Any]) -> SafeString:
    """Write data so that it is safe inside a script element of JSON-LD."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308
