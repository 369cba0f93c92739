"""A visit is a sitting: what was new when a reader came stays new until they have gone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.datasette_plugin.visits import Visit, cookie_of, visit_at

_NOW = "2026-03-05T12:00:00Z"


def test_the_first_visit_has_none_before() -> None:
    assert visit_at("", _NOW) == Visit(before=None, begins=True)


def test_a_look_within_half_an_hour_is_of_the_same_visit() -> None:
    kept = visit_at("2026-03-01T00:00:00Z_2026-03-01T00:10:00Z", _NOW).kept(_NOW)
    assert visit_at(kept, "2026-03-05T12:29:00Z") == Visit(
        before="2026-03-01T00:10:00Z", begins=False
    )


def test_half_an_hour_without_a_look_ends_a_visit() -> None:
    kept = visit_at("", _NOW).kept(_NOW)
    assert visit_at(kept, "2026-03-05T12:31:00Z") == Visit(before=_NOW, begins=True)


@pytest.mark.parametrize(
    "kept",
    ["yesterday", "2026-13-40T00:00:00Z_2026-03-01T00:00:00Z", f"{_NOW}", f"{_NOW}_", f"-_{_NOW} ",
     "<script>"],
)  # fmt: skip
def test_what_makes_no_sense_is_as_nothing(kept: str) -> None:
    assert visit_at(kept, _NOW) == Visit(before=None, begins=True)


def test_a_look_of_the_future_is_one_of_now() -> None:
    assert visit_at("-_9999-01-01T00:00:00Z", _NOW) == Visit(before=None, begins=False)


@given(st.text(max_size=60))
def test_no_visit_before_lies_after_the_present(kept: str) -> None:
    before = visit_at(kept, _NOW).before
    assert before is None or before <= _NOW


def test_each_of_several_archives_has_its_own_visits() -> None:
    assert len({cookie_of(None), cookie_of("one"), cookie_of("two")}) == 3
    assert cookie_of('a; "b"').isidentifier()
