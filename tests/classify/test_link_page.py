"""The kind that is told from the tree of a face is the one that the cut tells, to the word."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.classify.link_face import parsed_of
from archive_watch.classify.link_page import page_of
from archive_watch.extract.page import Cut, PageKind, cut_page
from archive_watch.extract.profile import profile_for
from archive_watch.model.capture import Response
from extract.reading import UNKNOWN, WORDPRESS, profiles
from zoo.all_kinds import KINDS
from zoo.kind import Asked, Truth

_PATHS = ("a/b.html", "report.pdf", "map.png", "")
_TYPES = ("text/html", "text/html; charset=UTF-8", "text/html;charset=utf-8", None,
          "text/html; charset=latin1", "application/xhtml+xml", "text/html; charset=\"utf-8\"")  # fmt: skip
_PARTS = (
    "<title>A page</title>", "<title>Page not found</title>", "<noscript><title>In vain</title></noscript>",
    "<base href='/there/'>", "<noscript><base href='/x/'></noscript>", "<svg><title>A drawing</title></svg>",
    "<meta http-equiv=refresh content='20; url=/there'>", "<meta name=robots content=noindex>",
    "<script>location = '/x'</script>", "<noscript>Please enable JavaScript. <a href=/x>On</a></noscript>",
    "<template><a href=/y>no</a><input type=password></template>", "<iframe src=/z>Not found.</iframe>",
    "<object><h1>Not found</h1></object>", "<main>", "</main>", "<h1>Access Denied</h1>", "<h1>A pier</h1>",
    "<p>Not found.</p>", "<p>The page has moved <a href='/new'>here</a>.</p>", "<p>Please log in.</p>",
    "<input type=password>", "<form>", "</form>", "<nav><a href=/>Home</a></nav>",
    "<div class=entry-content>", "<article>", "<div class=error404>", "</div>",
    "<p>" + "One boat and another. " * 30 + "</p>",
    "<div class=x>" + "<p>Many boats leave the pier. Others come. </p>" * 130 + "</div>",
    "Site under maintenance.", "<style>p{}</style>", "<noembed>Not found.</noembed>",
    "<link rel=next href=x>", "<!-- a remark -->", "<html lang=en>", "<head>", "<body>", "</body></html>",
    "<frameset>", "caf\u00e9",
    "<table><tr><td>", "<svg><style>x</style><script>y</script></svg>", "<svg><a href=/q>z</a></svg>",
)  # fmt: skip


def _told(cut: Cut) -> tuple[object, ...]:
    said = () if cut.kind is PageKind.CONTENT else cut.evidence  # it may name another element
    return cut.kind, cut.reason, said, cut.leads_to, cut.encoding, cut.fallback


def _both(response: Response, host: str) -> Iterator[Cut]:
    """The page by its face's tree, where that tells it, and by the cut."""
    profile = profile_for(host, profiles())
    parsed = parsed_of(response)
    told = None if parsed is None else page_of(parsed, response, profile)
    if told is not None:
        yield told
        yield cut_page(
            response.body,
            content_type=response.content_type,
            url=response.final_url,
            profile=profile,
            status=response.status or 0,
            headers=response.headers,
        )


def answered(
    body: bytes, host: str, *, path: str = "a/b.html", status: int = 200, kind: str | None = "text/html",
    headers: tuple[tuple[str, str], ...] = (),
) -> Response:  # fmt: skip
    url = f"https://{host}/{path}"
    sent = (*headers, *((("content-type", kind),) if kind else ()))
    return Response(url=url, final_url=url, status=status, body=body, headers=sent)


def same(response: Response, host: str) -> bool:
    """Whether the face's tree told the kind; then it is the cut's."""
    both = [_told(cut) for cut in _both(response, host)]
    assert both[:1] == both[1:]
    return bool(both)


@pytest.mark.parametrize("host", [UNKNOWN, WORDPRESS])
def test_every_kind_in_the_zoo_is_told_as_by_the_cut(host: str) -> None:
    told = 0
    for kind in KINDS:
        if kind.truth is Truth.EXCLUDED:
            continue
        asked = Asked(
            method="GET", path=kind.path, headers={}, nth=1, day=0, url=lambda _, path: f"http://x{path}"
        )  # fmt: skip
        body = kind.answers(asked).first.partition(b"\r\n\r\n")[2]
        told += same(answered(body, host), host)
    assert told > len(KINDS) / 3


@given(st.lists(st.sampled_from(_PARTS), max_size=12), st.sampled_from(_TYPES), st.sampled_from(_PATHS),
       st.sampled_from([200, 403, 404, 503]), st.sampled_from(["", "Error from cloudfront"]))  # fmt: skip
def test_any_page_is_told_as_by_the_cut(
    parts: list[str], kind: str | None, path: str, status: int, x_cache: str
) -> None:
    for host in (UNKNOWN, WORDPRESS):
        for body in ("".join(parts), f"<!DOCTYPE html><html><head>{''.join(parts)}"):
            for raw in (body.encode(), body.encode("latin-1", "replace"), body.encode("utf-16")):
                headers = (("x-cache", x_cache),) if x_cache else ()
                same(
                    answered(raw, host, path=path, status=status, kind=kind, headers=headers), host
                )


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<title>Page not found</title><h1>Page not found</h1><p>Sorry.</p>", PageKind.NOT_FOUND),
        ("<title>Moved</title><p>This page has moved <a href=/new>here</a>.</p>", PageKind.MOVED_NOTICE),
        ("<title>Log in</title><form><input type=password></form>", PageKind.BLOCKED),
        ("<title>x</title><main><p>The first boat leaves at seven.</p></main>", PageKind.CONTENT),
        ("<html><body><main><p>The first boat leaves", PageKind.NEEDS_REVIEW),
    ],
)  # fmt: skip
def test_what_is_no_page_is_told_without_the_cut(body: str, kind: PageKind) -> None:
    response = answered(body.encode(), UNKNOWN)
    assert same(response, UNKNOWN)
    assert next(_both(response, UNKNOWN)).kind is kind


def test_a_title_or_a_base_that_only_browsers_without_scripts_see_is_left_to_the_cut() -> None:
    for head in ("<base href='/x/'>", "<title>In vain</title>"):
        body = f"<body><noscript>{head}</noscript><p>Some words.</p>".encode()
        assert not same(answered(body, UNKNOWN), UNKNOWN)


_PROSE = "<p>" + "One boat and another leave the pier at seven. " * 60 + "</p>"


@pytest.mark.parametrize(
    ("body", "is_told"),
    [
        (f"<title>Boats</title><div class=x>{_PROSE}{_PROSE}</div>", True),
        (f"<title>Page not found</title><div class=x>{_PROSE}{_PROSE}</div>", False),
        (f"<title>Moved permanently</title><div class=x>{_PROSE}{_PROSE}</div>", False),
        (f"<title>Boats</title><nav>{_PROSE}{_PROSE}</nav><main><h1>Boats</h1></main>", False),
    ],
)
def test_a_long_page_is_told_without_an_extractor_only_where_nothing_speaks_against_it(
    body: str, is_told: bool
) -> None:
    assert same(answered(body.encode(), UNKNOWN), UNKNOWN) is is_told


def test_a_tree_tells_its_page_once() -> None:
    response = answered(b"<title>x</title><main><p>Words.</p></main>", UNKNOWN)
    parsed = parsed_of(response)
    assert parsed is not None
    profile = profile_for(UNKNOWN, profiles())
    assert page_of(parsed, response, profile) is not None
    assert page_of(parsed, response, profile) is None
