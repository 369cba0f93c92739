"""The same edit on many pages is known again by its marks: a digest for each place that was edited.

A mark is made of the words that left and came, without capitals, and of nothing else where they say
by themselves which edit it is (``telling_words``); of less, three words on either side belong to it,
and what even then says nothing has no mark.  Where an archive rewrote the name of its own host, the
mark is of the two hosts alone, whatever address it stood in.

One mark more stands for the whole finding, where all of it is marked: what two pages have in common
that have the same *whole* mark is everything that is told of them.  Marks are made of what is stored
with a change, so that those of earlier programs can be marked as well.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from archive_watch.classify.edits_beside import edits_beside
from archive_watch.classify.hosts_in_edits import HostPair, host_pairs_in, hosts_named
from archive_watch.classify.hunks_of_edits import Hunk, hunks_of
from archive_watch.classify.telling_words import tells_itself, tells_with_neighbours
from archive_watch.model.change import ChangeKind, Edit, Flag

MARKS_VERSION = 1  # of these rules; a change that has none, or an earlier one, is marked anew
_MOST_PLACES = 400  # of one change that are looked at: past these it is an edit of its own
_MOST_MARKS = 60  # of one change that are kept
_MOST_TURNED = 100  # words: what is longer is a paragraph of its own, and no diff turns that
_WORDS_ALONE = frozenset({
    ChangeKind.TEXT, ChangeKind.TURN_ADDED, ChangeKind.TURN_REMOVED, ChangeKind.TRUNCATED,
    ChangeKind.REPLACED,
})  # fmt: skip
_TOLD_BESIDE = frozenset({
    ChangeKind.METADATA, ChangeKind.LINKS, ChangeKind.REVERTED, ChangeKind.RESTORED, ChangeKind.MOVED,
})  # fmt: skip
_OF_HOSTS = frozenset({ChangeKind.TEXT, ChangeKind.LINKS, ChangeKind.REVERTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class EditMark:
    """A digest that the same edit has on every page; ``position`` is the edit that it is of.

    ``is_all``: nothing else is told of the change.  ``is_whole``: it stands for several marks, or for
    one with what is told beside the words.
    """

    sha256: str
    position: int | None
    is_all: bool = False
    is_whole: bool = False


def marks_of(
    edits: Sequence[Edit],
    *,
    aspects: Collection[str],
    flags: Sequence[Flag] = (),
    beside: str = "",
) -> tuple[EditMark, ...]:
    """The marks of a change, each once; ``beside`` is what is told of it beside the words."""
    found = list(_places(edits))
    pairs = {pair for _, pair, _ in found if pair is not None}
    if (
        pairs
        and all(pair is not None for _, pair, _ in found)
        and _of_hosts(aspects, beside, pairs)
    ):
        beside = ""
    marks = dict[str, int | None]()
    for digest, _, position in found:
        if digest is not None:
            marks.setdefault(digest, position)
    hands = [_digest("hand", *pair) for pair in _hands(aspects, flags)]
    marks |= {digest: None for digest in hands if digest not in marks}
    beside = _other_than(marks, beside)
    is_known = bool(found) and not hands and all(digest is not None for digest, _, _ in found)
    is_known &= len(found) < _MOST_PLACES and set(aspects) <= {*_WORDS_ALONE, *_TOLD_BESIDE}
    return tuple(_kept(marks, beside, is_known=is_known))


def _kept(marks: dict[str, int | None], beside: str, *, is_known: bool) -> Iterator[EditMark]:
    is_alone = is_known and len(marks) == 1 and not beside
    if is_known and not is_alone:
        whole = _digest("whole", sorted(marks), beside)
        yield EditMark(sha256=whole, position=None, is_all=True, is_whole=True)
    for digest, position in [*marks.items()][:_MOST_MARKS]:
        yield EditMark(sha256=digest, position=position, is_all=is_alone)


def _other_than(marks: Collection[str], beside: str) -> str:
    """What is told beside the words, without what is the same edit in a headline or a line."""
    for part, edit in edits_beside(beside):
        if all(_of_hunk(hunk) in marks for hunk in hunks_of(edit)):
            beside = beside.replace(part, "", 1)
    return beside.removeprefix("; ")


_Place = tuple[str | None, HostPair | None, int]


def _places(edits: Sequence[Edit]) -> Iterator[_Place]:
    """Each place that was edited: its digest (None: it has none), its hosts, and which edit it is of."""
    left = _MOST_PLACES
    for position, edit in enumerate(edits):
        pairs = host_pairs_in(edit)
        for hunk in hunks_of(edit):
            if left == 0:
                return
            left -= 1
            pair = _pair_at(hunk, pairs)
            digest = _digest("host", *pair) if pair is not None else _of_hunk(hunk)
            yield digest, pair, position


def _pair_at(hunk: Hunk, pairs: Sequence[tuple[int, int, HostPair]]) -> HostPair | None:
    """The hosts of the rewritten address in which a place lies."""
    within = (pair for begin, end, pair in pairs if begin <= hunk.at and hunk.end <= end)
    return next(within, None)


def _of_hunk(hunk: Hunk) -> str | None:
    sides = [hunk.removed, hunk.added]
    if tells_itself(hunk.content):
        return _digest("edit", *(sides if all(sides) else map(_from_the_least, sides)))
    if tells_with_neighbours([*hunk.content, *hunk.before, *hunk.after]):
        return _digest("edit", *sides, _folded(hunk.before), _folded(hunk.after))
    return None


def _from_the_least(words: Sequence[str]) -> list[str]:
    """Words that came or went alone, turned so that they begin alike wherever they stand: before a
    sentence that begins with their own first word, a diff may take that one for the new one."""
    if len(words) > _MOST_TURNED:
        return list(words)
    turned = ([*words[at:], *words[:at]] for at in range(len(words)))
    return min(turned, default=[])


def _folded(words: Sequence[str]) -> list[str]:
    return [word.casefold() for word in words]


def _of_hosts(aspects: Collection[str], beside: str, pairs: Collection[HostPair]) -> bool:
    """Whether a change is nothing but hosts rewritten: links beside it lead to the same hosts."""
    known = {host for pair in pairs for host in pair}
    return set(aspects) <= _OF_HOSTS and (
        ChangeKind.LINKS not in aspects or known >= set(hosts_named(beside))
    )


def _hands(aspects: Collection[str], flags: Sequence[Flag]) -> Iterator[tuple[str, str]]:
    """Whose words became another's: the same on other pages, though the words are others there."""
    if ChangeKind.ATTRIBUTION in aspects:
        yield from (
            (flag.old.casefold(), flag.new.casefold())
            for flag in flags
            if flag.kind == "speaker" and flag.old and flag.new
        )


def _digest(kind: str, *parts: object) -> str:
    return sha256(json.dumps([kind, *parts]).encode("utf-8")).hexdigest()
