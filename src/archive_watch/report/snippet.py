"""A snippet of found words: ``[[`` and ``]]`` stand around what was looked for."""

from __future__ import annotations

import re

_FOUND = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


def snippet_runs(snippet: str) -> list[tuple[bool, str]]:
    """The snippet's runs of text in order, each with whether it is what was looked for."""
    runs, at = [], 0
    for found in _FOUND.finditer(snippet):
        runs += [(False, snippet[at : found.start()]), (True, found[1])]
        at = found.end()
    runs.append((False, snippet[at:]))
    return [run for run in runs if run[1]]
