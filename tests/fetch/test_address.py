"""One parser for addresses, which does not change what it asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.fetch.address import asked_address, redirect_target
from archive_watch.fetch.failures import Refused
from archive_watch.model.url import host_of


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("http://a.example", "/"),
        ("http://a.example?x=1", "/?x=1"),
        ("http://a.example/a//b/", "/a//b/"),
        ("http://a.example/a?x=%2f&y=a+b#part", "/a?x=%2f&y=a+b"),
        ("http://a.example/a?", "/a?"),
        ("http://a.example/a b/caf\u00e9", "/a%20b/caf%C3%A9"),
        ("  http://a.example/a  ", "/a"),
        ("HTTP://A.EXAMPLE:80/A", "/A"),
    ],
)
def test_path_and_query_are_asked_as_written(url: str, target: str) -> None:
    assert asked_address(url).raw_path.decode() == target


def test_a_name_beyond_ascii_is_asked_in_its_ascii_form() -> None:
    assert asked_address("http://b\u00fccher.example/").raw_host == b"xn--bcher-kva.example"


@given(st.text(max_size=60).map(lambda text: f"http://{text}"))
def test_the_host_that_is_asked_is_the_host_that_the_permit_sees(url: str) -> None:
    try:
        address = asked_address(url)
    except Refused:
        return
    permitted = host_of(url.strip()).strip("[]").rpartition("]")[2].split(":")[0]
    if ":" not in address.raw_host.decode():
        assert address.raw_host.decode() == permitted


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=80))
def test_no_location_makes_anything_but_an_address_or_a_refusal(location: str) -> None:
    try:
        target = redirect_target("http://a.example/b/c", location)
        asked_address(target)
    except Refused:
        return
    assert "#" not in target
