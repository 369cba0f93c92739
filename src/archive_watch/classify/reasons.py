"""Why a change is what it is called: one short sentence for each aspect, each flag, its severity.

For a reader who asks, and for one who disagrees: each sentence names the rule that was applied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from archive_watch.classify.compared import TextDifference
from archive_watch.classify.severity import SLIGHTLY
from archive_watch.model.change import ChangeKind, Flag

_MOST_OF_A_KIND = 12
_OF_KIND = {
    ChangeKind.REMOVED: "the page is confirmed as gone",
    ChangeKind.RESTORED: "the page is back after it was confirmed as gone",
    ChangeKind.REVERTED: "the page had been in this very state before",
    ChangeKind.MOVED: "another address answers for the page, with the same document",
    ChangeKind.REPLACED: "less than a tenth of the words is left, of whichever text is shorter",
    ChangeKind.TRUNCATED: "a quarter of the words or more is gone, all at the end",
    ChangeKind.METADATA: "a fact beside the words is another one",
    ChangeKind.LINKS: "a link among the words points elsewhere, came or went",
    ChangeKind.COSMETIC: "read aloud, old and new are the same",
}
_OF_MANY = {
    ChangeKind.ATTRIBUTION: "the words of {count} are another speaker's now",
    ChangeKind.TURN_REMOVED: "{count} left with a speaker's turn",
    ChangeKind.TURN_ADDED: "{count} came with a speaker's turn",
    ChangeKind.MOVED_TEXT: "the place of {count} is another one now",
    ChangeKind.TEXT: "words of {count} came or went",
}
_OF_FLAG = {
    "negation": "a negation came or went",
    "number": "a number has another value",
    "date": "a date is another one",
    "entity": "a name came or went",
    "modal": "what must, may or will be is said with another verb",
    "speaker": "the same words have another speaker",
    "redaction": "a mark of redaction came or went",
    "spelling": "the same words are spelt another way",
    "host": "a host's name became another name of the same site, its path as it was",
}


def reasons_for(
    aspects: Sequence[ChangeKind],
    flags: Sequence[Flag],
    text: TextDifference,
    weighed: str,
    severity: int,
) -> tuple[str, ...]:
    """The reasons, each after the name of what it explains: ``negation: …``, ``severity 85: …``."""
    return (
        *(f"{kind.value}: {_of_kind(kind, text)}" for kind in aspects),
        *_of_flags(flags),
        f"severity {severity}: {weighed}",
    )


def _of_flags(flags: Sequence[Flag]) -> Iterator[str]:
    """A reason for each flag; of many of one kind, for the first ones, and how many more there are."""
    seen: Counter[str] = Counter()
    for flag in flags:
        seen[flag.kind] += 1
        if seen[flag.kind] <= _MOST_OF_A_KIND:
            yield f"{flag.kind}: {_OF_FLAG[flag.kind]} ({_became(flag)})"
    for kind, count in seen.items():
        if count > _MOST_OF_A_KIND:
            yield f"{kind}: and {count - _MOST_OF_A_KIND:,} more of them"


def _of_kind(kind: ChangeKind, text: TextDifference) -> str:
    if kind not in _OF_MANY:
        return _OF_KIND[kind]
    if kind is ChangeKind.TEXT and text.slight is not None:
        return f"what differs is {SLIGHTLY[text.slight]} alone"
    count = text.counts.get(kind, 1)
    return _OF_MANY[kind].format(count="a paragraph" if count == 1 else f"{count:,} paragraphs")


def _became(flag: Flag) -> str:
    if flag.old and flag.new:
        return f"“{flag.old}” became “{flag.new}”"
    return f"“{flag.old}” left" if flag.old else f"“{flag.new}” came"
