"""The register of sources: which norm says it, in which article, since when, and how sure we are of it.

Sits at the bottom: pure data with a loader. It must not know what a plan or a term is; they cite a key from here.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


class Certainty(StrEnum):
    """How a statement is known, strongest first. Only `LAW` is ever shown to people as law."""

    LAW = "law"  # read in the text of the norm
    GUIDE = "guide"  # read in an official guide, page or legal opinion
    PRACTICE = "practice"  # seen in what entities publish
    MEMORY = "memory"  # known by heart, not read in a source: a default that anybody may change

    @property
    def strength(self) -> int:
        """4 for law down to 1 for memory, to compare two of them."""
        return 4 - tuple(Certainty).index(self)


class UnknownSource(LookupError):
    """A key was cited that the register does not have."""


@dataclass(frozen=True, slots=True)
class LegalSource:
    """One citable place. `in_force_until` is the last day on which it held; None while it holds."""

    key: str
    norm: str
    article: str
    title: str
    issued_on: date | None
    certainty: Certainty
    note: str = ""
    in_force_until: date | None = None

    @property
    def citation(self) -> str:
        """«Ley 1474 de 2011, art. 74», as people cite it."""
        return f"{self.norm}, {self.article}" if self.article else self.norm

    def in_force_on(self, day: date) -> bool:
        """Whether the source held on a day; one without a date of issue is taken to have always been there."""
        begun = self.issued_on is None or self.issued_on <= day
        return begun and (self.in_force_until is None or day <= self.in_force_until)


def _read(key: str, data: dict[str, Any]) -> LegalSource:
    return LegalSource(
        key=key,
        norm=data["norm"],
        article=data.get("article", ""),
        title=data["title"],
        issued_on=data.get("issued_on"),
        certainty=Certainty(data["certainty"]),
        note=data.get("note", ""),
        in_force_until=data.get("in_force_until"),
    )


@cache
def all_sources() -> dict[str, LegalSource]:
    """Give every source by its key, in the order of the register. Read once a process."""
    text = files("rinde.foundations.law").joinpath("sources.yaml").read_text(encoding="utf-8")
    return {key: _read(key, data) for key, data in yaml.safe_load(text).items()}


def source(key: str) -> LegalSource:
    """Give the source of a key.

    Raises:
        UnknownSource: for a key that the register does not have.
    """
    try:
        return all_sources()[key]
    except KeyError:
        raise UnknownSource(f"{key} is not in foundations/law/sources.yaml") from None
