"""Does a link still lead to what it promised?

One answer is one night's: whoever calls decides how many nights make a link broken.
"""

import http.client
import re
from dataclasses import dataclass
from typing import Final

from rinde.services.links.addresses import LinkRefused, clean_url
from rinde.services.links.fetching import Answer, Fetcher, TooManyRedirects
from rinde.services.links.outcomes import (
    OUTCOMES,
    SAME_BY_GET,
    LinkOutcome,
    LinkState,
    outcome_of_error,
    outcome_of_status,
)
from rinde.services.links.pages import Page, is_page, read_page

_MEDIA_TYPE: Final = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,80}")


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """What one look at a link found.

    `copy`: the bytes as they came; None where they are over the limit, were not asked for, or the link does not work.
    `title`, `text`: of a page, also of one over the limit, as far as it was read. `size`: bytes, as the site says or
    the copy shows.
    """

    outcome: LinkOutcome
    reason: str  # Spanish
    final_url: str
    status: int | None = None
    content_type: str = ""  # «application/pdf», as the site says
    size: int | None = None
    copy: bytes | None = None
    title: str = ""
    text: str = ""

    @property
    def state(self) -> LinkState:
        return OUTCOMES[self.outcome][0]

    @property
    def ok(self) -> bool:
        return self.state is LinkState.WORKS


def check_link(url: str, *, want_copy: bool, fetcher: Fetcher | None = None) -> LinkCheck:
    """Ask whether a link works, and take a copy of what is there. Never raises for what the network does.

    Args:
        url: as a person wrote it.
        want_copy: fetch the document (at most 5 MB) and the text of a page; without it no body is asked for.
        fetcher: how requests are made; the default lets nothing reach the inside of a network.
    """
    fetcher = fetcher or Fetcher()
    try:
        asked = clean_url(url, allow_loopback=fetcher.allow_loopback)
    except LinkRefused as refused:
        return _failed(LinkOutcome.NOT_ALLOWED, url, detail=refused.message)
    head = _look(fetcher, "HEAD", asked, with_body=False)
    too_large = head.ok and (head.size or 0) > fetcher.limits.most_bytes and not is_page(head.content_type)
    if head.outcome in SAME_BY_GET or (head.ok and not want_copy) or too_large:
        return head
    return _look(fetcher, "GET", asked, with_body=want_copy)


def _look(fetcher: Fetcher, method: str, asked: str, *, with_body: bool) -> LinkCheck:
    try:
        answer = fetcher.fetch(method, asked, with_body=with_body)
    except LinkRefused as refused:
        return _failed(LinkOutcome.NOT_ALLOWED, asked, detail=refused.message)
    except TooManyRedirects:
        return _failed(LinkOutcome.TOO_MANY_REDIRECTS, asked)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return _failed(outcome_of_error(error), asked)
    outcome = outcome_of_status(answer.status, asked=asked, final=answer.url)
    if OUTCOMES[outcome][0] is not LinkState.WORKS:
        return _failed(outcome, answer.url, status=answer.status)
    return _worked(answer, with_body=with_body)


def _failed(outcome: LinkOutcome, url: str, *, status: int | None = None, detail: str = "") -> LinkCheck:
    return LinkCheck(outcome, OUTCOMES[outcome][1].format(status=status, detail=detail), url, status)


def _worked(answer: Answer, *, with_body: bool) -> LinkCheck:
    header = answer.headers.get("content-type", "")
    media_type = _MEDIA_TYPE.match(header.strip())
    page = read_page(answer.body, header) if with_body and is_page(header) else Page()
    whole = answer.body if with_body and answer.is_whole else None
    return LinkCheck(
        LinkOutcome.OK,
        OUTCOMES[LinkOutcome.OK][1],
        answer.url,
        answer.status,
        media_type[0].lower() if media_type else "",
        len(whole) if whole is not None else _length(answer),
        whole,
        page.title,
        page.text,
    )


def _length(answer: Answer) -> int | None:
    told = answer.headers.get("content-length", "")
    return int(told) if told.isdecimal() and len(told) < 16 else None
