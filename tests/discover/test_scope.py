"""Which addresses belong to the watch, and why the others do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.discover.scope import Beyond, Scope, begins

SITE = "https://archive.example"
SCOPE = Scope(hosts=frozenset({"archive.example"}))

BELONG = [
    "/", "/remarks/one/", "/r/pa/prs/ps/2009/index.htm", "/secretary/rm/2009/01/113790.htm",
    "/documents/organization/251864.pdf", "/report.PDF", "/statements/2001/010108a.html", "/?p=20128",
    "/page.aspx?id=5", "/a.b/c", "/Caf%C3%A9/", "/feedback/", "/printing-history/", "/searching/",
    "/data.csv", "/letter.docx", "/tagore/", "/press/page/2/", "/loginov-remarks/", "/rsshistory/",
]  # fmt: skip
BEYOND = {
    "/a.jpg": Beyond.FILE_TYPE, "/style.CSS?ver=3": Beyond.FILE_TYPE, "/app.js": Beyond.FILE_TYPE,
    "/talk.mp3": Beyond.FILE_TYPE, "/sitemap.xml": Beyond.FILE_TYPE, "/a.zip": Beyond.FILE_TYPE,
    "/feed/": Beyond.FURNITURE, "/remarks/feed": Beyond.FURNITURE, "/tag/ports/": Beyond.FURNITURE,
    "/wp-json/wp/v2/posts": Beyond.FURNITURE, "/?s=ports": Beyond.FURNITURE, "/search/?q=x":
    Beyond.FURNITURE, "/wp-login.php": Beyond.FURNITURE, "/remarks/one/print/": Beyond.FURNITURE,
    "/one/?print=1": Beyond.FURNITURE, "/one/?replytocom=3": Beyond.FURNITURE,
    "/one/?PHPSESSID=abc": Beyond.SESSION, "/one;jsessionid=12": Beyond.SESSION,
    "/a/b/a/b/a/b/a/b/": Beyond.TRAP, "/" + "x/y/" * 20: Beyond.TRAP,
    "http://other.example/": Beyond.OTHER_HOST, "https://archive.example:8443/": Beyond.OTHER_HOST,
    "https://user@archive.example/": Beyond.NO_ADDRESS, "/with space": Beyond.NO_ADDRESS,
    "https://archive.example.evil/": Beyond.OTHER_HOST, "javascript:x": Beyond.NO_ADDRESS,
}  # fmt: skip


def absolute(address: str) -> str:
    return SITE + address if address.startswith("/") else address


@pytest.mark.parametrize("address", BELONG)
def test_pages_and_documents_of_the_host_belong(address: str) -> None:
    assert SCOPE.beyond(absolute(address)) is None


@pytest.mark.parametrize("address", BEYOND)
def test_what_does_not_belong_says_why(address: str) -> None:
    assert SCOPE.beyond(absolute(address)) == BEYOND[address]


@pytest.mark.parametrize(
    ("pattern", "address", "expected"),
    [
        ("/press/", "/press/one/", True), ("/press/", "/press", False), ("/press/", "/a/press/", False),
        ("/*/remarks/", "/secretary/remarks/1/", True), ("/200?/", "/2009/x", True),
        ("/200?/", "/20091/x", False), ("*.pdf", "/a/b.pdf", True), ("/x?a=", "/x?a=1", True),
        ("https://archive.example/press", "/press/1", True), ("/[a]", "/a", False), ("/[a]", "/[a]/", True),
        ("http://archive.example/", "/press/1", False),
    ],
)  # fmt: skip
def test_a_pattern_is_a_beginning_with_wildcards(
    pattern: str, address: str, expected: bool
) -> None:
    assert begins(absolute(address), pattern) is expected


def test_what_is_included_and_not_excluded_belongs() -> None:
    scope = Scope(hosts=SCOPE.hosts, include=("/press/", "/remarks/"), exclude=("/press/old/",))
    said = [
        scope.beyond(SITE + path) for path in ("/press/1/", "/remarks/", "/x/", "/press/old/1/")
    ]
    assert said == [None, None, Beyond.NOT_INCLUDED, Beyond.EXCLUDED]


@given(st.text(max_size=60))
def test_any_text_is_judged_and_nothing_is_raised(text: str) -> None:
    for address in (text, f"{SITE}/{text}", f"https://{text}"):
        assert SCOPE.beyond(address) in {None, *Beyond}
