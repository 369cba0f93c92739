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
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from archive_watch.extract.words.labels import Label, label_of, may_be_name
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
    r"|\bpress briefing\b|^DPB\b|^\(?on[- ]the[- ]record|\bteleconference\b|\bbriefing room\b"
    r"|,.*\b(?:secretary|ambassador|advis[eo]r|coordinator|administrator|director|envoy"
    r"|representative|official)\b",
    re.IGNORECASE,
)
_TIMES = frozenset({BlockKind.TIME, BlockKind.INDEX})
_MOST_WORDS = 16
_SPEECH_WORDS = 8
_FEW = 2
_LEAST_LETTERS = 4
_LONGEST_TOPIC = 300


@dataclass(frozen=True, slots=True)
class Opening:
    """Where the conversation opens (0: at once), and which paragraphs above are its topics.

    ``listed`` are topics that only their tags tell: nothing about who speaks may hang on them.
    """

    at: int = 0
    topics: AbstractSet[int] = frozenset()
    listed: AbstractSet[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Above:
    """The paragraphs above ``end``: their lines, which of them may be topics, and list items."""

    lines: Sequence[Sequence[str]]
    topics: Sequence[int]
    items: frozenset[int]
    end: int


def opening_of(
    lines: Sequence[Sequence[str]], labels: Sequence[Label | None],
    worded: Sequence[BlockKind | None], items: frozenset[int], *, is_briefing: bool,
) -> Opening:  # fmt: skip
    """Where the conversation of a page opens, and the topics above.

    ``lines`` are those of each paragraph (most have one), ``labels`` what it begins with,
    ``worded`` is what each is by its own words (``index``: topics that end with the time line),
    ``items`` are the items of lists.
    """
    speech = _first_speech(lines, labels)
    time = next((at for at, kind in enumerate(worded) if kind in _TIMES), None)
    if time is not None and speech is not None and speech < time:
        time = None
    is_talk = is_briefing or None not in (time, speech)
    own = {time} if time is not None and worded[time] is BlockKind.INDEX and is_talk else set()
    for end in (time, speech):
        if end is None:
            continue
        topics_above = [at for at in range(end) if worded[at] is None and are_topics(lines[at])]
        above = _Above(lines, topics_above, items, end)
        if topics := _under_a_heading(above, is_talk=is_talk):
            return Opening(at=end, topics=topics | own)
        first = None
        if end == time and is_talk:
            first = _first_above_the_time(above, is_briefing=is_briefing)
        elif time is None and is_briefing:
            first = _first_above_speech(above)
        if first is not None:
            return Opening(at=end, topics=own.union(at for at in above.topics if at >= first))
        if end == speech and time is None and is_briefing:
            return Opening(listed=frozenset(_items_above_labels(above)))
    return Opening(at=time or 0, topics=frozenset(own))


def _first_speech(lines: Sequence[Sequence[str]], labels: Sequence[Label | None]) -> int | None:
    """The first paragraph in which somebody under a label says a sentence."""
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}  # where a label that may be a name first says a sentence
    for at, label in enumerate(labels):
        if label is None:
            continue
        said = " ".join(lines[at])[label.speech :].strip()
        said = said or "".join(map(" ".join, lines[at + 1 : at + 2]))
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
    heading = next(
        (at for at in range(above.end) if any(map(_HEADING.fullmatch, above.lines[at]))), None
    )
    if heading is None:
        return frozenset()
    topics, end = frozenset(above.topics), above.end
    if not is_talk:
        end = next((at for at in range(heading + 1, end) if at not in topics), end)
    return frozenset({heading, *(at for at in topics if heading < at < end)})


def _first_above_the_time(above: _Above, *, is_briefing: bool) -> int | None:
    """The first topic above a time line; None where nothing shows that there are any."""
    listed, paged = _listed(above), _lines_that(above, _is_paged)
    loud = _lines_that(above, _is_loud)
    if listed or len(paged) >= _FEW:
        return min(listed + paged + loud)
    if len(loud) >= _FEW:
        return loud[0]
    told = _lines_that(above, _is_told)
    return told[0] if is_briefing and len(told) >= _FEW else None


def _first_above_speech(above: _Above) -> int | None:
    """The first topic of a briefing without a time line, by words alone."""
    paged, loud = _lines_that(above, _is_paged), _lines_that(above, _is_loud)
    return min(paged + loud) if max(len(paged), len(loud)) >= _FEW else None


def _items_above_labels(above: _Above) -> Iterator[int]:
    """The list above a briefing that only its tags tell from a speech, down to the first label: it
    is nobody's anyway, and no tag may change who speaks."""
    labelled = (at for at in range(above.end) if label_of(above.lines[at][0]) is not None)
    end = next(labelled, above.end)
    return (at for at in _listed(above) if at < end)


def _listed(above: _Above) -> list[int]:
    return [at for at in above.topics if at in above.items]


def _lines_that(above: _Above, shows: Callable[[str], bool]) -> list[int]:
    """The paragraph of each line that shows something: one with two such lines comes twice."""
    return [at for at in above.topics for line in above.lines[at] if shows(line)]


def are_topics(lines: Sequence[str]) -> bool:
    """Whether the lines of a paragraph are short, no sentences, and not those of a page's head."""
    return all(map(_is_short, lines)) and any(map(_is_told, lines))


def _is_short(line: str) -> bool:
    return (
        len(line) <= _LONGEST_TOPIC and len(line.split()) <= _MOST_WORDS and not _STOPS.search(line)
    )


def _is_told(line: str) -> bool:
    """Whether a line is none of a page's head: neither date, place nor the office."""
    return _OF_THE_HEAD.search(line) is None or _HEADING.fullmatch(line) is not None


def _is_paged(line: str) -> bool:
    return _PAGED.fullmatch(line) is not None


def _is_loud(text: str) -> bool:
    """Whether a line is in capitals, as a country above its topics is."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= _LEAST_LETTERS and all(letter.isupper() for letter in letters)
