"""The plugin that Datasette finds by entry point: titles, meanings, facets and saved questions.

It looks at each database once, when Datasette starts, and is silent about those that are not
archives of ours, whatever their names.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from weakref import WeakKeyDictionary

from datasette import hookimpl
from datasette.utils import tilde_decode
from markupsafe import Markup

from archive_watch.datasette_plugin.actions import actions_of_row, actions_of_table
from archive_watch.datasette_plugin.archives import (
    find_archives,
    is_archive,
    names_of_archives,
    ways_of,
)
from archive_watch.datasette_plugin.cells import cell
from archive_watch.datasette_plugin.drawing import FILTERS
from archive_watch.datasette_plugin.functions import add_functions
from archive_watch.datasette_plugin.meanings import meanings, nothing_found, saved_questions
from archive_watch.datasette_plugin.pages import PagesOfArchives, reading_places
from archive_watch.datasette_plugin.permitting import CHECK, permitted_by_configuration
from archive_watch.datasette_plugin.policy import number_the_templates
from archive_watch.datasette_plugin.routes import PLACES, routes
from archive_watch.datasette_plugin.worlds import (
    action_of,
    allowed_by_us,
    keeps_what_it_is_told,
    never_written,
    questions,
    tell,
)

_TOLD: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()


@hookimpl
def startup(datasette: Any) -> Any:
    """Find out which of the databases are archives."""

    async def look() -> None:
        await find_archives(datasette)
        ours = names_of_archives(datasette)
        # Datasette writes the operator's own metadata into what it is handed.
        told = {"databases": {name: deepcopy(meanings()) for name in ours}} if ours else {}
        _TOLD[datasette] = told
        await tell(datasette, ours)

    return look


@hookimpl
def get_metadata(datasette: Any) -> dict[str, Any]:
    """What Datasette 0.65 tells about the archives among its databases."""
    return _TOLD.get(datasette, {})


@hookimpl
def canned_queries(datasette: Any, database: str) -> dict[str, dict[str, Any]]:
    """The saved questions of Datasette 0.65, where the database is an archive."""
    return saved_questions() if is_archive(datasette, database) else {}


@hookimpl
def permission_resources_sql(datasette: Any, actor: Any, action: str) -> Any:
    """For Datasette 1.0: who may ask for a check, and that nobody writes to an archive through it."""
    if action == CHECK:
        return allowed_by_us(permitted_by_configuration(datasette, actor))
    return never_written(action, names_of_archives(datasette))


@hookimpl
def prepare_connection(conn: Any) -> None:
    """Our SQL functions, where the connection is one to an archive."""
    add_functions(conn)


@hookimpl
def permission_allowed(datasette: Any, actor: Any, action: str) -> bool | None:
    """For Datasette 0.65: who may ask for a check."""
    return permitted_by_configuration(datasette, actor) if action == CHECK else None


@hookimpl
def register_actions() -> Any:
    """For Datasette 1.0: that a check can be asked for."""
    return [action_of(CHECK, "Ask for a check of a page of an archive")]


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Our pages, after everyone else's."""
    env.loader.loaders.append(PagesOfArchives(datasette))
    env.filters.update(FILTERS)
    number_the_templates(env, datasette)
    env.globals["here"] = PLACES
    env.globals["has_looks"] = not keeps_what_it_is_told(datasette)
    env.globals["nothing_found"] = nothing_found


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Our own pages, below ``/-/archive-watch``."""
    return routes()


@hookimpl
def extra_css_urls(datasette: Any, database: str | None) -> list[str]:
    """The style of an archive's pages; in 0.65 they look like ours too."""
    if not is_archive(datasette, database):
        return []
    sheets = ("archive.css",) if keeps_what_it_is_told(datasette) else ("archive.css", "looks.css")
    return [datasette.urls.static_plugins("archive-watch", sheet) for sheet in sheets]


@hookimpl
def extra_template_vars(
    datasette: Any,
    database: str | None,
    table: str | None,
    columns: Any,
    view_name: str | None,
    request: Any,
) -> Any:
    """What an archive's tables mean, and in which order a reader wants the columns of a view."""
    if database is None:
        ours = names_of_archives(datasette)
        return {
            "meanings_of": {name: meanings() for name in ours},
            "homes": {name: ways_of(datasette, name).home() for name in ours},
        }
    if not is_archive(datasette, database):
        return {}
    told = meanings()["tables"].get(table, {}).get("columns", {})
    known = {
        "archive_home": ways_of(datasette, database).home(),
        "archive_tables": meanings()["tables"],
        "reading_places": reading_places(tuple(columns or ()), tuple(told)),
    }

    async def known_of_a_database() -> dict[str, Any]:
        actor = request.actor if request else None
        return {**known, "archive_questions": await questions(datasette, database, actor)}

    return known_of_a_database if view_name == "database" else known


@hookimpl
def render_cell(datasette: Any, database: str, row: Any, column: str, value: Any) -> Markup | None:
    """Cells as a reader wants them: JSON as words, edits marked, ways to the page and the change."""
    if not is_archive(datasette, database):
        return None
    return cell(column, value, row=row, ways=ways_of(datasette, database))


@hookimpl
def table_actions(datasette: Any, database: str, table: str) -> list[dict[str, str]]:
    """Where the rows of a table are read; in 0.65 those of a view too."""
    if not is_archive(datasette, database):
        return []
    return actions_of_table(table, ways_of(datasette, database), PLACES)


@hookimpl
def view_actions(datasette: Any, database: str, view: str) -> list[dict[str, str]]:
    """Where the rows of a view are read (1.0)."""
    if not is_archive(datasette, database):
        return []
    return actions_of_table(view, ways_of(datasette, database), PLACES)


@hookimpl
def row_actions(datasette: Any, database: str, table: str, row: Any) -> list[dict[str, str]]:
    """Where one row is read (1.0)."""
    if not is_archive(datasette, database):
        return []
    return actions_of_row(table, dict(row), ways_of(datasette, database))


@hookimpl
def menu_links(datasette: Any, request: Any) -> list[dict[str, str]]:
    """The ways on from every page of an archive."""
    name = tilde_decode(request.url_vars.get("database", "")) if request else None
    if not is_archive(datasette, name):
        return []
    assert name is not None
    ways = ways_of(datasette, name)
    views = ("recent_changes", "current_transcripts", "broken_links")
    titles = {view: meanings()["tables"][view]["title"] for view in views}
    return [
        {"href": ways.home(), "label": "What happened"},
        {"href": ways.to("search"), "label": "Search"},
        *({"href": datasette.urls.table(name, view), "label": titles[view]} for view in views),
    ]
