"""The few pages of Datasette that an archive has its own of, and the order of columns in them.

Datasette looks for a page by names that hold the database's (``database-NAME.html``).  The loader
here answers to those names for archives only, so that no page of another database changes; and it
is asked last, so that the operator's own templates come first.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from datasette.utils import to_css_class
from jinja2 import BaseLoader, Environment, TemplateNotFound

from archive_watch.datasette_plugin.archives import names_of_archives
from archive_watch.datasette_plugin.meanings import meanings

_FOLDER = Path(__file__).parent / "html"
_OURS = "archive-watch/"  # the folder of our own pages, as templates call it


class PagesOfArchives(BaseLoader):
    """The pages that archives have their own of, for the archives of one Datasette."""

    def __init__(self, datasette: Any) -> None:
        self._datasette = datasette

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002  (Jinja hands it)
        template: str,
    ) -> tuple[str, str, None]:
        """The page of that name.  Raises TemplateNotFound where it is not an archive's."""
        if template.startswith(_OURS):
            return _source(f"archive/{template.removeprefix(_OURS)}", template)
        for database in names_of_archives(self._datasette):
            file = _pages_of(database).get(template)
            if file is not None:
                return _source(file, template)
        raise TemplateNotFound(template)

    def list_templates(self) -> list[str]:
        """None: Datasette makes addresses of what is listed here."""
        return []


def _source(file: str, template: str) -> tuple[str, str, None]:
    path = _FOLDER / file
    if not path.is_file():
        raise TemplateNotFound(template)
    return path.read_text(encoding="utf-8"), str(path), None


def _pages_of(database: str) -> dict[str, str]:
    """The template names that Datasette asks for, and which file of ours each is."""
    css = to_css_class(database)
    pages = {f"database-{css}.html": "database.html", f"query-{css}.html": "query.html"}
    for view in meanings()["tables"]:
        pages[f"table-{css}-{to_css_class(view)}.html"] = "table.html"
        pages[f"_table-{css}-{to_css_class(view)}.html"] = "rows.html"
    return pages


def reading_places(columns: tuple[str, ...], wanted: tuple[str, ...]) -> list[int]:
    """Where each column stands that a reader wants first, then the rest as they come."""
    first = [columns.index(name) for name in wanted if name in columns]
    return first + [place for place in range(len(columns)) if place not in first]
