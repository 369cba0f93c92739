"""Who read a page: the name that every version carries, and what there was to find its words by.

What was learnt of the host and the general extractor are part of the name, so that a page which is
read otherwise because more was learnt is another reading of the same bytes, never a change.
"""

from __future__ import annotations

from archive_watch.extract.cutting.roots import FoundBy
from archive_watch.model.site import SiteProfile


def profile_named(profile: SiteProfile) -> str:
    """The profile, its version, and the number of what was learnt of the host."""
    named = f"{profile.name}/{profile.version}"
    return named if profile.learnt is None else f"{named}+learnt/{profile.learnt.number}"


def engine_named(found_by: FoundBy | None, name: str | None) -> str:
    """What the reader's name says of the general extractor, where that one found the words."""
    return f"+{name}" if found_by is FoundBy.ENGINE else ""


def how_found(found_by: FoundBy | None, name: str | None) -> tuple[str, ...]:
    """What a page's evidence says of words that no usual name of content led to."""
    unsure = "no usual name of content tells where the words are"
    match found_by:
        case FoundBy.LEARNT:
            return (f"{unsure}: `{name}` held the words of the host's other pages",)
        case FoundBy.ENGINE:
            return (f"{unsure}, nor do the host's other pages: the last resort, {name}, chose it",)
        case FoundBy.PROSE:
            return (f"{unsure}: `{name}` is the element that fits its prose best",)
        case FoundBy.WHOLE_BODY:
            known = "nor anything else that was tried: it is the whole body less known furniture"
            return (f"{unsure}, {known}",)
        case _:
            return ()
