"""The spreadsheet as the plan's mass editor: columns, rows out, rows in, and what a sheet would change. Pure.

One row is a deliverable. Two stable codes say which one; a row without them is new, «eliminar» takes out, and what the
sheet does not mention stays. A cell that shows what would be written today says nothing new, whatever program saved it.
"""

from rinde.capabilities.plans.rules.sheet.columns import ACTIVITY_CODE, COLUMNS, DELETE, DELIVERABLE_CODE, Column
from rinde.capabilities.plans.rules.sheet.comparing import Comparison, SheetChange, compare
from rinde.capabilities.plans.rules.sheet.reading import NotTheSheet, Sheet, SheetRow, read_sheet
from rinde.capabilities.plans.rules.sheet.report import Outcome, RowReport, SheetReport, from_json
from rinde.capabilities.plans.rules.sheet.standing import Named, Place, Standing, StandingActivity
from rinde.capabilities.plans.rules.sheet.writing import activity_code, deliverable_code, sheet_rows

__all__ = [
    "ACTIVITY_CODE",
    "COLUMNS",
    "DELETE",
    "DELIVERABLE_CODE",
    "Column",
    "Comparison",
    "Named",
    "NotTheSheet",
    "Outcome",
    "Place",
    "RowReport",
    "Sheet",
    "SheetChange",
    "SheetReport",
    "SheetRow",
    "Standing",
    "StandingActivity",
    "activity_code",
    "compare",
    "deliverable_code",
    "from_json",
    "read_sheet",
    "sheet_rows",
]
