"""Norms, guides and practice that Rinde leans on, as dated data with the degree of certainty of each, and the
arithmetic of legal terms.

Knows sources and days, never plans. A legal value in code is a key of `sources.yaml`; a test walks every key that is
cited.
"""

from rinde.foundations.law.business_days import (
    BOGOTA,
    SOURCE_OF_DAYS,
    SOURCE_OF_HOLIDAYS,
    SOURCE_OF_MIDNIGHT,
    SOURCE_OF_SATURDAYS,
    UnknownYear,
    WorkCalendar,
    first_moment,
    last_moment,
)
from rinde.foundations.law.national_holidays import FIRST_YEAR, LAST_YEAR, national_holidays
from rinde.foundations.law.sources import Certainty, LegalSource, UnknownSource, all_sources, source
from rinde.foundations.law.terms import SkippedDay, Term, TermUnit, long_day, plain_day

__all__ = [
    "BOGOTA",
    "FIRST_YEAR",
    "LAST_YEAR",
    "SOURCE_OF_DAYS",
    "SOURCE_OF_HOLIDAYS",
    "SOURCE_OF_MIDNIGHT",
    "SOURCE_OF_SATURDAYS",
    "Certainty",
    "LegalSource",
    "SkippedDay",
    "Term",
    "TermUnit",
    "UnknownSource",
    "UnknownYear",
    "WorkCalendar",
    "all_sources",
    "first_moment",
    "last_moment",
    "long_day",
    "national_holidays",
    "plain_day",
    "source",
]
