"""Parts of a long text: each character is in one of them, and a paragraph is cut only where it must."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.report.reading_parts import part_of, part_with


@given(st.text("ab \n", max_size=400), st.integers(12, 60))
def test_the_parts_are_the_text(text: str, characters: int) -> None:
    first = part_of(text, 1, characters=characters)
    assert first is not None
    parts = [part_of(text, n, characters=characters) for n in range(1, first.parts + 1)]
    assert "".join(text[one.start : one.end] for one in parts if one is not None) == text
    assert part_of(text, first.parts + 1, characters=characters) is None
    assert part_of(text, 0, characters=characters) is None


@given(st.text("ab \n", min_size=1, max_size=400), st.integers(12, 60), st.data())
def test_a_place_is_found_in_the_part_that_has_it(
    text: str, characters: int, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    part = part_with(text, place, characters=characters)
    assert part.start <= place < part.end


def test_a_part_ends_with_a_paragraph_where_one_ends_near() -> None:
    text = ("word " * 21 + "\n\n") * 10
    part = part_of(text, 2, characters=300)
    assert part is not None
    assert text[: part.start].endswith("\n\n")
