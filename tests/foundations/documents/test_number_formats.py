import datetime as dt

import pytest

from rinde.foundations.documents.spreadsheets.number_formats import CellValue, shown


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1.1, "General", "1.1"),
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (2022, "General", "2022"),
        (1.1, "0.00", "1.10"),
        (7, "000", "007"),
        (0.5, "0%", "50%"),
        (0.125, "0.0%", "12,5%"),
        (1, "0%", "100%"),
        (5000, "#,##0", "5.000"),
        (1234.5, "#,##0.00", "1.234,50"),
        (-1200, "#,##0", "-1.200"),
        (2.5, "0.##", "2.5"),
        (2.0, "0.##", "2"),
        (1500000, '"$" #,##0', "$ 1.500.000"),
        (1500000, "[$$-240A] #,##0", "$ 1.500.000"),
        (12, '0 "informes"', "12"),
        (5, "#,##0;[Red]-#,##0", "5"),
        (0.25, "# ?/?", "0.25"),
        (True, "General", "VERDADERO"),
        ("00:30", "General", "00:30"),
        (None, "General", ""),
        (dt.datetime.fromisoformat("2022-04-30"), "dd/mm/yyyy", "30/04/2022"),
        (dt.datetime.fromisoformat("2022-04-30"), "m/d/yy", "30/04/2022"),
        (dt.datetime.fromisoformat("2022-04-03"), "d-mmm", "03/04/2022"),
        (dt.datetime.fromisoformat("2017-01-01"), "mmm-yy", "ene-17"),
        (dt.datetime.fromisoformat("2017-09-01"), "[$-240A]mmm\\-yyyy", "sep-2017"),
        (dt.datetime.fromisoformat("2017-01-01"), "mmmm yyyy", "enero de 2017"),
        (dt.datetime.fromisoformat("2017-01-01"), "mm/yyyy", "01/2017"),
        (dt.datetime.fromisoformat("2017-01-01"), "yyyy", "2017"),
        (dt.datetime.fromisoformat("2022-04-30T14:05"), "dd/mm/yyyy hh:mm", "30/04/2022 14:05"),
        (dt.datetime.fromisoformat("2022-04-30T14:05"), "dd/mm/yyyy", "30/04/2022"),
        (dt.time(8, 30), "h:mm", "08:30"),
        (dt.timedelta(hours=30), "[h]:mm", "30:00"),
    ],
)
def test_value_is_shown_as_a_person_sees_it(value: CellValue, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text
