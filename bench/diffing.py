"""The differ on one word in a megabyte, beside the standard library's."""

from __future__ import annotations

import difflib
import random

import shown
from archive_watch.diff.align import diff_transcripts
from archive_watch.model.transcript import Metadata, Transcript
from known_answers import cpu_seconds

_WORDS = "alpha beta gamma delta of the and to".split()
_COUNT, _PARAGRAPH = 180_000, 60


def measure() -> None:
    """Print the times."""
    draw = random.Random(1)
    words = [draw.choice(_WORDS) for _ in range(_COUNT)]
    paragraphs = [" ".join(words[at : at + _PARAGRAPH]) for at in range(0, _COUNT, _PARAGRAPH)]
    text = "\n\n".join(paragraphs)
    other = text[: len(text) // 2] + "changed" + text[len(text) // 2 :]
    old, new = (Transcript(text=one, metadata=Metadata()) for one in (text, other))
    ours = cpu_seconds(lambda: diff_transcripts(old, new))
    peer = cpu_seconds(lambda: list(difflib.unified_diff(paragraphs, other.split("\n\n"))))
    shown.line("archive-watch, down to the word", f"{ours * 1e3:.0f} ms")
    shown.line("difflib, whole paragraphs", f"{peer * 1e3:.0f} ms")
