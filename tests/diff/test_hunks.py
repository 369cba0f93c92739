"""From one frame to another, line by line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.diff.hunks import Hunk, hunks_of

_lines = st.lists(st.sampled_from("abcdef"), max_size=12)


def _hunk(*parts: tuple[str, str]) -> Hunk:
    return Hunk(tuple((tuple(removed.split()), tuple(added.split())) for removed, added in parts))


def test_equal_lines_have_no_edit() -> None:
    assert hunks_of(["a", "b"], ["a", "b"]) == ()


def test_stretches_that_stand_apart_are_edits_of_their_own() -> None:
    before, after = "x a b c d y".split(), "X a b c d Y".split()
    assert hunks_of(before, after) == (_hunk(("x", "X")), _hunk(("y", "Y")))


def test_stretches_a_line_or_two_apart_are_one_edit() -> None:
    assert hunks_of("x a b y".split(), "X a b Y".split()) == (_hunk(("x", "X"), ("y", "Y")),)


def test_the_same_edit_between_other_lines_has_the_same_digest() -> None:
    (one,) = hunks_of("a old b".split(), "a new b".split())
    (other,) = hunks_of("c d e old".split(), "c d e new".split())
    (back,) = hunks_of("a new b".split(), "a old b".split())
    assert one.sha256 == other.sha256 != back.sha256


@given(before=_lines, after=_lines)
def test_what_left_and_what_came_is_all_that_differs(before: list[str], after: list[str]) -> None:
    parts = [part for hunk in hunks_of(before, after) for part in hunk.parts]
    assert (before == after) == (parts == [])
    left = [line for removed, _ in parts for line in removed]
    came = [line for _, added in parts for line in added]
    assert sorted(before + came) == sorted(after + left)
    assert all(removed or added for removed, added in parts)
