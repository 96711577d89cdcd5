"""Norms, guides and practice that Rinde leans on, as dated data with the degree of certainty of each.

Knows sources, never plans. A legal value in code is a key of `sources.yaml`; a test walks every key that is cited.
"""

from rinde.foundations.law.sources import Certainty, LegalSource, UnknownSource, all_sources, source

__all__ = ["Certainty", "LegalSource", "UnknownSource", "all_sources", "source"]
