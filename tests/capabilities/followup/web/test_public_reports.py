"""The final report before everybody: at its permanent address, exactly as frozen, and nothing before it is out."""

import csv
import hashlib
import io
import json
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from act_files import a_pdf
from cut_off_samples import internal_control
from factories import make_entity
from follow_up_reports import (
    JULY_24,
    SIGNATURE,
    evaluated,
    plan_of,
    publish,
    published,
    send_preliminary,
    write_draft,
)
from rinde.capabilities.entities.models import Entity
from rinde.capabilities.followup.models import FollowUpReport
from rinde.capabilities.followup.operations.follow_up_reports import attach_signed_scan
from rinde.capabilities.followup.queries.published_reports import known_report
from rinde.capabilities.followup.rules.follow_up_report.reading import report_from_json
from rinde.capabilities.plans.models import Plan
from rinde.services.tenancy import active_tenant

JUNE_30 = date(2026, 6, 30)


def address(plan: Plan, name: str = "follow_up_report", **more: Any) -> str:
    place = {"entity_slug": plan.entity.slug, "year": plan.year, "plan_slug": plan.slug, "facts_until": JUNE_30}
    return reverse(f"portal:{name}", kwargs=place | more)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_page_says_what_was_frozen_with_its_hash_and_its_files(client: Client, entity: Entity) -> None:
    report = published(entity, recommendation="Guardar el soporte el mismo día.")
    page = text_of(client.get(address(plan_of(report))))
    for told in ("33,3 %", "1 de 3", report.conclusion, report.sha256, "Guardar el soporte", *SIGNATURE.values(),
                 "informe.pdf", "informe.xlsx", "Todavía no se ha subido la copia firmada"):  # fmt: skip
        assert told in page
    assert "<script" not in page


def test_nothing_is_public_before_the_final_report(client: Client, entity: Entity) -> None:
    cut_off = evaluated(entity, recommendation="SECRETO")
    urls = [address(cut_off.plan), address(cut_off.plan, "follow_up_report_file", extension="json")]
    send_preliminary(cut_off)
    assert [client.get(url).status_code for url in urls] == [404, 404]
    publish(cut_off)
    assert [client.get(url).status_code for url in urls] == [200, 200]


def test_report_of_another_entity_is_not_found_under_this_one(client: Client, entity: Entity) -> None:
    other = make_entity()
    with active_tenant(other):
        foreign = published(other, recommendation="SECRETO DE OTRA")
        where = address(plan_of(foreign)).replace(f"/{other.slug}/", f"/{entity.slug}/")
    mine = published(entity)
    assert client.get(where).status_code == 404
    assert "SECRETO" not in text_of(client.get(address(plan_of(mine))))


@pytest.mark.parametrize("day", ["2026-06-29", "2026-02-30", "2026-13-01"])
def test_day_without_a_report_is_not_found(client: Client, entity: Entity, day: str) -> None:
    url = address(plan_of(published(entity))).replace("2026-06-30", day)
    assert client.get(url).status_code == 404


def test_json_is_the_very_text_that_was_hashed(client: Client, entity: Entity) -> None:
    report = published(entity)
    answer = client.get(address(plan_of(report), "follow_up_report_file", extension="json"))
    assert hashlib.sha256(answer.content).hexdigest() == report.sha256
    assert json.loads(answer.content)["schema"] == "follow-up-report/1"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_spreadsheets_list_exactly_the_rows_that_the_totals_count(client: Client, entity: Entity) -> None:
    report = published(entity, 5, recommendation="Guardar el soporte.")
    content, plan = known_report(report.pk, report.sha256), plan_of(report)
    total = content.block.total
    assert total is not None
    for extension in ("xlsx", "ods"):
        body = client.get(address(plan, "follow_up_report_file", extension=extension)).content
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        rows = book.get_sheet_by_name(
            next(one for one in book.sheet_names if one.startswith("Actividades"))
        ).to_python()
        head = next(place for place, row in enumerate(rows) if "Control interno" in row)
        verdict = rows[head].index("Control interno")
        listed = [row[verdict] for row in rows[head + 1 :] if row[verdict]]
        assert (len(listed), listed.count("Cumplida")) == (total.scheduled, total.done)
        first = book.get_sheet_by_index(0).to_python()
        assert any(SIGNATURE["signed_by_name"] in map(str, row) for row in first)
        whole = next(row for row in first if row[0] == "Todo el plan")
        assert [whole[1], whole[2]] == [total.scheduled, total.done]
    text = client.get(address(plan, "follow_up_report_file", extension="csv")).content.decode("utf-8-sig")
    assert sum(row[:1] == ["Todo el plan"] for row in csv.reader(io.StringIO(text))) == 1


def test_workbook_has_the_official_headings_over_each_cut_off(client: Client, entity: Entity) -> None:
    report = published(entity)
    body = client.get(address(plan_of(report), "follow_up_report_file", extension="xlsx")).content
    sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for told in ("Entidad", "Vigencia", "Fecha de publicación", "Seguimiento 1 · 30 de junio de 2026 (este informe)",
                 "Seguimiento 2 · 31 de diciembre de 2026 (por venir)", "Actividades programadas",
                 "Actividades cumplidas", "% de avance", "Observaciones"):  # fmt: skip
        assert told in cells
    assert sheet.merged_cells.ranges


def test_paper_is_a_tagged_landscape_with_the_shield_and_the_line_to_sign(client: Client, entity: Entity) -> None:
    report = published(entity)
    reader = PdfReader(
        io.BytesIO(client.get(address(plan_of(report), "follow_up_report_file", extension="pdf")).content)
    )
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf's own boolean
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height
    for told in (
        "Vigencia",
        "Fecha de publicación",
        "Seguimiento 1",
        "Todo el plan",
        report.sha256,
        *SIGNATURE.values(),
    ):
        assert told in text


def test_signed_scan_is_handed_out_as_it_came_under_a_name_without_persons(client: Client, entity: Entity) -> None:
    report, paper = published(entity), a_pdf()
    where = address(plan_of(report), "follow_up_report_scan")
    assert client.get(where).status_code == 404
    attach_signed_scan(
        report_id=report.pk, name="Cédula de Marta.pdf", content=paper, by=internal_control(entity), now=JULY_24
    )
    answer = client.get(where)
    assert answer.content == paper
    assert "Marta" not in answer.headers["Content-Disposition"]
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "El informe firmado" in text_of(client.get(address(plan_of(report))))


def test_unknown_form_is_not_found(client: Client, entity: Entity) -> None:
    assert client.get(address(plan_of(published(entity)), "follow_up_report_file", extension="docx")).status_code == 404


def test_page_costs_the_same_queries_for_one_activity_and_for_twelve(
    client: Client, entity: Entity, django_assert_max_num_queries: Any
) -> None:
    costs = []
    for activities in (1, 12):
        plan = plan_of(published(entity, activities))
        client.get(address(plan))
        with django_assert_max_num_queries(15) as asked:
            client.get(address(plan))
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_what_people_wrote_is_shown_as_text(client: Client, entity: Entity) -> None:
    cut_off = evaluated(entity, recommendation="<script>alert(1)</script> y más soporte")
    send_preliminary(cut_off)
    write_draft(cut_off, conclusion="=1+1 <b>negrita</b>")
    report = publish(cut_off)
    page = text_of(client.get(address(plan_of(report))))
    assert "<script>alert" not in page
    assert "&lt;b&gt;negrita" in page
    assert report_from_json(FollowUpReport.objects.get(pk=report.pk).content).conclusion == "=1+1 <b>negrita</b>"


@pytest.mark.parametrize(
    ("day", "said"), [(30, "Se cumplió</span>"), (31, "Se cumplió tarde</span>")], ids=["in-time", "late"]
)
def test_legal_calendar_shows_when_the_report_came_out(client: Client, entity: Entity, day: int, said: str) -> None:
    cut_off = evaluated(entity)
    where = reverse(
        "portal:legal_dates",
        kwargs={"entity_slug": entity.slug, "year": cut_off.plan.year, "plan_slug": cut_off.plan.slug},
    )

    def of_report(page: str) -> str:
        return page.partition("Informe de seguimiento con corte al 30 de junio de 2026")[2].partition("</li>")[0]

    send_preliminary(cut_off)
    before = of_report(text_of(client.get(where)))
    report = publish(cut_off, now=datetime(2026, 7, day, 15, tzinfo=UTC))
    after = of_report(text_of(client.get(f"{where}?x=1")))  # a kept copy lives some seconds
    assert report.legal_due_on == date(2026, 7, 30)
    assert "Se cumplió" not in before
    assert said in after
    assert f"el {day} de julio de 2026{', 1 día después' if day == 31 else ''}</span>" in after
