"""Cut a page again from the bytes of an earlier answer, by the profile of today."""

from __future__ import annotations

from archive_watch.extract.page import Cut
from archive_watch.model.page import WatchedPage
from archive_watch.services.cutting.cut_safely import cut_safely
from archive_watch.services.watch import Watch
from archive_watch.storage.replies import Reply


def cut_again(watch: Watch, page: WatchedPage, reply: Reply) -> Cut:
    """What ``page`` was when it answered ``reply``, as pages are read today."""
    return cut_safely(
        reply.body,
        content_type=reply.content_type,
        url=reply.final_url or page.url,
        profile=watch.profile(page.host),
        status=reply.status,
        headers=reply.headers,
    )
