"""The command line: thin commands over the services.  Results on stdout, the rest on stderr."""

from archive_watch.cli.root import main

__all__ = ["main"]
