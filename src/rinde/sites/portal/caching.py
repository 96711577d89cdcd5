"""One rendered copy of a public page serves everybody, compressed once.

A copy lives ten seconds, so no process serves an older page for longer than that, whoever published and wherever.
Within the process that published there is no wait at all: whatever may have written (any request that is not a GET)
drops all copies. That needs no question to the database, so a kept page costs about as much as a static file.
"""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

import brotli
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

SECONDS = 10
LARGEST_KEPT = 1_500_000  # bytes
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
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(slots=True)
class Copy:
    """A page as kept: its headers, and its body in each encoding that somebody asked for so far."""

    headers: dict[str, str]
    etag: str
    bodies: dict[str, bytes] = field(default_factory=dict)

    def body(self, encoding: str) -> bytes:
        """The body in an encoding, made from another one where nobody asked for it before."""
        if encoding not in self.bodies:
            self.bodies[encoding] = _encode(self._plain(), encoding)
        return self.bodies[encoding]

    def _plain(self) -> bytes:
        encoding, body = next(iter(self.bodies.items()))
        return {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding](body)


def _encode(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        compressed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=5)
        return compressed
    # Without a time in its header, so that the same page gives the same bytes.
    return gzip.compress(body, compresslevel=6, mtime=0) if encoding == "gzip" else body


def _encoding_for(request: HttpRequest, content_type: str) -> str:
    """The best encoding that the browser takes; none for what is compressed already."""
    if not content_type.startswith(_COMPRESSIBLE):
        return ""
    offers = dict(_offer(part) for part in request.headers.get("Accept-Encoding", "").lower().split(","))
    return next((encoding for encoding in ("br", "gzip") if offers.get(encoding, 0) > 0), "")


def _offer(part: str) -> tuple[str, float]:
    """«br;q=0.5» → («br», 0.5)."""
    name, _, quality = part.strip().partition(";")
    try:
        return name.strip(), float(quality.strip().removeprefix("q=") or 1)
    except ValueError:
        return name.strip(), 0.0


def _key(request: HttpRequest) -> str:
    # The address is a visitor's text of any length: hashed, it is a key that every cache takes.
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return hashlib.sha256(address.encode()).hexdigest()


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
        and len(response.content) <= LARGEST_KEPT
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
        copy = caches["pages"].get(key)
        if copy is None:
            generation = self.generation
            response = self.get_response(request)
            if not _may_be_kept(request, response):
                return response
            copy = _copy_of(response)
            answer = _answer(request, copy)
            # A page that was rendered while something was being written may be old already.
            if generation == self.generation:
                caches["pages"].set(key, copy, SECONDS)
            return answer
        known = len(copy.bodies)
        answer = _answer(request, copy)
        if len(copy.bodies) > known:
            caches["pages"].set(key, copy, SECONDS)
        return answer

    def _forget(self) -> None:
        self.generation += 1
        caches["pages"].clear()


def _copy_of(response: HttpResponse) -> Copy:
    headers = {name: value for name, value in response.items() if name not in _NOT_KEPT}
    etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return Copy(headers | {"Cache-Control": CACHE_CONTROL}, etag, {"": response.content})


def _answer(request: HttpRequest, copy: Copy) -> HttpResponse:
    asked = request.headers.get("If-None-Match", "")
    if copy.etag in parse_etags(asked) or asked.strip() == "*":
        return _with_headers(HttpResponse(status=304), copy, {"Cache-Control", "Content-Security-Policy"})
    encoding = _encoding_for(request, copy.headers["Content-Type"])
    body = copy.body(encoding)
    if encoding:
        copy.bodies.pop("", None)  # any other form can be made from this one
    response = _with_headers(HttpResponse(body), copy, set(copy.headers))
    if encoding:
        response["Content-Encoding"] = encoding
    response["Content-Length"] = str(len(body))
    return response


def _with_headers(response: HttpResponse, copy: Copy, names: set[str]) -> HttpResponse:
    for name in names & copy.headers.keys():
        response[name] = copy.headers[name]
    response["ETag"] = copy.etag
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
