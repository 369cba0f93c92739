"""A long JSON array is printed as a short one is, and never whole in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive_watch.cli.printing import print_json, print_json_array, print_json_lines

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(_VALUES, max_size=4))
def test_a_streamed_array_is_printed_as_a_whole_one(
    capsys: pytest.CaptureFixture[str], documents: list[Any]
) -> None:
    print_json(documents)
    whole = capsys.readouterr().out
    print_json_array(iter(documents))
    assert capsys.readouterr().out == whole


def test_lines_are_one_object_each(capsys: pytest.CaptureFixture[str]) -> None:
    print_json_lines(iter([{"a": "one\ntwo"}, {"b": 2}]))
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line) for line in lines] == [{"a": "one\ntwo"}, {"b": 2}]


def test_much_is_printed_before_the_last_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    printed = 0

    def documents() -> Iterator[dict[str, str]]:
        nonlocal printed
        for number in range(400):
            yield {"url": f"https://archive.example/{number}/" + "x" * 1000}
        printed = len(capsys.readouterr().out)

    print_json_array(documents())
    assert printed > 300_000
