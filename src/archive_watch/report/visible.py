"""Text from a hostile page made harmless for a terminal or a log: nothing acts, nothing hides.

Control characters, bidirectional overrides, zero-width characters and lone surrogates are shown
as escapes; line breaks and tabs stay.
"""

from __future__ import annotations

import re

_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """``text`` with every character that acts on a terminal, or hides in it, written as an escape."""
    return _ACTING.sub(lambda found: f"\\u{{{ord(found.group()):x}}}", text)
