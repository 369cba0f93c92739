"""links recheck, and what it has in common with links check: links asked at once, and told of."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.opening import is_quiet, watching
from archive_watch.cli.printing import counted
from archive_watch.cli.progress import Progress
from archive_watch.cli.streams import say
from archive_watch.model.link import PROVED, LinkState
from archive_watch.services.asking.network import open_network
from archive_watch.services.linking.check_links import check_links
from archive_watch.services.watch import Watch
from archive_watch.storage.links import WatchedLink, links_in_state

_ASKED = tuple(state.value for state in LinkState if state is not LinkState.EXCLUDED)


@click.command(
    epilog=examples(
        "links recheck --state suspected",
        "links recheck --state broken --state gone --exit-code",
    )
)
@click.option(
    "--state",
    "states",
    type=click.Choice(_ASKED),
    multiple=True,
    required=True,
    help="The state of the links to ask; may be repeated.",
)
@click.option("--exit-code", is_flag=True, help="Leave with 1 when a link is broken.")
@click.pass_context
def recheck(ctx: click.Context, states: tuple[str, ...], exit_code: bool) -> int:
    """Ask all links in a state now, due or not.

    Checks within half an hour of one another are one: asking ten times proves nothing sooner.
    """
    with watching(ctx) as watch:
        areas = watch.settings.links.areas
        wanted = links_in_state(watch.archive, states, areas=areas)
        return ask_and_tell(watch, wanted, exit_code=exit_code, quiet=is_quiet(ctx))


def ask_and_tell(
    watch: Watch, wanted: Sequence[WatchedLink], *, exit_code: bool, quiet: bool
) -> int:
    """Ask ``wanted`` and say what came of it; the exit code (1: one is dead, if that is asked)."""
    bar = Progress("checking links", len(wanted), shown=not quiet)
    tally = asyncio.run(_asked(watch, wanted, bar))
    bar.close()
    told = ", ".join(f"{count:,} {state.value}" for state, count in tally.most_common())
    say(f"{counted(tally.total(), 'link')} checked" + (f": {told}" if told else ""))
    return int(exit_code and any(tally[state] for state in PROVED))


async def _asked(watch: Watch, wanted: Sequence[WatchedLink], bar: Progress) -> Counter[LinkState]:
    async with open_network(watch) as network:
        return await check_links(watch, network.for_links(watch), wanted, done=bar.step)
