"""The steps between two transcripts: exact, deterministic, aligned by paragraph, bounded."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.diff.align import diff_transcripts, edits_between
from archive_watch.model.change import Op, OpKind, Sign
from cost import seconds_of
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
    steps: list[tuple[Op, ...]] = []

    def work() -> None:
        steps.append(diff_transcripts(transcript(*old), transcript(*new)))

    assert seconds_of(work, enough=20) < 20  # about one second here; without bounds, minutes
    assert _rebuilt(steps[0], "new") == "\n\n".join(new)


_SENTENCES = [f"Sentence {n} says of ship {n * 7} what nobody else said of it." for n in range(30)]


def _edits(old: list[str], new: list[str]) -> list[Op]:
    return [
        op
        for op in diff_transcripts(transcript(*old), transcript(*new))
        if op.op is not OpKind.EQUAL
    ]


def _words_edited(ops: list[Op]) -> int:
    runs = [run for op in ops for run in op.words if run.sign is not Sign.KEPT]
    gone = [op for op in ops if op.op in {OpKind.DELETE, OpKind.INSERT}]
    return sum(len(run.text.split()) for run in runs) + sum(
        len((op.old or op.new or "").split()) for op in gone
    )


@pytest.mark.parametrize("parts", [2, 3, 5])
def test_a_paragraph_cut_into_several_is_one_step_without_a_word(parts: int) -> None:
    size = 30 // parts
    several = [" ".join(_SENTENCES[at : at + size]) for at in range(0, 30, size)]
    for old, new in (([" ".join(_SENTENCES)], several), (several, [" ".join(_SENTENCES)])):
        ops = _edits(["Before.", *old, "After."], ["Before.", *new, "After."])
        assert [op.op for op in ops] == [OpKind.REPLACE]
        assert _words_edited(ops) == 0


def test_a_word_edited_in_a_paragraph_that_was_cut_is_all_that_differs() -> None:
    cut = [" ".join(_SENTENCES[:14]), " ".join(_SENTENCES[14:]).replace("nobody", "everybody", 1)]
    assert _words_edited(_edits([" ".join(_SENTENCES)], cut)) == 2


def test_an_edit_in_a_paragraph_that_moved_is_not_swallowed() -> None:
    old = _SENTENCES
    long = " ".join(_SENTENCES[:3])
    new = [*old[5:], long.replace("nobody", "everybody", 1)]
    ops = _edits([long, *old[5:]], new)
    assert [op.op for op in ops] == [OpKind.MOVE_FROM, OpKind.MOVE_TO]
    assert [run.text for run in ops[1].words if run.sign is not Sign.KEPT] == [
        "nobody",
        "everybody",
    ]
    assert ops[0].move_id == ops[1].move_id


def test_shuffled_paragraphs_moved_and_none_was_edited() -> None:
    new = list(_SENTENCES)
    random.Random(3).shuffle(new)
    ops = _edits(_SENTENCES, new)
    assert {op.op for op in ops} == {OpKind.MOVE_FROM, OpKind.MOVE_TO}


def test_the_heavier_of_two_paragraphs_that_changed_places_stayed() -> None:
    heavy = " ".join(_SENTENCES[:8])
    ops = _edits(["One.", *_SENTENCES[10:12], heavy], [heavy, "One.", *_SENTENCES[10:12]])
    assert [op.new for op in ops if op.op is OpKind.MOVE_TO] == _SENTENCES[10:12]


def test_nothing_moved_in_a_rewrite() -> None:
    chance = random.Random(5)
    sides = [
        [" ".join(f"w{chance.randrange(400)}" for _ in range(60)) for _ in range(200)]
        for _ in range(2)
    ]
    assert not any(op.move_id is not None for op in _edits(*sides))


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_blank_lines_of_any_number_are_given_back(old: str, new: str) -> None:
    ops = diff_transcripts(transcript(old), transcript(new))
    assert (_rebuilt(ops, "old"), _rebuilt(ops, "new")) == (old, new)


@given(_TEXT, _TEXT)
def test_the_edits_alone_are_the_steps_less_the_equal_ones(old: list[str], new: list[str]) -> None:
    before, after = transcript(*old), transcript(*new)
    steps = diff_transcripts(before, after)
    assert edits_between(before, after) == tuple(op for op in steps if op.op is not OpKind.EQUAL)


@given(_TEXT, _TEXT)
def test_the_words_of_a_step_give_its_paragraphs_back(old: list[str], new: list[str]) -> None:
    for op in _edits(old, new):
        if op.op is OpKind.REPLACE:
            assert "".join(r.text for r in op.words if r.sign is not Sign.ADDED) == op.old
            assert "".join(r.text for r in op.words if r.sign is not Sign.REMOVED) == op.new
