"""What a paragraph is by its words alone, whatever its markup: a time line, a media line, a mark
at the end of a release, a stage note.

Each rule takes the whole paragraph: a time that somebody mentions is no time line.  The forms are
those of the State Department's archives since 1997.
"""

from __future__ import annotations

import re

from archive_watch.model.block import BlockKind

_LONGEST = 200  # characters: no line of these kinds is longer
_LONGEST_NOTE = 400

_END = re.compile(
    r"(?:#\s*){2,}|PRN:?\s*(?:No\.?\s*)?\d{4}/\d+(?:-\d+)?|(?:19|20)\d\d/\d{1,5}(?:-\d+)?"
    r"|[\[(]?\s*end\s+(?:of\s+)?(?:document|file|text|transcript|release)\s*[\])]?"
    r"|DPB\s*(?:no\.?\s*)?#?\s*\d{1,4}|[-–—]\s*(?:30|end)\s*[-–—]",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"(?:[*_~•·=]\s*){3,}|(?:[-–—]\s*){3,}|[*_~•·]\s+[*_~•·]")

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATE = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s*)?"
    rf"(?:{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+{_MONTH}\s+\d{{4}})"
)
_HALF = r"[ap]\.?\s?m\b\.?"
_ZONE = (
    r"(?:\(?(?:[ecmp][sd]?t|gmt|utc|z|[cewm]es?t|bst|local)\)?"
    r"|(?:eastern|central|mountain|pacific|local|washington|greenwich|moscow|[a-z]+\s+local)"
    r"(?:\s+(?:standard|daylight|mean))?(?:\s+time)?)"
)
_CLOCK = (
    rf"(?:\d{{1,2}}(?:[:.]\d{{2}})?\s*{_HALF}|\d{{1,2}}[:.]\d{{2}}\s*(?:hours|hrs)?|\d{{4}}\s+hours"
    r"|(?:12(?:[:.]00)?\s*)?noon)"
)
_TIME = rf"{_CLOCK}(?:\s*,?\s*{_ZONE})?"
_TIME_LINE = re.compile(
    r"\W{0,3}(?:(?:time|begins?|began|start(?:s|ed)?|ends?|ended|concluded?|approximately|at|by)"
    rf"[\s:]+){{0,3}}(?:{_DATE}\s*[,;–—-]?\s*(?:at\s+)?)?{_TIME}"
    rf"(?:\s*(?:[-–—]|to|until)\s*{_TIME})?(?:\s*[,;–—-]?\s*{_DATE})?\W{{0,3}}",
    re.IGNORECASE,
)
_MAY_BE_TIME = re.compile(r"\d|noon", re.IGNORECASE)
_SAYS_WHICH = re.compile(rf"{_HALF}|noon|hours|hrs|{_ZONE}\W*$", re.IGNORECASE)

_CARRIER = re.compile(
    r"video|audio|webcast|podcast|dsl|dial-?\s?up|m3u|mp3|mp4|pdf|real\s?player"
    r"|windows media(?: player)?",
    re.IGNORECASE,
)
_CARRIED = (  # one of these is in whatever matches: looked for first, as that is quick
    *("video", "audio", "webcast", "podcast", "dsl", "dial", "m3u", "mp3", "mp4", "pdf"),
    *("real", "windows"),
)
_ABOUT_MEDIA = re.compile(
    r"\b(?:view|watch|listen(?:\s+to)?|play|download|open|see|available|in|as|on|full|this|the|a"
    r"|of|and|or|for|to|high|low|speed|broadband|modem|connections?|cable|file|format|player|version"
    r"|report|document|remarks|briefing|press|printable|print|captioned|link|requires?|adobe"
    r"|acrobat|reader|size|\d+(?:[.,]\d+)?\s*(?:kb|mb|k|bytes|kbps)?)\b",
    re.IGNORECASE,
)
_GLUED = re.compile(r"connections?", re.IGNORECASE)
_VISUAL = re.compile(
    r"(?:visuals?|images?|photos?|maps?|charts?)\s+(?:from|of|shown at)\b.*\bbriefing\b\s*:?|image of\b.*",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:\([^()]*\)|\[[^\[\]]*\])(?:\s*(?:\([^()]*\)|\[[^\[\]]*\]))*\s*\.?")
_REFERENCE = re.compile(r"[(\[]\s*(?:\d{1,3}|[ivxlc]+|[a-z])\s*[)\]]", re.IGNORECASE)


def worded_kind(text: str) -> BlockKind | None:
    """What the words of a paragraph make of it; None where they are like any others."""
    if len(text) <= _LONGEST:
        if is_end(text) or _SEPARATOR.fullmatch(text):
            return BlockKind.MARK
        if is_time(text):
            return BlockKind.TIME
        if is_media(text):
            return BlockKind.MEDIA
    return BlockKind.NOTE if _is_note(text) else None


def is_end(text: str) -> bool:
    """Whether a paragraph marks the end of a release (``###``, a press release number)."""
    return len(text) <= _LONGEST and _END.fullmatch(text.strip()) is not None


def is_time(text: str) -> bool:
    """Whether a paragraph says when it began and nothing else: ``(9:25 a.m. EDT)``."""
    if _MAY_BE_TIME.search(text) is None:
        return False
    return _TIME_LINE.fullmatch(text) is not None and _SAYS_WHICH.search(text) is not None


def is_media(text: str) -> bool:
    """Whether a paragraph offers a recording or a file and says nothing else."""
    if text.endswith((".", "!", "?")) or not any(map(text.lower().__contains__, _CARRIED)):
        return False
    if _CARRIER.search(text) is None:
        return False
    left = _ABOUT_MEDIA.sub(" ", _CARRIER.sub(" ", _GLUED.sub(" ", text)))
    return not any(letter.isalnum() for letter in left)


def is_picture(text: str) -> bool:
    """Whether a line above a briefing names what was shown at it."""
    return _VISUAL.fullmatch(text) is not None


def _is_note(text: str) -> bool:
    """Whether a paragraph is a stage note and no more: ``(Applause.)``, ``[Crosstalk]``."""
    if not text.startswith(("(", "[")) or len(text) > _LONGEST_NOTE:
        return False
    if _NOTE.fullmatch(text) is None or _REFERENCE.fullmatch(text.strip(" .")) is not None:
        return False
    return any(letter.isalpha() for letter in text)
