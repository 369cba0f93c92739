"""Perturbations of what stands around a page's words: none of them is a change."""

from __future__ import annotations

import re

from perturb_page import Page, on_page
from perturb_words import Edit

_MAIN = re.compile(r"<main\b[^>]*>", re.IGNORECASE)
_MAIN_END = re.compile(r"</main\s*>", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_BODY_END = re.compile(r"</body\s*>", re.IGNORECASE)
_HEAD_END = re.compile(r"</head\s*>", re.IGNORECASE)
_CLASS = re.compile(r'(?<= class=")[^"]+(?=")')
_BANNER = re.compile(r"official website of the United States government", re.IGNORECASE)
_COOKIES = re.compile(r'<div[^>]*(?:id|class)="cmplz-cookiebanner[^>]*>')
_FOOTER = re.compile(r"<footer\b.*</footer\s*>", re.IGNORECASE | re.DOTALL)
_FOOTER_END = re.compile(r"</footer\s*>", re.IGNORECASE)
_BODY_CLASS = re.compile(r'(<body\b[^>]*\bclass=")')
_ARTICLE_CLASS = re.compile(r'(<article\b[^>]*\bclass=")')
_DOCTYPE = re.compile(r"<!doctype[^>]*>\s*", re.IGNORECASE)
_NONCE = re.compile(r"""(nonce"?\s*[:=]\s*["'])\w+""", re.IGNORECASE)
_ASSET = re.compile(r"(\?ver=)[\w.]+|(?<=\.(?:css))(?=\")|(?<=\.js)(?=\")")
_META = re.compile(
    r'(<meta\b[^>]*\b(?:property|name)=["\'][\w:]*(?:description|modified_time|generator|image)["\']'
    r'[^>]*\bcontent=")[^"]*',
    re.IGNORECASE,
)
_RELATED = re.compile(r'<div class="related-tags__pills">|<h3>In This Section:</h3>')
_CRUMB = re.compile(
    r'(<a class="bc_home"[^>]*>|<ul class="breadcrumbs"><li><a[^>]*>|You are in: <a[^>]*>)[^<]*'
)
_POPUP = re.compile(r'(<div class="w\w*-popup-cnt-inr-wrp[^"]*">\s*<h2>.*?<h4>)[^<]*', re.DOTALL)
_YEARS = re.compile(r"(?<=released online from January 20, )\d{4} to January 20, \d{4}")
_ARCHIVED = (
    '<div class="archive-notice-7"><p>You are viewing ARCHIVED CONTENT released online from January'
    " 20, 2017 to January 20, 2021.</p><p>Content in this archive site is NOT UPDATED, and links may"
    ' not function.</p><p>For current information, go to <a href="https://www.state.gov">'
    "www.state.gov</a>.</p></div>"
)
_COOKIE_BAR = (
    '<div id="cookie-bar" class="cookie-notice"><p>We use cookies to make our website work better.'
    "</p><button>Accept all</button></div>"
)
_WIDGET = (
    '<aside class="widget widget-most-read"><h3>Most read</h3><ul><li><a href="/harbours/">Ten'
    ' harbours to see</a></li><li><a href="/ferries/">All about ferries</a></li></ul></aside>'
)
_TOOLBAR = (
    "<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id=\"wm-ipp-base\" lang=\"en\"><div id=\"wm-ipp\">"
    "<p>The Archive</p><a href=\"/web/2024*/x\">12 captures</a></div></div>"
    "<!-- END WAYBACK TOOLBAR INSERT -->"
)  # fmt: skip


def _at(pattern: re.Pattern[str], new: str, *, after: bool) -> Edit:
    """Put ``new`` before or after the first match."""

    def changed(page: Page) -> bytes | None:
        found = pattern.search(page.markup)
        place = None if found is None else (found.end() if after else found.start())
        return None if place is None else page.put(place, place, new)

    return on_page(changed)


def _sub(pattern: re.Pattern[str], new: str, count: int = 0) -> Edit:
    return on_page(
        lambda page: (
            pattern.sub(new, page.markup, count=count).encode("latin-1")
            if pattern.search(page.markup)
            else None
        )
    )


def _edges(page: Page) -> tuple[int, int]:
    """Where the page's middle begins and ends, as its markup says, or else its content."""
    begins = _MAIN.search(page.markup)
    ends = _MAIN_END.search(page.markup, page.content.end)
    return (
        begins.start() if begins else page.content.start,
        ends.end() if ends else len(page.markup),
    )


def _nav_entry(page: Page) -> bytes | None:
    """One more entry in the first list of links, or beside the first link."""
    before = page.markup[: page.content.start]
    listed = re.search(r"<ul\b[^>]*>\s*(?=<li)", before)
    if listed is not None:
        entry = '<li class="menu-item"><a href="/harbours/">Harbours</a></li>'
        return page.put(listed.end(), listed.end(), entry)
    link = before.find("</a>")
    return None if link < 0 else page.put(link + 4, link + 4, ' <a href="/harbours/">Harbours</a>')


def _classes_renamed(page: Page) -> bytes:
    """Every class outside the middle of the page has another name; the body keeps its own."""
    start, end = _edges(page)
    body = _BODY.search(page.markup)
    top = body.end() if body else 0
    parts = [page.markup[:top], page.markup[top:start], page.markup[start:end], page.markup[end:]]
    for at in (1, 3):
        parts[at] = _CLASS.sub(_renamed, parts[at])
    return "".join(parts).encode("latin-1")


def _renamed(found: re.Match[str]) -> str:
    return " ".join(f"x{len(name)}-{name[::-1]}" for name in found[0].split())


def _cookies_reworded(page: Page) -> bytes | None:
    found = _COOKIES.search(page.markup)
    if found is None:
        return None
    return page.put(found.end(), found.end(), "<p>We also use other cookies.</p>")


def _cookies_gone(page: Page) -> bytes | None:
    """Without its cookie bar: the element, its nested ones counted."""
    found = _COOKIES.search(page.markup)
    if found is None:
        return None
    depth = 0
    for one in re.finditer(r"<(/?)div\b[^>]*>", page.markup[found.start() :]):
        depth += -1 if one[1] else 1
        if depth == 0:
            return page.put(found.start(), found.start() + one.end(), "")
    return None


def _footer_moved(page: Page) -> bytes | None:
    """The footer stands above the middle of the page."""
    found = _FOOTER.search(page.markup)
    start, _ = _edges(page)
    if found is None or found.start() < start:
        return None
    without = page.markup[: found.start()] + page.markup[found.end() :]
    return f"{without[:start]}{found[0]}{without[start:]}".encode("latin-1")


def _wrapped(page: Page) -> bytes | None:
    """One more element around the middle of the page, or around all of its body."""
    inner = _MAIN.search(page.markup), _MAIN_END.search(page.markup, page.content.end)
    if inner[0] is not None and inner[1] is not None:
        start, end = inner[0].start(), inner[1].end()
    else:
        body, ends = _BODY.search(page.markup), _BODY_END.search(page.markup)
        if body is None or ends is None:
            return None
        start, end = body.end(), ends.start()
    return page.put(start, end, f'<div class="layout-shell">{page.markup[start:end]}</div>')


def _widget(page: Page) -> bytes | None:
    """One more box beside the content, the last thing in the page's middle."""
    end = _MAIN_END.search(page.markup, page.content.end) or _BODY_END.search(page.markup)
    return None if end is None else page.put(end.start(), end.start(), _WIDGET)


def _by_a_web_archive(page: Page) -> bytes:
    """As a web archive replays it: a toolbar on top, its prefix before every whole address."""
    prefix = r"\1https://web.archive.org/web/20240105101500/\2"
    markup = re.sub(r"(<a\b[^>]*\bhref=[\"'])(https?://)", prefix, page.markup, flags=re.IGNORECASE)
    return _BODY.sub(lambda body: body[0] + _TOOLBAR, markup, count=1).encode("latin-1")


AROUND: dict[str, Edit] = {
    "an entry in the navigation": on_page(_nav_entry),
    "classes renamed outside the content": on_page(_classes_renamed),
    "the .gov banner's wording": _sub(_BANNER, "official site of the U.S. Government"),
    "another related link": _at(_RELATED, '<a href="/harbours/">Harbours</a>', after=True),
    "a cookie bar": _at(_BODY_END, _COOKIE_BAR, after=False),
    "the cookie bar's words": on_page(_cookies_reworded),
    "no cookie bar": on_page(_cookies_gone),
    "nonces": _sub(_NONCE, r"\g<1>0f1e2d3c4b"),
    "versions of assets": _sub(_ASSET, "?ver=9.9.9"),
    "the footer's words": _at(_FOOTER_END, "<p>Office of Harbours, since 2026</p>", after=False),
    "the body's classes": _sub(_BODY_CLASS, r"\1theme-9 "),
    "the article's classes": _sub(_ARTICLE_CLASS, r"\1season-9 "),
    "no document type": _sub(_DOCTYPE, ""),
    "a footer above the content": on_page(_footer_moved),
    "the pop-up's words": _sub(_POPUP, r"\1Notice of Harbour Works"),
    "the breadcrumb": _sub(_CRUMB, r"\1Start page"),
    "a widget in the sidebar": on_page(_widget),
    "meta tags": _sub(_META, r"\g<1>Another description, of 2026-01-02"),
    "an element around the main part": on_page(_wrapped),
    "an archive banner": _at(_BODY, _ARCHIVED, after=True),
    "the archive banner's dates": _sub(_YEARS, "2025 to January 20, 2029"),
    "a web archive's copy": on_page(_by_a_web_archive),
    "a script in the head": _at(_HEAD_END, '<script async src="/t.js"></script>', after=False),
    "bytes after the end": on_page(
        lambda page: page.markup.encode("latin-1") + b"\n<!-- cached 10:15:02 by node 7 -->\n\n\n"
    ),
}
