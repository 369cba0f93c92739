"""Listings as the archives' own templates have them: what stands in the content, and nothing around it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_watch.services.asking.network import open_network
from archive_watch.services.discovering.discover_site import discover
from archive_watch.services.discovering.discovered import StartingPoint, StartTold
from archive_watch.services.discovering.keep_source import Rules
from archive_watch.services.watch import Watch
from servers import PageServer
from services.asking import settings, watching

WORDPRESS, SKIN, BY_HAND = "2017-2021.state.gov", "2009-2017.state.gov", "1997-2001.state.gov"


@pytest.fixture
def server() -> Iterator[PageServer]:
    with PageServer() as running:
        yield running


@pytest.fixture
def watch(tmp_path: Path, server: PageServer) -> Iterator[Watch]:
    hosts = server.connect_to(WORDPRESS, SKIN, BY_HAND)
    with watching(tmp_path, settings(hosts)) as one:
        yield one


async def listed(watch: Watch, host: str, path: str) -> tuple[StartTold, list[str]]:
    start = StartingPoint(url=f"http://{host}{path}", kind="listing")
    async with open_network(watch) as network:
        (told,) = await discover(watch, network, [start], Rules())
    return told, [page.url.removeprefix(f"http://{host}") for page in told.pages]


def wordpress(number: int) -> str:
    own = f"http://{WORDPRESS}"
    results = "".join(
        "<li class='collection-result'><a class='collection-result__link'"
        f" href='{own}/remarks-{number}-{n}/'>Remarks {n}</a></li>"
        for n in (1, 2)
    )
    onward = (
        f"<a class='next page-numbers' href='{own}/press/page/{number + 1}//index.html'>Next</a>"
    )
    return (
        "<html><head><title>Press</title></head><body><header id='masthead'><nav><ul>"
        "<li class='nav__countries'><div><div><a href='/countries/'>Countries</a></li></ul></nav></header>"
        f"<main><h1>Press</h1><ul class='collection-results' id='col_json_result'>{results}</ul>"
        f"<nav><a class='page-numbers' href='{own}/press/'>1</a>{onward if number < 3 else ''}</nav></main>"
        "<footer><a href='/about/'>About</a></footer></body></html>"
    )


async def test_a_wordpress_archive_names_its_results_and_goes_on_below_them(
    watch: Watch, server: PageServer
) -> None:
    server.page("/press/", wordpress(1), host=WORDPRESS)
    for number in (2, 3):
        server.page(f"/press/page/{number}//index.html", wordpress(number), host=WORDPRESS)
    _, found = await listed(watch, WORDPRESS, "/press/")
    assert found == ["/press/", *(f"/remarks-{page}-{n}/" for page in (1, 2, 3) for n in (1, 2))]


def skin(links: str) -> str:
    return (
        "<html><head><title>Press</title></head><body><div class='container'><h1>The Department</h1>"
        "<main id='main-content'><ul class='breadcrumbs'><li><a href='/start/'>Home</a></li></ul>"
        "<div class='l-page-title'><h2 class='title' id='page-title'>Releases: 2009</h2></div>"
        f"<div id='middlecolumn'><div id='centerblock'><p>The releases of the year.</p>{links}</div></div>"
        "<aside><a href='/beside/'>Beside</a></aside></main></div></body></html>"
    )


async def test_the_month_lists_of_a_year_are_read_and_its_old_address_is_another_host(
    watch: Watch, server: PageServer
) -> None:
    months = (
        "<a href='/ps/2009/08/index.htm'>August</a> <a href='http://www.state.gov/ps/x.htm'>x</a>"
    )
    server.page("/ps/2009/index.htm", skin(months), host=SKIN)
    server.page("/ps/2009/08/index.htm", skin("<a href='128101.htm'>One</a>"), host=SKIN)
    told, found = await listed(watch, SKIN, "/ps/2009/index.htm")
    assert found == ["/ps/2009/index.htm", "/ps/2009/08/index.htm", "/ps/2009/08/128101.htm"]
    assert told.sources[0].examples == {"another host": ["http://www.state.gov/ps/x.htm"]}


async def test_the_lists_of_a_page_written_by_hand_are_relative_to_its_base(
    watch: Watch, server: PageServer
) -> None:
    def briefings(*links: str) -> str:
        anchors = "".join(f"<P><A HREF={link}>January</A>" for link in links)
        return (
            "<html><head><TITLE>Briefings</TITLE><base href='//1997-2001.state.gov/briefings/'></head><BODY>"
            "<P><div id='archivebanner'><a href='/banner.html'>Other archives</a></div><P><P><BLOCKQUOTE>"
            f"<TABLE><TR><TD><B>Press Briefings</B></TD></TR></TABLE>{anchors}</BLOCKQUOTE></body></html>"
        )

    server.page(
        "/briefings/2000_index.html",
        briefings("0001/000103db.html", "1999_index.html"),
        host=BY_HAND,
    )
    server.page("/briefings/1999_index.html", briefings("9901/990104db.html"), host=BY_HAND)
    _, found = await listed(watch, BY_HAND, "/briefings/2000_index.html")
    assert found == [
        "/briefings/2000_index.html", "/briefings/0001/000103db.html", "/briefings/1999_index.html",
        "/briefings/9901/990104db.html",
    ]  # fmt: skip
