"""From when until when an actor exists. Both ends count; an empty end is open."""

from datetime import date


def is_valid_on(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    """Tell whether a period covers a day, its first and its last day included."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


def overlap(first: tuple[date | None, date | None], second: tuple[date | None, date | None]) -> bool:
    """Tell whether two periods share a day."""
    (start, end), (other_start, other_end) = first, second
    return _not_after(start, other_end) and _not_after(other_start, end)


def _not_after(start: date | None, end: date | None) -> bool:
    return start is None or end is None or start <= end
