"""Which pages are watched though the configuration that brought them names them no more?

They stay watched, for a slip of an editor must not end a watch in silence; so that is to be told.
"""

from __future__ import annotations

from archive_watch.model.url import page_key
from archive_watch.services.watch import Watch
from archive_watch.storage.configured import has_alias, pages_from_configuration


def no_longer_named(watch: Watch) -> list[str]:
    """The addresses of those pages, in the order they were added.

    A page that was added by hand too, or is paused, is none of them.
    """
    named = frozenset(page_key(page.url) for page in watch.settings.watch)
    return [
        page.url
        for page in pages_from_configuration(watch.archive)
        if page.key not in named and not has_alias(watch.archive, page.page_id, named)
    ]
