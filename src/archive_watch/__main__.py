"""``python -m archive_watch``: the same as the ``archive-watch`` command."""

from archive_watch.cli import main

if __name__ == "__main__":
    main()
