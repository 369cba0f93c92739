"""The last resort for a page that nothing else is known of: a general extractor, where installed.

trafilatura is an optional extra.  It is only asked where the words are: what it leaves out of them
(one of two equal paragraphs, at times a first or a last one) would be lost, and an edit of it never
seen.  So the element that fits what it took best is read, whole, as any other content is.  It is
asked with settings under which the same page reads the same in every process: its removal of
duplicates remembers earlier calls, and is off.  Its version is part of the extractor's name, so a
newer one counts as another reading and never as a change of the page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive_watch.extract.learning.containers import letters
from archive_watch.extract.learning.tightest import holding_words_of

_FEWEST_LETTERS = 120  # below, it is rather a remnant than the words of a page
_TAG = re.compile(r"<[^>]*>")
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)


@lru_cache(maxsize=1)
def engine() -> str | None:
    """The general extractor that is installed, with its version; None without one."""
    try:
        return f"trafilatura/{version('trafilatura')}"
    except PackageNotFoundError:
        return None


@lru_cache(maxsize=1)
def _loaded() -> Any:
    """The general extractor, loaded; None where one of its own parts is missing or does not fit."""
    try:
        return import_module("trafilatura")
    except ImportError:
        return None


def chosen_by_engine(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that holds what the general extractor takes for the words; None where it finds
    none.

    It is given the page as a browser's parser nests it.
    """
    if engine() is None or tree.body is None or letters(tree.body.text()) < _FEWEST_LETTERS:
        return None
    trafilatura = _loaded()
    if trafilatura is None:
        return None
    found = trafilatura.extract(
        tree.html,
        output_format="html",
        include_comments=False,
        include_links=True,
        include_tables=True,
        include_formatting=True,
        deduplicate=False,
        with_metadata=False,
    )
    body = _BODY.search(found or "")
    if body is None or letters(_TAG.sub(" ", body[1])) < _FEWEST_LETTERS:
        return None
    return holding_words_of(tree.body, body[1])
