"""Reading whole tables: one small table for each oddity that published plans have."""

import json
from typing import Any

import pytest

from rinde.capabilities.plan_imports.rules.draft import PlanDraft
from rinde.capabilities.plan_imports.rules.reading import read_plan
from rinde.foundations.documents import read_document

HEAD = (
    "<tr><td>Subcomponente</td><td>Actividades</td><td>Meta o "
    "producto</td><td>Responsable</td><td>Fecha programada</td></tr>"
)
TITLE = "<h1>Plan Anticorrupción y de Atención al Ciudadano 2024</h1>"


def _cells(*texts: str) -> str:
    return "<tr>" + "".join(f"<td>{text}</td>" for text in texts) + "</tr>"


def _html(*rows: str, head: str = HEAD, title: str = TITLE) -> PlanDraft:
    return read_plan(read_document("plan.html", f"{title}<table>{head}{''.join(rows)}</table>".encode()))


def _text(text: str) -> PlanDraft:
    return read_plan(read_document("plan.txt", text.encode()))


ROW = _cells("1 Política", "1.1 Divulgar la política", "Una (1) campaña", "Oficina de Prensa", "30/04/2024")


def test_a_plain_row_is_read_whole() -> None:
    draft = _html(ROW)
    row = draft.rows[0]
    assert (draft.year, draft.instrument, len(draft.rows)) == (2024, "PAAC", 1)
    assert (row.subcomponent, row.code, row.activity) == ("1 Política", "1.1", "Divulgar la política")
    assert (row.product, row.quantity, row.unit) == ("Una (1) campaña", 1, "count")
    assert (row.responsible, row.schedule.deadlines) == (("Oficina de Prensa",), ("2024-04-30",))
    assert row.where == "body 1, table 1, row 2"
    assert draft.findings == ()


def test_the_json_form_says_what_columns_were_taken_for() -> None:
    form: dict[str, Any] = json.loads(json.dumps(_html(ROW).to_json()))
    assert form["schema"] == "plan-draft/1"
    assert [column["role"] for column in form["columns"]] == [
        "subcomponent",
        "activity",
        "target_or_product",
        "responsible",
        "schedule",
    ]


def test_columns_are_found_in_any_order_and_by_other_names() -> None:
    head = _cells("Fecha límite", "Entregable", "Dependencia responsable", "Acción", "Elemento")
    row = _html(
        _cells("30/06/2024", "Informe", "Oficina Jurídica", "Elaborar el informe anual", "DIÁLOGO"), head=head
    ).rows[0]
    assert (row.activity, row.product, row.subcomponent) == ("Elaborar el informe anual", "Informe", "DIÁLOGO")
    assert (row.responsible, row.schedule.deadlines) == (("Oficina Jurídica",), ("2024-06-30",))


def test_a_remembered_mapping_comes_before_the_words() -> None:
    head = _cells("Subcomponente", "Actividades", "Detalle del logro", "Responsable", "Fecha programada")
    rows = _cells("1 Política", "Divulgar la política", "Una campaña", "Prensa", "30/04/2024")
    content = f"<table>{head}{rows}</table>".encode()
    document = read_document("plan.html", content)
    assert read_plan(document, mapping={"detalle del logro": "product"}).rows[0].product == "Una campaña"


def test_start_end_and_quarters_under_two_lines_of_heading() -> None:
    head = (
        "<tr><td rowspan=2>Producto entregable</td><td rowspan=2>Actividades</td><td colspan=3>Cuatrimestre</td>"
        "<td colspan=2>Fecha</td><td rowspan=2>Respons</td></tr>" + _cells("1", "2", "3", "Inicio", "Fin")
    )
    row = _html(
        _cells("Informe", "Analizar las propuestas", "X", "", "X", "1/02/24", "30/11/24", "SIAU"), head=head
    ).rows[0]
    assert (row.schedule.start, row.schedule.end) == ("2024-02-01", "2024-11-30")
    assert (row.schedule.months, row.product, row.responsible) == ((), "Informe", ("SIAU",))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Fecha de inicio", "Fecha de terminación"),
        ("Fecha inicial", "Fecha final"),
        ("Desde", "Hasta"),
        ("Inicia", "Termina"),
        ("F. inicio", "F. fin"),
        ("Fecha de inicio", "Fecha de culminación"),
        ("Inicio", "Fecha límite"),
    ],
)
def test_two_columns_of_dates_give_start_and_end_whatever_they_are_called(first: str, last: str) -> None:
    head = _cells("Actividades", "Producto", "Responsable", first, last)
    draft = _html(_cells("Divulgar la política", "Campaña", "Prensa", "1/02/24", "30/06/24"), head=head)
    assert [(row.schedule.start, row.schedule.end) for row in draft.rows] == [("2024-02-01", "2024-06-30")]


def test_quarters_alone_fall_due_on_their_last_day() -> None:
    head = "<tr><td rowspan=2>Actividades</td><td rowspan=2>Responsable</td><td colspan=4>Trimestre</td></tr>" + _cells(
        "I", "II", "III", "IV"
    )
    schedule = _html(_cells("Publicar los informes", "Prensa", "", "X", "", "X"), head=head).rows[0].schedule
    assert schedule.deadlines == ("2024-06-30", "2024-12-31")
    assert schedule.months == (4, 5, 6, 10, 11, 12)


@pytest.mark.parametrize(
    "names",
    ["E F M A M J J A S O N D", "1 2 3 4 5 6 7 8 9 10 11 12", "Ene Feb Mar Abr May Jun Jul Ago Sep Oct Nov Dic"],
)
def test_a_month_grid_is_read_by_its_marks(names: str) -> None:
    head = "<tr><td rowspan=2>Actividad</td><td colspan=12>2024</td><td rowspan=2>Responsable</td></tr>" + _cells(
        *names.split()
    )
    marks = ["", "", "X", "", "", "x", "", "", "25%", "", "0", "-"]
    draft = _html(
        _cells("Revisar los consumos de agua", *marks, "Almacén"),
        _cells("Cambiar las bombillas dañadas", *[""] * 12, "Almacén"),
        head=head,
    )
    assert [row.schedule.months for row in draft.rows] == [(3, 6, 9), ()]
    assert [finding.row for finding in draft.findings if finding.rule == "no-date"] == [1]


def test_titles_over_and_between_the_rows_name_component_and_subcomponent() -> None:
    head = _cells("Actividades", "Producto", "Responsable", "Fecha")
    title = "<tr><td colspan=4>Componente 3: Rendición de cuentas</td></tr>"
    band = "<tr><td colspan=4>{}</td></tr>"
    row = _cells("Convocar a la audiencia", "Convocatoria", "Prensa", "30/04/2024")
    draft = _html(head, band.format("INFORMACIÓN"), row, band.format("DIÁLOGO"), row, head=title)
    assert [(row.component, row.subcomponent) for row in draft.rows] == [
        ("Componente 3: Rendición de cuentas", "INFORMACIÓN"),
        ("Componente 3: Rendición de cuentas", "DIÁLOGO"),
    ]


def test_several_deliverables_under_one_activity_are_several_rows() -> None:
    first = (
        "<tr><td rowspan=2>1 Política</td><td rowspan=2>1.1 Formar a los servidores</td><td>Dos (2) talleres</td>"
        "<td rowspan=2>Talento Humano</td><td>30/06/2024</td></tr>"
    )
    draft = _html(first, _cells("Una (1) memoria", "30/11/2024"))
    assert [(row.code, row.product, row.schedule.deadlines) for row in draft.rows] == [
        ("1.1", "Dos (2) talleres", ("2024-06-30",)),
        ("1.1", "Una (1) memoria", ("2024-11-30",)),
    ]
    assert {row.responsible for row in draft.rows} == {("Talento Humano",)}


def test_more_dates_under_one_deliverable_are_its_deadlines() -> None:
    first = "<tr>" + "".join(
        f"<td rowspan=2>{text}</td>" for text in ("1 Política", "1.1 Publicar informes", "2 informes", "Prensa")
    )
    draft = _html(f"{first}<td>30/06/2024</td></tr>", _cells("31/12/2024"))
    assert [row.schedule.deadlines for row in draft.rows] == [("2024-06-30", "2024-12-31")]


def test_two_rows_alike_but_for_the_date_are_both_rows() -> None:
    other = ROW.replace("30/04/2024", "31/10/2024")
    assert [row.schedule.deadlines for row in _html(ROW, other).rows] == [("2024-04-30",), ("2024-10-31",)]


def test_a_row_typed_twice_stays_and_is_told() -> None:
    draft = _html(ROW, ROW)
    assert len(draft.rows) == 2
    told = draft.findings[0]
    assert [finding.rule for finding in draft.findings] == ["repeated-row"]
    assert told.row == 1
    assert draft.rows[1].where in told.message
    assert told.message.index(draft.rows[1].where) < told.message.index(f"{draft.rows[0].where}.")


PAGE = "\t".join(("Subcomponente", "Actividades", "Meta o Producto", "Responsable", "Fecha programada"))


def test_a_row_cut_by_a_page_is_joined_under_the_repeated_heading() -> None:
    draft = _text(
        f"PLAN ANTICORRUPCIÓN 2024\n\n{PAGE}\n"
        "1 Diálogo\tPublicar en la página web los resultados de la audiencia y las respuestas "
        "a las\tUn informe\tPrensa\tAbril de 2024\n\n"
        f"PLAN ANTICORRUPCIÓN 2024\n\n{PAGE}\n"
        "\tpreguntas que no se alcanzaron a responder.\t\t\t\n"
        "\tSocializar el informe con los veedores\tUna reunión\tParticipación\tMayo de 2024\n"
    )
    assert [row.activity for row in draft.rows] == [
        (
            "Publicar en la página web los resultados de la audiencia y las respuestas a las "
            "preguntas que no se alcanzaron a responder."
        ),
        "Socializar el informe con los veedores",
    ]
    assert {row.subcomponent for row in draft.rows} == {"1 Diálogo"}


def test_a_label_cut_by_a_page_is_joined_for_all_its_rows() -> None:
    draft = _text(
        f"PLAN ANTICORRUPCIÓN 2024\n\n{PAGE}\n"
        "Subcomponente 3. Responsabilidad (responder a los compromisos de\tDefinir el "
        "formato\tFormato\tPlaneación\tMayo de 2024\n\n"
        "los ejercicios de diálogo)\tHacer seguimiento a los compromisos\tMatriz\tPlaneación\tJunio de 2024\n"
    )
    whole = "Subcomponente 3. Responsabilidad (responder a los compromisos de los ejercicios de diálogo)"
    assert [row.subcomponent for row in draft.rows] == [whole, whole]


def test_the_code_column_without_a_heading_is_found_by_content() -> None:
    rows = "\n".join(
        (
            f"{'1 Diálogo' if number == 1 else ''}\t1,{number}\tConvocar a la ciudadanía del "
            f"barrio {number}\tActa {number}\tSecretaría de Gobierno\t30/0{number}/2024"
        )
        for number in range(3, 7)
    )
    draft = _text(f"PLAN ANTICORRUPCIÓN 2024\n\n{PAGE}\n{rows}\n")
    assert [row.code for row in draft.rows] == ["1.3", "1.4", "1.5", "1.6"]
    assert draft.rows[0].product == "Acta 3"


def test_a_markdown_row_that_lost_its_first_cell_is_put_back() -> None:
    content = (
        "# Plan Anticorrupción 2024\n\n"
        "| Subcomponente | Actividades | Meta | Responsable | Fecha programada |\n|---|---|---|---|---|\n"
        "| 1 Información | 1.1 Publicar los informes | 2 | Secretaría de Planeación | 30/04/24 |\n"
        "| | | | | 30/10/24 |\n"
        "| 1.2 Divulgar los informes por la emisora | 100% | Oficina de Prensa | 31/12/24 | |\n"
    )
    rows = read_plan(read_document("plan.md", content.encode())).rows
    assert [row.schedule.deadlines for row in rows] == [("2024-04-30", "2024-10-30"), ("2024-12-31",)]
    assert (rows[1].code, rows[1].target, rows[1].subcomponent) == ("1.2", "100%", "1 Información")


def test_the_columns_of_the_follow_up_are_left_out() -> None:
    head = _cells(
        "Subcomponente",
        "Actividades Programadas",
        "Actividades Realizadas",
        "Meta Producto",
        "Responsable",
        "Fecha Programada",
        "% de Avance",
        "Observaciones",
    )
    row = _html(
        _cells(
            "1 Política",
            "Divulgar la política",
            "Se divulgó en la emisora",
            "Campaña",
            "Prensa",
            "30/04/2024",
            "100%",
            "Cumplida",
        ),
        head=head,
    ).rows[0]
    assert (row.activity, row.product, row.schedule.deadlines) == ("Divulgar la política", "Campaña", ("2024-04-30",))


@pytest.mark.parametrize(
    "table",
    [
        _cells("Fecha", "Versión", "Descripción") + _cells("Enero 2024", "1.0", "Creación del documento"),
        _cells("Elaboró", "Revisó", "Aprobó") + _cells("Ana Ruiz", "Luis Paz", "Comité"),
        _cells("Actividad", "Hora") + _cells("Apertura de la audiencia", "8:00"),
        _cells("Actividad", "Fecha") + _cells("Aprobación del plan en el comité", "28/01/2024"),
        _cells("Norma", "Descripción") + _cells("Ley 1474 de 2011", "Estatuto anticorrupción"),
        _cells("Riesgo", "Causa", "Probabilidad", "Impacto", "Acciones", "Responsable")
        + _cells("Cobro por trámites", "Falta de control", "3", "5", "Rotar al personal", "Talento Humano"),
    ],
    ids=["changes", "signatures", "agenda", "timetable", "norms", "risks"],
)
def test_tables_of_other_things_are_no_rows(table: str) -> None:
    content = f"{TITLE}<table>{HEAD}{ROW}</table><table>{table}</table>"
    draft = read_plan(read_document("plan.html", content.encode()))
    assert [row.code for row in draft.rows] == ["1.1"]


def test_a_document_that_is_only_a_risk_map_gives_the_actions_that_treat_its_risks() -> None:
    table = _cells("Riesgo", "Causa", "Probabilidad", "Impacto", "Acciones", "Responsable", "Fecha") + _cells(
        "Cobro por trámites",
        "Falta de control",
        "3",
        "5",
        "Rotar al personal de ventanilla",
        "Talento Humano",
        "30/06/2024",
    )
    draft = read_plan(read_document("mapa.html", f"<table>{table}</table>".encode()))
    assert [row.activity for row in draft.rows] == ["Rotar al personal de ventanilla"]
    assert "risk-map" in {finding.rule for finding in draft.findings}


def test_signatures_and_notes_below_the_table_are_no_rows() -> None:
    draft = _html(
        ROW,
        _cells("", "", "", "", ""),
        _cells("Elaboró: Planeación", "", "Aprobó: Comité", "", ""),
        _cells("Nota: sujeto a cambios", "", "", "", ""),
    )
    assert len(draft.rows) == 1


def test_actions_listed_under_headings_are_announced() -> None:
    content = (
        "ESTRATEGIA DE RENDICIÓN DE CUENTAS 2024\n\n1. ACCIONES DE INFORMACIÓN\n\n¿Qué se informa?\n\n"
        "- Boletín mensual de obras\n- Datos abiertos de salud\n\n2. ACCIONES DE DIÁLOGO\n\n- "
        "Feria de la transparencia\n\n"
        f"{PAGE}\n1 Diálogo\tConvocar a la audiencia\tConvocatoria\tPrensa\tAbril de 2024\n"
    )
    draft = _text(content)
    assert [(action.group, action.text) for action in draft.actions] == [
        ("ACCIONES DE INFORMACIÓN", "Boletín mensual de obras"),
        ("ACCIONES DE INFORMACIÓN", "Datos abiertos de salud"),
        ("ACCIONES DE DIÁLOGO", "Feria de la transparencia"),
    ]
    assert (draft.instrument, len(draft.rows)) == ("RDC", 1)


def test_a_table_without_a_heading_is_guessed_and_asked_about() -> None:
    rows = "".join(
        _cells(
            f"1.{number}",
            f"Publicar el informe número {number} en la página",
            "Oficina de Prensa",
            f"30/0{number}/2024",
        )
        for number in range(3, 8)
    )
    draft = _html(rows, head="")
    assert (len(draft.rows), draft.rows[0].code, draft.rows[0].schedule.deadlines) == (5, "1.3", ("2024-03-30",))
    assert "no-header" in {finding.rule for finding in draft.findings}


def test_a_document_without_a_table_says_so() -> None:
    draft = _text("Plan anticorrupción 2024\n\nEste documento no tiene actividades.\n")
    assert draft.rows == ()
    assert [finding.rule for finding in draft.findings] == ["no-table"]


def test_thousands_of_rows_are_read() -> None:
    rows = "".join(
        _cells("1 Política", f"{number} Publicar el informe {number}", f"Informe {number}", "Prensa", "30/04/2024")
        for number in range(1, 3001)
    )
    assert len(_html(rows).rows) == 3000
