"""notify: whether people can be told, how the channels are, and sending what waits."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from difflib import get_close_matches

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.opening import loaded, looking_on, watching
from archive_watch.cli.printing import counted, format_option, print_json
from archive_watch.cli.streams import say
from archive_watch.config import Loaded, Settings
from archive_watch.errors import CallerError, NothingReadable
from archive_watch.model.clock import system_clock
from archive_watch.report.visible import visible
from archive_watch.services.asking.network import open_network
from archive_watch.services.notifying.compose_messages import compose_messages
from archive_watch.services.notifying.open_doors import secret_fault
from archive_watch.services.notifying.revive_messages import drop_messages, revive_messages
from archive_watch.services.notifying.send_messages import send_messages
from archive_watch.services.notifying.tell_channels import tell_channels
from archive_watch.services.notifying.tell_people import outside_of
from archive_watch.services.notifying.try_channels import try_channels
from archive_watch.services.watch import Watch

_NONE_CONFIGURED = (
    "write a [notify.NAME] table into config/archive-watch.toml; the configuration reference"
    " (docs/configuration.md) has its options"
)


@click.group(epilog=examples("notify test", "notify list", "notify retry desk", "notify send"))
def notify() -> None:
    """See to it that people are told.

    Channels are configured: one [notify.NAME] table each.  The daemon (`run`) makes the messages
    and sends them; `notify send` does so once, for those who `fetch` by a timer.
    """


@notify.command("test", epilog=examples("notify test", "notify test desk"))
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.pass_context
def test(ctx: click.Context, names: tuple[str, ...]) -> None:
    """Send a test message by each channel, or by those named.

    It is sent once, now, and written down nowhere.  Exit code 2 where a secret is missing, 3 where
    a receiver did not take the message: why is told.
    """
    given = loaded(ctx)
    wanted = _named(given.settings, names)
    for name in wanted:
        fault = secret_fault(given.settings.notify[name], os.environ, given.database.parent)
        if fault is not None:
            raise CallerError(f"nothing was sent: {name}: {fault}")
    failed = asyncio.run(_tried(given, wanted))
    if failed:
        raise NothingReadable(
            f"{counted(len(failed), 'channel')} took no message: {', '.join(failed)}",
            remedy="the reasons are above; nothing is lost: the daemon tries again for days",
        )


async def _tried(given: Loaded, names: Sequence[str]) -> list[str]:
    failed = []
    folder = given.database.parent
    async for name, delivery in try_channels(
        given.settings, names, folder=folder, clock=system_clock
    ):
        told = "taken" if delivery.is_taken else "not taken"
        say(visible(": ".join(part for part in (name, told, delivery.detail) if part)))
        failed += [] if delivery.is_taken else [name]
    return failed


@notify.command("list", epilog=examples("notify list", "notify list --format json"))
@format_option("text", "json")
@click.pass_context
def list_(ctx: click.Context, form: str) -> None:
    """Show each channel: since when it is told, and what waits.

    Also what was given up, and why.  No address and no secret is shown.
    """
    with looking_on(ctx) as watch:
        _named(watch.settings, ())
        statuses = tell_channels(watch)
    if form == "json":
        print_json([status.as_json() for status in statuses])
        return
    for status in statuses:
        say(status.as_text())


@notify.command(epilog=examples("notify retry", "notify retry desk", "notify retry desk --drop"))
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--drop", is_flag=True, help="Rather think no more of what was given up.")
@click.pass_context
def retry(ctx: click.Context, name: str | None, drop: bool) -> None:
    """Let what was given up or waits be sent now.

    Of one channel, or of all: when what stood in the way is gone.  The daemon sends it within
    seconds; without one, `notify send` does.
    """
    with watching(ctx) as watch:
        _named(watch.settings, () if name is None else (name,))
        work = drop_messages if drop else revive_messages
        count = work(watch, name)
    say(f"{counted(count, 'message')} {'dropped' if drop else 'to be sent now'}")


@notify.command(epilog=examples("notify send"))
@click.pass_context
def send(ctx: click.Context) -> None:
    """Make the messages that are due, and send what waits, once.

    For those who run `fetch` by a timer; the daemon does it by itself.  Exit code 3 where a message
    is due and nobody took any: it stays, and is sent the next time.
    """
    with watching(ctx) as watch:
        _named(watch.settings, ())
        made, taken = asyncio.run(_sent(watch))
        waiting = sum(len(status.unsent) for status in tell_channels(watch))
    say(f"{made:,} made, {taken:,} sent, {waiting:,} waiting or given up")
    if waiting and not taken:
        raise NothingReadable(
            "no message was taken", remedy="`archive-watch notify list` tells why"
        )


async def _sent(watch: Watch) -> tuple[int, int]:
    async with open_network(watch) as network:
        made = await compose_messages(watch)
        return made, await send_messages(watch, outside_of(watch, network))


def _named(settings: Settings, names: Sequence[str]) -> list[str]:
    """The channels that are meant; every one where none is named.  Raises CallerError."""
    known = list(settings.notify)
    if not known:
        raise CallerError("no channel is configured", remedy=_NONE_CONFIGURED)
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, n=1) or known
            raise CallerError(
                f"no channel is called {name}", remedy=f"configured: {', '.join(close)}"
            )
    return list(dict.fromkeys(names)) or known
