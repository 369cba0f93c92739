"""A JSON array in pieces is the array as a whole."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.report import json_array

_MEMBERS = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(_MEMBERS, max_size=4), st.booleans())
def test_the_pieces_joined_are_the_whole(members: list[object], ascii_alone: bool) -> None:
    told = [json_array.as_member(one, ascii_alone=ascii_alone) for one in members]
    joined = json_array.OPENING + json_array.BETWEEN.join(told) + json_array.CLOSING
    whole = json.dumps(members, ensure_ascii=ascii_alone, indent=2) + "\n"
    assert whole == (joined if members else json_array.EMPTY)
