"""A target is shared by three pages that are not its names, and never before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.classify.shared_target import is_shared_target

_TARGET = "https://a.example/notice/"


def test_three_pages_share_a_target_and_two_do_not() -> None:
    pages = [f"https://a.example/{name}/" for name in ("remarks", "briefing", "interview")]
    assert is_shared_target(_TARGET, pages)
    assert not is_shared_target(_TARGET, pages[:2])
    assert not is_shared_target(_TARGET, [pages[0]] * 3)


@given(
    st.lists(
        st.sampled_from(
            ["http://a.example/notice", "https://www.a.example/Notice.htm",
             "https://a.example/old/notice/index.html", "https://a.example/NOTICE/",
             "https://a.example/notice.html", "https://a.example/2019/notice/"]
        )
    )
)  # fmt: skip
def test_addresses_that_bear_its_name_are_its_names_however_many(led: list[str]) -> None:
    assert not is_shared_target(_TARGET, led)
