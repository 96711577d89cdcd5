"""One rendered copy of a public page serves everybody, compressed once.

A copy lives ten seconds, so no process serves an older page for longer than that, whoever published and wherever.
Within the process that published there is no wait at all: whatever may have written (any request that is not a GET)
drops all copies. That needs no question to the database, so a kept page costs about as much as a static file.
"""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from time import monotonic

import brotli  # type: ignore[import-untyped]
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import parse_etags

SECONDS = 10
LARGEST_KEPT = 1_500_000  # bytes, as kept: compressed where somebody asked for that
# A browser asks again each time (and mostly gets a 304); a cache in front of many people may keep it a minute.
CACHE_CONTROL = "public, max-age=0, s-maxage=60, must-revalidate"
_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/rss+xml",
    "application/xml",
    "image/svg",
)
_NOT_KEPT = ("Content-Encoding", "Content-Length", "ETag", "Set-Cookie")
_LONGEST_KEY = 200
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


Answer = tuple[bytes, dict[str, str]]


@dataclass(slots=True)
class Copy:
    """A page as kept: its body and finished headers, in each encoding that somebody asked for so far."""

    headers: dict[str, str]
    etag: str
    until: float  # on the monotonic clock
    answers: dict[str, Answer] = field(default_factory=dict)

    @classmethod
    def of(cls, body: bytes, headers: dict[str, str], etag: str) -> "Copy":
        copy = cls(headers, etag, monotonic() + SECONDS)
        copy.answers[""] = copy._made(body, "")
        return copy

    @property
    def size(self) -> int:
        """Bytes of memory that its bodies take."""
        return sum(len(body) for body, _ in self.answers.values())

    @property
    def seconds_left(self) -> float:
        return max(0.0, self.until - monotonic())

    def answer(self, encoding: str) -> Answer:
        """Body and headers in an encoding, made from another one where nobody asked for it before."""
        if encoding not in self.answers:
            self.answers[encoding] = self._made(_encode(self._plain(), encoding), encoding)
        return self.answers[encoding]

    def _plain(self) -> bytes:
        encoding, (body, _) = next(iter(self.answers.items()))
        plain: bytes = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding](body)
        return plain

    def _made(self, body: bytes, encoding: str) -> Answer:
        told = {"ETag": self.etag, "Vary": "Accept-Encoding", "Content-Length": str(len(body))}
        return body, self.headers | told | ({"Content-Encoding": encoding} if encoding else {})


def _encode(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        compressed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=5)
        return compressed
    # Without a time in its header, so that the same page gives the same bytes.
    return gzip.compress(body, compresslevel=6, mtime=0) if encoding == "gzip" else body


@lru_cache(maxsize=256)
def _encoding_for(accepted: str, content_type: str) -> str:
    """The best encoding that the browser takes; none for what is compressed already."""
    if not content_type.startswith(_COMPRESSIBLE):
        return ""
    offers = dict(_offer(part) for part in accepted.lower().split(","))
    return next((encoding for encoding in ("br", "gzip") if offers.get(encoding, 0) > 0), "")


def _offer(part: str) -> tuple[str, float]:
    """«br;q=0.5» → («br», 0.5)."""
    name, _, quality = part.strip().partition(";")
    try:
        return name.strip(), float(quality.strip().removeprefix("q=") or 1)
    except ValueError:
        return name.strip(), 0.0


def _key(request: HttpRequest) -> str:
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    # A visitor's address has any length; a key that every cache takes has not.
    return address if len(address) < _LONGEST_KEY else hashlib.sha256(address.encode()).hexdigest()


def _may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Only a whole page that anybody may open, that sets no cookie and does not vary by who asks."""
    match = getattr(request, "resolver_match", None)
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and match is not None
        and getattr(match.func, "opens_to", "") == "public"
        and not response.cookies
        and not response.has_header("Cache-Control")
        and not response.has_header("Vary")
    )


class PublicPageCacheMiddleware:
    """Stands before the session, so that a kept page never reads who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.generation = 0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in _SAFE:
            try:
                return self.get_response(request)
            finally:
                self._forget()
        if request.method == "OPTIONS":
            return self.get_response(request)
        key = _key(request)
        copy: Copy | None = caches["pages"].get(key)
        return self._render(request, key) if copy is None else self._serve(request, key, copy)

    def _render(self, request: HttpRequest, key: str) -> HttpResponse:
        generation = self.generation
        response = self.get_response(request)
        if not _may_be_kept(request, response):
            return response
        copy = _copy_of(response)
        answer = _answer(request, copy)
        # A page that was rendered while something was being written may be old already.
        if generation == self.generation:
            _keep(key, copy)
        return answer

    def _serve(self, request: HttpRequest, key: str, copy: Copy) -> HttpResponse:
        known = len(copy.answers)
        answer = _answer(request, copy)
        if len(copy.answers) > known:
            _keep(key, copy)
        return answer

    def _forget(self) -> None:
        self.generation += 1
        caches["pages"].clear()


def _keep(key: str, copy: Copy) -> None:
    """What is too large to keep is still told by its hash and compressed: a calendar of thousands of dates."""
    if copy.size <= LARGEST_KEPT:
        caches["pages"].set(key, copy, copy.seconds_left)


def _copy_of(response: HttpResponse) -> Copy:
    headers = {name: value for name, value in response.items() if name not in _NOT_KEPT}
    etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return Copy.of(response.content, headers | {"Cache-Control": CACHE_CONTROL}, etag)


def _answer(request: HttpRequest, copy: Copy) -> HttpResponse:
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if asked and (copy.etag in parse_etags(asked) or asked.strip() == "*"):
        told = {"ETag": copy.etag, "Vary": "Accept-Encoding", "Cache-Control": CACHE_CONTROL}
        return HttpResponse(status=304, headers=told)
    encoding = _encoding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""), copy.headers["Content-Type"])
    body, headers = copy.answer(encoding)
    if encoding:
        copy.answers.pop("", None)  # any other form can be made from this one
    return HttpResponse(body, headers=headers)
