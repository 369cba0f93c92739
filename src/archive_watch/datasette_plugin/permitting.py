"""Who may ask for a check: nobody, unless the operator says so twice, that it can be asked and by whom.

What the operator says stands in Datasette's configuration of this plugin::

    plugins:
      archive-watch:
        check_now: true
        check_allow: {id: alice}

Root, who logs in by the address that ``--root`` prints, is permitted where it can be asked at all.
Plugins that know more of permissions, and the ``permissions`` of Datasette 1.0, say the same of the
action ``archive-watch-check``.
"""

from __future__ import annotations

from typing import Any

from datasette.utils import actor_matches_allow

from archive_watch.datasette_plugin.worlds import may

CHECK = "archive-watch-check"
"""The name of the permission."""


def can_be_asked(datasette: Any, database: str) -> bool:
    """Whether checks of that archive can be asked for at all: a copy that nobody writes has none."""
    told = _told(datasette)
    return told.get("check_now") is True and bool(datasette.get_database(database).is_mutable)


async def may_check(datasette: Any, actor: Any, database: str) -> bool:
    """Whether ``actor`` may ask for a check of a page of that archive."""
    return can_be_asked(datasette, database) and await may(datasette, actor, CHECK)


def permitted_by_configuration(datasette: Any, actor: Any) -> bool | None:
    """What the plugin's configuration says of ``actor``; None where it says nothing."""
    if isinstance(actor, dict) and actor.get("id") == "root":
        return True
    allowed = _told(datasette).get("check_allow")
    if allowed is None:
        return None
    return bool(actor_matches_allow(actor, allowed)) or None


def _told(datasette: Any) -> dict[str, Any]:
    told = datasette.plugin_config("archive-watch")
    return told if isinstance(told, dict) else {}
