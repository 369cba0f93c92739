"""The commands by name, each imported only when it is used: what is not needed costs no time.

A word that is no command is answered with the one that was likely meant.
"""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module

import click

from archive_watch.daemon.first_orders import FIRST_ORDERS

_COMMANDS = {
    "init": "project:init",
    "doctor": "project:doctor",
    "demo": "demonstration:demo",
    "add": "watching:add",
    "discover": "discovering:discover",
    "pause": "watching:pause",
    "resume": "watching:resume",
    "pages": "watching:pages",
    "status": "watching:status",
    "fetch": "fetching:fetch",
    "run": "fetching:run",
    "import": "importing:import_",
    "history": "reading:history",
    "show": "reading:show",
    "prove": "proving:prove",
    "search": "searching:search",
    "diff": "comparing:diff",
    "changes": "comparing:changes",
    "blame": "tracing:blame",
    "when": "tracing:when",
    "versions": "comparing:versions",
    "links": "linking:links",
    "report": "reporting:report",
    "notify": "notifying:notify",
    "site": "site_profiles:site",
    "verify": "keeping:verify",
    "re-extract": "keeping:re_extract_",
    "fold": "keeping:fold",
    "reindex": "indexing:reindex",
    "backup": "copying:backup",
    "restore": "copying:restore_",
    "evidence": "evidencing:evidence",
    "cite": "evidencing:cite",
    "export": "exporting:export",
    "serve": "serving:serve",
}

_LISTENS = "run"  # to signals, from before its code is read

_ALSO_KNOWN_AS = {
    "check": "fetch",
    "list": "pages",
    "log": "history",
    "ls": "pages",
    "watch": "add",
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click calls it so)
        """The names of all commands, in the order of a newcomer's needs."""
        return list(_COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002  (click calls it so)
        cmd_name: str,
    ) -> click.Command | None:
        """The command of that name, imported now."""
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(import_module(f"archive_watch.cli.{module}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named; what was likely meant, where there is none."""
        name = args[0]
        if name == _LISTENS and not ctx.resilient_parsing:
            FIRST_ORDERS.listen()
        if name in _COMMANDS or name.startswith("-"):
            return super().resolve_command(ctx, args)
        meant = " or ".join(f"`archive-watch {word}`" for word in _likely(name))
        hint = f" Did you mean {meant}?" if meant else ""
        raise click.UsageError(f"No such command {name!r}.{hint}", ctx)


def _likely(name: str) -> list[str]:
    if "://" in name:
        return ["fetch URL"]
    known_as = _ALSO_KNOWN_AS.get(name)
    return [known_as] if known_as else get_close_matches(name, _COMMANDS, n=2)
