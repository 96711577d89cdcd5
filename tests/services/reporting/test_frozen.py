from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rinde.services.reporting import Column, Report, Section, Table
from rinde.services.reporting.frozen import freeze, thaw

texts = st.text(max_size=30)
COLUMNS = (
    Column("what", "Qué", description="lo que pasó"),
    Column("on", "Fecha", "date", 12),
    Column("many", "Cuántas", "number", 8),
    Column("share", "Parte", "percent", 8),
)
decimals = st.decimals(min_value=0, max_value=1000, places=2)
rows = st.tuples(texts, st.none() | st.dates(), st.none() | st.integers(0, 10**9) | decimals, st.none() | decimals)
tables = st.builds(lambda found: Table("Preguntas", COLUMNS, tuple(found)), st.lists(rows, max_size=4))
sections = st.builds(
    lambda title, paragraphs, table: Section(title, tuple(paragraphs), ("a",), (table,)),
    texts,
    st.lists(texts, max_size=3),
    tables,
)


@given(texts, st.lists(sections, max_size=3), st.none() | st.dates())
def test_what_was_frozen_is_read_back_as_it_was(title: str, found: list[Section], made_on: date | None) -> None:
    report = Report(title, "b", "Alcaldía", (("Vigencia", "2026"),), tuple(found), "https://x/y", made_on)
    frozen = freeze(report)
    assert thaw(frozen) == report
    assert freeze(thaw(frozen)) == frozen


def test_frozen_text_is_plain_json_that_others_read() -> None:
    table = Table("Preguntas", COLUMNS, (("¿Y la vía?", date(2026, 5, 12), 3, Decimal("66.7")),))
    frozen = freeze(Report("Informe", sections=(Section("Uno", tables=(table,)),)))
    assert '"rows":[["¿Y la vía?","2026-05-12",3,"66.7"]]' in frozen
    assert "\\u" not in frozen
