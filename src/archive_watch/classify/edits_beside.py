"""What is told beside the words, where it is an edit too: a headline, a role, a line that became another.

A name that is mended in a page's words is often mended in its headline with them: that is the same edit.
Read from the line that tells it, in which what is long is cut: then it may not be known again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive_watch.diff.words import word_runs
from archive_watch.model.change import Edit

_BECAME = re.compile(r"(?:^|; )[a-z ]+: “((?:(?!” became “).)*)” became “(.*?)”(?=; |$)")


def edits_beside(beside: str) -> Iterator[tuple[str, Edit]]:
    """Each part of ``beside`` that tells an edit of words, as it is written and as an edit."""
    for found in _BECAME.finditer(beside):
        runs = word_runs(found[1], found[2])
        yield found[0], Edit(speaker=None, removed=found[1], added=found[2], excerpt=runs)
