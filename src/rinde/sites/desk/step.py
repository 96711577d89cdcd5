"""One thing that waits for a person, as the start page of the desk shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: what, why, and the one place where it is done."""

    title: str
    text: str
    url: str
    action: str
    kind: str = "due"  # of the design's status: late, due, draft, info
    word: str = "Pendiente"
    can_wait: bool = False  # told after everything else, however it is marked
