"""What a page shows at a glance."""

from __future__ import annotations

import pytest

from archive_watch.classify.link_face import Face, face_of
from archive_watch.model.capture import Failure, Refusal, Response

_URL = "http://harbour.example/a/b"


Headers = tuple[tuple[str, str], ...]


def faced(
    body: str | bytes, *, kind: str | None = "text/html", headers: Headers = ()
) -> Face | None:
    raw = body.encode() if isinstance(body, str) else body
    sent = (*headers, *((("content-type", kind),) if kind else ()))
    return face_of(Response(url=_URL, final_url=_URL, status=200, body=raw, headers=sent))


def face(body: str | bytes, *, headers: Headers = ()) -> Face:
    found = faced(body, headers=headers)
    assert found is not None
    return found


def test_title_heading_and_words_are_seen_and_scripts_are_none() -> None:
    found = face("<title> A  b </title><script>no()</script><h1>C</h1><p>d</p><style>x{}</style>")
    assert (found.title, found.heading, found.has_scripts) == ("A b", "C", True)
    assert (found.text_bytes, found.refuses_indexing) == (len("C d"), False)


@pytest.mark.parametrize(
    ("head", "headers"),
    [
        ("<meta name=Robots content='NOINDEX, nofollow'>", ()),
        ("<meta name=robots content=none>", ()),
        ("", (("x-robots-tag", "noindex"),)),
    ],
)
def test_a_wish_not_to_be_indexed_is_seen(head: str, headers: Headers) -> None:
    assert face(f"{head}<p>words", headers=headers).refuses_indexing
    assert not face("<meta name=robots content=index>").refuses_indexing


@pytest.mark.parametrize(
    ("content", "leads_to"),
    [
        ("0; url=/there", "http://harbour.example/there"),
        ("0;URL='http://other.example/'", "http://other.example/"),
        ("10, /there", "http://harbour.example/there"),
        ("5.5; url=there", "http://harbour.example/a/there"),
        ("11; url=/there", None),
        ("300", None),
        ("0; url=/a/b", None),
        ("0; url=javascript:alert(1)", None),
        ("soon; url=/there", None),
    ],
)
def test_a_refresh_within_ten_seconds_leads_on(content: str, leads_to: str | None) -> None:
    assert face(f'<meta http-equiv=Refresh content="{content}"><p>w').refresh == leads_to


def test_a_refresh_for_browsers_without_scripts_leads_nowhere() -> None:
    shown = "<noscript><meta http-equiv=refresh content='0; url=/there'></noscript><p>w"
    assert face(shown).refresh is None


def test_what_is_no_page_has_no_face() -> None:
    assert faced("x", kind="application/pdf") is None
    assert faced(b"%PDF-1.7", kind="text/html") is None
    assert faced(b"%PDF-1.7", kind=None) is None
    assert faced("words", kind=None) is not None
    refusal = Refusal(failure=Failure.TIMEOUT)
    assert face_of(Response(url=_URL, final_url=_URL, refusal=refusal)) is None


@pytest.mark.parametrize("markup", ["<div>" * 60_000, "<b>" * 3_000 + "<p>x" * 3_000])
def test_a_page_that_is_dear_to_parse_has_no_face(markup: str) -> None:
    assert faced(markup) is None


def test_bytes_that_are_no_text_are_looked_at_without_harm() -> None:
    assert face(bytes(range(256)) * 64).text_bytes >= 0
    assert face(b"").text_bytes == 0
