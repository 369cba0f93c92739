"""The index of topics that stands above a briefing, and where the conversation opens.

Since 1997 briefings begin with a list of what they are about: under a heading (``INDEX``, ``Index
for Today's Briefing``), as a nested list, with page numbers (``2-3 U.S. North Korea Relations``)
or as bare lines.  Then come links to a recording, the time, and the first speaker.  Topics look
like labels (``IRAQ: Elections``) but nobody speaks there.

Where the conversation opens is told by words alone, so that no tag changes who speaks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.extract.labels import label_of, may_be_name
from archive_watch.model.block import BlockKind

_HEADING = re.compile(
    r"(?:(?:daily|today['’]?s)\s+)?(?:press\s+)?(?:briefing\s+)?"
    r"(?:index(?:\s+(?:for|of|to)\b.{1,60})?|i\s*n\s*d\s*e\s*x|topics?(?:\s+(?:covered|discussed)\b.{0,40})?"
    r"|table of contents|contents)\s*:?",
    re.IGNORECASE,
)
_PAGES = r"\d{1,3}(?:\s*[-–,&]\s*\d{1,3}){0,8}"
_PAGED = re.compile(rf"{_PAGES}\s+\D.*|.*[^\d\s.,][\s.]+{_PAGES}")
_ENDS_A_SENTENCE = re.compile(r"[.!?…—–-][\"”’')\]]*$")
_STOPS = re.compile(r"(?<!\bU\.S)(?<!\betc)[.!?]$")
_OF_THE_HEAD = re.compile(
    r"\b(?:19|20)\d\d\b|\bspokes(?:man|woman|person)\b|\bWashington\b|\bdepartment of state\b"
    r"|\bpress briefing\b|^DPB\b|^\(?on[- ]the[- ]record",
    re.IGNORECASE,
)
_MOST_WORDS = 16
_SPEECH_WORDS = 8
_FEW = 2
_LEAST_LETTERS = 4
_LONGEST_LABEL = 300
_LONGEST_TOPIC = 300


@dataclass(frozen=True, slots=True)
class Opening:
    """Where the conversation opens (0: at once), and which paragraphs above are its topics."""

    at: int = 0
    topics: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Above:
    """The paragraphs above ``end``: their texts, which of them may be topics, and list items."""

    texts: Sequence[str]
    lines: Sequence[int]
    items: frozenset[int]
    end: int


def opening_of(
    texts: Sequence[str], worded: Sequence[BlockKind | None], items: frozenset[int], *,
    is_briefing: bool,
) -> Opening:  # fmt: skip
    """Where the conversation of a page opens, and the topics above.

    ``worded`` is what each paragraph is by its own words, ``items`` are the items of lists.
    """
    speech = _first_speech(texts)
    time = next((at for at, kind in enumerate(worded) if kind is BlockKind.TIME), None)
    if time is not None and speech is not None and speech < time:
        time = None
    for end in (time, speech):
        if end is None:
            continue
        lines = [at for at in range(end) if worded[at] is None and _may_be_topic(texts[at])]
        above = _Above(texts, lines, items, end)
        if topics := _under_a_heading(above, is_talk=is_briefing or None not in (time, speech)):
            return Opening(at=end, topics=topics)
        first = None
        if end == time and (is_briefing or speech is not None):
            first = _first_above_the_time(above, is_briefing=is_briefing)
        elif time is None and is_briefing:
            first = _first_above_speech(above)
        if first is not None:
            return Opening(at=end, topics=frozenset(at for at in lines if at >= first))
    return Opening(at=time or 0)


def _first_speech(texts: Sequence[str]) -> int | None:
    """The first paragraph in which somebody under a label says a sentence."""
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}  # where a label that may be a name first says a sentence
    for at, text in enumerate(texts):
        label = label_of(text) if ":" in text[:_LONGEST_LABEL] else None
        if label is None:
            continue
        said = text[label.speech :].strip() or "".join(texts[at + 1 : at + 2])
        is_sentence = len(said.split()) >= _SPEECH_WORDS or _ENDS_A_SENTENCE.search(said)
        if label.is_strong and is_sentence and not first:
            return at
        counts[label.label] += 1
        if is_sentence and (label.is_strong or may_be_name(label)):
            first.setdefault(label.label, at)
        if label.is_strong and is_sentence:
            counts[label.label] += _FEW
    return min((at for label, at in first.items() if counts[label] >= _FEW), default=None)


def _under_a_heading(above: _Above, *, is_talk: bool) -> frozenset[int]:
    """The lines under a heading that says so; where nothing else speaks of a briefing, up to the
    first that is no topic."""
    heading = next((at for at in range(above.end) if _HEADING.fullmatch(above.texts[at])), None)
    if heading is None:
        return frozenset()
    lines, end = frozenset(above.lines), above.end
    if not is_talk:
        end = next((at for at in range(heading + 1, end) if at not in lines), end)
    return frozenset({heading, *(at for at in lines if heading < at < end)})


def _first_above_the_time(above: _Above, *, is_briefing: bool) -> int | None:
    """The first topic above a time line; None where nothing shows that there are any."""
    texts, lines = above.texts, above.lines
    listed = [at for at in lines if at in above.items]
    paged = [at for at in lines if _PAGED.fullmatch(texts[at])]
    loud = [at for at in lines if _is_loud(texts[at])]
    if listed or len(paged) >= _FEW:
        return min(listed + paged + loud)
    if len(loud) >= _FEW:
        return loud[0]
    return lines[0] if is_briefing and len(lines) >= _FEW else None


def _first_above_speech(above: _Above) -> int | None:
    """The first topic of a briefing without a time line: a list, or lines with page numbers."""
    listed = [at for at in above.lines if at in above.items]
    paged = [at for at in above.lines if _PAGED.fullmatch(above.texts[at])]
    return min(listed + paged) if listed or len(paged) >= _FEW else None


def _may_be_topic(text: str) -> bool:
    if len(text) > _LONGEST_TOPIC or len(text.split()) > _MOST_WORDS or _STOPS.search(text):
        return False
    return _OF_THE_HEAD.search(text) is None or _HEADING.fullmatch(text) is not None


def _is_loud(text: str) -> bool:
    """Whether a line is in capitals, as a country above its topics is."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= _LEAST_LETTERS and all(letter.isupper() for letter in letters)
