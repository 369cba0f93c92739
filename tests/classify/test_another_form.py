"""The same words in another form weigh little; one word, sum, date or mark that differs does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.classify.another_form import is_another_form
from archive_watch.classify.changes import classify_change
from transcripts import transcript

_SAME = [
    ("We do not know.", "We don't know."),
    ("We cannot go.", "We can not go."),
    ("It’s clear.", "It is clear."),
    ("He'd go there.", "He would go there."),
    ("About 40 percent of it.", "About forty per cent of it."),
    ("At 3:00 p.m. there.", "At 15:00 there."),
    ("Some 12,500 people.", "Some 12500 people."),
    ("On June 7, 2018, there.", "On 7 June 2018 there."),
    ("It is $3 million more.", "It is 3 million dollars more."),
    ("We met Sec. Kerry.", "We met Secretary Kerry."),
    ("The third of seven.", "The 3rd of 7."),
]
_NOT = [
    ("7 men and women.", "Men and 7 women."),
    ("It's gone.", "It has gone."),
    ("We do not go.", "We do not go?"),
    ("At 3 p.m. there.", "At 3 a.m. there."),
    ("He said █ yes.", "He said yes."),
    ("He said [REDACTED] yes.", "He said yes."),
    ("It is 5 percent.", "It is 5 dollars."),
    ("It is .5 of it.", "It is 5 of it."),
    ("On June 7 there.", "On July 6 there."),
    ("They are not able.", "They are notable."),
    ("I will go.", "I'd go."),
    ("He told us “no” twice.", "He told us no two times."),
    ("It was “no” 2 times.", "It was no two times."),
    ("It was (so they say) 2 of us.", "It was so they say two of us."),
]


@pytest.mark.parametrize(("was", "now"), _SAME)
def test_the_same_words_in_another_form_are_known_and_weigh_little(was: str, now: str) -> None:
    assert is_another_form(was, now)
    found = classify_change(transcript(was), transcript(now))[0]
    assert (found.flags, found.severity) == ((), 20)


@pytest.mark.parametrize(("was", "now"), _NOT)
def test_what_says_something_else_is_no_other_form(was: str, now: str) -> None:
    assert not is_another_form(was, now)
    assert classify_change(transcript(was), transcript(now))[0].severity > 20


def test_an_edit_in_another_paragraph_keeps_its_weight() -> None:
    was, now = "We do not know.\n\nIt is up.", "We don't know.\n\nIt is down."
    assert classify_change(transcript(was), transcript(now))[0].severity == 50


_WORDS = st.lists(
    st.sampled_from("we do not no 3 40 % percent may it's June 7 2018 half p.m. five is".split()),
    min_size=1,
    max_size=8,
)


@given(_WORDS, _WORDS)
def test_either_side_may_come_first(one: list[str], other: list[str]) -> None:
    was, now = " ".join(one), " ".join(other)
    assert is_another_form(was, now) == is_another_form(now, was)


@given(_WORDS, st.integers(0, 7), st.sampled_from(["harbour", "never", "17"]))
def test_a_word_more_is_never_another_form(words: list[str], at: int, more: str) -> None:
    longer = [*words[:at], more, *words[at:]]
    assert not is_another_form(" ".join(words), " ".join(longer))
