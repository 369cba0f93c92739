"""links repair: look for where the documents of broken links are now, and say what was tried."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.naming import page_named
from archive_watch.cli.opening import is_quiet, watching
from archive_watch.cli.printing import counted, format_option, print_json
from archive_watch.cli.progress import Progress
from archive_watch.cli.streams import say
from archive_watch.errors import CallerError, UnknownPage
from archive_watch.model.link import LinkState
from archive_watch.repair.known import Candidate
from archive_watch.report.visible import one_line, visible
from archive_watch.services.asking.network import open_network
from archive_watch.services.repairing.choose_links import choose_links
from archive_watch.services.repairing.gather_known import gather_known, where_to_look
from archive_watch.services.repairing.look_at import Tried
from archive_watch.services.repairing.repair_links import Sought, repair_links
from archive_watch.services.watch import Watch
from archive_watch.storage.links import WatchedLink, links_named, links_on_pages

_FINE = frozenset({LinkState.OK, LinkState.REDIRECTED, LinkState.UNCHECKED, LinkState.EXCLUDED})
_NONE_LEFT = "no link wants a repair that was not looked for lately: --all looks for them again"
_Listed = list[tuple[WatchedLink, tuple[Candidate, ...]]]


@click.command(
    epilog=examples(
        "links repair",
        "links repair http://www.state.gov/r/pa/prs/ps/2003/18067.htm",
        "links repair --dry-run",
    )
)
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option("--all", "every", is_flag=True, help="Look for all, looked for lately or not.")
@click.option("--dry-run", is_flag=True, help="Say where would be looked; ask nothing.")
@format_option("text", "json")
@click.pass_context
def repair(
    ctx: click.Context, urls: tuple[str, ...], every: bool, dry_run: bool, form: str
) -> None:
    """Look for where the documents of broken links are now.

    URL is a link, or a page whose links are meant; else those that want a repair and were not
    looked for lately.  At the pace of links, six requests a link at the most.  What is offered was
    seen there and compared; a page that is stored is never rewritten.
    """
    if urls and every:
        raise CallerError("--all looks for every link: name no URL with it")
    with watching(ctx) as watch:
        wanted = _wanted(watch, urls, every=every)
        listed = [(link, where_to_look(watch, gather_known(watch, link))) for link in wanted]
        if dry_run:
            _tell_where(listed, form)
            return
        bar = Progress("looking for documents", len(wanted), shown=not is_quiet(ctx))
        found = asyncio.run(_repaired(watch, listed, bar))
        bar.close()
    if form == "json":
        print_json([_as_json(sought) for sought in found])
    else:
        _tell(found)
    if not (found or urls or every):
        click.echo(_NONE_LEFT, err=True)


def _wanted(watch: Watch, urls: Sequence[str], *, every: bool) -> list[WatchedLink]:
    if not urls:
        return choose_links(watch, every=every)
    found: dict[int, WatchedLink] = {}
    for url in urls:
        here = links_named(watch.archive, [url]) or _links_of_page(watch, url)
        found |= {link.id: link for link in here}
    fine = [link for link in found.values() if link.health.state in _FINE]
    for link in fine:
        told = f"{link.url} is {link.health.state.value}: there is nothing to repair"
        click.echo(visible(told), err=True)
    return [link for link in found.values() if link.health.state not in _FINE]


def _links_of_page(watch: Watch, url: str) -> list[WatchedLink]:
    """The links of the page that want a repair."""
    try:
        page = page_named(watch.archive, url)
    except UnknownPage as error:
        raise UnknownPage(
            f"{url} is neither a link on a watched page nor a page itself",
            remedy="`archive-watch links` lists the links that are known",
        ) from error
    on_page = links_on_pages(watch.archive, [page.id], areas=watch.settings.links.areas)
    wanting = {link.id for link in choose_links(watch, every=True)}
    return [link for link in on_page if link.id in wanting]


async def _repaired(watch: Watch, listed: _Listed, bar: Progress) -> list[Sought]:
    async with open_network(watch) as network:
        found = await repair_links(
            watch,
            network.for_links(watch),
            [link for link, _ in listed],
            done=lambda _: bar.step(1),
        )
    tried = [one for sought in found for one in sought.tried]
    if tried and all(one.needs_contact for one in tried):
        raise CallerError(
            "nothing was asked: no contact is set",
            remedy='set [fetch] contact = "you@example.org" in config/archive-watch.toml,'
            " so that the people who run the sites can reach you",
        )
    return found


def _tell_where(listed: _Listed, form: str) -> None:
    if form == "json":
        print_json(
            [
                {"url": link.url, "state": link.health.state.value,
                 "candidates": [_candidate(one) for one in candidates]}
                for link, candidates in listed
            ]
        )  # fmt: skip
        return
    for link, candidates in listed:
        say(visible(f"{link.health.state.value:<10} {link.url}"))
        for one in candidates:
            say(visible(f"           {one.kind.value:<13} {one.url} ({one.why})"))
        if not candidates:
            say("           nowhere to look, but in a web archive")
    click.echo(f"{counted(len(listed), 'link')} would be looked for; nothing was asked", err=True)


def _tell(found: Sequence[Sought]) -> None:
    for sought in found:
        say(visible(f"{sought.link.health.state.value:<10} {sought.link.url}"))
        for one in sought.tried:
            say(visible(f"           {_line(one)}"))
        for candidate in sought.not_asked if sought.repair is None else ():
            say(visible(f"           not asked     {candidate.url} (no request was left)"))
    repaired = sum(sought.repair is not None for sought in found)
    requests = sum(sought.requests for sought in found)
    say(
        f"{counted(len(found), 'link')} looked for: {repaired:,} found,"
        f" {len(found) - repaired:,} not; {counted(requests, 'request')}"
    )


def _line(tried: Tried) -> str:
    one = tried.candidate
    verdict = _found(tried) if tried.is_right else "no"
    if not tried.is_known:
        verdict = "not now"
    return f"{one.kind.value:<13} " + one_line(f"{one.url}: {verdict}: {tried.told} ({one.why})")


def _found(tried: Tried) -> str:
    return f"found, {tried.confidence} % sure" if tried.is_compared else "found"


def _candidate(one: Candidate) -> dict[str, Any]:
    return {"url": one.url, "kind": one.kind.value, "why": one.why, "rule": one.rule}


def _as_json(sought: Sought) -> dict[str, Any]:
    right = sought.repair
    return {
        "url": sought.link.url,
        "state": sought.link.health.state.value,
        "repair": None if right is None else right.candidate.url,
        "kind": None if right is None else right.candidate.kind.value,
        "confidence": None if right is None else right.confidence,
        "requests": sought.requests,
        "tried": [
            {**_candidate(one.candidate), "right": one.is_right, "told": one.told,
             "confidence": one.confidence, "status": one.status, "could_be_asked": one.is_known}
            for one in sought.tried
        ],
        "not_asked": [_candidate(one) for one in sought.not_asked],
    }  # fmt: skip
