"""The examples at the end of a command's help."""

from __future__ import annotations


def examples(*lines: str) -> str:
    """An epilog that shows the command in use, each line as it is typed."""
    told = "".join(f"\n  archive-watch {line}" for line in lines)
    return f"\b\nExamples:{told}"
