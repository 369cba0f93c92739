"""reindex: put what waits into the search index, or make the indexes anew."""

from __future__ import annotations

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.opening import is_quiet, watching
from archive_watch.cli.printing import counted
from archive_watch.cli.progress import Progress
from archive_watch.cli.streams import say
from archive_watch.services.indexing.index_past import index_past
from archive_watch.storage.past_words import waiting_versions
from archive_watch.storage.reindexing import make_indexes_anew


@click.command(epilog=examples("reindex", "reindex --anew"))
@click.option("--anew", is_flag=True, help="Make all search indexes anew, from the texts.")
@click.pass_context
def reindex(ctx: click.Context, anew: bool) -> None:
    """Index what past versions said, so that it is found fast.

    Checks and the daemon do this by themselves, some at once; only a large archive of an earlier
    program has many that wait.  `search --ever` finds them meanwhile, slowly.
    With --anew all search indexes are made again, where `verify` says that one does not agree with its
    texts.  Safe to stop and to repeat.
    """
    with watching(ctx, reworks=False) as watch:
        if anew:
            make_indexes_anew(watch.archive)
        bar = Progress(
            "indexing past versions", waiting_versions(watch.archive), shown=not is_quiet(ctx)
        )
        done = 0
        try:
            for indexed in index_past(watch.archive):
                done += indexed
                bar.step(indexed)
        finally:
            bar.close()
    say(f"{counted(done, 'past version')} indexed")
