"""A diff with colours, where there is a terminal that shows them and nobody asked it not to.

The signs stay, so nothing hangs on colour: what is gone is struck through and orange, what came is
underlined and blue, which people who see no red or green can tell apart on black and on white.
Elsewhere, and where ``NO_COLOR`` is set (no-color.org) or the terminal is dumb, the text is plain.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping

from archive_watch.report.diff_text import Line, Style

_LOOKS = {
    Style.PLAIN: "",
    Style.HEAD: "bold",
    Style.SOFT: "dim",
    Style.WARNING: "bold",
    Style.GONE: "strike color(166)",
    Style.CAME: "underline color(32)",
    Style.MOVED: "italic",
}
_INDENT = "  "
_NARROWEST = 20


def may_colour(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether stdout is a terminal that shows colours, and colours are welcome there."""
    if environ.get("NO_COLOR") or environ.get("TERM", "dumb") == "dumb":
        return False
    return sys.stdout.isatty()


def coloured(lines: Iterable[Line], width: int) -> str:
    """The lines with their looks as a terminal draws them, the long ones broken between words.

    Whatever comes after a line's first row is indented as far as its words are.  Addresses and
    headings are left whole, so that they can be copied.
    """
    from rich.console import Console  # noqa: PLC0415  (only where there is a terminal)
    from rich.text import Text  # noqa: PLC0415

    console = Console(
        force_terminal=True, color_system="256", width=max(width, _NARROWEST), highlight=False,
        markup=False, emoji=False, no_color=False, legacy_windows=False,
    )  # fmt: skip
    with console.capture() as captured:
        for line in lines:
            text = Text.assemble(*((words, _LOOKS[style]) for style, words in line), no_wrap=True)
            if not line or (len(line) == 1 and line[0][0] is Style.HEAD):
                console.print(text, soft_wrap=True)
                continue
            rows = text.wrap(console, console.width - len(_INDENT), no_wrap=False)
            for number, row in enumerate(rows):
                row.rstrip()
                console.print(Text(_INDENT if number else "") + row, soft_wrap=True)
    return captured.get()
