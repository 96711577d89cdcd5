"""One valid, boring plan as its sheet knows it, any plan that the tables take, and ways to edit a sheet's cells."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from rinde.capabilities.plans.choices import Accumulation, AssignmentRole, MeasureUnit, Recurrence
from rinde.capabilities.plans.rules.rows import ActivityValues, Assignee, DeliverableValues
from rinde.capabilities.plans.rules.schedules import Period, PlannedDate
from rinde.capabilities.plans.rules.sheet import (
    COLUMNS,
    Comparison,
    Named,
    Place,
    Standing,
    StandingActivity,
    compare,
    read_sheet,
)
from rinde.capabilities.plans.web.sheet_files import FORMATS, working_sheet

Cells = list[list[str]]
KEYS = [column.key for column in COLUMNS]
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))

PLANNING = Named(1, "Secretaría de Planeación", "SP", ("Oficina de Planeación",))
TREASURY = Named(2, "Secretaría de Hacienda", "SH")
EVERYBODY = Named(5, "Todas las dependencias")
DIALOGUE = Place(11, "3. Rendición de cuentas", "3")
HEARINGS = Place(12, "3.1 Audiencias", "3.1", "3. Rendición de cuentas")
RISK = Place(13, "1. Gestión del riesgo", "1")


def a_deliverable(number: int = 21, **fields: object) -> DeliverableValues:
    values = DeliverableValues(
        id=number,
        product="Informe publicado",
        target="Dos informes",
        quantity=Decimal("2.00"),
        unit="COUNT",
        milestones=(PlannedDate(date(2026, 6, 30)),),
        assignees=(Assignee("", actor_id=1),),
    )
    return replace(values, **fields)  # type: ignore[arg-type]


def an_activity(
    number: int = 7, *deliverables: DeliverableValues, key: str = "3.1", **fields: object
) -> StandingActivity:
    values = ActivityValues(11, "Publicar el informe", "3.1", deliverables=deliverables or (a_deliverable(),))
    return StandingActivity(number, key, replace(values, **fields))  # type: ignore[arg-type]


def a_standing(*activities: StandingActivity) -> Standing:
    return Standing(
        plan_id=42,
        period=YEAR,
        places=(DIALOGUE, HEARINGS, RISK),
        objectives=(31, 32, 33),
        actors=(PLANNING, TREASURY, Named(3, "Oficina que ya no existe", is_current=False)),
        groups=(EVERYBODY,),
        activities=activities or (an_activity(),),
    )


def saved(standing: Standing, extension: str = "xlsx") -> bytes:
    """The file that a person downloads."""
    return FORMATS[extension].write(working_sheet("Programa de Transparencia", standing))


def compared(content: bytes, standing: Standing, name: str = "hoja.xlsx") -> Comparison:
    return compare(read_sheet(name, content), standing)


def cells_of(standing: Standing) -> Cells:
    """The download as cells, headings first."""
    text = saved(standing, "csv").decode("utf-8-sig")
    sheet = read_sheet("hoja.csv", text.encode())
    return [[column.title for column in COLUMNS], *([row.cells[key] for key in KEYS] for row in sheet.rows)]


def as_csv(cells: Sequence[Sequence[str]], separator: str = ";") -> bytes:
    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    return "\r\n".join(separator.join(map(quoted, row)) for row in cells).encode("utf-8-sig")


def edited(standing: Standing, *edits: Callable[[Cells], object]) -> Comparison:
    """Compare the download after somebody worked on it."""
    cells = cells_of(standing)
    for edit in edits:
        edit(cells)
    return compared(as_csv(cells), standing, "hoja.csv")


def set_cell(row: int, key: str, text: str) -> Callable[[Cells], object]:
    """Write into a cell; row 1 is the first below the headings."""

    def edit(cells: Cells) -> None:
        cells[row][KEYS.index(key)] = text

    return edit


def add_row(**texts: str) -> Callable[[Cells], object]:
    return lambda cells: cells.append([texts.get(key, "") for key in KEYS])


_letters = st.characters(exclude_categories=("Cs",))
_awkward = st.sampled_from(
    [
        "=1+1",
        "'=1+1",
        "+57 300",
        "-3",
        "@SUMA(A1)",
        "1.10",
        "3-1",
        "30/06/2026",
        "a;b",
        "x\ny",
        "_x0041_",
        "_x005F_x0041_",
        "_x005F_x005F_x005f_",
        "x_x000D_y_x00e9__xD83D_",
        "x005F_ y _x005F_",
        "<r>a</r>",
        "<r><t>a & b_x0041_</t></r>",
        "# Título",
        "«»",
    ]
)
# Pieces of what a workbook takes for an escape of another letter, in any order.
_escapes = st.lists(st.sampled_from(["_", "x", "_x", "x005F", "0041", "_x0041_", "a"]), max_size=6).map("".join)
_texts = st.text(_letters, max_size=12) | _awkward | _escapes
_numbers = st.none() | st.decimals(0, Decimal("999999999999.99"), places=2, allow_nan=False)
_days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@st.composite
def _planned(draw: st.DrawFn) -> PlannedDate:
    first, last = sorted((draw(_days), draw(_days)))
    return PlannedDate(last, draw(st.none() | st.just(first)), draw(_texts), draw(_numbers))


_assignees = st.builds(
    Assignee,
    text=_texts,
    actor_id=st.sampled_from([None, 1, 2, 3]),
    group_id=st.none(),
    role=st.sampled_from(AssignmentRole.values),
    own_target=_numbers,
    conditional=st.booleans(),
) | st.builds(Assignee, text=_texts, group_id=st.just(5), conditional=st.booleans())
_deliverables = st.builds(
    DeliverableValues,
    target=_texts,
    product=_texts,
    quantity=_numbers,
    unit=st.sampled_from(["", *MeasureUnit.values]),
    per_actor=st.booleans(),
    indicator=_texts,
    resources=_texts,
    schedule_text=_texts,
    milestones=st.lists(_planned(), max_size=3).map(tuple),
    recurrence=st.sampled_from(["", *Recurrence.values]),
    permanent=st.booleans(),
    assignees=st.lists(_assignees, max_size=3).map(tuple),
    description=_texts,
    indicator_formula=_texts,
    indicator_unit=_texts,
    indicator_baseline=_numbers,
    indicator_accumulation=st.sampled_from(Accumulation.values),
    expected_evidence=st.lists(_texts, max_size=2).map(tuple),
    universe=st.lists(_texts, max_size=2).map(tuple),
)
_activities = st.builds(
    ActivityValues,
    node_id=st.sampled_from([11, 12, 13]),
    name=_texts,
    code=_texts,
    description=_texts,
    deliverables=st.lists(_deliverables, max_size=2).map(tuple),
    objectives=st.sets(st.sampled_from([31, 32, 33])).map(tuple),
)
_keys = st.from_regex(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", fullmatch=True).filter(lambda key: len(key) <= 60)


def _numbered(activities: list[ActivityValues], keys: list[str]) -> Standing:
    """Give every deliverable a number of its own, as the table does."""
    number = 100
    rows = []
    for place, (key, values) in enumerate(zip(keys, activities, strict=False)):
        own = []
        for one in values.deliverables:
            number += 1
            own.append(replace(one, id=number))
        rows.append(StandingActivity(place + 1, key, replace(values, deliverables=tuple(own))))
    return a_standing(*rows)


any_standing = st.builds(
    _numbered,
    st.lists(_activities, min_size=1, max_size=3),
    st.lists(_keys, min_size=3, max_size=3, unique=True),
)
