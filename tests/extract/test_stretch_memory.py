"""What is remembered is what would be worked out again, and takes no more room than it may."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.extract.blocks.block import Block
from archive_watch.extract.blocks.memory import Memo
from archive_watch.extract.words.sift import paragraphs_of

_WORDS = st.lists(st.text("ab", max_size=6), max_size=60)


@given(_WORDS, st.integers(0, 2_000))
def test_a_value_is_the_same_with_a_memory_and_without_one(keys: list[str], room: int) -> None:
    memo = Memo(str.upper, room, 100)
    assert memo.values(keys) + memo.values(keys) == 2 * [key.upper() for key in keys]
    assert len(memo) * 100 <= room


def test_what_was_needed_lately_is_not_worked_out_again() -> None:
    asked: list[str] = []

    def worked_out(key: str) -> int:
        asked.append(key)
        return len(key)

    memo = Memo(worked_out, 8_000, 1_000)
    for number in range(40):
        memo.values(["needed", f"once {number}"])
    assert asked.count("needed") == 1
    assert 2 <= len(memo) <= 8


def test_what_was_forgotten_is_worked_out_again() -> None:
    memo = Memo(str.upper, 8_000)
    assert memo.value("a") == "A"
    memo.forget()
    assert (len(memo), memo.value("a"), len(memo)) == (0, "A", 1)


def test_a_key_of_more_room_than_there_is_pushes_nothing_out() -> None:
    memo = Memo(str.upper, 8_000)
    memo.value("a")
    assert memo.value("b" * 9_000) == "B" * 9_000
    assert len(memo) == 1


def test_what_is_told_of_a_block_is_told_of_what_it_was_asked_last() -> None:
    asked: list[tuple[str, str]] = []

    def with_ending(block: Block, ending: str) -> str:
        asked.append((block.text, ending))
        return block.text + ending

    block = Block(lines=("Words",))
    told = [block.once(with_ending, ending) for ending in ("!", "!", "?", "!")]
    assert told == ["Words!", "Words!", "Words?", "Words!"]
    assert [ending for _, ending in asked] == ["!", "?", "!"]
    assert (len(block.told), block) == (1, Block(lines=("Words",)))


def test_lines_taken_from_a_block_take_nothing_along_of_what_was_told_of_it() -> None:
    block = Block(lines=("One", "two"), spaced=("One", "two"))
    assert [one.text for one in paragraphs_of(block)] == ["One two"]
    assert [one.text for one in paragraphs_of(block.only([1]))] == ["two"]
