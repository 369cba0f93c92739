"""What broke within the archives is told one by one, what broke elsewhere by its host."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive_watch.report.html import digest_as_html
from archive_watch.report.links_by_host import ToldHostLinks, by_weight
from archive_watch.report.markdown import digest_as_markdown
from archive_watch.report.text import digest_as_text
from archive_watch.report.told_link import ToldLink
from told import digest, link


def _link(number: int, host: str, target: str, **given: object) -> ToldLink:
    plain = replace(link(text="note"), url=f"https://{host}/{number}", host=host, target=target)
    return replace(plain, **given)  # type: ignore[arg-type]


_BROKE = (
    _link(1, "far.example", "external"),
    _link(2, "far.example", "external", status=None, reason="dns"),
    _link(3, "far.example", "external"),
    _link(4, "one.example", "external"),
    _link(5, "old.state.example", "sister"),
    _link(6, "state.example", "same_archive"),
    _link(7, "old.state.example", "sister"),
)


def test_links_within_the_archives_come_first_and_one_by_one() -> None:
    told = by_weight(_BROKE)
    apart = [one.url for one in told if isinstance(one, ToldLink)]
    assert apart == [
        "https://state.example/6", "https://old.state.example/5", "https://old.state.example/7",
        "https://one.example/4",
    ]  # fmt: skip
    (far,) = [one for one in told if isinstance(one, ToldHostLinks)]
    assert far.told() == (
        "3 links to far.example on 1 page: 2 not found (404), 1 the name of its host is not known;"
        " the first since 2021-05-01 10:00 UTC"
    )


def test_ten_links_to_a_sister_are_one_trouble_too() -> None:
    (told,) = by_weight([_link(at, "old.state.example", "sister") for at in range(10)])
    assert isinstance(told, ToldHostLinks)
    assert len(by_weight([_link(at, "old.state.example", "sister") for at in range(9)])) == 9


@pytest.mark.parametrize("drawn", [digest_as_text, digest_as_markdown, digest_as_html])
def test_a_foreign_host_is_one_entry_of_a_report(drawn: object) -> None:
    told = drawn(digest(links=_BROKE))  # type: ignore[operator]
    assert " ".join(told.split()).count("3 links to far.example on 1 page") == 1
    assert "https://far.example/1" not in told
    assert "https://one.example/4" in told
