"""The steps between two transcripts: exact, deterministic, aligned by paragraph, bounded."""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.diff.align import diff_transcripts
from archive_watch.model.change import Op, OpKind, Sign
from transcripts import transcript

_WORDS = st.sampled_from(
    ["harbour", "not", "U.S.", "1,500", "co-op", "“quoted”", "naïve", "cafe\u0301", "हिन्दी", "中文",
     "can’t", "-5", "MR PRICE:", "QUESTION:", "—", "b", "a"]
)  # fmt: skip
_PARAGRAPH = st.lists(_WORDS, min_size=1, max_size=8).map(" ".join)
_TEXT = st.lists(_PARAGRAPH, min_size=1, max_size=7)
_LONG = "This sentence is long enough to be known again wherever it stands, as a whole."


def _rebuilt(ops: tuple[Op, ...], side: str) -> str:
    parts = [getattr(op, side) for op in ops]
    return "\n\n".join(part for part in parts if part is not None)


@given(_TEXT, _TEXT)
def test_the_steps_give_both_texts_back_exactly(old: list[str], new: list[str]) -> None:
    ops = diff_transcripts(transcript(*old), transcript(*new))
    assert _rebuilt(ops, "old") == "\n\n".join(old)
    assert _rebuilt(ops, "new") == "\n\n".join(new)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_at_all_is_given_back_exactly(old: str, new: str) -> None:
    ops = diff_transcripts(transcript(old), transcript(new))
    assert (_rebuilt(ops, "old"), _rebuilt(ops, "new")) == (old, new)


@given(_TEXT, st.randoms(use_true_random=False))
def test_shuffled_and_edited_paragraphs_are_given_back_and_moves_have_two_ends(
    old: list[str], chance: random.Random
) -> None:
    new = [f"{paragraph} {_LONG}" for paragraph in old]
    before = transcript(*new)
    chance.shuffle(new)
    ops = diff_transcripts(before, transcript(*new))
    assert _rebuilt(ops, "new") == "\n\n".join(new)
    left = Counter(op.move_id for op in ops if op.op is OpKind.MOVE_FROM)
    came = Counter(op.move_id for op in ops if op.op is OpKind.MOVE_TO)
    assert left == came
    assert set(left.values()) <= {1}


@given(_TEXT, _TEXT)
def test_the_same_texts_have_the_same_steps(old: list[str], new: list[str]) -> None:
    first = diff_transcripts(transcript(*old), transcript(*new))
    assert diff_transcripts(transcript(*old), transcript(*new)) == first


@given(_TEXT)
def test_a_text_and_itself_have_equal_steps_only(text: list[str]) -> None:
    ops = diff_transcripts(transcript(*text), transcript(*text))
    assert {op.op for op in ops} == {OpKind.EQUAL}


@given(_TEXT, _TEXT)
def test_an_edited_paragraph_shows_at_least_one_word(old: list[str], new: list[str]) -> None:
    for op in diff_transcripts(transcript(*old), transcript(*new)):
        if op.op is OpKind.REPLACE:
            assert any(run.sign is not Sign.KEPT for run in op.words)


def test_the_same_answer_under_another_label_is_one_paragraph_edited() -> None:
    ops = diff_transcripts(
        transcript("QUESTION: Why?", "MR PRICE: Never."), transcript("QUESTION: Why?", "MS DOE: Never.")
    )  # fmt: skip
    assert [op.op for op in ops] == [OpKind.EQUAL, OpKind.REPLACE]


def test_one_short_answer_in_the_place_of_another_is_one_paragraph_edited() -> None:
    ops = diff_transcripts(transcript("Will you go?", "Yes."), transcript("Will you go?", "No."))
    assert [op.op for op in ops] == [OpKind.EQUAL, OpKind.REPLACE]


def test_a_long_paragraph_that_stands_elsewhere_has_moved() -> None:
    others = [
        f"Paragraph {number} stays where it was and says what it said." for number in range(6)
    ]
    ops = diff_transcripts(transcript(_LONG, *others), transcript(*others, _LONG))
    assert [op.op for op in ops if op.op is not OpKind.EQUAL] == [OpKind.MOVE_FROM, OpKind.MOVE_TO]


def test_every_edited_paragraph_finds_its_own_under_many_new_ones() -> None:
    chance = random.Random(4)
    old = [" ".join(f"w{chance.randrange(3000)}" for _ in range(40)) for _ in range(300)]
    edited = [paragraph.replace(" ", " edited ", 1) for paragraph in old]
    added = [" ".join(f"x{chance.randrange(3000)}" for _ in range(40)) for _ in range(60)]
    ops = diff_transcripts(transcript(*old), transcript(*added, *edited))
    assert Counter(op.op for op in ops) == {OpKind.INSERT: 60, OpKind.REPLACE: 300}


def _giant(seed: int, words: int, vocabulary: int) -> str:
    chance = random.Random(seed)
    return " ".join(f"w{chance.randrange(vocabulary)}" for _ in range(words))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([_giant(1, 150_000, 20_000)], [_giant(2, 150_000, 20_000)]),
        ([_giant(1, 150_000, 20)], [_giant(2, 150_000, 20)]),
        (["a b " * 100_000], ["b a " * 90_000]),
        ([_giant(n, 8, 900) for n in range(10_000)], [_giant(-n, 8, 900) for n in range(1, 10_001)]),
        ([_giant(n, 2500, 30) for n in range(50)], [_giant(-n, 2500, 30) for n in range(1, 51)]),
    ],
    ids=["one giant paragraph", "twenty words", "two words", "all changed", "alike and giant"],
)  # fmt: skip
def test_the_worst_texts_cost_a_bounded_amount_of_work(old: list[str], new: list[str]) -> None:
    before = time.process_time()
    ops = diff_transcripts(transcript(*old), transcript(*new))
    assert time.process_time() - before < 20  # about one second here; without bounds, minutes
    assert _rebuilt(ops, "new") == "\n\n".join(new)
