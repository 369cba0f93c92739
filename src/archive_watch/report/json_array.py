"""A JSON array in pieces: joined they are what ``json.dumps`` with an indent of 2 makes of the whole list.

However long the list is, one of its members is in memory.
"""

from __future__ import annotations

import json

EMPTY = "[]\n"
OPENING = "[\n  "
BETWEEN = ",\n  "
CLOSING = "\n]\n"


def as_member(document: object, *, ascii_alone: bool = False) -> str:
    """One member, to stand between ``OPENING``, ``BETWEEN`` and ``CLOSING``."""
    told = json.dumps(document, ensure_ascii=ascii_alone, indent=2)
    return told.replace("\n", "\n  ")  # inside a text a line end is an escape
