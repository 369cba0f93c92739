"""From bytes to characters: what is declared is often wrong, and nothing may be garbled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.extract.intake.decode import decode_body
from archive_watch.extract.page import PageKind
from extract.reading import POWELL, cut, read

_WORDS = "<html><body>“It’s ready” – he said…</body></html>"


@pytest.mark.parametrize(
    ("body", "declared", "encoding"),
    [
        (_WORDS.encode("cp1252"), "text/html; charset=iso-8859-1", "windows-1252"),
        (_WORDS.encode("cp1252"), "text/html; charset=utf-8", "windows-1252"),
        (_WORDS.encode("cp1252"), "text/html; charset=US-ASCII", "windows-1252"),
        (_WORDS.encode("cp1252"), "text/html; charset=no-such", "windows-1252"),
        (_WORDS.encode("cp1252"), None, "windows-1252"),
        (_WORDS.encode(), "text/html; charset=iso-8859-1", "utf-8"),
        (_WORDS.encode("utf-8-sig"), "text/html; charset=iso-8859-1", "utf-8"),
        (_WORDS.encode("utf-16"), "text/html; charset=utf-8", "utf-16-le"),
        (_WORDS.encode("utf-16-le"), "text/html", "utf-16-le"),
        (_WORDS.encode("utf-16-be"), None, "utf-16-be"),
    ],
)
def test_the_same_words_are_read_whatever_is_declared(
    body: bytes, declared: str | None, encoding: str
) -> None:
    found = decode_body(body, declared)
    assert (found.text, found.encoding) == (_WORDS, encoding)
    assert cut(body, POWELL, content_type=declared).kind is not PageKind.DOCUMENT


def test_the_page_says_what_the_header_does_not() -> None:
    body = '<meta charset="windows-1251"><p>Привет'.encode("cp1251")
    assert decode_body(body, "text/html").text.endswith("Привет")
    japanese = "<p>日本".encode("iso-2022-jp")
    assert decode_body(japanese, "text/html; charset=iso-2022-jp").text == "<p>日本"


def test_one_stray_byte_does_not_garble_a_page() -> None:
    body = _WORDS.encode() + "it’s".encode("cp1252")
    assert decode_body(body, "text/html; charset=utf-8").text == f"{_WORDS}it’s"
    assert decode_body("<p>it’".encode()[:-1], None).text == "<p>it\ufffd"


@given(st.binary(max_size=300), st.none() | st.text(max_size=40))
def test_any_bytes_under_any_label_are_read_without_a_fault(
    body: bytes, declared: str | None
) -> None:
    found = decode_body(body, declared)
    assert isinstance(found.text, str)
    cut(body, content_type=declared)


def test_nothing_that_cannot_be_stored_is_in_a_text() -> None:
    page = (
        '<html lang="\x00"><title>a\x00</title><div id=content><p>x\x00y &#xD800; &#0; z</p></div>'
    )
    found = read(page, POWELL)
    assert "\x00" not in f"{found.text}{found.metadata}"
    found.text.encode()
