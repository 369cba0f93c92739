"""Block pages and missing pages, whatever their status; and articles that only sound like them."""

from __future__ import annotations

import pytest

from archive_watch.extract.page import Cut, PageKind, cut_page
from archive_watch.extract.profile import profile_for
from extract.reading import UNKNOWN, WORDPRESS, cut, profiles, wordpress

_STATUSES = (200, 202, 403, 407, 429, 503)


def _bare(title: str, body: str = "<p>Please try again later.</p>") -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


def _with_twin(markup: str, twin: str) -> Cut:
    """What a page is whose bytes ``twin`` answered too."""
    return cut_page(
        markup.encode(),
        content_type="text/html",
        url=f"https://{WORDPRESS}/a-page/",
        profile=profile_for(WORDPRESS, profiles()),
        same_body_as=twin,
    )


def _framed(title: str, heading: str, rest: str = "") -> str:
    """A page within its site's frame."""
    return (
        f"<html><head><title>{title}</title></head><body><header><nav><a href='/'>Home</a>"
        f"<a href='/about'>About us</a></nav></header><main><h1>{heading}</h1>{rest}</main>"
        "<footer><a href='/privacy'>Privacy</a></footer></body></html>"
    )


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


@pytest.mark.parametrize(
    "words",
    [
        'You don\'t have permission to access "http://www.example.org/a" on this server.',
        "We are currently experiencing technical difficulties. Please come back later.",
        "Your request has been blocked. Reference 18.2d.",
    ],
)
def test_a_block_page_without_a_title_is_known_by_its_sentence(words: str) -> None:
    for host in (WORDPRESS, UNKNOWN):
        page = _bare("www.example.org", f"<main><h2>Sorry</h2><p>{words}</p></main>")
        assert cut(page, host).kind is PageKind.BLOCKED, host
    assert cut(wordpress(f"<p>{words}</p>")).kind is PageKind.CONTENT


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


@pytest.mark.parametrize(
    "title",
    [
        "Page introuvable | Le Ministère",
        "Erreur 404 - Page non trouvée",
        "Oups ! La page que vous recherchez n’existe plus",
        "La page demandée n'a pas été trouvée",
        "Página no encontrada – Departamento",
        "Lo sentimos, la página solicitada no existe",
        "No se ha encontrado la página",
        "Seite nicht gefunden",
        "Página não encontrada",
        "Pagina non trovata",
        "Страница не найдена",
        "الصفحة غير موجودة",
        "您访问的页面不存在",
        "We're sorry, that page can't be found",
    ],
)
def test_a_not_found_is_understood_in_the_languages_of_the_hosts(title: str) -> None:
    assert cut(_bare(title, "<div><a href='/'>.</a></div>")).kind is PageKind.NOT_FOUND
    assert cut(_framed("Example", title), UNKNOWN).kind is PageKind.NOT_FOUND


def test_a_not_found_in_the_whole_frame_of_its_site_is_found_by_its_sentence() -> None:
    page = _framed("The Department", "Oops", "<p>La page demandée est introuvable.</p>")
    assert cut(page, UNKNOWN).kind is PageKind.NOT_FOUND


def test_words_taken_away_in_place_of_which_it_says_so_are_missing() -> None:
    page = wordpress("<p>The page you requested is no longer available.</p>", title="Advice")
    assert cut(page).kind is PageKind.NOT_FOUND


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Wayback Machine", "<h1>Hrm.</h1><p>The Wayback Machine has not archived that URL.</p>"),
        ("example.org", "<p>This domain is for sale!</p><a href='https://p.example/'>Related</a>"),
        ("Account Suspended", "<h1>This Account has been suspended.</h1>"),
    ],
)
def test_a_page_that_another_holds_the_place_of_is_missing(title: str, body: str) -> None:
    for host in (WORDPRESS, UNKNOWN):
        assert cut(_bare(title, body), host).kind is PageKind.NOT_FOUND, host


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Sign in to your account", "<form><input name=u><input type=password></form>"),
        ("Log In ‹ Example", "<main><h1>Log in</h1><form><input type=password></form></main>"),
        ("Example", "<main><p>You must sign in to view this page.</p></main>"),
        ("Cookies required", "<p>Please enable cookies and reload.</p>"),
        ("Before you continue", "<main><p>We use them.</p><button>Accept all</button></main>"),
        ("Guest Wi-Fi", "<h1>Welcome to Guest Wi-Fi</h1><form><button>Connect</button></form>"),
    ],
)
def test_a_page_behind_a_wall_is_blocked(title: str, body: str) -> None:
    for host in (WORDPRESS, UNKNOWN):
        found = cut(_bare(title, body), host)
        assert (found.kind, found.reason) == (PageKind.BLOCKED, "login_page"), host
        assert len(found.evidence) > 1


def test_a_browser_that_is_sent_to_a_portal_is_blocked_not_moved() -> None:
    for target in ("http://10.0.0.1/hello", "https://portal.example/login?to=x"):
        page = f'<html><head><meta http-equiv="refresh" content="0; url={target}"></head></html>'
        assert cut(page).kind is PageKind.BLOCKED, target


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Site Under Maintenance", "<h1>We'll be back soon!</h1><p>Sorry.</p>"),
        ("Example", "<main><h1>Scheduled Maintenance</h1><p>Back shortly.</p></main>"),
        ("502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr>"),
        ("WordPress › Error", "<h1>Error establishing a database connection</h1>"),
        ("Welcome to nginx!", "<h1>Welcome to nginx!</h1><a href='https://nginx.org/'>x</a>"),
    ],
)
def test_a_site_that_says_it_is_out_of_order_is_no_page(title: str, body: str) -> None:
    for host in (WORDPRESS, UNKNOWN):
        assert cut(_bare(title, body), host).kind is PageKind.OUTAGE, host


def test_a_page_whose_words_scripts_would_fetch_waits_for_a_person() -> None:
    page = _bare("Example", "<div id=app></div><noscript>Please enable JavaScript.</noscript>")
    for host in (WORDPRESS, UNKNOWN):
        found = cut(page, host)
        assert (found.kind, found.reason) == (PageKind.NEEDS_REVIEW, "needs_scripts"), host


def test_one_body_for_two_addresses_counts_only_where_no_content_was_found() -> None:
    nothing = _bare("The Department", "<div><p>Sorry about that.</p></div>")
    twin = "https://2021-2025.state.gov/another/"
    assert cut(nothing).kind is PageKind.NEEDS_REVIEW
    found = _with_twin(nothing, twin)
    assert found.kind is PageKind.BLOCKED
    assert found.evidence[0] == f"{twin} answered the same bytes"
    assert _with_twin(wordpress("<p>The talks.</p>"), twin).kind is PageKind.CONTENT


def test_a_page_that_nothing_explains_at_the_address_of_a_document_is_blocked() -> None:
    frame = _bare("The Department", "<div><a href='/'>Home</a><p>Words.</p></div>")
    for path, kind in (
        ("documents/organization/251864.pdf", PageKind.BLOCKED),
        ("feed.xml", PageKind.BLOCKED),
        ("t/isn/5181.htm", PageKind.NEEDS_REVIEW),
    ):
        assert cut(frame, path=path).kind is kind, path
    missing = _bare("Page not found", "<div><a href='/'>Home</a></div>")
    assert cut(missing, path="251864.pdf").kind is PageKind.NOT_FOUND
    assert cut(wordpress("<p>Words.</p>"), path="251864.pdf").kind is PageKind.CONTENT
    assert cut(frame, UNKNOWN, path="251864.pdf").kind is PageKind.CONTENT


def test_a_frame_around_a_bare_headline_is_empty() -> None:
    assert cut(_framed("A Title", "A Title"), UNKNOWN).kind is PageKind.EMPTY
    for rest in ("<p>Shortened.</p>", '<img src="chart.png" alt="">'):
        assert cut(_framed("A Title", "A Title", rest), UNKNOWN).kind is PageKind.CONTENT, rest
    assert cut("<main><h1>Hello</h1></main>", UNKNOWN).kind is PageKind.CONTENT, "without a frame"


def test_a_short_page_that_is_only_short_is_content() -> None:
    words = "<p>The Secretary has no public appointments.</p>"
    assert cut(wordpress(words, title="Public Schedule")).kind is PageKind.CONTENT
    assert (
        cut(_framed("Public Schedule", "Public Schedule", words), UNKNOWN).kind is PageKind.CONTENT
    )
    dialogue = (
        "<p>QUESTION: May we?</p><p>MODERATOR: One moment, please.</p><p>It was not found.</p>"
    )
    assert cut(_framed("Talks", "Talks", dialogue), UNKNOWN).kind is PageKind.CONTENT


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
