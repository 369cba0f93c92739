"""Read invented pages as the shipped profiles read the real hosts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import gettempdir

from archive_watch.config import load
from archive_watch.extract.page import Cut, cut_page, read_cut
from archive_watch.extract.profile import profile_for
from archive_watch.model.site import SiteProfile
from archive_watch.model.transcript import Transcript
from archive_watch.services.load_profiles import load_profiles
from archive_watch.versioning.fingerprint import state_of

WORDPRESS = "2021-2025.state.gov"
NINETIES = "1997-2001.state.gov"
POWELL = "2001-2009.state.gov"
KERRY = "2009-2017.state.gov"
UNKNOWN = "www.example.org"


@cache
def profiles() -> tuple[SiteProfile, ...]:
    """The shipped profiles."""
    nowhere = Path(gettempdir()) / "archive-watch-no-project"
    return load_profiles(load(config_path=None, db_path=None, environ={}, cwd=nowhere))


def cut(
    markup: str | bytes,
    host: str = WORDPRESS,
    *,
    status: int = 200,
    headers: tuple[tuple[str, str], ...] = (),
    content_type: str | None = "text/html; charset=utf-8",
    path: str = "a-page/",
) -> Cut:
    """What a page is, read as a page of ``host``."""
    return cut_page(
        markup.encode("utf-8") if isinstance(markup, str) else markup,
        content_type=content_type,
        url=f"https://{host}/{path}",
        profile=profile_for(host, profiles()),
        status=status,
        headers=headers,
    )


def read(markup: str | bytes, host: str = WORDPRESS, path: str = "a-page/") -> Transcript:
    """The transcript of a page of ``host``."""
    found = cut(markup, host, path=path)
    assert found.part is not None, found.evidence
    return read_cut(found)


def state(markup: str | bytes, host: str = WORDPRESS) -> str:
    """The digest of a page's state."""
    return state_of(read(markup, host)).state


def paragraphs(markup: str | bytes, host: str = WORDPRESS) -> list[str]:
    """The paragraphs of a page."""
    return read(markup, host).text.split("\n\n")


def spoken(transcript: Transcript) -> list[tuple[str | None, str]]:
    """The turns of a transcript: who, and what."""
    return [(turn.speaker, transcript.turn_text(turn)) for turn in transcript.turns]


def wordpress(
    body: str, *, before: str = "", after: str = "", inside: str = "", title: str = "An Interview"
) -> str:
    """A page of the WordPress theme: ``before`` and ``after`` stand around, ``inside`` atop the words."""
    return f"""<!DOCTYPE html><html lang="en-US"><head><title>{title} - Example</title></head><body>
<div id="page" class="site"><a class="skip-link" href="#content">Skip to content</a>{before}
<header id="masthead"><nav><ul><li class="nav__countries"><div><div><a href="/c/">Countries</a></li></ul>
</nav></header>
<main id="content"><article class="post hentry"><section class="featured-content">
<h1 class="featured-content__headline stars-above">{title}</h1><div class="article-meta">
<p class="article-meta doctype-meta">Interview</p>
<p class="article-meta__author-bureau">Ada Example, Secretary of Examples</p>
<p class="article-meta__location">Port Sample</p>
<p class="article-meta__publish-date">May 4, 2018</p></div></section>
<div class="entry-content">{inside}{body}</div>
<div class="related-tags"><p>Tags</p><div class="related-tags__pills"><a href="/t/">Ports</a></div></div>
</article></main>{after}<footer>Privacy Policy</footer></div></body></html>"""
