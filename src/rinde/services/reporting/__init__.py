"""One report tree, many forms: XLSX, ODS, CSV, JSON, tagged PDF. Knows tables and headings, not plans."""

from rinde.services.reporting.tree import Column, Mark, Report, Section, Signature, Table

__all__ = ["Column", "Mark", "Report", "Section", "Signature", "Table"]
