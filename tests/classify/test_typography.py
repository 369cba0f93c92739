"""What is typography alone, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.classify.typography import is_typography

_COSMETIC = [
    ("“Yes,” he said", '"Yes," he said'),
    ("it’s", "it's"),
    ("it´s", "it's"),
    ("war — and peace", "war--and peace"),
    ("war – peace", "war-peace"),
    ("the Sec retary spoke", "the Secretary spoke"),
    ("a state\u00adment", "a statement"),
    ("theSecretary", "the Secretary"),
    ("a statement ofthe Secretary", "a statement of the Secretary"),
    ("we\u200b said", "we said"),
    ("ｆｉｎａｌ １０", "final 10"),
    ("the ﬁnal oﬀer", "the final offer"),
    ("cafe\u0301", "café"),
    ("wait…", "wait..."),
    ("1 000 men", "1000 men"),
    ("was −5 degrees", "was -5 degrees"),
    ("Itâ€™s true", "It’s true"),
    ("He said â€œyesâ€\u009d, and “no”", "He said “yes”, and “no”"),
    ("Done.Â  Next", "Done. Next"),
    ("cafÃ© Ã  la carte", "café à la carte"),
    ("research &amp; training", "research & training"),
    ("THE CAFÉ”", 'THE CAFÉ"'),
    ("one.\n\nTwo", "one. Two"),
    ("he said ‘so’", "he said “so”"),
    ("a cease-fire", "a ceasefire"),
    ("a well-known cease-fire", "a well known cease fire"),
    ("on-going talks", "ongoing talks"),
    ("• one\n\n• two", "- one\n\n- two"),
    ("Russia\x92s army", "Russia’s army"),
]
_SAID = [
    ("He is not able", "He is notable"),
    ("now here", "nowhere"),
    ("no one", "noone"),
    ("any one of us", "anyone of us"),
    ("10² metres", "102 metres"),
    ("H₂O", "H2O"),
    ("1½ times", "11/2 times"),
    ("note ① there", "note 1 there"),
    ("articles 1 2", "articles 12"),
    ("in 19 21", "in 1921"),
    ("was -5 degrees", "was 5 degrees"),
    ("was 3 -5 degrees", "was 3-5 degrees"),
    ("3.5 million", "35 million"),
    ("the U.S. position", "the US position"),
    ("a co-op", "a coop"),
    ("non-proliferation", "nonproliferation"),
    ("to re-sign it", "to resign it"),
    ("said - no", "said no"),
    ('6" of rain', "6' of rain"),
    ("the Pole", "the pole"),
    ("naïve", "naive"),
    ("He agreed.", "He agreed?"),
    ("we, resigned", "we resigned"),
    ("1,000", "1.000"),
    ("5%", "5"),
    ("$5", "€5"),
]


@pytest.mark.parametrize(("old", "new"), _COSMETIC)
def test_this_is_typography_alone(old: str, new: str) -> None:
    assert is_typography(old, new)
    assert is_typography(new, old)


@pytest.mark.parametrize(("old", "new"), _SAID)
def test_this_says_something_else(old: str, new: str) -> None:
    assert not is_typography(old, new)
    assert not is_typography(new, old)


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_judgement_is_the_same_both_ways(old: str, new: str) -> None:
    assert is_typography(old, new) == is_typography(new, old)


@given(st.text(max_size=80))
def test_a_text_says_what_it_says(text: str) -> None:
    assert is_typography(text, text)


@given(st.text(alphabet="abc ’“—é\u00a0", max_size=40))
def test_utf_8_that_was_read_as_windows_1252_says_the_same(text: str) -> None:
    misread = "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode()
    )
    assert is_typography(text, misread)


@given(
    st.lists(st.sampled_from(["not", "able", "harbour", "5", "no", "where"]), min_size=2), st.data()
)
def test_a_word_that_left_is_never_typography(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(words) - 1))
    assert not is_typography(" ".join(words), " ".join(words[:at] + words[at + 1 :]))


def test_a_million_digits_are_judged_within_bounds() -> None:
    assert is_typography("1" + " 000" * 250_000, "1" + "000" * 250_000)
    assert not is_typography("1 " * 400_000, "1" * 400_000)
