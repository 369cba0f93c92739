"""Moments as people read them."""

from __future__ import annotations

import re

_UTC_TEXT = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def when(moment: str) -> str:
    """A UTC text as people read it: 2021-06-24 18:05 UTC."""
    return f"{moment[:10]} {moment[11:16]} UTC"


def with_moments(told: str) -> str:
    """A sentence with every UTC text in it as people read it."""
    return _UTC_TEXT.sub(lambda found: when(found[0]), told)
