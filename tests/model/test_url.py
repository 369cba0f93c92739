"""Which addresses are one page, and which can be watched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.errors import CallerError
from archive_watch.model.url import (
    asked_address,
    checked_url,
    host_of,
    normalised,
    page_key,
    resolved,
)

_PATHS = st.text("aB0./-_~%é", max_size=20).map(lambda path: f"/{path}")


@pytest.mark.parametrize(
    "alias",
    [
        "https://2017-2021.state.gov/slug/",
        "http://2017-2021.state.gov/slug",
        "HTTPS://2017-2021.STATE.GOV/slug/index.html",
        "https://2017-2021.state.gov:443/slug//index.HTM",
        "http://2017-2021.state.gov:80//slug/#part",
        "https://2017-2021.state.gov./slug/?",
    ],
)
def test_what_servers_do_not_distinguish_is_one_page(alias: str) -> None:
    assert page_key(alias) == "//2017-2021.state.gov/slug"


@pytest.mark.parametrize(
    "other",
    [
        "https://2017-2021.state.gov/Slug/",
        "https://2017-2021.state.gov/slug/?page=2",
        "https://2017-2021.state.gov:8080/slug/",
        "https://state.gov/slug/",
        "https://2017-2021.state.gov/slug/index.php",
        "https://2017-2021.state.gov/sl%75g/",
    ],
)
def test_everything_else_is_another_page(other: str) -> None:
    assert page_key(other) != page_key("https://2017-2021.state.gov/slug/")


@given(_PATHS, st.sampled_from(["", "?q=1", "?q=/index.html//"]))
def test_a_key_is_its_own_key(path: str, query: str) -> None:
    key = page_key(f"https://www.example.org{path}{query}")
    assert page_key(f"http:{key}") == key


@pytest.mark.parametrize(
    "fault",
    [
        "", "slug", "ftp://x.example/", "https://", "https:///x", "https://u:p@x.example/", "https://x.example:99999/",
        "https://x..example/", "https://x example/", "https://x.example/a b", "https://x.example/\x00",
        "https://[::1/", "javascript:x()", "https://" + "a" * 9000, "https://exa\u2100mple.org/",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_watched_is_named_with_its_fault(fault: str) -> None:
    with pytest.raises(CallerError) as raised:
        checked_url(fault)
    assert "cannot watch" in str(raised.value)


def test_hosts_are_written_in_one_way() -> None:
    assert host_of("https://BÜCHER.example:443/") == "xn--bcher-kva.example"
    assert host_of("http://[::1]:8080/") == "[::1]:8080"
    assert checked_url("  https://x.example/ ") == "https://x.example/"


@given(st.text(max_size=60))
def test_any_link_is_resolved_or_is_none(href: str) -> None:
    found = resolved("https://www.example.org/a/b", href)
    assert found is None or isinstance(found, str)


def test_an_address_relative_to_a_protocol_is_resolved() -> None:
    assert resolved("https://x.example/a/", "//y.example/b") == "https://y.example/b"
    assert resolved("https://x.example/a/", "http://[bad") is None


@pytest.mark.parametrize(
    ("url", "spelt"),
    [
        ("HTTPS://WWW.Example.ORG", "https://www.example.org/"),
        ("http://a.example:80/x%2fy?q=%c3#F", "http://a.example/x%2Fy?q=%C3#F"),
        ("https://a.example:8443/A", "https://a.example:8443/A"),
        ("mailto:A@B.example", "mailto:A@B.example"),
        ("http://[::1]/a", "http://[::1]/a"),
        ("http://a b/", "http://a b/"),
    ],
)
def test_an_address_is_spelt_in_one_way_and_stays_the_same_address(url: str, spelt: str) -> None:
    assert normalised(url) == spelt
    assert normalised(spelt) == spelt


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        (r"..\maps\a.htm", "http://h.example/maps/a.htm"),
        (r"maps\a.htm?x=\y#z", r"http://h.example/dir/maps/a.htm?x=\y"),
        (r"\maps\a.htm", "http://h.example/maps/a.htm"),
        (r"\\other.example\share", "//other.example/share"),
        ("maps/a.htm#b", "http://h.example/dir/maps/a.htm"),
    ],
)
def test_a_backslash_in_a_path_is_asked_as_the_slash_that_browsers_take_it_for(
    written: str, asked: str
) -> None:
    assert asked_address(resolved("http://h.example/dir/page.html", written) or "") == asked


@given(st.text(alphabet="http:/[]\\.?#ab ", max_size=30))
def test_any_text_has_an_address_to_be_asked_without_a_fragment(text: str) -> None:
    assert "#" not in asked_address(text)
