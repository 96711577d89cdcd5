"""`make pictures`: every kind of page of the demo, as a phone and as a desk show it, and the plan as paper shows it.

All go to var/pictures, for eyes. With --manual only the few that the README and the manual show are written:
manual_pictures.py says which.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, Page, sync_playwright

from journeys.manual_pictures import PLAN, photograph_for_manual
from journeys.monitoring import follow_up_kinds
from journeys.site import ROOT, Site, chromium, running_demo
from journeys.visits import DESK, PHONE, context_of, page_kinds, sign_in

FOLDER = ROOT / "var" / "pictures"
REVIEWERS = {"planner": "planeacion", "administrator": "administracion"}
FOLLOWERS = {"control": "control.interno", "liaison": "enlaces"}  # of the follow-up alone


def file_name(kind: str) -> str:
    return re.sub(r"[^\w]+", "-", kind.replace("…", "n")).strip("-") or "root"


def photograph(page: Page, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True)


def photograph_all(browser: Browser, site: Site) -> int:
    """Everything that links lead to, for a citizen and for those who work there; gives how many."""
    taken = 0
    for who, person in {"public": "", **REVIEWERS, **FOLLOWERS}.items():
        page = context_of(browser).new_page()
        if person:
            sign_in(page, site, person)
        start = f"{site.desk}/" if person else f"{site.town}/"
        kinds = follow_up_kinds(page, site) if who in FOLLOWERS else page_kinds(page, start, inside=f"{site.address}/")
        for kind, address in kinds.items():
            if person and "/gestion/" not in kind and "/cuenta/" not in kind:
                continue  # the public pages have their pictures already
            page.goto(address)
            for width in (PHONE, DESK):
                photograph(page, f"{who}-{file_name(kind)}", width)
                taken += 1
        page.context.close()
    return taken


def print_plan(browser: Browser, site: Site) -> None:
    """The plan's page on paper, as PDF and, where poppler is there, as pictures of its pages."""
    page = context_of(browser).new_page()
    page.goto(f"{site.town}/{PLAN}")
    paper = FOLDER / "plan-on-paper.pdf"
    page.pdf(path=paper, format="Letter", print_background=False, margin={"top": "1.5cm", "bottom": "1.5cm"})
    if converter := shutil.which("pdftoppm"):
        subprocess.run([converter, "-png", "-r", "60", paper, FOLDER / "plan-on-paper"], check=True)  # noqa: S603
    page.context.close()


def main(arguments: list[str]) -> int:
    path = chromium()
    if path is None:
        sys.stderr.write("There is no Chromium here. To get it: apt-get install chromium\n")
        return 1
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with running_demo() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        if "--manual" in arguments:
            photograph_for_manual(browser, site)
        else:
            taken = photograph_all(browser, site)
            print_plan(browser, site)
            sys.stdout.write(f"{taken} pictures in {FOLDER.relative_to(ROOT)}\n")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
