"""Which page a web archive's copy is of, and from when."""

from __future__ import annotations

import pytest

from archive_watch.model.memento import Memento, memento_of, unwritten

PAGE = "https://2021-2025.state.gov/a/"


@pytest.mark.parametrize(
    ("address", "host", "at"),
    [
        (f"https://web.archive.org/web/20210102030405/{PAGE}", "web.archive.org", "2021-01-02T03:04:05Z"),
        (f"http://Web.Archive.org/web/20210102030405id_/{PAGE}", "web.archive.org", "2021-01-02T03:04:05Z"),
        (f"https://wayback.archive-it.org/1234/20210102030405/{PAGE}", "wayback.archive-it.org",
         "2021-01-02T03:04:05Z"),
        (f"https://webarchive.example.gov/wayback/2021/{PAGE}", "webarchive.example.gov", None),
        (f"https://web.archive.org/web/20219902030405/{PAGE}", "web.archive.org", None),
        ("https://web.archive.org/web/20210102030405/https:/2021-2025.state.gov/a/", "web.archive.org",
         "2021-01-02T03:04:05Z"),
    ],
)  # fmt: skip
def test_a_copy_is_of_its_page_at_its_time(address: str, host: str, at: str | None) -> None:
    assert memento_of(address) == Memento(url=PAGE, host=host, at=at)
    assert unwritten(address) == PAGE


@pytest.mark.parametrize(
    "address",
    [
        PAGE,
        "https://web.archive.org/",
        f"https://web.archive.org/web/*/{PAGE}",
        "https://www.state.gov/reports/2021/https-and-you/",
        f"https://example.org/2021/{PAGE}",
    ],
)
def test_any_other_address_is_no_copy(address: str) -> None:
    assert memento_of(address) is None
