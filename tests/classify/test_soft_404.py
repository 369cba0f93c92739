"""Good answers that are not the document, and good answers that only look odd."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive_watch.classify.likeness import imprint_of
from archive_watch.classify.link_face import face_of
from archive_watch.classify.soft_404 import ALONE, Company, SoftSigns, soft_signs
from archive_watch.extract.page import cut_page
from archive_watch.model.capture import Hop, Response
from archive_watch.model.imprint import SiblingAnswer
from archive_watch.model.link import LinkReason
from archive_watch.model.site import SiteProfile

_PAGE = "http://harbour.example/about/ferries/times.html"
_WORDS = (
    "The first boat leaves the north quay at seven, when the tide allows, and the last one comes back"
    " at nine in the evening. Tickets are sold on board, and bicycles travel free of charge."
)
_ELSE = (
    "Choose from the menu above to find your way round the harbour, its boats, its long history and"
    " the people who work there, all the year round and on every day but the feast."
)


def html(title: str, words: str = _WORDS, *, head: str = "") -> bytes:
    return f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1><p>{words}</p>".encode()


def answer(
    body: bytes, *, url: str = _PAGE, to: str | None = None, kind: str = "text/html", status: int = 200
) -> Response:  # fmt: skip
    hops = () if to is None else (Hop(url=url, status=302, location=to),)
    headers = (("content-type", kind),)
    return Response(
        url=url, final_url=to or url, status=status, hops=hops, body=body, headers=headers
    )


def signs(response: Response, company: Company = ALONE) -> SoftSigns:
    page = None
    if "html" in (response.content_type or ""):
        page = cut_page(
            response.body,
            content_type=response.content_type,
            url=response.final_url,
            profile=SiteProfile(name="any", fallback=True),
        )
    return soft_signs(response, page=page, face=face_of(response), company=company)


def sibling(title: str, words: str, *, status: int = 200, to: str | None = None) -> SiblingAnswer:
    return SiblingAnswer(status=status, final_url=to, imprint=imprint_of(title, f"{title} {words}"))


_TO_ONE = "http://harbour.example/archive/"
SOFT = {
    "says so": (
        answer(html("Page not found", "Sorry, we looked everywhere.")),
        ALONE,
        "not_found_page",
    ),
    "home": (answer(html("Harbour"), to="http://harbour.example/"), ALONE, "home_page"),
    "error path": (
        answer(html("Oops"), to="http://harbour.example/error.html"),
        ALONE,
        "error_path",
    ),
    "search": (
        answer(html("Results"), to="http://harbour.example/search?q=times"),
        ALONE,
        "search_page",
    ),
    "page for a PDF": (
        answer(
            html("Publications of the harbour"), url="http://harbour.example/files/tides-2012.pdf"
        ),
        ALONE,
        "type_mismatch",
    ),
    "nothing": (answer(b" \n"), ALONE, "empty"),
    "no bytes of a PDF": (
        answer(b"", url="http://h.example/a.pdf", kind="application/pdf"),
        ALONE,
        "empty",
    ),
    "no word": (answer(b"<html><body><div></div></body></html>"), ALONE, "empty"),
    "a dot that counts visits": (
        answer(b"<body><img src=a.gif width=1 height=1></body>"),
        ALONE,
        "empty",
    ),
    "as for all, and to one": (
        answer(html("Archive"), to=_TO_ONE),
        Company(sharing=3, sibling=sibling("Archive", _WORDS, to=_TO_ONE)),
        "error_page",
    ),
    "many to one": (answer(html("Archive"), to=_TO_ONE), Company(sharing=10), "shared_target"),
    "as for all, where others are not": (
        answer(html("Welcome", _ELSE)),
        Company(sibling=sibling("Welcome", _ELSE), tells_apart=True),
        "error_page",
    ),
}


@pytest.mark.parametrize("name", SOFT)
def test_this_is_no_document(name: str) -> None:
    response, company, reason = SOFT[name]
    found = signs(response, company)
    assert (found.reason, found.is_conclusive) == (reason, True)
    assert found.score >= 3
    assert found.signs


UNPROVEN = {
    "as for all": (answer(html("Welcome", _ELSE)), Company(sibling=sibling("Welcome", _ELSE))),
    "as for all, but for a nonce": (
        answer(html("Welcome", f"{_ELSE} {_ELSE} {_WORDS} 1a2b")),
        Company(sibling=sibling("Welcome", f"{_ELSE} {_ELSE} {_WORDS} 3c4d")),
    ),
    "three to one": (answer(html("Archive"), to=_TO_ONE), Company(sharing=3)),
    "redirected as all are": (
        answer(html("Times"), to=_TO_ONE),
        Company(sibling=sibling("Times", _WORDS, to=_TO_ONE)),
    ),
}


@pytest.mark.parametrize("name", UNPROVEN)
def test_this_is_suspected_and_proves_nothing(name: str) -> None:
    response, company = UNPROVEN[name]
    found = signs(response, company)
    assert found.reason in {LinkReason.ERROR_PAGE, LinkReason.SHARED_TARGET}
    assert not found.is_conclusive


_SHELL = "<html><head><title>App</title></head><body><div id=root></div><script src=a.js></script>"
_NO_SCRIPTS = "<noscript>You need to enable JavaScript to run this app.</noscript>"
ALIVE = {
    "a page": (answer(html("Ferry times")), Company(sibling=sibling("Search", _ELSE))),
    "a short page": (answer(b"<title>ok</title><p>ok</p>"), ALONE),
    "a short page elsewhere": (answer(b"<p>ok</p>", to="http://other.example/it"), ALONE),
    "two to one": (answer(html("Archive"), to=_TO_ONE), Company(sharing=2)),
    "three to one, where others are not there": (
        answer(
            b"<title>Archive of ferries</title><p>Words enough to be read with some care.",
            to=_TO_ONE,
        ),
        Company(sharing=3, sibling=SiblingAnswer(status=404)),
    ),
    "unlisted": (
        answer(html("Times", head="<meta name=robots content='noindex,nofollow'>")),
        ALONE,
    ),
    "no content": (answer(b"", status=204), ALONE),
    "an application": (
        answer((_SHELL + _NO_SCRIPTS).encode()),
        Company(sibling=SiblingAnswer(status=200, imprint=imprint_of("App", ""))),
    ),
    "a home page like all": (
        answer(html("Welcome", _ELSE), url="http://harbour.example/"),
        Company(sibling=sibling("Welcome", _ELSE)),
    ),
    "a PDF that says it is a page": (answer(b"%PDF-1.4 ...", url="http://h.example/a.pdf"), ALONE),
    "a page about a picture": (
        answer(html("File:Quay at dawn.jpg"), url="http://wiki.example/wiki/File:Quay_at_dawn.jpg"),
        ALONE,
    ),
    "a cookie set": (answer(html("Ferry times"), to=_PAGE), Company(sharing=1)),
    "coded in a way that we cannot read": (
        replace(answer(b""), headers=(("content-type", "text/html"), ("content-encoding", "br"))),
        ALONE,
    ),
    "zeros, cut off": (answer(bytes(256 * 1024)), ALONE),
    "an image map": (
        answer(b"<a href=x><img src=map.gif usemap=#m></a><map name=m><area href=y></map>"),
        ALONE,
    ),
    "a picture of a map": (answer(b"<title>Map</title><svg><path d='M0 0'/></svg>"), ALONE),
    "a film": (answer(b"<video src=a.mp4></video>"), ALONE),
    "a question to fill in": (answer(b"<title>Ask</title><form><input name=q></form>"), ALONE),
    "a PDF within a page": (
        answer(
            b"<title>Tides 2012</title><h1>Tides 2012</h1><embed src=/raw/1>",
            url="http://harbour.example/files/tides-2012.pdf",
        ),
        ALONE,
    ),
}


@pytest.mark.parametrize("name", ALIVE)
def test_this_may_well_be_the_document(name: str) -> None:
    response, company = ALIVE[name]
    assert signs(response, company).reason is None
