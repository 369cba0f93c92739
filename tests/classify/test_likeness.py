"""Whether two pages are one page."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.classify.likeness import imprint_of, in_common, is_like
from archive_watch.model.imprint import Imprint, imprint_from, imprint_text

_WORDS = [f"word{number}" for number in range(400)]


def text(seed: int, length: int) -> str:
    return " ".join(random.Random(seed).choices(_WORDS, k=length))


def test_a_page_is_like_itself_and_like_itself_with_another_nonce() -> None:
    for length in (5, 40, 400):
        words = text(1, length)
        page = imprint_of("Oops", words)
        assert is_like(page, page)
        if length > 20:
            assert is_like(page, imprint_of("Oops", f"{words} 1f2e3d"))


def test_other_words_or_another_title_of_few_words_are_another_page() -> None:
    pages = [imprint_of("Oops", text(seed, 300)) for seed in range(20)]
    assert not any(is_like(pages[0], page) for page in pages[1:])
    short = text(1, 8)
    assert not is_like(imprint_of("One", short), imprint_of("Two", short))


def test_a_long_page_is_like_one_with_another_title() -> None:
    words = text(1, 600)
    assert is_like(imprint_of("No: /one", words), imprint_of("No: /two", words))


def test_a_page_without_words_is_like_nothing() -> None:
    assert not is_like(imprint_of("App", ""), imprint_of("App", ""))


def test_what_two_pages_have_in_common_is_about_right_where_there_are_many_words() -> None:
    one = imprint_of("", " ".join(f"a{n}" for n in range(1000)))
    other = imprint_of("", " ".join(f"a{n}" for n in range(500, 1500)))
    assert abs(in_common(one, other) - 1 / 3) < 0.12


@given(st.text(), st.text())
def test_an_imprint_is_stored_and_read_again(title: str, words: str) -> None:
    page = imprint_of(title, words)
    assert imprint_from(imprint_text(page), title=title) == page
    assert imprint_from(imprint_text(Imprint()), title="") == Imprint()
