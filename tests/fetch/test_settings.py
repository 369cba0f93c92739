"""The operator's settings are right, or every fault of theirs is named."""

from __future__ import annotations

import pytest

from archive_watch import __version__
from archive_watch.errors import ConfigError
from archive_watch.fetch.settings import FetchSettings, split_host_port


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        FetchSettings(
            contact="line\nbreak",
            proxy="socks5://127.0.0.1:1",
            deadline_seconds=0,
            max_bytes=0,
            max_redirects=-1,
            allow_networks=("loopback",),
            connect_to={"a.example": "127.0.0.1:x"},
        )
    told = "\n".join(caught.value.faults)
    for name in ("contact", "proxy", "deadline", "max_bytes", "max_redirects", "allow", "connect"):
        assert name in told
    assert len(caught.value.faults) == 7


@pytest.mark.parametrize("contact", [None, "", " "])
def test_without_a_contact_the_user_agent_is_the_bare_name(contact: str | None) -> None:
    assert FetchSettings(contact=contact).user_agent_text == f"archive-watch/{__version__}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.example", ("a.example", None)),
        ("a.example:8080", ("a.example", 8080)),
        ("127.0.0.1:80", ("127.0.0.1", 80)),
        ("[::1]:8080", ("::1", 8080)),
        ("[::1]", ("::1", None)),
        ("::1", ("::1", None)),
    ],
)
def test_a_host_and_its_port_are_told_apart(text: str, expected: tuple[str, int | None]) -> None:
    assert split_host_port(text) == expected


@pytest.mark.parametrize("text", ["", ":80", "a:b", "a/b", "u@h", "http://a.example", "a:99999"])
def test_what_is_no_host_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        split_host_port(text)
