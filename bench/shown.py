"""How the numbers are shown: a section, and one line a number."""

from __future__ import annotations

import textwrap


def section(title: str) -> None:
    """The heading of a group of numbers."""
    print(f"\n{title}\n{'-' * len(title)}", flush=True)


def line(name: str, value: str, target: str = "") -> None:
    """One number, and its target where it has one."""
    print(f"  {name:<60} {value:>22}  {target}".rstrip(), flush=True)


def detail(text: str) -> None:
    """What stands behind the numbers above it, folded."""
    print(textwrap.fill(text, 100, initial_indent=" " * 6, subsequent_indent=" " * 8), flush=True)


def note(text: str) -> None:
    """A sentence among the numbers."""
    print(f"\n{text}", flush=True)
