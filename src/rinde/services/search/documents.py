"""What goes into the index and what comes out, as plain values."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be found. `url_args` are what its page's address needs; `key` tells it from its siblings."""

    kind: str  # «activity», «plan», «announcement»
    key: str
    title: str
    body: str = ""
    url_args: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; `found` where it is one of the words that were asked for."""

    text: str
    found: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str
    key: str
    title: tuple[Part, ...]
    snippet: tuple[Part, ...]
    url_args: dict[str, str | int]
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """An answer. `corrected` is the question with its typing errors mended; then the hits are those of the mended one.

    `complete` is False where no document has all the words and the hits have only some of them.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    corrected: str = ""
    complete: bool = True
