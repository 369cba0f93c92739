"""Sitemaps and feeds of every make, good and broken: what is read of them, and what is said of it."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.discover.reading import read_source
from archive_watch.discover.source import MAX_NAMED, NoSource, Reading, SourceKind

HERE = "https://archive.example/maps/sitemap.xml"
XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def read(body: bytes | str, *, url: str = HERE, is_cut: bool = False) -> Reading:
    found = read_source(body if isinstance(body, bytes) else body.encode(), url=url, is_cut=is_cut)
    assert isinstance(found, Reading), found
    return found


def refused(body: bytes | str) -> NoSource:
    found = read_source(body if isinstance(body, bytes) else body.encode(), url=HERE)
    assert isinstance(found, NoSource), found
    return found


def urlset(*locs: str, attributes: str = XMLNS) -> str:
    entries = "".join(f"<url><loc>{loc}</loc></url>" for loc in locs)
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {attributes}>{entries}</urlset>'


def urls(reading: Reading) -> list[str]:
    return [one.url for one in reading.named]


ONE, TWO = "https://archive.example/one/", "https://archive.example/two/?a=1"

SITEMAPS = {
    "plain": urlset(ONE, "https://archive.example/two/?a=1"),
    "without a namespace": urlset(ONE, TWO, attributes=""),
    "with a wrong namespace": urlset(ONE, TWO, attributes='xmlns="http://www.google.com/schemas/0.84"'),
    "with a prefix": f"<s:urlset xmlns:s='x'><s:url><s:loc>{ONE}</s:loc></s:url>"
    f"<s:url><s:loc>{TWO}</s:loc></s:url></s:urlset>",
    "with space around addresses": urlset(f"\n  {ONE}\t", f" {TWO}\n"),
    "in CDATA": urlset(f"<![CDATA[{ONE}]]>", f"<![CDATA[{TWO}]]>"),
    "after white space": "\n\n  " + urlset(ONE, TWO),
    "after a byte order mark": "\ufeff" + urlset(ONE, TWO),
    "with relative addresses": urlset("/one/", "//archive.example/two/?a=1"),
    "with fragments": urlset(ONE + "#top", TWO + "#x"),
    "with elements nobody knows": urlset(ONE, TWO).replace("</loc>", "</loc><x><loc>no</loc></x>"),
    "with pictures": urlset(ONE, TWO).replace(
        "</loc>", "</loc><image:image><image:loc>https://archive.example/i.jpg</image:loc></image:image>"
    ).replace(XMLNS, f'{XMLNS} xmlns:image="i"'),
    "in upper case": f"<URLSET><URL><LOC>{ONE}</LOC></URL><URL><LOC>{TWO}</LOC></URL></URLSET>",
    "as text": f"{ONE}\r\n\r\n{TWO}\r\n",
    "as text after a mark": f"\ufeff{ONE}\n{TWO}",
    "as RSS": f"<rss version='2.0'><channel><link>https://archive.example/</link>"
    f"<item><link>{ONE}</link></item><item><link>{TWO}</link></item></channel></rss>",
}  # fmt: skip


@pytest.mark.parametrize("form", SITEMAPS)
@pytest.mark.parametrize("packed", [False, True], ids=["bare", "packed"])
def test_a_sitemap_of_any_make_names_its_pages(form: str, packed: bool) -> None:
    body = SITEMAPS[form].encode()
    found = read(gzip.compress(body) if packed else body)
    assert (urls(found), found.faults, found.is_whole) == ([ONE, TWO], (), True)


def test_a_sitemap_in_utf_16_is_read() -> None:
    text = urlset(ONE).replace("UTF-8", "UTF-16")
    assert urls(read(text.encode("utf-16"))) == [ONE]


def test_escapes_and_case_stay_as_published() -> None:
    published = "https://archive.example/Caf%c3%a9/A%20B/é?x=%2F&amp;Y=1"
    assert urls(read(urlset(published))) == [published.replace("&amp;", "&")]


def test_an_index_leads_to_its_sitemaps_and_names_no_pages() -> None:
    body = (
        f"<sitemapindex {XMLNS}><sitemap><loc>/a.xml</loc><lastmod>2024-02-03</lastmod></sitemap>"
        "<sitemap><loc>b.xml.gz</loc></sitemap></sitemapindex>"
    )
    found = read(body)
    assert (found.kind, found.named) == (SourceKind.INDEX, ())
    assert [(one.url, one.lastmod) for one in found.further] == [
        ("https://archive.example/a.xml", "2024-02-03"),
        ("https://archive.example/maps/b.xml.gz", None),
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024", "2024-01-01"), ("2024-05", "2024-05-01"), ("2024-05-06", "2024-05-06"),
        (" 2024-05-06T07:08Z ", "2024-05-06T07:08:00Z"),
        ("2024-05-06T07:08:09+02:00", "2024-05-06T05:08:09Z"),
        ("2024-05-06T07:08:09.123456789-0500", "2024-05-06T12:08:09Z"),
        ("2024-05-06 07:08:09", "2024-05-06T07:08:09Z"), ("yesterday", None), ("", None),
        ("2024-13-45", None), ("0000-00-00T00:00:00+00:00", None), ("05/06/2024", None),
        ("9999-12-31T23:59:59-14:00", None), ("20240506", None),
    ],
)  # fmt: skip
def test_a_lastmod_is_taken_only_where_it_is_surely_a_date(
    written: str, expected: str | None
) -> None:
    body = urlset(ONE).replace("</loc>", f"</loc><lastmod>{written}</lastmod>")
    assert [one.lastmod for one in read(body).named] == [expected]


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE urlset SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_document_type_is_refused_before_anything_is_declared(doctype: str) -> None:
    body = urlset("https://archive.example/&amp;b/").replace("<urlset", f"{doctype}<urlset")
    assert "DOCTYPE" in refused(body.replace("&amp;b", "&b;")).why


def test_a_sitemap_that_is_cut_short_gives_what_was_read_and_says_so() -> None:
    body = urlset(ONE, TWO)
    found = read(body[: body.index(TWO) + 12])
    assert (urls(found), found.faults, found.is_whole) == ([ONE], ("it is cut short",), False)


def test_a_packed_sitemap_that_ends_early_gives_what_was_read_and_says_so() -> None:
    many = [f"https://archive.example/{zlib.crc32(bytes([n]))}/" for n in range(200)]
    packed = gzip.compress(urlset(*many).encode())
    found = read(packed[: len(packed) // 2])
    assert urls(found) == many[: len(urls(found))]
    assert 10 < len(urls(found)) < 200
    assert (found.faults, found.is_whole) == (("its gzip ends early",), False)


def test_a_bare_ampersand_costs_no_address() -> None:
    found = read(urlset("https://archive.example/?a=1&b=2&nbsp=3", ONE))
    assert urls(found) == ["https://archive.example/?a=1&b=2&nbsp=3", ONE]


@pytest.mark.parametrize("stray", ["\x00", "\x0b", "\x1f"])
def test_a_stray_control_character_costs_no_other_address(stray: str) -> None:
    assert ONE in urls(read(urlset(TWO + stray, ONE)))


def test_entries_without_a_readable_address_are_counted_and_the_others_kept() -> None:
    found = read(urlset("", "javascript:alert(1)", "ftp://archive.example/x", "http://[", ONE))
    assert urls(found) == [ONE]
    assert not found.is_whole
    assert found.faults == ("4 of its entries name no address that can be read: 'no address'",)


def test_no_more_addresses_are_taken_than_a_sitemap_may_have() -> None:
    found = read(urlset(*(f"/{n}" for n in range(MAX_NAMED + 10))))
    assert (len(found.named), found.is_whole) == (MAX_NAMED, False)
    text = "\n".join(f"https://archive.example/{n}" for n in range(MAX_NAMED + 10))
    assert (len(read(text).named), read(text).is_whole) == (MAX_NAMED, False)


def test_an_answer_that_was_cut_is_not_whole_and_half_a_line_of_it_no_address() -> None:
    found = read(f"{ONE}\n{TWO}", is_cut=True)
    assert (urls(found), found.is_whole) == ([ONE], False)


PAGES = {
    "a page": "<!DOCTYPE html><html><head><title>Technical Difficulties</title></head></html>",
    "a page in XHTML": '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"'
    ' "x"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head></html>',
    "a page after a comment": "<!-- blocked --><html><body>urlset</body></html>",
    "a page that speaks of sitemaps": f"<html><body>&lt;urlset&gt; {ONE}</body></html>",
}


@pytest.mark.parametrize("what", PAGES)
def test_a_page_in_the_place_of_a_sitemap_is_a_page(what: str) -> None:
    assert refused(PAGES[what]).is_page


@pytest.mark.parametrize(
    "body",
    [b"", b"   ", b"User-agent: *\nDisallow: /", b"Not found", b"{}", b'{"a": 1', b"<svg/>", b"\x1f\x8b",
     b"\x1f\x8bjunk", b"\x89PNG\r\n\x1a\n", b"<urlset", b"%PDF-1.4 https://archive.example/x"],
)  # fmt: skip
def test_what_is_no_source_says_why(body: bytes) -> None:
    found = refused(body)
    assert found.why
    assert not found.is_page


@given(st.binary(max_size=4_000))
def test_any_bytes_are_read_or_refused_and_nothing_is_raised(body: bytes) -> None:
    assert isinstance(read_source(body, url=HERE), Reading | NoSource)


_PIECES = st.sampled_from(
    ["<urlset>", "</urlset>", "<url>", "</url>", "<loc>", "</loc>", ONE, "&", "&amp;", "<![CDATA[",
     "]]>", "<!--", "-->", "<?xml version='1.0'?>", "<rss>", "<item>", "<link>", "</item>", "<feed>",
     "<entry>", "<link href='/x'/>", "\x00", "{", '"', "\n", "<!DOCTYPE", "[", "é", "<lastmod>2024"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=60), st.booleans())
def test_any_mixture_of_markup_is_read_or_refused(pieces: list[str], packed: bool) -> None:
    body = "".join(pieces).encode()
    found = read_source(gzip.compress(body) if packed else body, url=HERE)
    if isinstance(found, Reading):
        assert all(one.url.startswith(("https://", "http://")) for one in found.named)


@given(st.lists(st.sampled_from("abcxyz/?=%&é"), min_size=1, max_size=12).map("".join))
def test_an_address_that_is_written_properly_comes_back_as_it_was(path: str) -> None:
    published = f"https://archive.example/{path}"
    escaped = published.replace("&", "&amp;")
    assert urls(read(urlset(escaped, ONE))) == [published, ONE]


@pytest.mark.parametrize("inner", ["\x00", "&", "<x>", "<url><loc>/x</loc></url>", "<!--", "<url>"])
def test_a_packed_bomb_is_read_within_a_bound_of_memory(inner: str) -> None:
    bound = 1024 * 1024
    bomb = gzip.compress(b"<urlset>" + inner.encode() * (4 * bound // len(inner)))
    tracemalloc.start()
    found = read_source(bomb, url=HERE, most_bytes=bound)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40 * bound
    if isinstance(found, Reading):
        assert not found.is_whole


def test_a_deep_nest_of_elements_ends_the_reading() -> None:
    found = read(f"<urlset><url><loc>{ONE}</loc></url>" + "<x>" * 100_000)
    assert (urls(found), found.is_whole) == ([ONE], False)


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://archive.example/">
<link rel="self" href="/atom.xml"/><link rel="next" href="/atom.xml?page=2"/>
<entry><link rel="edit" href="/no/"/><link href="/one/"/><updated>2024-03-01T00:00:00Z</updated>
<content type="xhtml"><div><link>https://archive.example/no/</link></div></content></entry>
<entry><id>https://archive.example/two/?a=1</id></entry><entry><id>tag:x,2024:1</id></entry></feed>"""
RSS_1 = f"""<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><link>
https://archive.example/</link></channel><item rdf:about="{ONE}"><link>{ONE}</link></item>
<item><link>{TWO}</link></item></rdf:RDF>"""
RSS_2 = f"""<rss version="2.0" xmlns:atom="a"><channel><atom:link rel="self" href="/feed/"/>
<item><title>x</title><link>{ONE}</link><guid isPermaLink="false">?p=1</guid>
<pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate></item>
<item><guid>{TWO}</guid></item><item><guid isPermaLink="false">{ONE}no/</guid></item></channel></rss>"""
JSON_FEED = json.dumps(
    {"version": "https://jsonfeed.org/version/1.1", "next_url": "/feed.json?page=2",
     "items": [{"url": ONE, "date_modified": "2024-03-01"}, {"url": "/two/?a=1"}, {"id": "x"}, 5]}
)  # fmt: skip


@pytest.mark.parametrize(
    "feed", [ATOM, RSS_1, RSS_2, JSON_FEED], ids=["Atom", "RSS 1", "RSS 2", "JSON"]
)
def test_a_feed_of_any_make_names_its_pages(feed: str) -> None:
    found = read(feed)
    assert (found.kind, urls(found)) == (SourceKind.FEED, [ONE, TWO])


def test_a_date_of_publication_is_no_sign_that_a_page_was_modified() -> None:
    assert [one.lastmod for one in read(RSS_2).named] == [None, None]
    assert [one.lastmod for one in read(ATOM).named] == ["2024-03-01T00:00:00Z", None]


def test_a_feed_goes_on_where_it_says_and_where_wordpress_does() -> None:
    assert read(ATOM).next_page == "https://archive.example/atom.xml?page=2"
    assert read(JSON_FEED).next_page == "https://archive.example/feed.json?page=2"
    assert read(RSS_2).next_page is None
    made = RSS_2.replace("<item>", "<generator>https://wordpress.org/?v=6.7</generator><item>", 1)
    first, third = "https://archive.example/feed/", "https://archive.example/feed/?paged=3&x=1"
    assert read(made, url=first).next_page == f"{first}?paged=2"
    assert read(made, url=third).next_page == "https://archive.example/feed/?paged=4&x=1"
