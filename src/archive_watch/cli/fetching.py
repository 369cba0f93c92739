"""fetch and run: check pages now, or keep checking them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from functools import partial

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.logs_later import ready_logs
from archive_watch.cli.opening import is_quiet, loaded, watching
from archive_watch.cli.printing import format_option
from archive_watch.cli.progress import Progress
from archive_watch.cli.telling_visits import VisitCounts, VisitPrinter
from archive_watch.daemon.first_orders import FIRST_ORDERS
from archive_watch.errors import CallerError
from archive_watch.model.visit import Visit
from archive_watch.report.host_standing import told_standing
from archive_watch.report.visible import visible
from archive_watch.services.add_pages import add_pages, watchable
from archive_watch.services.asking.network import open_network
from archive_watch.services.asking.require_contact import require_contact
from archive_watch.services.checking.fetch_pages import Done, fetch_wanted
from archive_watch.services.checking.run_due import watch_configured_pages
from archive_watch.services.covering.note_coverage import note_coverage
from archive_watch.services.watch import Watch
from archive_watch.storage.claimants import take_up_unread
from archive_watch.storage.sites import closed_hosts
from archive_watch.storage.standing import next_due_at
from archive_watch.storage.wanted import (
    WantedPages,
    an_address_of_each_host,
    due_pages,
    every_wanted_page,
    these_pages,
)


@click.command(
    epilog=examples(
        "fetch",
        "fetch https://2017-2021.state.gov/some-page/ https://www.state.gov/another/",
        "fetch --all --format jsonl > checks.jsonl",
    )
)
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option("--all", "every", is_flag=True, help="Check every page, due or not.")
@click.option("--force", is_flag=True, help='Ask without validators: no "not modified".')
@click.option("--exit-code", is_flag=True, help="Leave with 1 when something changed or broke.")
@format_option("text", "json", "jsonl")
@click.pass_context
def fetch(
    ctx: click.Context, urls: tuple[str, ...], every: bool, force: bool, exit_code: bool, form: str
) -> int:
    """Check pages now: the ones named, or all that are due.

    A page named that is new is watched from now on; without a name, the [[watch]] pages of the
    configuration are too.  Each check is kept as a whole before its line
    is printed.  Exit code 3 when none of the pages could be read.
    """
    if urls and every:
        raise CallerError("--all checks every page: name no URL with it")
    named = watchable(("", url) for url in urls)
    asyncio.run(require_contact(loaded(ctx).settings, named))
    with watching(ctx, create=True) as watch:
        wanted = _wanted(watch, named, every=every)
        asyncio.run(require_contact(watch.settings, an_address_of_each_host(watch.archive, wanted)))
        bar = Progress("checking", len(wanted), shown=form != "text" and not is_quiet(ctx))
        printer, counts = VisitPrinter(form, bar, wanted, urls), VisitCounts()

        def tell(page_id: int, visit: Visit) -> None:
            counts.count(visit)
            printer(page_id, visit)

        asyncio.run(_fetched(watch, wanted, tell, force=force, by_name=bool(urls)))
        bar.close()
        printer.end()
        note_coverage(watch)
        if form == "text":
            told = counts.summary() if counts.checked else _idle(watch)
            alone = [] if urls else _left_alone(watch, wanted)
            click.echo("\n".join([told, *alone]), err=True)
    counts.must_have_read_something()
    return int(exit_code and counts.matters)


def _idle(watch: Watch) -> str:
    """Why nothing was checked, and what to do if something should be."""
    if not every_wanted_page(watch.archive):
        return f"no page is watched yet in {watch.archive.path}: archive-watch add URL"
    due = next_due_at(watch.archive)
    return f"nothing is due before {due}; --all checks every page" if due else "nothing is due"


def _left_alone(watch: Watch, wanted: WantedPages) -> list[str]:
    """Which hosts of the pages are not asked, and why."""
    shut = [host for host in closed_hosts(watch.archive) if host.host in wanted.by_host]
    return [visible(f"{host.host} is left alone: {told_standing(host)}") for host in shut]


def _wanted(watch: Watch, urls: Sequence[str], *, every: bool) -> WantedPages:
    if urls:
        return these_pages(added.page for added in add_pages(watch, urls, due=False))
    watch_configured_pages(watch)
    take_up_unread(watch.archive, at=watch.now())
    return every_wanted_page(watch.archive) if every else due_pages(watch.archive, watch.now())


async def _fetched(
    watch: Watch, wanted: WantedPages, done: Done, *, force: bool, by_name: bool
) -> None:
    """Make the visits; a page named by hand is tried once even where its host is on hold."""
    async with open_network(watch) as network:
        asked = network if by_name else network.heeding_holds()
        await fetch_wanted(watch, asked, wanted, force=force, fresh=by_name, done=done)


@click.command(epilog=examples("run", "run --once"))
@click.option("--once", is_flag=True, help="Check what is due, then stop.")
@click.pass_context
def run(ctx: click.Context, once: bool) -> int:
    """Keep watching until stopped.

    Checks pages and links whenever they are due.  The first Ctrl-C (or SIGTERM) lets what is under
    way finish, the second stops at once; SIGHUP takes up the configuration as it is now.  One `run`
    an archive; `fetch` may work beside it.
    """
    ready_logs()
    from archive_watch.daemon.run import run_once, run_until_stopped  # noqa: PLC0415  (APScheduler)
    from archive_watch.daemon.single import must_not_be_taken_away  # noqa: PLC0415
    from archive_watch.daemon.systemd import Systemd  # noqa: PLC0415
    from archive_watch.daemon.waiting_for_room import opened_when_there_is_room  # noqa: PLC0415

    given = loaded(ctx)
    must_not_be_taken_away(given.database)
    opened = partial(watching, ctx, create=True, reworks=False)
    if once:
        with opened() as watch:
            return asyncio.run(run_once(watch))
    with opened_when_there_is_room(
        opened,
        path=given.database,
        least_mb=given.settings.daemon.min_free_mb,
        orders=FIRST_ORDERS,
        manager=Systemd(os.environ),
    ) as begun:
        if begun is None:
            return 0
        return asyncio.run(run_until_stopped(begun, reread=partial(loaded, ctx)))
