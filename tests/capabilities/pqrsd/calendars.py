"""The calendar of an entity that works from Monday to Friday, for tests without a database."""

from rinde.foundations.law import WorkCalendar, national_holidays

YEARS = range(2015, 2032)
PLAIN = WorkCalendar(
    holidays={on: name for year in YEARS for on, name in national_holidays(year).items()},
    non_working={},
    years=(YEARS[0], YEARS[-1]),
)
