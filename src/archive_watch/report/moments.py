"""Moments as people read them."""

from __future__ import annotations


def when(moment: str) -> str:
    """A UTC text as people read it: 2021-06-24 18:05 UTC."""
    return f"{moment[:10]} {moment[11:16]} UTC"
