"""Reading the pages of the follow-up's board and rounds as a person does."""

import re
from typing import Any

from lxml import html

Page = Any  # of lxml
LIST_COUNT = re.compile(r"(?:^|\s)([\d.]+) de [\d.]+:|Las ([\d.]+) fechas del plan")


def page_of(content: bytes) -> Page:
    return html.fromstring(content.decode())


def text_of(page: Page) -> str:
    """What a page says, its blanks made one."""
    return " ".join(page.text_content().replace("\u00a0", " ").split())


def linked_numbers(page: Page) -> list[tuple[int, str]]:
    """Every number of a board that leads to a list: the number and its address."""
    figures = page.xpath("//ul[contains(@class, 'board-figures')]/li[.//a]")
    found = [(_number(one.xpath("./strong")[0]), one.xpath(".//a/@href")[0]) for one in figures]
    cells = page.xpath("//table[contains(@class, 'counts')]//td//a")
    return found + [(_number(one), one.get("href")) for one in cells]


def _number(element: Page) -> int:
    return int(re.sub(r"\D", "", element.text or ""))


def listed_rows(page: Page) -> int:
    """How many rows the list of a board shows on this page."""
    return len(page.xpath("//table[contains(@class, 'board-rows')]/tbody/tr"))


def list_count(page: Page) -> int:
    """How many the list says that it has."""
    said = " ".join(page.xpath("string(//p[contains(@class, 'board-filter__said')])").split())
    match = LIST_COUNT.search(said)
    assert match, said
    return int((match.group(1) or match.group(2)).replace(".", ""))


def figures_of_table(page: Page, caption: str) -> dict[str, list[str]]:
    """The cells of a table of counts by the name of each row."""
    table = next(one for one in page.xpath("//table") if caption in one.xpath("string(./caption)"))
    rows = {}
    for row in table.xpath("./tbody/tr | ./tfoot/tr"):
        name = (row.xpath("./th")[0].text or "").strip()
        rows[name] = [" ".join(cell.xpath("string()").replace("\u00a0", " ").split()) for cell in row.xpath("./td")]
    return rows
