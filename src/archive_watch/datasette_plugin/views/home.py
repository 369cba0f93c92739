"""The first page: what happened since the reader was here, and how the watch is."""

from __future__ import annotations

from archive_watch.datasette_plugin.question import Page, Question
from archive_watch.datasette_plugin.windows import DAYS, window_of
from archive_watch.services.telling.tell_glance import tell_glance, tell_watching
from archive_watch.services.telling.tell_timeline import tell_timeline
from archive_watch.storage.database import Archive
from archive_watch.storage.glances import Stretch, last_event_at
from archive_watch.storage.offered import hosts_offered, speakers_offered


def home(archive: Archive, question: Question) -> Page:
    """What happened in the stretch of time that is asked for, how the watch is, and the ways on."""
    window = window_of(question, last_at=last_event_at(archive))
    stretch = Stretch(since=window.since, until=window.until, found=window.is_visit)
    told = {
        "window": window,
        "days": DAYS,
        "glance": tell_glance(archive, stretch),
        "watching": tell_watching(archive, now=question.now),
        "timeline": tell_timeline(archive),
        "hosts": hosts_offered(archive),
        "speakers": speakers_offered(archive),
    }
    return Page(template="home.html", told=told, seen=True)
