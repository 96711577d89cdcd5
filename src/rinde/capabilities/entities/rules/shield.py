"""What keeps an entity's shield from being saved. Pure."""

ALT_LENGTH = 160  # of the table
SHORTEST_ALT = 5


def shield_gaps(alt: str, *, has_picture: bool) -> tuple[str, ...]:
    """List in Spanish everything that is missing.

    Args:
        alt: what the picture shows, in words, without blanks around it.
        has_picture: whether one comes now or stands already.
    """
    gaps = [] if has_picture else ["Escoja la imagen del escudo."]
    if len(alt) < SHORTEST_ALT:
        gaps.append("Escriba qué muestra el escudo: «Escudo de Villa Aurora: un sol sobre dos montañas».")
    elif len(alt) > ALT_LENGTH:
        gaps.append(f"La descripción tiene {len(alt)} caracteres; caben {ALT_LENGTH}.")
    return tuple(gaps)
