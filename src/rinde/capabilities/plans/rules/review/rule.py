"""What a rule of the review is: the facts that the manual prints of it, and the function that looks. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rinde.capabilities.plans.rules.review.findings import Remark, Severity
from rinde.capabilities.plans.rules.review.subject import Subject
from rinde.capabilities.plans.rules.templates import Basis
from rinde.foundations.law import source


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Everything but `id` and `source` is Spanish, for people.

    Args:
        explains: why it matters, and what to do.
        source: a key of `foundations/law/sources.yaml`; empty for a check of good sense, which no norm asks for.
        example: a cell that makes it speak.
        near_miss: one that looks alike and must not.
    """

    id: str
    title: str
    severity: Severity
    explains: str
    example: str
    near_miss: str
    find: Callable[[Subject], Iterator[Remark]]
    source: str = ""

    @property
    def source_in_words(self) -> str:
        """The norm for law, and otherwise what it really is; empty for good sense. Memory is never shown as law."""
        return Basis(self.source, source(self.source).certainty).in_words if self.source else ""
