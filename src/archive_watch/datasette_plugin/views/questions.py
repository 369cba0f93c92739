"""What can be asked at once: the saved questions by theme, each with a form for what it asks."""

from __future__ import annotations

from archive_watch.datasette_plugin.meanings import ASKED, questions_by_theme
from archive_watch.datasette_plugin.question import Page, Question
from archive_watch.storage.database import Archive


def questions(archive: Archive, question: Question) -> Page:  # noqa: ARG001  (a view is handed it)
    """Every saved question."""
    return Page(
        template="questions.html",
        told={"place": "questions", "themes": questions_by_theme(), "labels": ASKED},
    )
