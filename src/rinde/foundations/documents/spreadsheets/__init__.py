"""Spreadsheets: XLSX, XLS and ODS to grids, one for each visible sheet."""

from rinde.foundations.documents.spreadsheets.ods import read_ods
from rinde.foundations.documents.spreadsheets.xls import read_xls
from rinde.foundations.documents.spreadsheets.xlsx import read_xlsx

__all__ = ["read_ods", "read_xls", "read_xlsx"]
