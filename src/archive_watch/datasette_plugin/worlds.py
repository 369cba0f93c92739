"""What Datasette 0.65 and the coming 1.0 do in different ways: each said once, here."""

from __future__ import annotations

from typing import Any

from datasette import Forbidden


async def must_be_visible(datasette: Any, actor: dict[str, Any] | None, database: str) -> None:
    """Raise Forbidden where the actor may not read the database."""
    if not await _may_view(datasette, actor, database):
        raise Forbidden("view-database")


async def _may_view(datasette: Any, actor: dict[str, Any] | None, database: str) -> bool:
    if hasattr(datasette, "allowed"):  # 1.0
        from datasette.resources import DatabaseResource  # noqa: PLC0415

        return bool(
            await datasette.allowed(
                action="view-database", resource=DatabaseResource(database), actor=actor
            )
        )
    visible, _private = await datasette.check_visibility(
        actor, permissions=[("view-database", database), "view-instance"]
    )
    return bool(visible)
