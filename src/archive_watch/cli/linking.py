"""links and links check: the health of what the pages link to."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from xml.etree import ElementTree

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.mapping import map_
from archive_watch.cli.naming import page_named
from archive_watch.cli.opening import is_quiet, reading, watching
from archive_watch.cli.printing import counted, format_option, print_csv, print_json
from archive_watch.cli.progress import Progress
from archive_watch.cli.streams import say
from archive_watch.errors import CallerError, UnknownPage
from archive_watch.model.link import LinkState
from archive_watch.model.page import WatchedPage
from archive_watch.report.visible import visible
from archive_watch.services.asking.network import open_network
from archive_watch.services.checking.check_links import check_links
from archive_watch.services.watch import Watch
from archive_watch.storage import answers
from archive_watch.storage.links import WatchedLink, due_links, links_named, links_on_pages

_COLUMNS = (
    "url", "state", "reason", "status", "final_url", "first_seen_at", "last_ok_at",
    "failing_since", "checks", "found_on", "suggestion",
)  # fmt: skip
_PLACES_SHOWN = 5
_NOT_ASKED = frozenset({"unchecked", "excluded"})
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BAD = frozenset({"broken", "gone", "soft_404"})


class _WithPage(click.Group):
    """A group whose first word may be a page instead of a command: ``links URL``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take a first word that is no command as the page."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            ctx.meta["page"] = args.pop(0)
        return super().parse_args(ctx, args)


@click.group(
    epilog=examples(
        "links --state broken",
        "links https://2017-2021.state.gov/some-page/",
        "links check --all --exit-code",
        "links --format junit > links.xml",
    ),
    cls=_WithPage,
    invoke_without_command=True,
    subcommand_metavar="[URL] | check [URL]…",
)
@click.option(
    "--state", type=click.Choice([state.value for state in LinkState]), help="Only these."
)
@format_option("text", "json", "csv", "junit")
@click.pass_context
def links(ctx: click.Context, state: str | None, form: str) -> None:
    """List the links on current pages, with their health.

    All links, or those of one page.  `links check` asks them.
    """
    if ctx.invoked_subcommand is not None:
        return
    with reading(ctx) as archive:
        url = ctx.meta.get("page")
        page_id = None if url is None else page_named(archive, url).id
        found = answers.links(archive, state=state, page_id=page_id)
    match form:
        case "json":
            print_json(found)
        case "csv":
            print_csv(found, _COLUMNS)
        case "junit":
            say(_junit(found))
        case _:
            _print(found)


def _print(found: Sequence[answers.Answer]) -> None:
    for link in found:
        why = ", ".join(str(part) for part in (link["reason"], link["status"]) if part)
        say(visible(f"{link['state']:<10} {link['url']}{f' ({why})' if why else ''}"))
        if link["state"] == "redirected":
            say(visible(f"           → {link['final_url']}"))
        if link["suggestion"] is not None:
            say(visible(f"           perhaps now at {link['suggestion']['url']}"))
        for place in link["found_on"][:_PLACES_SHOWN]:
            say(visible(f"           on {place['url']}: “{place['text']}”"))
        if len(link["found_on"]) > _PLACES_SHOWN:
            say(f"           and in {len(link['found_on']) - _PLACES_SHOWN:,} more places")
    counts = Counter(link["state"] for link in found)
    told = ", ".join(f"{count:,} {state}" for state, count in counts.most_common())
    click.echo(told or "there is no link that fits", err=True)


def _junit(found: Sequence[answers.Answer]) -> str:
    bad = [link for link in found if link["state"] in _BAD]
    suite = ElementTree.Element(
        "testsuite", name="archive-watch links", tests=str(len(found)), failures=str(len(bad))
    )
    for link in found:
        case = ElementTree.SubElement(
            suite, "testcase", classname=_xml(link["found_on"][0]["url"]), name=_xml(link["url"])
        )
        if link["state"] in _NOT_ASKED:
            ElementTree.SubElement(case, "skipped", message=link["state"])
        elif link["state"] in _BAD:
            why = f"{link['state']}: {link['reason']} {link['status'] or ''}".strip()
            ElementTree.SubElement(case, "failure", message=why).text = "; ".join(
                _xml(f"{place['url']} “{place['text']}”") for place in link["found_on"]
            )
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ElementTree.tostring(suite, 'unicode')}"


def _xml(text: str) -> str:
    """``text`` without what XML has no place for."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", visible(text))


@links.command(epilog=examples("links check", "links check https://www.state.gov/some-page/"))
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option("--all", "every", is_flag=True, help="Check every link, due or not.")
@click.option("--exit-code", is_flag=True, help="Leave with 1 when a link is broken.")
@click.pass_context
def check(ctx: click.Context, urls: tuple[str, ...], every: bool, exit_code: bool) -> int:
    """Ask the links that are due, or those named.

    URL is a link, or a page whose links are meant.  A link is called broken once two checks in a
    row have failed.
    """
    if urls and every:
        raise CallerError("--all checks every link: name no URL with it")
    with watching(ctx) as watch:
        wanted = _wanted(watch, urls, every=every)
        bar = Progress("checking links", len(wanted), shown=not is_quiet(ctx))
        tally = asyncio.run(_checked(watch, wanted, bar))
        bar.close()
    told = ", ".join(f"{count:,} {state.value}" for state, count in tally.most_common())
    say(f"{counted(tally.total(), 'link')} checked" + (f": {told}" if told else ""))
    return int(exit_code and any(tally[LinkState(state)] for state in _BAD))


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


async def _checked(
    watch: Watch, wanted: Sequence[WatchedLink], bar: Progress
) -> Counter[LinkState]:
    async with open_network(watch) as network:
        return await check_links(watch, network.for_links(watch), wanted, done=bar.step)


links.add_command(map_)
