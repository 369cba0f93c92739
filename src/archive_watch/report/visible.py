"""Text from a hostile page made harmless for a terminal or a log: nothing acts, nothing hides.

Control characters, bidirectional overrides, zero-width characters and lone surrogates are shown
as escapes; line breaks and tabs stay.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """``text`` with every character that acts on a terminal, or hides in it, written as an escape."""
    return _ACTING.sub(lambda found: f"\\u{{{ord(found.group()):x}}}", text)


def followable(url: str) -> str:
    """A web address with such characters percent-encoded, as a browser would send them."""
    return _ACTING.sub(lambda found: quote(found.group(), errors="replace"), url)


def one_line(text: str) -> str:
    """``text`` on one line, so that no page can forge lines of a report."""
    return " ".join(text.split())
