"""Words inside a pair of paragraphs: both sides rebuilt, no word cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.diff.tokens import TOKEN
from archive_watch.diff.words import word_runs
from archive_watch.model.change import Sign

_ALPHABET = "ab1,.-–$%’' \n\u00ad\u0301\u093f中é"
_TEXTS = st.one_of(st.text(alphabet=_ALPHABET, max_size=60), st.text(max_size=60))


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(run.sign.value, run.text) for run in word_runs(old, new)]


@given(_TEXTS, _TEXTS)
def test_kept_and_removed_give_the_old_text_and_kept_and_added_the_new(old: str, new: str) -> None:
    runs = word_runs(old, new)
    assert "".join(run.text for run in runs if run.sign is not Sign.ADDED) == old
    assert "".join(run.text for run in runs if run.sign is not Sign.REMOVED) == new
    assert all(run.text for run in runs)


@given(_TEXTS, _TEXTS)
def test_no_word_is_cut(old: str, new: str) -> None:
    for text, sign in ((old, Sign.REMOVED), (new, Sign.ADDED)):
        edges = {0}
        for token in TOKEN.finditer(text):
            edges |= {token.end()} if not token.group().isspace() else set(range(*token.span()))
            edges.add(token.end())
        position = 0
        for run in word_runs(old, new):
            if run.sign in {sign, Sign.KEPT}:
                position += len(run.text)
                assert position in edges


@given(_TEXTS)
def test_the_tokens_of_a_text_are_the_whole_text(text: str) -> None:
    assert "".join(TOKEN.findall(text)) == text


@pytest.mark.parametrize(
    "word",
    ["non-proliferation", "can’t", "1,500,000", "$1,500.25", "-5", "–5.5%", "2001-2009", "50-year-old",
     "हिन्दी", "cafe\u0301", "co\u00adoperation", "U.S", "F-16"],
)  # fmt: skip
def test_this_is_one_word(word: str) -> None:
    assert TOKEN.findall(f"the {word} there") == ["the", " ", word, " ", "there"]


def test_an_edited_number_is_told_whole_with_its_sign_and_currency() -> None:
    assert told("It cost $1,500 there.", "It cost $1,600 there.") == [
        ("=", "It cost "), ("-", "$1,500"), ("+", "$1,600"), ("=", " there."),
    ]  # fmt: skip
    assert told("was -5 then", "was 5 then") == [
        ("=", "was "), ("-", "-5"), ("+", "5"), ("=", " then"),
    ]  # fmt: skip


def test_scripts_that_part_no_words_are_cut_between_characters() -> None:
    assert told("我们不同意", "我们同意") == [("=", "我们"), ("-", "不"), ("=", "同意")]


def test_words_that_follow_each_other_are_one_edit() -> None:
    assert told("we agree with them today", "we quarrel about it today") == [
        ("=", "we "), ("-", "agree with them"), ("+", "quarrel about it"), ("=", " today"),
    ]  # fmt: skip
