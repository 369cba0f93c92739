"""Flags: what about an edit a reader must not miss.  Raised on aligned pairs of paragraphs only.

A negation that came or went, a number, a date, a name, a modal verb, a speaker's label, a mere
slip of spelling.  Moved and whole paragraphs raise none: there is nothing they were before.  What
is compared is the meaning of a word: ``can't`` is ``cannot``, ``1,000`` is ``1000``, ``5%`` is
``5 percent``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from archive_watch.classify.everyday_words import COMMON_WORDS
from archive_watch.classify.meanings import (
    date_in,
    is_slip,
    may_tell,
    modal_in,
    name_in,
    negation_in,
    number_in,
)
from archive_watch.classify.typography import is_typography
from archive_watch.classify.worded import Word, words_that_differ, words_touched
from archive_watch.extract.words.labels import label_of
from archive_watch.model.change import Flag, Op, OpKind

_MOST_TOLD = 20  # words on either side of a flag
_Meaning = Callable[[Word], str | None]


def flags_of(op: Op) -> tuple[Flag, ...]:
    """The flags that one step raises, each once; only an edited pair of paragraphs raises any."""
    if op.op is not OpKind.REPLACE:
        return ()
    speaker = _speaker_flag(op.old or "", op.new or "")
    gone, come = words_touched(op)
    if speaker is None:
        return tuple(dict.fromkeys(_of_words(gone, come)))
    label = {*(speaker.old or "").split(), *(speaker.new or "").split()}
    spoken = [[word for word in words if word.text not in label] for words in (gone, come)]
    return tuple(dict.fromkeys([speaker, *_of_words(*spoken)]))


def flags_between(old: str, new: str) -> tuple[Flag, ...]:
    """The flags of one short text (a headline) that became another."""
    return tuple(_of_words(*words_that_differ(old, new)))


def _speaker_flag(old: str, new: str) -> Flag | None:
    found = label_of(old), label_of(new)
    before, after = (None if label is None else label.label for label in found)
    if is_typography(before or "", after or ""):
        return None
    return Flag(kind="speaker", old=before, new=after)


def _of_words(gone: Sequence[Word], come: Sequence[Word]) -> Iterator[Flag]:
    left, came = list(filter(may_tell, gone)), list(filter(may_tell, come))
    meanings: tuple[tuple[str, _Meaning], ...] = (
        ("negation", negation_in),
        ("modal", modal_in),
        ("date", date_in),
        ("number", number_in),
        ("entity", _naming(left, came, gone, come)),
    )
    flags = [flag for kind, meaning in meanings for flag in _flag(kind, left, came, meaning)]
    yield from flags
    if not flags and is_slip(gone, come):
        yield Flag(kind="spelling", old=_joined(gone), new=_joined(come))


def _flag(
    kind: str, gone: Sequence[Word], come: Sequence[Word], meaning: _Meaning
) -> Iterator[Flag]:
    old = [(said, word) for word in gone if (said := meaning(word)) is not None]
    new = [(said, word) for word in come if (said := meaning(word)) is not None]
    if old or new:
        left, came = _only(old, new), _only(new, old)
        if left or came:
            yield Flag(kind=kind, old=_joined(left), new=_joined(came))


def _only(words: Sequence[tuple[str, Word]], others: Sequence[tuple[str, Word]]) -> list[Word]:
    """The words whose meaning ``others`` do not have, as often as they lack it."""
    spare = Counter(said for said, _ in others)
    alone = []
    for said, word in words:
        if spare[said] > 0:
            spare[said] -= 1
        else:
            alone.append(word)
    return alone


def _naming(
    left: Sequence[Word], came: Sequence[Word], gone: Sequence[Word], come: Sequence[Word]
) -> _Meaning:
    """What is a name: at the start of a sentence only where a capital stood on both sides, or
    where the word is known as a name."""
    lower = {word.text for word in (*gone, *come) if word.text[:1].islower()}
    known = {
        name for word in (*left, *came) if not word.opens and (name := name_in(word)) is not None
    }
    both = any(map(_opens_with_name, left)) and any(map(_opens_with_name, came))

    def meaning(word: Word) -> str | None:
        name = name_in(word)
        if name is None or name.lower() in lower:
            return None
        if not word.opens or name in known:
            return name
        return name if both and _opens_with_name(word) else None

    return meaning


def _opens_with_name(word: Word) -> bool:
    return word.opens and name_in(word) is not None and word.text.lower() not in COMMON_WORDS


def _joined(words: Sequence[Word]) -> str | None:
    told = " ".join(word.text for word in words[:_MOST_TOLD])
    return (told + " …" if len(words) > _MOST_TOLD else told) or None
