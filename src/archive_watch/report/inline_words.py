"""Words that left and came where no style sheet is applied: in mail and in feeds.

Such readers drop style sheets, colours and often the elements themselves, so each mark is a sign too:
``[-gone-]`` and ``{+come+}``, as in the text.  The colours hold on white and on black.
"""

from __future__ import annotations

from archive_watch.model.change import Sign
from archive_watch.report.html_words import shown

_GONE = "color:#8a3b00;background-color:#fdeedd;text-decoration:line-through"
_CAME = "color:#0a4a8f;background-color:#e2eefb;text-decoration:none;font-weight:600"


def marked_inline(sign: Sign, text: str) -> str:
    """A run of words with its mark, styled on the spot; spaces around it, and kept words, stay plain."""
    words = text.strip()
    if sign is Sign.KEPT or not words:
        return shown(text)
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    element, style, begins, ends = (
        ("del", _GONE, "[-", "-]") if sign is Sign.REMOVED else ("ins", _CAME, "{+", "+}")
    )
    return f'{lead}<{element} style="{style}">{begins}{shown(words)}{ends}</{element}>{tail}'
