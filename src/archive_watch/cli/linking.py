"""links and links check: the health of what the pages link to."""

from __future__ import annotations

from collections.abc import Sequence

import click

from archive_watch.cli.asking_links import ask_and_tell, recheck
from archive_watch.cli.examples import examples
from archive_watch.cli.listing_links import print_links
from archive_watch.cli.mapping import map_
from archive_watch.cli.naming import optional_moment, page_named
from archive_watch.cli.opening import is_quiet, reading, watching
from archive_watch.cli.page_or_command import PageOrCommand
from archive_watch.cli.printing import format_option
from archive_watch.cli.repairing import repair
from archive_watch.errors import CallerError, UnknownPage
from archive_watch.model.link import LinkState
from archive_watch.model.page import WatchedPage
from archive_watch.report.link_groups import Grouping
from archive_watch.services.watch import Watch
from archive_watch.storage import link_answers
from archive_watch.storage.link_answers import LinkFilter
from archive_watch.storage.links import WatchedLink, due_links, links_named, links_on_pages


@click.group(
    epilog=examples(
        "links --state broken",
        "links --broke --since 2024-05-01",
        "links --by host",
        "links https://2017-2021.state.gov/some-page/",
        "links --format html --by page > links.html",
        "links check --all --exit-code",
        "links --format junit > links.xml",
    ),
    cls=PageOrCommand,
    invoke_without_command=True,
    subcommand_metavar="[URL] | check [URL]…",
)
@click.option(
    "--state", type=click.Choice([state.value for state in LinkState]), help="Only these."
)
@click.option("--broke", is_flag=True, help="Only those that were good once and are dead now.")
@click.option("--recovered", is_flag=True, help="Only those that were dead once and work again.")
@click.option("--since", metavar="TIME", help="With --broke or --recovered: since then.")
@click.option(
    "--by",
    type=click.Choice([by.value for by in Grouping]),
    help="Put together by host or by page.",
)
@format_option("text", "json", "csv", "junit", "html")
@click.pass_context
def links(
    ctx: click.Context,
    state: str | None,
    broke: bool,
    recovered: bool,
    since: str | None,
    by: str | None,
    form: str,
) -> None:
    """List the links on current pages, with their health.

    All links, or those of one page.  `links check` asks them.
    """
    if ctx.invoked_subcommand is not None:
        return
    if since is not None and not (broke or recovered):
        raise CallerError(
            "--since says since when links broke or recovered",
            remedy="name --broke or --recovered with it",
        )
    if broke and recovered:
        raise CallerError(
            "no link is dead now and works again: --broke and --recovered exclude one another",
            remedy="name one of them",
        )
    with reading(ctx) as archive:
        url = ctx.meta.get("page")
        wanted = LinkFilter(
            state=state,
            page_id=None if url is None else page_named(archive, url).id,
            broke=broke,
            recovered=recovered,
            since=optional_moment(since) or "",
        )
        found = link_answers.links(archive, wanted)
    print_links(found, form, None if by is None else Grouping(by))


@links.command(epilog=examples("links check", "links check https://www.state.gov/some-page/"))
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option("--all", "every", is_flag=True, help="Check every link, due or not.")
@click.option("--exit-code", is_flag=True, help="Leave with 1 when a link is broken.")
@click.pass_context
def check(ctx: click.Context, urls: tuple[str, ...], every: bool, exit_code: bool) -> int:
    """Ask the links that are due, or those named.

    URL is a link, or a page whose links are meant.  A link that fails is suspected; it is called
    broken once checks over time agree: two a day apart of a 404, four in two weeks of an outage.
    """
    if urls and every:
        raise CallerError("--all checks every link: name no URL with it")
    with watching(ctx) as watch:
        wanted = _wanted(watch, urls, every=every)
        return ask_and_tell(watch, wanted, exit_code=exit_code, quiet=is_quiet(ctx))


def _wanted(watch: Watch, urls: Sequence[str], *, every: bool) -> list[WatchedLink]:
    areas = watch.settings.links.areas
    if not urls:
        return due_links(watch.archive, now=watch.now(), areas=areas, every=every)
    found: dict[int, WatchedLink] = {}
    for url in urls:
        page = _page(watch, url)
        here = links_named(watch.archive, [url])
        if page is not None:
            here += links_on_pages(watch.archive, [page.id], areas=areas)
        elif not here:
            raise UnknownPage(
                f"{url} is neither a link on a watched page nor a page itself",
                remedy="`archive-watch links` lists the links that are known",
            )
        found |= {link.id: link for link in here}
    return list(found.values())


def _page(watch: Watch, url: str) -> WatchedPage | None:
    try:
        return page_named(watch.archive, url)
    except UnknownPage:
        return None


links.add_command(map_)
links.add_command(recheck)
links.add_command(repair)
