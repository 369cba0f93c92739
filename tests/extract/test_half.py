"""Half a page is not read: the other half would seem to have been deleted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.extract.intake.half import half_sign
from archive_watch.extract.page import PageKind
from extract.reading import NINETIES, UNKNOWN, cut, wordpress

_PAGE = wordpress("<p>The harbour is open; <a href='/a/'>the list</a> is kept.</p>" * 5)


_HEAD, _END = _PAGE.index("<title>") + len("<title>"), _PAGE.rindex("</div></body>")


@given(st.integers(_HEAD, _END))
def test_a_page_cut_anywhere_before_its_end_is_half(length: int) -> None:
    found = cut(_PAGE[:length], UNKNOWN)
    assert (found.kind, found.reason) == (PageKind.NEEDS_REVIEW, "half_page")
    assert half_sign(_PAGE) is None


@pytest.mark.parametrize("host", [UNKNOWN, NINETIES])
def test_half_a_page_waits_for_review_with_the_sign_named(host: str) -> None:
    whole = (
        "<html><head><title>Old page</title></head><body><table><tr><td><p>Words that stand here."
    )
    found = cut(whole, host)
    assert (found.kind, found.reason, found.evidence) == (
        PageKind.NEEDS_REVIEW,
        "half_page",
        ("it ends inside its <table>, without </html>",),
    )


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Words alone, as old servers sent them",
        "<!doctype html><title>Short</title><p>HTML lets end tags be left out",
        "<HTML><BODY><DIV>An old page</DIV></BODY>",
        "<html><body><div>one</div><div>two</div><p>three",
        "<html><body><p>a < b and b > c",
        "<html><body><div>its author never closed this</html>",
        "<html><body><div>and here the body alone ends</BODY >",
    ],
)
def test_a_whole_page_of_sloppy_markup_is_no_half(markup: str) -> None:
    assert half_sign(markup) is None


@pytest.mark.parametrize(
    ("markup", "sign"),
    [
        ("<html><body><p>words <a hre", "it ends inside a tag"),
        ("<html><body><p>words </a", "it ends inside a tag"),
        ("<html><body><p>words <!-- and th", "it ends inside a comment"),
        ("<html><body><p>words\ufffd", "it ends inside a character"),
        ("<html><head><title>Wor", "it ends inside its <title>, without </html>"),
        ("<html><body><p>words<script>var a = 1", "it ends inside its <script>, without </html>"),
    ],
)
def test_each_sign_is_named(markup: str, sign: str) -> None:
    assert half_sign(markup) == sign


def test_many_comments_before_nothing_are_looked_at_once() -> None:
    assert half_sign("<!-- a -->" * 20_000 + "<p>words") is None
