"""Block pages and missing pages, whatever their status; and articles that only sound like them."""

from __future__ import annotations

import pytest

from archive_watch.extract.page import PageKind
from extract.reading import UNKNOWN, WORDPRESS, cut, wordpress

_STATUSES = (200, 202, 403, 407, 429, 503)


def _bare(title: str, body: str = "<p>Please try again later.</p>") -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize("status", _STATUSES)
@pytest.mark.parametrize(
    "title",
    [
        "Technical Difficulties",
        "Technical Difficulties | The Department",
        "Access Denied",
        "Attention Required! | Cloudflare",
        "Just a moment...",
        "Pardon Our Interruption",
        "ERROR: The request could not be satisfied",
        "403 Forbidden",
        "Sucuri WebSite Firewall - Access Denied",
    ],
)
def test_a_block_page_is_blocked_whatever_its_status(title: str, status: int) -> None:
    for host in (WORDPRESS, UNKNOWN):
        assert cut(_bare(title), host, status=status).kind is PageKind.BLOCKED, host


def test_a_challenge_whose_markup_has_a_main_element_is_no_content() -> None:
    body = '<main role="main" class="main-wrapper"><h1>www.example.org</h1><p>Verifying…</p></main>'
    assert cut(_bare("Just a moment...", body), UNKNOWN, status=403).kind is PageKind.BLOCKED
    assert cut(_bare("Just a moment...", body), UNKNOWN).kind is PageKind.BLOCKED


def test_an_empty_page_with_a_challenge_in_it_is_blocked() -> None:
    page = _bare("", '<iframe src="/_Incapsula_Resource?x=1"></iframe>')
    assert cut(page, UNKNOWN).kind is PageKind.BLOCKED


@pytest.mark.parametrize(
    "title",
    [
        "Technical Difficulties in the Talks",
        "Technical Difficulties",
        "Access Denied: Journalists in Sampleland",
        "Blocked Assets Report",
        "Page Not Found in the Archives of Sampleland",
        "404 Partners Sign the Compact",
    ],
)
def test_an_article_may_be_called_what_it_likes(title: str) -> None:
    words = " ".join(
        ["The technical difficulties and the access denied to all were not found."] * 20
    )
    page = wordpress(f"<p>{words}</p>", title=title)
    assert cut(page).kind is PageKind.CONTENT
    assert cut(page, UNKNOWN).kind in {PageKind.CONTENT, PageKind.LISTING}, (
        "on a host without a profile"
    )


def test_a_short_article_that_mentions_a_block_is_content_on_any_host() -> None:
    page = _bare(
        "News of the Harbour", "<main><h1>News</h1><p>Access Denied, said the sign.</p></main>"
    )
    assert cut(page, UNKNOWN).kind is PageKind.CONTENT


def test_a_missing_page_behind_an_edge_that_says_error_is_not_called_blocked() -> None:
    headers = (("x-cache", "Error from cloudfront"),)
    found = cut(_bare("The Department"), status=404, headers=headers)
    assert found.kind is not PageKind.BLOCKED
    assert cut(_bare("The Department"), status=200, headers=headers).kind is PageKind.BLOCKED


@pytest.mark.parametrize("host", [WORDPRESS, UNKNOWN])
@pytest.mark.parametrize(
    "title",
    [
        "Page not found - The Department",
        "404 - File or directory not found.",
        "The page you’re looking for doesn't exist",
        "Oops! That page can’t be found.",
        "Error 404",
        "Requested Page Not Found (404)",
        "Content No Longer Available",
    ],
)
def test_a_not_found_inside_a_200_is_not_found(title: str, host: str) -> None:
    page = _bare(title, '<div><a href="/">Home</a><p>Sorry.</p></div>')
    assert cut(page, host).kind is PageKind.NOT_FOUND


def test_the_headline_says_it_where_the_title_is_only_the_sites() -> None:
    page = _bare("The Department", '<main><h1>Page Not Found</h1><a href="/">Home</a></main>')
    assert cut(page, UNKNOWN).kind is PageKind.NOT_FOUND


def test_a_body_without_words_is_empty() -> None:
    assert cut("  \n ").kind is PageKind.EMPTY
    assert cut(wordpress("")).kind is PageKind.EMPTY


def test_a_page_that_no_selector_explains_waits_for_a_person() -> None:
    page = _bare("Something", '<div><a href="/">Home</a><p>Words.</p></div>')
    found = cut(page)
    assert (found.kind, found.reason) == (PageKind.NEEDS_REVIEW, "no_selector_matched")
