"""What keeps an entity from being created or its data from being saved."""

import re
from collections.abc import Mapping

from rinde.capabilities.entities.rules.identity import check_divipola, department_of, tidy_nit

# First segments of the platform's own addresses: no entity may take them.
RESERVED_SLUGS = frozenset(
    {
        "api",
        "cuenta",
        "estatico",
        "gestion",
        "inicio",
        "plataforma",
        "robots.txt",
        "salud",
        "sitemap.xml",
        "static",
    }
)
SLUG_LENGTH = 60
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slug_gaps(slug: str, *, taken: bool) -> tuple[str, ...]:
    """List in Spanish what keeps a text from being the first part of an entity's address."""
    gaps: list[str] = []
    if not _SLUG.fullmatch(slug) or len(slug) > SLUG_LENGTH:
        gaps.append("La dirección lleva solo minúsculas sin tilde, cifras y guiones: «villa-aurora».")
    if slug in RESERVED_SLUGS:
        gaps.append(f"La dirección «{slug}» la usa la plataforma. Escoja otra.")
    if taken:
        gaps.append(f"Ya hay una entidad con la dirección «{slug}». Escoja otra.")
    return tuple(gaps)


def tidy_identity(values: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Clean NIT, DIVIPOLA code and department; gives the clean values, and the Spanish problem of each bad field.

    An empty department is filled in from the DIVIPOLA code, which already says it.
    """
    clean: dict[str, str] = dict(values)
    problems: dict[str, str] = {}
    for field, tidy in (("nit", tidy_nit), ("divipola", check_divipola)):
        if clean.get(field):
            try:
                clean[field] = tidy(clean[field])
            except ValueError as problem:
                problems[field] = str(problem)
    if "divipola" not in problems and clean.get("divipola") and not clean.get("department"):
        clean["department"] = department_of(clean["divipola"])
    return clean, problems
