"""fetch and run: check pages now, or keep checking them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.logs_later import ready_logs
from archive_watch.cli.opening import is_quiet, loaded, watching
from archive_watch.cli.printing import format_option, print_json, print_json_line
from archive_watch.cli.progress import Progress
from archive_watch.cli.streams import say
from archive_watch.errors import CallerError, NothingReadable
from archive_watch.model.page import WatchedPage
from archive_watch.model.visit import Visit
from archive_watch.report.host_standing import told_standing
from archive_watch.report.visible import visible
from archive_watch.services.add_pages import add_pages, watchable
from archive_watch.services.fetch_pages import fetch_pages, pages_due, was_read
from archive_watch.services.network import open_network
from archive_watch.services.require_contact import require_contact
from archive_watch.services.run_due import watch_configured_pages
from archive_watch.services.watch import Watch
from archive_watch.storage.pages import every_page
from archive_watch.storage.sites import closed_hosts
from archive_watch.storage.standing import next_due_at


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
        asyncio.run(require_contact(watch.settings, (page.url for page in wanted)))
        bar = Progress("checking", len(wanted), shown=form != "text" and not is_quiet(ctx))
        printer = _Printer(form, bar, urls, wanted)
        visits = asyncio.run(_fetched(watch, wanted, printer, force=force, by_name=bool(urls)))
        bar.close()
        idle = _idle(watch)
        alone = [] if urls else _left_alone(watch, wanted)
    if form == "json":
        print_json([asdict(visit) for visit in printer.in_order(visits)])
    elif form == "text":
        click.echo("\n".join([_summary(visits) if visits else idle, *alone]), err=True)
    _must_have_read_something(visits)
    return int(exit_code and any(_matters(visit) for visit in visits))


def _idle(watch: Watch) -> str:
    """Why nothing was checked, and what to do if something should be."""
    if not every_page(watch.archive):
        return f"no page is watched yet in {watch.archive.path}: archive-watch add URL"
    due = next_due_at(watch.archive)
    return f"nothing is due before {due}; --all checks every page" if due else "nothing is due"


def _left_alone(watch: Watch, wanted: Sequence[WatchedPage]) -> list[str]:
    """Which hosts of the pages are not asked, and why."""
    hosts = {page.host for page in wanted}
    shut = [host for host in closed_hosts(watch.archive) if host.host in hosts]
    return [visible(f"{host.host} is left alone: {told_standing(host)}") for host in shut]


def _wanted(watch: Watch, urls: Sequence[str], *, every: bool) -> list[WatchedPage]:
    if urls:
        return [added.page for added in add_pages(watch, urls, due=False)]
    watch_configured_pages(watch)
    return every_page(watch.archive) if every else pages_due(watch.archive, watch.now())


async def _fetched(
    watch: Watch, wanted: list[WatchedPage], printer: _Printer, *, force: bool, by_name: bool
) -> list[Visit]:
    """The visits; a page named by hand is tried once even where its host is on hold."""
    async with open_network(watch) as network:
        asked = network if by_name else network.heeding_holds()
        return await fetch_pages(watch, asked, wanted, force=force, fresh=by_name, done=printer)


class _Printer:
    """Prints each visit once it is kept, under the address by which the page was asked for."""

    def __init__(
        self, form: str, bar: Progress, urls: Sequence[str], wanted: Sequence[WatchedPage]
    ) -> None:
        self._form = form
        self._bar = bar
        self._given = list(zip(urls, (page.url for page in wanted), strict=False))

    def __call__(self, visit: Visit) -> None:
        """Print one visit, in the forms that print as they go."""
        self._bar.step()
        for echoed in self._echoes(visit):
            if self._form == "jsonl":
                print_json_line(asdict(echoed))
            elif self._form == "text":
                say(_line(echoed))

    def in_order(self, visits: Sequence[Visit]) -> list[Visit]:
        """One visit an argument, in their order."""
        if not self._given:
            return list(visits)
        by_url = {visit.url: visit for visit in visits}
        return [replace(by_url[own], url=given) for given, own in self._given]

    def _echoes(self, visit: Visit) -> list[Visit]:
        given = [url for url, own in self._given if own == visit.url]
        return [replace(visit, url=url) for url in given] or [visit]


def _line(visit: Visit) -> str:
    reason = f" ({visit.reason})" if visit.reason else ""
    change = f"  change {visit.change_id}" if visit.change_id is not None else ""
    return f"{visit.outcome.value:<14} {visible(visit.url)}{reason}{change}"


def _summary(visits: Sequence[Visit]) -> str:
    """One page is one check, by however many of its addresses it was named."""
    pages = {visit.url: visit.outcome.value for visit in visits}
    told = ", ".join(f"{n:,} {outcome}" for outcome, n in Counter(pages.values()).most_common())
    return f"{len(pages):,} checked: {told}"


def _matters(visit: Visit) -> bool:
    return visit.change_id is not None or not was_read(visit)


def _must_have_read_something(visits: Sequence[Visit]) -> None:
    if visits and not any(was_read(visit) for visit in visits):
        reasons = Counter(f"{v.outcome.value} ({v.reason})" for v in visits)
        raise NothingReadable(
            f"the page could not be read: {next(iter(reasons))}"
            if len(visits) == 1
            else f"none of the {len(visits):,} pages could be read: "
            + ", ".join(f"{count:,} × {reason}" for reason, count in reasons.most_common(5)),
            remedy="`archive-watch status` shows the evidence, and `archive-watch doctor --probe HOST`"
            " whether the host can be read from here",
        )


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

    must_not_be_taken_away(loaded(ctx).database)
    with watching(ctx, create=True) as watch:
        if once:
            return asyncio.run(run_once(watch))
        return asyncio.run(run_until_stopped(watch, reread=partial(loaded, ctx)))
