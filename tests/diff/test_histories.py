"""Parts of histories: how often words are said, sentences, heat, and one turn through its texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.diff.descent import descent, paragraphs_of
from archive_watch.diff.heat import heat_of
from archive_watch.diff.said import as_said, times_said
from archive_watch.diff.sentences import sentences_of
from archive_watch.diff.turn_story import parted, turn_story
from cost import growth


@pytest.mark.parametrize(
    ("text", "words", "times"),
    [
        ("We don’t – ever – start.", "don't ever start", 1),
        ("The art of starting.", "art", 1),
        ("Restart the artist.", "art", 0),
        ("no no no", "no", 3),
        ("no no no", "no no", 1),
        ("A résumé,\n\nread aloud", "RESUME read", 1),
        ("so\u00adviet", "soviet", 1),
        ("我们很乐观。", "乐观", 1),
        ("我们很乐观。", "悲观", 0),
        ("قال الوزير: السلام عليكم", "الوزير السلام", 1),
        ("ภาษาไทย", "ไทย", 1),
        ("STRASSE", "straße", 1),
        ("anything", "", 0),
        ("", "word", 0),
    ],
)
def test_words_are_counted_whole_whatever_their_typography(
    text: str, words: str, times: int
) -> None:
    assert times_said(as_said(text), as_said(words)) == times


@given(st.text(max_size=80))
def test_every_text_says_itself_once_if_it_has_a_word(text: str) -> None:
    said = as_said(text)
    assert times_said(said, said) == (1 if said else 0)


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("One. Two? Three!", ["One. ", "Two? ", "Three!"]),
        ("Mr. Gull of the U.S. Embassy. He left.", ["Mr. Gull of the U.S. Embassy. ", "He left."]),
        ("“Did he?” “Yes.”", ["“Did he?” ", "“Yes.”"]),
        ("At 5 p.m. we met. and so on", ["At 5 p.m. we met. and so on"]),
        ("他来了。她走了！", ["他来了。", "她走了！"]),
        ("no stop", ["no stop"]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(paragraph: str, expected: list[str]) -> None:
    assert list(sentences_of(paragraph)) == expected


@given(st.text(alphabet="aB. !?“”。\n", max_size=60))
def test_sentences_joined_are_the_paragraph(paragraph: str) -> None:
    assert "".join(sentences_of(paragraph)) == paragraph


@pytest.mark.parametrize("again", ["Mr. ", ".", '."', "。", ". ", "a.b"])
def test_sentences_of_a_hostile_paragraph_take_one_look_at_each_stop(again: str) -> None:
    few, many = again * 5_000, again * 80_000
    assert "".join(sentences_of(many)) == many
    ratio = growth(lambda: list(sentences_of(few)), lambda: list(sentences_of(many)), below=64)
    assert ratio < 64  # sixteen times the stops; a square would be 256


def _heat(old: str, new: str, buckets: int) -> tuple[int, ...]:
    before, after = paragraphs_of(old), paragraphs_of(new)
    return heat_of(descent(before, after), before, after, buckets=buckets)


def test_heat_lies_where_words_came_and_left() -> None:
    old = "a b c d e f g h i j"
    assert _heat(old, old.replace("c", "x"), 10) == (0, 0, 2, 0, 0, 0, 0, 0, 0, 0)
    assert _heat(f"{old}\n\nlast words", old, 2) == (0, 2)
    assert _heat(old, f"{old}\n\none two three four five six", 2)[1] >= 5
    assert _heat(old, old, 3) == (0, 0, 0)


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_heat_counts_every_word_that_came_or_left_once(old: str, new: str) -> None:
    strip = _heat(old, new, 7)
    assert len(strip) == 7
    assert (sum(strip) == 0) >= (old == new)
    assert sum(strip) <= len(old.split()) + len(new.split())


_ASKED = "Q: Is the harbour light lit at night?"


def _story(*texts: tuple[str, ...], at: int, turn: int) -> list[int | None]:
    parts = []
    for paragraphs in texts:
        starts, end = [], 0
        for one in paragraphs:
            if one[1:2] == ":":
                starts.append(end + 3)
            end += len(one) + 2
        parts.append(parted("\n\n".join(paragraphs), starts))
    return turn_story(parts, at, turn)


def test_a_turn_is_known_again_when_others_come_before_it_and_it_is_edited() -> None:
    first = (_ASKED, "R: It is lit at dusk, by the keeper of the light.")
    second = ("Q: Who pays the keeper?", "R: The town does.", *first)
    third = (*second[:3], "R: It is lit at dawn, by the keeper of the light.", "And by his wife.")
    assert _story(first, second, third, at=2, turn=3) == [1, 3, 3]
    assert _story(first, second, third, at=0, turn=1) == [1, 3, 3]
    assert _story(first, second, third, at=1, turn=1) == [None, 1, 1]


def test_a_turn_that_was_taken_out_is_found_when_its_text_is_back() -> None:
    whole = (_ASKED, "R: It is lit at dusk, by the keeper of the light.")
    parts = parted("\n\n".join(whole), [3, len(_ASKED) + 5])
    without = parted(_ASKED, [3])
    assert turn_story([parts, without, parts], 2, 1) == [1, None, 1]
