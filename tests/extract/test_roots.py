"""Where the words are: on the archives' pages by their profiles, elsewhere by what is likeliest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive_watch.extract.cutting.roots import FoundBy
from archive_watch.extract.page import PageKind, cut_page
from archive_watch.extract.profile import profile_for
from archive_watch.model.learnt import Learnt
from archive_watch.model.site import SiteProfile
from cost import growth
from extract.reading import KERRY, NINETIES, POWELL, UNKNOWN, cut, paragraphs, profiles, wordpress

_LONG = "Words of the article, and more of them, and still more. " * 6
_FURNITURE = "<nav>Nav</nav><header>Head</header><footer>Foot</footer>"


@pytest.mark.parametrize(
    "body",
    [
        f"<main><p>{_LONG}</p><aside>Aside</aside></main>",
        f"<article><p>{_LONG}</p></article>",
        f'<div role="main"><p>{_LONG}</p></div>',
        f'<div id="content"><nav>In</nav><p>{_LONG}</p></div>',
        f"<main><p>{_LONG}</p><section><article>Teaser</article><article>Card</article></section></main>",
        f'<main>Hero</main><div id="content"><p>{_LONG}</p></div>',
        f'<form id="aspnetForm"><div class="menu">Menu</div><p>{_LONG}</p></form>',
        f'<form id="aspnetForm"><main><p>{_LONG}</p></main></form>',
        f'<div class="sidebar">Side</div><div id="footer">Foot</div><div><p>{_LONG}</p></div>',
        f'<div id="wm-ipp-base">Wayback</div><div><p>{_LONG}</p></div><div class="cookie-notice">C</div>',
    ],
)
def test_the_likeliest_content_of_an_unknown_host_is_read(body: str) -> None:
    page = f"<html><head><title>T</title></head><body>{_FURNITURE}{body}</body></html>"
    found = cut(page, UNKNOWN)
    assert (found.kind, found.fallback) == (PageKind.CONTENT, True)
    assert _LONG.strip() in paragraphs(page, UNKNOWN)
    assert {"Nav", "Head", "Foot", "Menu", "Side", "In", "Aside", "Wayback", "C"}.isdisjoint(
        paragraphs(page, UNKNOWN)
    )


def test_a_teaser_beside_the_article_is_no_word_of_it() -> None:
    teaser = '<aside><article><div class="entry-content"><p>Teaser</p></div></article></aside>'
    assert paragraphs(wordpress("<p>Words.</p>", after=teaser)) == ["Words."]


def test_several_elements_of_content_are_read_once_each_in_order() -> None:
    page = wordpress(
        '<p>One.</p></div><div class="entry-content"><div class="entry-content"><p>Two.</p></div>'
    )
    assert paragraphs(page) == ["One.", "Two."]


@pytest.mark.parametrize(
    ("host", "page"),
    [
        (
            NINETIES,
            "<p><div id=archivebanner><blockquote>B</blockquote></div><blockquote>Words.</blockquote>",
        ),
        (NINETIES, "<font size=2><blockquote><p>Words.</blockquote></font>"),
        (NINETIES, "<div align=left><blockquote><p>Words.</blockquote></div>"),
        (POWELL, "<table><tr><td>Nav</td><td class=content><p>Words.</td></tr></table>"),
        (POWELL, "<div id=nav>Nav</div><div id=content><p>Words.</div>"),
        (
            KERRY,
            "<a id=main-content></a><main id=main-content><div id=centerblock><p>Words.</div></main>",
        ),
        (KERRY, "<div id=region-content><p>Words.</div>"),
    ],
)
def test_the_content_of_each_era_is_found_by_its_markup(host: str, page: str) -> None:
    assert paragraphs(f"<html><body>{page}</body></html>", host) == ["Words."]


def test_a_listing_is_known_as_one() -> None:
    page = (
        '<html><body><main><ul id="col_json_result"><li class="collection-result">'
        '<a class="collection-result__link" href="/a/">One</a></li></ul></main></body></html>'
    )
    assert cut(page).kind is PageKind.LISTING


def test_the_title_of_a_drawing_is_not_the_title_of_the_page() -> None:
    page = "<html><body><svg><title>Logo</title></svg><main><p>Words.</p></main></body></html>"
    part = cut(page, UNKNOWN).part
    assert part is not None
    assert part.html_title is None


def test_a_name_of_content_that_holds_most_of_the_way_on_gives_way() -> None:
    links = "".join(f"<li><a href=/{n}>Another story of the harbour {n}</a>" for n in range(12))
    page = (
        f"<html><body><main><div class=words><p>{_LONG}</p><p>{_LONG}</p></div>"
        f"<ul>{links}</ul></main></body></html>"
    )
    learnt = Learnt(number=1, pages=8, roots=("div.words",))
    profile = replace(profile_for(UNKNOWN, profiles()), last_resort=False)
    url = f"https://{UNKNOWN}/a"

    def root(profile: SiteProfile, page: str = page) -> tuple[FoundBy | None, str | None]:
        found = cut_page(page.encode(), content_type="text/html", url=url, profile=profile)
        assert found.part is not None
        return found.part.root_by, found.part.root

    assert root(replace(profile, learnt=learnt)) == (FoundBy.LEARNT, "div.words")
    assert root(profile) == (FoundBy.PROSE, "div.words")
    in_a_sidebar = page.replace("<ul>", "<aside><ul>").replace("</ul>", "</ul></aside>")
    assert root(profile, in_a_sidebar) == (FoundBy.SELECTOR, "main")


def test_a_usual_name_of_furniture_that_holds_most_of_the_words_is_none() -> None:
    page = f"<main><p>Note.</p><div class=share-letter><p>{_LONG}</p></div></main>"
    assert _LONG.strip() in paragraphs(f"<html><body>{page}</body></html>", UNKNOWN)


def test_thousands_of_names_of_furniture_in_one_another_cost_little() -> None:
    deep = 1_500
    page = f"<main>{'<div class=share-it>' * deep}<p>{_LONG * 2_000}</p>{'</div>' * deep}</main>"
    plain = f"<main><p>{_LONG * 2_000}</p></main>"
    ratio = growth(
        lambda: cut(f"<html><body>{plain}</body></html>", UNKNOWN),
        lambda: cut(f"<html><body>{page}</body></html>", UNKNOWN),
        below=30,
    )
    assert ratio < 30
