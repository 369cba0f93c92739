"""The two worlds: Datasette 0.65 and the pre-releases of 1.0, where they want a thing done differently.

0.65 asks a plugin for titles and saved questions whenever it shows a page.  1.0 keeps them in a
database of its own, and is told once, when it starts; where an operator said something of the same
thing, that stays.  Which world it is, is seen from what the running Datasette can do, not from its
number, and only here.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from datasette import Forbidden
from datasette.database import connections

from archive_watch.datasette_plugin.meanings import meanings, saved_questions

_OURS = "archive-watch"  # whom 1.0 is told that a saved question is from
# Of a table's meanings, what 1.0 takes for configuration; the rest it keeps as metadata.
_CONFIGURATION = frozenset(
    "hidden sort sort_desc size sortable_columns label_column facets fts_table fts_pk".split()
)
# What no permission opens: all writes of archive-watch go through one gate, which Datasette's do not.
_WRITING = frozenset(
    "insert-row update-row delete-row create-table alter-table drop-table create-view drop-view"
    " execute-write-sql set-column-type".split()
)

# What our pages tell of: whoever may not view one of these tables sees none of the pages.
_TOLD = ("pages", "versions", "texts", "changes", "links", "incidents", "fetches", "captures")

_Column = tuple[str, str, str]  # table, column, description


def keeps_what_it_is_told(datasette: Any) -> bool:
    """Whether this Datasette keeps metadata in a database of its own (1.0)."""
    return hasattr(datasette, "set_column_metadata")


def configured(made: type, metadata: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """How a Datasette is ``made`` with metadata and what the operator told: two things in 1.0."""
    if not keeps_what_it_is_told(made):
        return {"metadata": {**metadata, **told}}
    words = {key: value for key, value in told.items() if isinstance(value, str)}
    return {
        "metadata": {**metadata, **words},
        "config": {key: value for key, value in told.items() if key not in words},
    }


async def tell(datasette: Any, archives: Iterable[str]) -> None:
    """Tell a Datasette of 1.0 what the tables of ``archives`` mean, and what can be asked."""
    if not keeps_what_it_is_told(datasette):
        return
    for name in archives:
        datasette.config = _with_our_tables(datasette.config, name)
        await _tell_meanings(datasette, name)
        await _tell_questions(datasette, name)


def _with_our_tables(config: dict[str, Any] | None, name: str) -> dict[str, Any]:
    """The configuration with our facets and orders, where the operator named none for a table."""
    grown = copy.deepcopy(config or {})
    tables = grown.setdefault("databases", {}).setdefault(name, {}).setdefault("tables", {})
    for table, told in meanings()["tables"].items():
        ours = {key: value for key, value in told.items() if key in _CONFIGURATION}
        theirs = tables.get(table) or {}
        if theirs.keys() & {"sort", "sort_desc"}:
            ours = {key: value for key, value in ours.items() if key not in {"sort", "sort_desc"}}
        tables[table] = {**ours, **theirs}
    return grown


async def _tell_meanings(datasette: Any, name: str) -> None:
    """In three statements, where the calls of Datasette would be a thousand transactions."""
    kept = datasette.get_internal_database()
    told = meanings()
    await kept.execute_write_many(
        "INSERT OR IGNORE INTO metadata_databases(database_name, key, value) VALUES (?, ?, ?)",
        [(name, key, _text(value)) for key, value in told.items() if key != "tables"],
    )
    await kept.execute_write_many(
        "INSERT OR IGNORE INTO metadata_resources(database_name, resource_name, key, value)"
        " VALUES (?, ?, ?, ?)",
        [
            (name, table, key, _text(value))
            for table, about in told["tables"].items()
            for key, value in about.items()
            if key != "columns" and key not in _CONFIGURATION
        ],
    )
    await kept.execute_write_many(
        "INSERT OR IGNORE INTO metadata_columns"
        "(database_name, resource_name, column_name, key, value)"
        " VALUES (?, ?, ?, 'description', ?)",
        [(name, *column) for column in _columns(told["tables"])],
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _columns(tables: dict[str, Any]) -> Iterator[_Column]:
    """What each column means, with its unit, which 0.65 shows beside each number and 1.0 nowhere."""
    for table, about in tables.items():
        units = about.get("units", {})
        for column, description in about.get("columns", {}).items():
            unit = f" ({units[column]})" if column in units else ""
            yield table, column, description + unit


async def _tell_questions(datasette: Any, name: str) -> None:
    ours = saved_questions()
    for question, told in ours.items():
        kept = await datasette.get_query(name, question)
        if kept is None or kept.source == _OURS:
            await datasette.add_query(name, question, **told, is_trusted=True, source=_OURS)
    for gone in (await datasette.list_queries(name, source=_OURS, limit=1000)).queries:
        if gone.name not in ours:
            await datasette.remove_query(name, gone.name)


async def questions(datasette: Any, database: str, actor: Any) -> list[Any] | None:
    """All saved questions that ``actor`` may ask; None where Datasette's own page has them all (0.65)."""
    if not keeps_what_it_is_told(datasette):
        return None
    listed = await datasette.list_queries(database, actor=actor, limit=1000, include_private=True)
    return list(listed.queries)


async def must_be_visible(datasette: Any, actor: dict[str, Any] | None, database: str) -> None:
    """Raise Forbidden where the actor may not read the database, or not all that our pages tell of."""
    if not await _may_view(datasette, actor, database):
        raise Forbidden("view-database")
    for table in _TOLD:
        if not await _may_view_table(datasette, actor, database, table):
            raise Forbidden("view-table")


async def _may_view_table(
    datasette: Any, actor: dict[str, Any] | None, database: str, table: str
) -> bool:
    """Whether nothing forbids the table to an actor who may view its database."""
    if keeps_what_it_is_told(datasette):
        from datasette.resources import TableResource  # noqa: PLC0415  (1.0 alone has it)

        about = TableResource(database, table)
        return bool(await datasette.allowed(action="view-table", resource=about, actor=actor))
    told = await datasette.permission_allowed(
        actor, "view-table", resource=(database, table), default=True
    )
    return bool(told)


async def _may_view(datasette: Any, actor: dict[str, Any] | None, database: str) -> bool:
    if keeps_what_it_is_told(datasette):
        from datasette.resources import DatabaseResource  # noqa: PLC0415  (1.0 alone has it)

        return bool(
            await datasette.allowed(
                action="view-database", resource=DatabaseResource(database), actor=actor
            )
        )
    visible, _private = await datasette.check_visibility(
        actor, permissions=[("view-database", database), "view-instance"]
    )
    return bool(visible)


async def may(datasette: Any, actor: Any, action: str) -> bool:
    """Whether the operator permits ``actor`` that action; nobody, where nothing is said."""
    if keeps_what_it_is_told(datasette):
        return bool(await datasette.allowed(action=action, actor=actor))
    return bool(await datasette.permission_allowed(actor, action, default=False))


def connections_of(database: Any) -> list[Any]:
    """The list in which a database of Datasette keeps what it must close."""
    for name in ("_all_connections", "_all_file_connections"):
        if hasattr(database, name):
            kept: list[Any] = getattr(database, name)
            return kept
    raise AttributeError("this Datasette keeps its connections in a way that is not known here")


def keep_for_this_thread(database: Any, conn: Any) -> None:
    """Let Datasette's thread that calls this go on with ``conn`` for its questions of the database."""
    setattr(connections, getattr(database, "_thread_local_id", database.name), conn)


def never_written(action: str, archives: Iterable[str]) -> Any:
    """For 1.0: that nobody may write to ``archives`` through Datasette, root neither."""
    from datasette.permissions import PermissionSQL  # noqa: PLC0415  (1.0 alone has it)

    names = sorted(archives)
    if action not in _WRITING or not names:
        return None
    params = {f"archive_watch_{place}": name for place, name in enumerate(names)}
    ours = ", ".join(f":{key}" for key in params)
    told = "the writes of an archive go through archive-watch"
    # Of each table too: there a refusal outweighs what is allowed for that table by name.
    return PermissionSQL(
        sql=f"SELECT database_name AS parent, NULL AS child, 0 AS allow, '{told}' AS reason"
        f" FROM catalog_databases WHERE database_name IN ({ours})"
        " UNION ALL SELECT database_name, child, 0, 'the same' FROM ("
        " SELECT database_name, table_name AS child FROM catalog_tables"
        " UNION ALL SELECT database_name, view_name FROM catalog_views"
        f") WHERE database_name IN ({ours})",
        params=params,
    )


def action_of(name: str, description: str) -> Any:
    """For 1.0: an action that actors can be permitted."""
    from datasette.permissions import Action  # noqa: PLC0415  (1.0 alone has it)

    return Action(name=name, description=description)


def allowed_by_us(is_permitted: bool | None) -> Any:
    """For 1.0: that an actor is permitted what was asked; nothing, where we say nothing."""
    from datasette.permissions import PermissionSQL  # noqa: PLC0415  (1.0 alone has it)

    return PermissionSQL.allow(reason="permitted by archive-watch") if is_permitted else None
