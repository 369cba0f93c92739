"""Every word has one origin that says it, and words that come back go back to their first."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.diff.blame import Blame
from archive_watch.diff.descent import descent, paragraphs_of
from archive_watch.diff.tokens import TOKEN
from cost import Work, seconds_of

_WORDS = st.sampled_from(
    ["harbour", "not", "U.S.", "1,500", "co-op", "“quoted”", "naïve", "cafe\u0301", "हिन्दी", "中文",
     "can’t", "-5", "MR PRICE:", "QUESTION:", "—", "b", "a"]
)  # fmt: skip
_PARAGRAPH = st.lists(_WORDS, min_size=1, max_size=8).map(" ".join)
_TEXTS = st.lists(
    st.lists(_PARAGRAPH, min_size=1, max_size=5).map("\n\n".join), min_size=1, max_size=6
)
_LONG = "This sentence is long enough to be known again wherever it stands, as a whole."


def _walked(*texts: str) -> Blame:
    blame = Blame()
    for text in texts:
        blame.then(text)
    return blame


def _told(blame: Blame) -> list[list[tuple[str, int, int]]]:
    """Each paragraph's runs with their words: text, origin, since."""
    told = []
    for text, runs in zip(blame.paragraphs, blame.runs(), strict=True):
        at, row = 0, []
        for run in runs:
            row.append((text[at : at + run.length], run.origin, run.since))
            at += run.length
        assert at == len(text)
        told.append(row)
    return told


@given(_TEXTS)
def test_every_word_has_exactly_one_origin_and_that_one_says_it(texts: list[str]) -> None:
    blame = _walked(*texts)
    assert "\n\n".join(blame.paragraphs) == texts[-1]
    for text, row in zip(blame.paragraphs, _told(blame), strict=True):
        marks = [(origin, since) for part, origin, since in row for _ in part]
        for word in TOKEN.finditer(text):
            ((origin, since),) = {marks[at] for at in range(word.start(), word.end())}
            assert 0 <= origin <= since < len(texts)
            assert word[0] in texts[origin]
            assert word[0] in texts[since]


@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_any_texts_at_all_have_origins(texts: list[str]) -> None:
    blame = _walked(*texts)
    assert "\n\n".join(blame.paragraphs) == texts[-1]
    _told(blame)


@given(_TEXTS)
def test_a_text_that_stays_keeps_its_origins(texts: list[str]) -> None:
    assert _walked(*texts, texts[-1]).runs() == _walked(*texts).runs()


@given(
    st.lists(_PARAGRAPH, min_size=1, max_size=6, unique=True),
    st.lists(_PARAGRAPH, min_size=1, max_size=6, unique=True),
)
def test_a_text_that_is_back_as_it_was_is_of_its_first_origin(
    old: list[str], new: list[str]
) -> None:
    first, second = "\n\n".join(old), "\n\n".join(new)
    back = _told(_walked(first, second, first))
    assert {origin for row in back for _, origin, _ in row} == {0}
    assert all(since in {0, 2} for row in back for _, _, since in row)


def test_a_word_is_of_the_version_that_brought_it_and_its_neighbours_stay() -> None:
    told = _told(_walked("We are optimistic about peace.", "We are pessimistic about peace."))
    assert told == [[("We are ", 0, 0), ("pessimistic", 1, 1), (" about peace.", 0, 0)]]


def test_a_word_that_comes_back_into_another_sentence_is_marked_as_returned() -> None:
    blame = _walked(
        "We do not agree. It rains.", "We do agree. It rains.", "We do not agree. It pours."
    )
    assert _told(blame) == [
        [("We do ", 0, 0), ("not ", 0, 2), ("agree. It ", 0, 0), ("pours", 2, 2), (".", 0, 0)]
    ]


def test_a_moved_paragraph_and_one_that_went_and_came_keep_their_origin() -> None:
    begin = ["One is short.", "Two is short.", _LONG]
    moved = _told(_walked("\n\n".join(begin), "\n\n".join([_LONG, *begin[:2]])))
    assert {(origin, since) for row in moved for _, origin, since in row} == {(0, 0)}
    short = _told(
        _walked("\n\n".join(["Yes.", _LONG, begin[0]]), "\n\n".join([_LONG, *begin[:1], "Yes."]))
    )
    assert {(origin, since) for row in short for _, origin, since in row} == {(0, 0)}
    went = _told(_walked("\n\n".join(begin), "\n\n".join(begin[:2]), "\n\n".join(begin)))
    assert went[2] == [(_LONG, 0, 2)]
    assert went[:2] == [[("One is short.", 0, 0)], [("Two is short.", 0, 0)]]


def test_another_copy_of_a_sentence_that_is_still_there_is_new() -> None:
    told = _told(_walked("QUESTION: Yes?\n\nNo.", "QUESTION: Yes?\n\nNo.\n\nQUESTION: Yes?"))
    assert told[2] == [("QUESTION: Yes?", 1, 1)]


@given(_TEXTS)
def test_every_paragraph_is_accounted_for_once_on_each_side(texts: list[str]) -> None:
    old, new = paragraphs_of(texts[0]), paragraphs_of(texts[-1])
    way = descent(old, new)
    for side, whole in (("old", old), ("new", new)):
        placed = [place for pair in way.pairs for place in getattr(pair, side)]
        ends = [*range(way.head), *range(len(whole) - way.tail, len(whole))]
        assert sorted([*placed, *ends]) == list(range(len(whole)))


def test_blame_of_many_versions_costs_what_was_edited_not_what_stayed() -> None:
    draw = random.Random(1)
    words = "light lamp harbour treaty of the and to minister said".split()
    paragraphs = [" ".join(draw.choices(words, k=60)) for _ in range(170)]

    def blaming(edits: int) -> Work:
        text, versions = list(paragraphs), []
        for number in range(20):
            for _ in range(edits):
                text[draw.randrange(170)] += f" {number}"
            versions.append("\n\n".join(text))
        return lambda: _blamed(versions)

    one, all_of_them = blaming(1), blaming(170)
    assert seconds_of(one) * 3 < seconds_of(all_of_them, runs=1)


def _blamed(versions: list[str]) -> Blame:
    blame = Blame()
    for version in versions:
        blame.then(version)
    return blame
