"""An address below ours where nothing is: said on a page of ours, with the way back."""

from __future__ import annotations

from archive_watch.datasette_plugin.question import NotThere, Page, Question
from archive_watch.storage.database import Archive


def nothing(archive: Archive, question: Question) -> Page:
    """Never a page.  Raises NotThere."""
    del archive, question
    raise NotThere("There is no such page here.")
