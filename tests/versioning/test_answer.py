"""Answers that differ in their tokens alone are one answer; a word, a link or a title never is one."""

from __future__ import annotations

import pytest

from archive_watch.versioning.answer import answer_sha256, less_tokens

_PAGE = (
    "<!DOCTYPE html><html><head><title>Remarks</title>{head}</head><body class='post'>{body}"
    "<main><p>The ship was not delayed.</p></main></body></html>"
)
_TOKENS = [
    '<meta name="csrf-token" content="{t}">',
    '<META content="{t}" name="csrf">',
    '<script nonce="{t}">go();</script>',
    "<style nonce='{t}'>p{{}}</style>",
    '<script>var ajax = {{"url":"/go","nonce":"{t}"}};</script>',
    '<input type="hidden" name="authenticity_token" value="{t}">',
    '<input type=hidden value="{t}" id="__VIEWSTATE">',
    "<p>Words.</p>\n<!-- made in {t} seconds -->",
]
_WORDS = [
    "<p>{t}</p>",
    '<p>nonce="{t}"</p>',
    '<p>csrf: "{t}"</p>',
    '<a href="/{t}/">a</a>',
    "<title>{t}</title>",
    '<title><meta name="csrf" content="{t}"></title>',
    '<textarea><script nonce="{t}"></script></textarea>',
    "<textarea><!-- {t} --></textarea>",
    '<xmp><meta name="csrf" content="{t}"></xmp>',
    '<plaintext><meta name="csrf" content="{t}">',
    '<meta name="description" content="{t}">',
    '<meta property="og:title" content="{t}">',
    '<input type="text" name="token" value="{t}">',
    '<!-- x --><script src="/{t}.js"></script>',
    "<!-- <script> --><p>nonce: '{t}'</p><script></script>",
    '<meta name="csrf" content="a {t}">',
]


def _page(piece: str, token: str, where: str = "body") -> bytes:
    parts = {"head": "", "body": "", where: piece.format(t=token)}
    return _PAGE.format(**parts).encode()


@pytest.mark.parametrize("where", ["head", "body"])
@pytest.mark.parametrize("piece", _TOKENS, ids=range(len(_TOKENS)))
def test_a_token_made_anew_makes_no_other_answer(piece: str, where: str) -> None:
    one, other = (_page(piece, token, where) for token in ("a1b2", "Zx9/+=="))
    assert one != other
    assert less_tokens(one) == less_tokens(other)


@pytest.mark.parametrize("piece", _WORDS, ids=range(len(_WORDS)))
def test_what_may_be_a_word_or_an_address_is_no_token(piece: str) -> None:
    one, other = (_page(piece, token) for token in ("a1b2", "c3d4"))
    assert less_tokens(one) != less_tokens(other)


def test_the_reader_the_address_and_the_type_are_part_of_the_answer() -> None:
    asked = {"reader": "one", "url": "http://harbour.example/", "content_type": "text/html"}
    others = [{**asked, name: "another"} for name in asked]
    digests = {answer_sha256(b"<p>words</p>", **one) for one in (asked, *others)}
    assert len(digests) == 1 + len(asked)


def test_markup_that_never_ends_is_walked_once() -> None:
    for piece in (b"<script>", b"<!--", b"<meta name=csrf ", b"<title>", b"<!-- x -->" * 2):
        body = piece * 50_000
        assert len(less_tokens(body)) <= len(body)
