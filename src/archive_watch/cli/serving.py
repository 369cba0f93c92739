"""serve: read the archive in Datasette."""

from __future__ import annotations

from pathlib import Path

import click

from archive_watch.cli.opening import loaded, reading


@click.command()
@click.option("--port", default=8001, show_default=True, help="Where to listen.")
@click.option("--host", default="127.0.0.1", show_default=True, help="At which address.")
@click.pass_context
def serve(ctx: click.Context, port: int, host: str) -> None:
    """Open the archive in Datasette: titles, facets, search, saved questions, SQL."""
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
    at = listener.getsockname()[1]
    click.echo(f"the archive is at http://{host}:{at}/archive (stop with Ctrl-C)", err=True)
    run_datasette(database, listener)
