"""serve: read the archive in Datasette."""

from __future__ import annotations

from pathlib import Path

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.opening import loaded, reading


@click.command(epilog=examples("serve", "--db demo/archive.db serve --port 8080"))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Where to listen; 0 for any free port.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="At which address; the default is reached from this machine alone.",
)
@click.pass_context
def serve(ctx: click.Context, port: int, host: str) -> None:
    """Open the archive in Datasette.

    Pages, changes and links with facets, full text search, saved questions and SQL, in the browser.
    """
    with reading(ctx):
        database = loaded(ctx).database
    serve_archive(database, port=port, host=host)


def serve_archive(database: Path, *, port: int, host: str = "127.0.0.1") -> None:
    """Serve one archive until stopped."""
    from archive_watch.datasette_plugin.serving import (  # noqa: PLC0415  (Datasette is slow to import)
        listening_socket,
        run_datasette,
    )

    listener = listening_socket(host, port)
    at = f"[{host}]" if ":" in host else host
    click.echo(
        f"the archive is at http://{at}:{listener.getsockname()[1]}/archive (stop with Ctrl-C)",
        err=True,
    )
    run_datasette(database, listener)
