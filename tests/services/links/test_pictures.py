"""The picture of a linked page: taken by a real browser, which cannot be led inside by what the page names."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from foundations.attachments.making import picture, reopened
from rinde.services.links import Fetcher, pictures
from rinde.services.links.pictures import HEIGHT, MOST_BYTES, WIDTH, picture_of_page
from services.links.serving import Reply, Site, names

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
HTML = {"Content-Type": "text/html"}


@pytest.fixture
def site(settings) -> Iterator[Site]:
    settings.CHROMIUM = CHROMIUM
    with Site().open() as opened:
        yield opened


def photographed(url: str, asked: list[str] | None = None) -> pictures.PagePicture | None:
    resolve = names(sitio="127.0.0.1", interno="127.0.0.2")

    def noting(host: str, port: int) -> list[str]:
        if asked is not None:
            asked.append(host)
        return resolve(host, port)

    return picture_of_page(url, fetcher=Fetcher(resolve=noting, allow_loopback=True), sandbox=False)


def colour(content: bytes, place: tuple[int, int]) -> str:
    red, green, blue = reopened(content).convert("RGB").getpixel(place)  # type: ignore[misc]
    return max((red, "red"), (green, "green"), (blue, "blue"))[1]


@pytest.mark.browser
def test_page_is_photographed_with_what_belongs_to_it(site: Site) -> None:
    page = "<body style='margin:0;background:#f00'><img src=/logo.png width=400 height=400>"
    site.replies["/informe"] = Reply(body=page.encode(), headers=HTML)
    site.replies["/logo.png"] = Reply(body=picture("PNG"), headers={"Content-Type": "image/png"})
    asked: list[str] = []
    found = photographed(site.url("/informe", "sitio.example.org"), asked)

    assert found is not None
    assert (found.width, found.height) == (WIDTH, HEIGHT)
    assert (reopened(found.content).format, found.content_type) == ("WEBP", "image/webp")
    assert len(found.content) <= MOST_BYTES
    assert colour(found.content, (900, 900)) == "red"
    assert colour(found.content, (200, 200)) in {"green", "blue"}
    assert set(asked) == {"sitio.example.org"}


@pytest.mark.browser
def test_page_cannot_lead_the_browser_inside(site: Site) -> None:
    with Site("127.0.0.2").open() as inside:
        inside.replies["/secreto"] = Reply(body=picture("PNG"), headers={"Content-Type": "image/png"})
        hosts = ("127.0.0.2", "interno.example.org", "localhost")
        targets = [f"http://{host}:{inside.port}/secreto" for host in hosts]
        pictures_of_it = "".join(f"<img src='{target}'><iframe src='{target}'></iframe>" for target in targets)
        script = "".join(f"fetch('{target}',{{mode:'no-cors'}}).catch(()=>0);" for target in targets)
        page = f"<body style='background:#00f'>{pictures_of_it}<img src=/salto><script>{script}</script>"
        site.replies["/informe"] = Reply(body=page.encode(), headers=HTML)
        site.replies["/salto"] = Reply(302, headers={"Location": targets[0]})
        found = photographed(site.url("/informe", "sitio.example.org"))
        assert inside.asked == []
    assert "GET /salto" in site.asked
    assert found is not None
    assert colour(found.content, (1200, 2300)) == "blue"


@pytest.mark.browser
def test_page_that_takes_too_long_gives_no_picture_and_leaves_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pictures, "SECONDS", 2)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    site.replies["/informe"] = Reply(body=b"<script>for(;;);</script>", headers=HTML)
    assert photographed(site.url("/informe", "sitio.example.org")) is None
    assert _running(str(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def _running(words: str) -> list[bytes]:
    """The command lines in which the words stand."""
    commands = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended
            commands.append(process.read_bytes())
    return [command for command in commands if words.encode() in command]


def test_no_browser_means_no_picture(settings, site: Site) -> None:
    settings.CHROMIUM = ""
    assert photographed(site.url("/a", "sitio.example.org")) is None
    assert site.asked == []


def test_browser_without_a_sandbox_is_not_started(settings, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CHROMIUM = "/usr/bin/chromium"
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert picture_of_page("https://sitio.example.org/") is None


@pytest.mark.parametrize("url", ["http://10.0.0.8/", "file:///etc/passwd", "http://intranet/"])
def test_link_that_leads_inside_gives_no_picture(settings, tmp_path: Path, url: str) -> None:
    settings.CHROMIUM = str(tmp_path / "no-browser")
    assert photographed(url) is None


def test_browser_that_does_not_start_gives_no_picture(settings, tmp_path: Path) -> None:
    settings.CHROMIUM = "/bin/false"
    assert photographed("http://sitio.example.org/") is None


def test_picture_that_is_none_is_left_out(settings, tmp_path: Path) -> None:
    fake = tmp_path / "browser"
    fake.write_text('#!/bin/sh\nfor a in "$@"; do case $a in --screenshot=*) echo nada > "${a#*=}";; esac; done\n')
    fake.chmod(0o700)
    settings.CHROMIUM = str(fake)
    assert photographed("http://sitio.example.org/") is None
