"""CSV for programs and for a double click: UTF-8 with mark, so that Excel shows the accents; ISO dates; plain numbers.

Only tables: with several, each follows the other after a blank line. Texts that a spreadsheet would run are
neutralised.
"""

import csv
import io

from rinde.services.reporting.tree import Report, Value
from rinde.services.reporting.writers.values import as_data, without_formula


def _field(value: Value) -> str | int | float | None:
    plain = as_data(value)
    return without_formula(plain) if isinstance(plain, str) else plain


def write_csv(report: Report) -> bytes:
    """The tables of the report, headed by their people's titles."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for number, table in enumerate(report.tables):
        if number:
            writer.writerow([])
        writer.writerow([column.full_title for column in table.columns])
        writer.writerows([_field(value) for value in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")
