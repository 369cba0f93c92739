"""Flags: what about an edit a reader must not miss.  Raised on aligned pairs of paragraphs only.

A negation that came or went, a number, a date, a name, a modal verb, a mere slip of spelling, the
name of a host that the archive rewrote.  Whole paragraphs raise none: there is nothing they were
before.  What is compared is the meaning of a word: ``can't`` is ``cannot``, ``1,000`` is ``1000``,
``5%`` is ``5 percent``, ``2 p.m.`` is ``14:00``, ``7 June`` is ``June 7``.  Where the same numbers,
dates or names stand in another order within a few words, that is told too: ``32 and not 31`` is not
``31 and not 32``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from archive_watch.classify.dates_said import dates_said
from archive_watch.classify.edited import Edited
from archive_watch.classify.everyday_words import COMMON_WORDS
from archive_watch.classify.meanings import date_in, may_tell, modal_in, name_in, negation_in
from archive_watch.classify.names import without_initials
from archive_watch.classify.numbers import Meant, is_half_of_day, is_weak, numbers_in
from archive_watch.classify.slips import Lexicon, is_slip
from archive_watch.classify.worded import Touched, Word, words_of, words_that_differ
from archive_watch.model.change import Flag

_MOST_TOLD = 20  # words on either side of a flag
_Meaning = Callable[[Word], str | None]
_Reading = Callable[[Sequence[Word]], list[Meant]]
_Sides = tuple[Sequence[Word], Sequence[Word]]
_ORDERED = frozenset({"date", "number", "entity"})


def flags_of(edited: Edited, lexicon: Lexicon) -> tuple[Flag, ...]:
    """The flags that an edited paragraph raises, each once."""
    hosts = (Flag(kind="host", old=before, new=after) for before, after in edited.hosts)
    words = _of_words(edited.touched, edited.numbered, edited.says_same_dates, lexicon)
    return tuple(dict.fromkeys([*words, *hosts]))


def flags_between(old: str, new: str, lexicon: Lexicon) -> tuple[Flag, ...]:
    """The flags of one short text (a headline) that became another."""
    whole, same = lambda: (words_of(old), words_of(new)), lambda: dates_said(old) == dates_said(new)
    return tuple(_of_words(words_that_differ(old, new), whole, same, lexicon))


def is_slips_alone(edited: Edited, lexicon: Lexicon) -> bool:
    """Whether all that an edit did to the words of a paragraph are slips of spelling."""
    touched = edited.touched_anywhere
    return _slips_in(touched, lexicon) == (touched.gone, touched.come) != ([], [])


def _of_words(
    touched: Touched, whole: Callable[[], _Sides], same_dates: Callable[[], bool], lexicon: Lexicon
) -> Iterator[Flag]:
    gone, come = _slips_in(touched, lexicon)
    slipped = {id(word) for word in (*gone, *come)}
    left = [word for word in touched.gone if may_tell(word) and id(word) not in slipped]
    came = [word for word in touched.come if may_tell(word) and id(word) not in slipped]
    naming = _naming(left, came, touched.gone, touched.come)
    dates, numbers = _dates_and_numbers(left, came, whole)
    readings: tuple[tuple[str, _Reading, tuple[list[Meant], list[Meant]]], ...] = (
        ("negation", *_both(_each(negation_in), left, came)),
        ("modal", _each(modal_in), _modals(left, came)),
        ("date", _each(date_in), dates),
        ("number", _numbers, numbers),
        ("entity", _each(naming), without_initials(_each(naming)(left), _each(naming)(came))),
    )
    for kind, reading, sides in readings:
        found = list(_flag(kind, *sides))
        if not found and kind in _ORDERED and not slipped:
            near = _naming(touched.before, touched.after, touched.before, touched.after)
            ordered = _each(near) if kind == "entity" else reading
            found = list(_reordered(kind, touched, ordered))
        if not (found and kind == "date" and same_dates()):
            yield from found
    if slipped:
        yield Flag(kind="spelling", old=_joined(gone), new=_joined(come))


def _both(
    reading: _Reading, left: Sequence[Word], came: Sequence[Word]
) -> tuple[_Reading, tuple[list[Meant], list[Meant]]]:
    return reading, (reading(left), reading(came))


def _modals(left: Sequence[Word], came: Sequence[Word]) -> tuple[list[Meant], list[Meant]]:
    """The modal verbs of both sides; where ``he'd`` takes the place of ``he would``, none of them."""
    sides = _each(modal_in)(left), _each(modal_in)(came)
    for verbs, others in zip(sides, (came, left), strict=True):
        short = sum(word.text.lower().endswith(("'d", "’d")) for word in others)
        for meant in [meant for meant in verbs if meant[0] == "would"][:short]:
            verbs.remove(meant)
    return sides


def _dates_and_numbers(
    left: Sequence[Word], came: Sequence[Word], whole: Callable[[], _Sides]
) -> tuple[tuple[list[Meant], list[Meant]], tuple[list[Meant], list[Meant]]]:
    """The dates that an edit touched, and the numbers of the paragraphs where it touched any.

    What is written ``2,000`` on one side and ``2000`` on the other is no year.
    """
    reading = _each(date_in)
    dates = reading(left), reading(came)
    if not (_numbers(left) or _numbers(came) or any(map(is_half_of_day, (*left, *came)))):
        return dates, ([], [])
    before, after = whole()
    numbers = _numbers(before), _numbers(after)
    for one, other in ((0, 1), (1, 0)):
        known = {said for said, _ in numbers[other]}
        years = [meant for meant in dates[one] if meant[0] in known]
        for meant in years:
            dates[one].remove(meant)
            numbers[one].append(meant)
    return dates, numbers


def _each(meaning: _Meaning) -> _Reading:
    return lambda words: [(said, word) for word in words if (said := meaning(word)) is not None]


def _numbers(words: Sequence[Word]) -> list[Meant]:
    return numbers_in([word for word in words if date_in(word) is None])


def _flag(kind: str, old: Sequence[Meant], new: Sequence[Meant]) -> Iterator[Flag]:
    left, came = _only(old, new), _only(new, old)
    if kind == "number" and not (left and came):
        left = [meant for meant in left if not is_weak(meant[0])]
        came = [meant for meant in came if not is_weak(meant[0])]
    if left or came:
        yield Flag(kind=kind, old=_joined(w for _, w in left), new=_joined(w for _, w in came))


def _only(words: Sequence[Meant], others: Sequence[Meant]) -> list[Meant]:
    """The words whose meaning ``others`` do not have, as often as they lack it."""
    spare = Counter(said for said, _ in others)
    alone = []
    for said, word in words:
        if spare[said] > 0:
            spare[said] -= 1
        else:
            alone.append((said, word))
    return alone


def _reordered(kind: str, touched: Touched, reading: _Reading) -> Iterator[Flag]:
    """The same words of one kind in another order, within a small edit."""
    before, after = reading(touched.before), reading(touched.after)
    if [said for said, _ in before] != [said for said, _ in after] and not (
        _only(before, after) or _only(after, before)
    ):
        yield Flag(kind=kind, old=_joined(w for _, w in before), new=_joined(w for _, w in after))


def _slips_in(touched: Touched, lexicon: Lexicon) -> tuple[list[Word], list[Word]]:
    """The words that became the same words spelt another way, on both sides."""
    gone, come = touched.gone, touched.come
    if _are_slips(gone, come, lexicon):
        return gone, come
    if len(gone) != len(come):
        return [], []
    pairs = [
        (was, now) for was, now in zip(gone, come, strict=True) if _are_slips([was], [now], lexicon)
    ]
    return [was for was, _ in pairs], [now for _, now in pairs]


def _are_slips(gone: Sequence[Word], come: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether words were spelt another way; a name that is spelt so is another name.

    A word with a capital is a name, as far as the page shows, where it never stands there without.
    """
    if not is_slip(gone, come, lexicon) or _hides_a_word(gone, come):
        return False
    loud = [word.text for word in (*gone, *come) if word.text[:1].isupper()]
    return not loud or any(map(lexicon.has_in_small, loud))


def _hides_a_word(gone: Sequence[Word], come: Sequence[Word]) -> bool:
    """Whether words that became one, or one that was parted, held a telling one: not able, notable."""
    if len(gone) == len(come):
        return False
    parts = max(gone, come, key=len)
    return any(may_tell(word) and word.text.islower() and word.text.isalpha() for word in parts)


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


def _joined(words: Iterator[Word] | Sequence[Word]) -> str | None:
    said = [word.text for word in words]
    told = " ".join(said[:_MOST_TOLD])
    return (told + " …" if len(said) > _MOST_TOLD else told) or None
