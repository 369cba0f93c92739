"""prove: that a page said the same from check to check, in a sentence that can be handed on."""

from __future__ import annotations

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.naming import optional_moment, page_named
from archive_watch.cli.opening import reading
from archive_watch.cli.printing import format_option, print_json
from archive_watch.cli.streams import say
from archive_watch.report.visible import visible
from archive_watch.services.telling.prove_unchanged import prove_unchanged


@click.command(
    epilog=examples(
        "prove https://2017-2021.state.gov/some-page/",
        "prove https://2017-2021.state.gov/some-page/ --at 2024-05-01",
    )
)
@click.argument("url")
@click.option("--at", metavar="TIME", help="What is proved of this time, or of 00:00 UTC of a day.")
@format_option("text", "json")
@click.pass_context
def prove(ctx: click.Context, url: str, at: str | None, form: str) -> None:
    """Prove that a page said the same at every check.

    How often it was checked from when to when, which version all of those checks saw, when the whole
    page was last in hand and how that was known; and what this does not prove.  Without --at: up to
    the last check that saw the page.
    """
    moment = optional_moment(at)
    with reading(ctx) as archive:
        told = prove_unchanged(archive, page_named(archive, url), at=moment)
    if form == "json":
        print_json(told.as_json())
    else:
        say(visible(told.as_text()))
