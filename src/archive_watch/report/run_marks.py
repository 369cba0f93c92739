"""Runs of words made fit to be drawn: where a paragraph was parted or joined, and what hangs alone.

A step may hold several paragraphs: a blank line that came or went is a change that nobody sees, so it
is shown as a pilcrow.  A run that begins with a mark that combines with the letter before it would
otherwise be drawn upon the mark of ours that stands there; it gets a dotted circle to sit on.
"""

from __future__ import annotations

import re
import unicodedata

from archive_watch.model.change import Sign

PILCROW = "¶"
_PLAIN = {Sign.KEPT: "{}", Sign.REMOVED: "[-{}-]", Sign.ADDED: "{{+{}+}}"}
_BLANK_LINES = re.compile(r"\s*\n\s*\n\s*")
_CIRCLE = "\u25cc"


def plain_run(sign: Sign, text: str) -> str:
    """A run with its marks where there is no style: ``[-gone-]``, ``{+come+}``."""
    return _PLAIN[sign].format(text)


def one_line_run(sign: Sign, text: str) -> str:
    """A run for one line: each blank line a pilcrow, whether it came, went or stayed."""
    return standing(sign, _BLANK_LINES.sub(f" {PILCROW} ", text))


def parted_run(sign: Sign, text: str) -> str:
    """A run for a drawing with line breaks: what came or went shows as a pilcrow too.

    A blank line that went breaks no line any more.
    """
    match sign:
        case Sign.ADDED:
            return standing(sign, _BLANK_LINES.sub(f" {PILCROW}\n\n", text))
        case Sign.REMOVED:
            return standing(sign, _BLANK_LINES.sub(f" {PILCROW} ", text))
        case _:
            return text


def standing(sign: Sign, text: str) -> str:
    """``text`` with something for its first character to combine with, where it was parted from it."""
    is_mark = sign is not Sign.KEPT and text[:1] != "" and unicodedata.category(text[0])[0] == "M"
    return f"{_CIRCLE}{text}" if is_mark else text
