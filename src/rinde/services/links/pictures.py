"""A picture of a linked page, where whoever installs Rinde has set a Chromium for it.

The browser runs by itself, in its own sandbox, with a profile that is thrown away, and reaches the Internet only
through `gate`. Without a browser, as root, or when anything goes wrong there is no picture; the text of the page is
kept anyway.
"""

import logging
import os
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from PIL import Image

from rinde.foundations.attachments import UploadRefused
from rinde.foundations.attachments.photos import small_enough
from rinde.foundations.attachments.pictures import opened
from rinde.services.links.addresses import LinkRefused, clean_url
from rinde.services.links.fetching import Fetcher
from rinde.services.links.gate import Gate

_log = logging.getLogger(__name__)
SECONDS: Final = 25
WIDTH, HEIGHT = 1280, 2400
MOST_BYTES: Final = 300_000
# (long side, quality): letters stay legible longer than photos
_TRIES: Final = ((HEIGHT, 75), (HEIGHT, 60), (HEIGHT, 40), (1800, 40), (1200, 30), (800, 20))
CONTENT_TYPE: Final = "image/webp"


@dataclass(frozen=True, slots=True)
class PagePicture:
    content: bytes  # WebP of at most 300 KB
    width: int
    height: int
    content_type: str = CONTENT_TYPE


def picture_of_page(url: str, *, fetcher: Fetcher | None = None, sandbox: bool = True) -> PagePicture | None:
    """Photograph a page as it looks on a screen 1,280 dots wide. It takes up to 25 seconds: call it in a job.

    Args:
        url: as a person wrote it; one that leads inside gives no picture.
        sandbox: off only in tests, where the page is our own.
    """
    if not settings.CHROMIUM or (sandbox and _is_root()):
        return None
    fetcher = fetcher or Fetcher()
    try:
        clean = clean_url(url, allow_loopback=fetcher.allow_loopback)
    except LinkRefused:
        return None
    with tempfile.TemporaryDirectory(prefix="rinde-page-", ignore_cleanup_errors=True) as folder:
        shot = Path(folder) / "page.png"
        with Gate(fetcher, seconds=SECONDS) as gate:
            finished = _run(_command(clean, gate.port, folder, shot, sandbox=sandbox), folder)
        if not finished or not shot.exists():
            _log.warning("no picture of a page: %s", "the browser wrote none" if finished else "it took too long")
            return None
        return _packed(shot.read_bytes())


def _is_root() -> bool:
    """Chromium has no sandbox for root, and pages of strangers need one."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _command(url: str, port: int, folder: str, shot: Path, *, sandbox: bool) -> list[str]:
    return [
        settings.CHROMIUM,
        "--headless",
        *([] if sandbox else ["--no-sandbox"]),
        f"--user-data-dir={folder}/profile",
        f"--proxy-server=http://127.0.0.1:{port}",
        "--proxy-bypass-list=<-loopback>",  # this machine too goes through the gate, which refuses it
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # the gate resolves; the browser never does
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--disable-quic",
        "--dns-prefetch-disable",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-extensions",
        "--disable-default-apps",
        "--disable-domain-reliability",
        "--disable-client-side-phishing-detection",
        "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
        "--disable-breakpad",
        "--no-first-run",
        "--no-pings",
        "--mute-audio",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--deny-permission-prompts",
        f"--window-size={WIDTH},{HEIGHT}",
        "--virtual-time-budget=8000",
        f"--screenshot={shot}",
        url,
    ]


def _run(command: list[str], folder: str) -> bool:
    """Run the browser with nothing of ours in its environment; False where it was stopped for taking too long."""
    environment = {"HOME": folder, "PATH": "/usr/bin:/bin", "LANG": "es_CO.UTF-8", "TZ": "America/Bogota"}
    process = subprocess.Popen(  # noqa: S603  a fixed command; the address begins with http
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(process)
    return True


def _end(process: "subprocess.Popen[bytes]") -> None:
    """The browser and every process that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()


def _packed(png: bytes) -> PagePicture | None:
    try:
        with opened(png) as image:
            bare = Image.new("RGB", image.size)
            bare.paste(image.convert("RGB"))
    except UploadRefused:
        return None
    content, (width, height) = small_enough(bare, MOST_BYTES, _TRIES)
    return PagePicture(content, width, height)
