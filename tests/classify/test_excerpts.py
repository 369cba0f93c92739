"""An excerpt is short enough to be read in a list, whatever the words are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.classify.excerpt import excerpt_of
from archive_watch.diff.words import word_runs
from archive_watch.model.change import Op, OpKind, Sign

_WORDS = st.lists(st.sampled_from(["x", "word", "y" * 900, "中" * 700, "e\u0301"]), max_size=90)
_MOST = 2_100


def _replaced(old: str, new: str) -> Op:
    return Op(op=OpKind.REPLACE, speaker=None, old=old, new=new, words=word_runs(old, new))


@given(_WORDS, _WORDS)
def test_no_run_of_an_excerpt_is_long(old: list[str], new: list[str]) -> None:
    for run in excerpt_of(_replaced(" ".join(old), " ".join(new))):
        assert len(run.text) < _MOST


def test_an_endless_word_is_shown_by_its_ends() -> None:
    (removed, added) = excerpt_of(_replaced("a" * 1_000_000 + "b", "c"))
    assert (removed.sign, len(removed.text) < _MOST) == (Sign.REMOVED, True)
    assert removed.text.startswith("aaa")
    assert removed.text.endswith("aab")
    assert added.text == "c"


def test_an_edit_of_a_few_words_is_whole() -> None:
    old = "The Secretary was optimistic about the long and difficult negotiations."
    runs = excerpt_of(_replaced(old, old.replace("optimistic", "pessimistic")))
    assert "".join(run.text for run in runs if run.sign is not Sign.ADDED) == old
