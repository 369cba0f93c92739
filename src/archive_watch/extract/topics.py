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
from collections.abc import Iterator, Sequence
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
_SOME = 3
_LONGEST_LABEL = 300
_LONGEST_TOPIC = 300


@dataclass(frozen=True, slots=True)
class Opening:
    """Where the conversation opens (0: at once), and which paragraphs above are its topics."""

    at: int = 0
    topics: frozenset[int] = frozenset()


def opening_of(
    texts: Sequence[str], worded: Sequence[BlockKind | None], items: frozenset[int], *,
    is_briefing: bool,
) -> Opening:  # fmt: skip
    """Where the conversation of a page opens, and the topics above.

    ``worded`` is what each paragraph is by its own words, ``items`` are the items of lists.
    """
    speech = _first_speech(texts)
    time = next((at for at, kind in enumerate(worded) if kind is BlockKind.TIME), None)
    if time is not None and (speech is None or time < speech):
        end, is_timed = time, True
    elif speech is not None:
        end, is_timed = speech, False
    else:
        return Opening()
    lines = [at for at in range(end) if worded[at] is None and _may_be_topic(texts[at])]
    heading = next((at for at in range(end) if _HEADING.fullmatch(texts[at])), None)
    if heading is None and is_timed and speech is not None:
        heading = next((at for at in range(end, speech) if _HEADING.fullmatch(texts[at])), None)
        if heading is not None:
            lines = [at for at in range(speech) if worded[at] is None and _may_be_topic(texts[at])]
            end = speech
    first = _first_topic(texts, lines, items, heading, is_timed=is_timed, is_briefing=is_briefing)
    if first is None:
        return Opening(at=end if is_timed else 0)
    topics = frozenset(at for at in lines if at >= first)
    return Opening(at=end, topics=topics | ({heading} if heading is not None else frozenset()))


def _first_speech(texts: Sequence[str]) -> int | None:
    """The first paragraph in which somebody under a label says a sentence."""
    labels = [label_of(text) if ":" in text[:_LONGEST_LABEL] else None for text in texts]
    counts = Counter(label.label for label in labels if label is not None)
    for at, label in enumerate(labels):
        if label is None or not (
            label.is_strong or (counts[label.label] >= _FEW and may_be_name(label))
        ):
            continue
        said = texts[at][label.speech :].strip() or "".join(texts[at + 1 : at + 2])
        if len(said.split()) >= _SPEECH_WORDS or _ENDS_A_SENTENCE.search(said):
            return at
    return None


def _first_topic(
    texts: Sequence[str], lines: Sequence[int], items: frozenset[int], heading: int | None, *,
    is_timed: bool, is_briefing: bool,
) -> int | None:  # fmt: skip
    """The first of the ``lines`` that is a topic; None where nothing shows that there are any."""
    if heading is not None:
        return heading
    listed = [at for at in lines if at in items]
    paged = [at for at in lines if _PAGED.fullmatch(texts[at])]
    loud = [at for at in lines if _is_loud(texts[at])]
    told = list(_told(lines, texts))
    if len(paged) >= (_FEW if is_timed or is_briefing else _SOME):
        return min(paged + (loud if is_timed else []))
    if listed and (is_timed or is_briefing):
        return min(listed + (loud if is_timed else []))
    if is_timed and len(loud) >= _FEW:
        return loud[0]
    if is_timed and is_briefing and len(told) >= _FEW:
        return told[0]
    return None


def _told(lines: Sequence[int], texts: Sequence[str]) -> Iterator[int]:
    """The lines that are no lines of a head: neither date, place nor the office."""
    return (at for at in lines if not _OF_THE_HEAD.search(texts[at]))


def _may_be_topic(text: str) -> bool:
    if len(text) > _LONGEST_TOPIC or len(text.split()) > _MOST_WORDS or _STOPS.search(text):
        return False
    return _OF_THE_HEAD.search(text) is None or _HEADING.fullmatch(text) is not None


def _is_loud(text: str) -> bool:
    """Whether a line is in capitals, as a country above its topics is."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > _SOME and all(letter.isupper() for letter in letters)
