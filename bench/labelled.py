"""Pairs of real pages, old and new, each with what a reader would say of it: made from recipes.

No fetched text is kept in the project.  A recipe (a line of
``tests/real/labelled_edits.jsonl``) names a file of the known-answer data, steps that make
the old page of it (``old``, often none) and steps that make the new page of the old one (``new``).
Steps name places by position and pattern; the words that they bring are invented.  A recipe with
``at`` is a real edit of a press release: its two neighbouring captures as they are.

``kind``, ``flags`` and ``alert`` are the label.  ``kind`` is the weightiest aspect, ``none`` where
the two pages are in one state.  Both pages are written as one page of the WordPress theme and read
by the product's reader, so that labels and turns are found anew in each.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from archive_watch.model.transcript import Transcript
from known_answers import TOP
from labelled_pages import neighbours, page_of, read_page
from steps import after

RECIPES = TOP / "tests" / "real" / "labelled_edits.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One labelled pair: how it is made, and what is right to say of it."""

    name: str
    page: str
    at: str | None
    old: tuple[list[Any], ...]
    new: tuple[list[Any], ...]
    how: dict[str, Any]
    start: int
    count: int
    kind: str
    flags: frozenset[str]
    alert: bool

    @property
    def is_kept_aside(self) -> bool:
        """Whether it belongs to the half that no rule was tuned on: a digest's first bit."""
        return sha256(self.name.encode()).digest()[0] >= 128


def recipes() -> list[Recipe]:
    """Every recipe, in the file's order."""
    lines = RECIPES.read_text(encoding="utf-8").splitlines()
    return [_recipe(json.loads(line)) for line in lines if line]


def _recipe(row: dict[str, Any]) -> Recipe:
    return Recipe(
        name=row["name"],
        page=row["page"],
        at=row.get("at"),
        old=tuple(row.get("old", ())),
        new=tuple(row.get("new", ())),
        how=row.get("how", {}),
        start=row.get("start", 0),
        count=row.get("count", 120),
        kind=row["kind"],
        flags=frozenset(row["flags"]),
        alert=row["alert"],
    )


def pair_of(recipe: Recipe) -> tuple[Transcript, Transcript | None]:
    """The old and the new page of ``recipe``, read; no new one where the page is gone."""
    if recipe.at is not None:
        return neighbours(recipe.page, recipe.at)
    whole = page_of(recipe.page)
    shown = whole.paragraphs[recipe.start : recipe.start + recipe.count]
    old = after(replace(whole, paragraphs=shown), recipe.old)
    new = after(old, recipe.new)
    gone = recipe.how.get("gone", False)
    return read_page(old), None if gone else read_page(new)
