"""A page dressed as its era did: the same words in four generations of markup.

Around the words stands what a reader must never take for words: banners, menus with unclosed
tags, pop-ups, cookie bars, a nonce that is another one at every answer.
"""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files
from string import Template
from zlib import crc32

from archive_watch.demo.pages import DemoPage

_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_LABEL = re.compile(r"^((?:[A-Z][A-Z.]+ ?){1,3}):(?= )")


def dressed(page: DemoPage, *, banner: str, nonce: str) -> bytes:
    """The bytes that the era's server sends for ``page``."""
    if page.document:
        return _document(page)
    head, body = _HEADS[page.skin](page), _BODIES[page.skin](page)
    drawn = template(page.skin).substitute(
        title=escape(page.title), head=head, body=body, banner=escape(banner), nonce=nonce,
        host=page.host, folder=page.path.rpartition("/")[0] + "/", years=page.host[:9],
        number=str(crc32(page.path.encode()) % 90_000 + 10_000), date=page.date,
        year=page.date[-4:], tags=_tags(page),
    )  # fmt: skip
    return drawn.encode("cp1252" if page.skin == "tables" else "utf-8")


def content_type(page: DemoPage) -> str:
    """The content type that the era's server names; the tables era names the wrong charset."""
    if page.document:
        return "application/pdf"
    return "text/html; charset=iso-8859-1" if page.skin == "tables" else "text/html"


def template(name: str) -> Template:
    """One of the skins, or a page that answers in place of another: missing, block."""
    return Template(files(__package__).joinpath(f"skins/{name}.html").read_text(encoding="utf-8"))


def _document(page: DemoPage) -> bytes:
    return f"%PDF-1.4\n% {page.title}\n%%EOF\n".encode()


def _marked(paragraph: str) -> str:
    return _LINK.sub(r'<a href="\2">\1</a>', escape(paragraph, quote=False))


def _bold_label(paragraph: str) -> str:
    return _LABEL.sub(r"<b>\1:</b>", _marked(paragraph))


def _handmade_head(page: DemoPage) -> str:
    who = f"{page.role} {page.speaker}".strip()
    where = ", ".join(part for part in (page.place, page.date) if part)
    lines = [f"<B>{part}</B>" for part in (who or page.title,)]
    lines += [escape(part) for part in (page.title if who else "", where) if part]
    return "<BR>\n".join(lines)


def _tables_head(page: DemoPage) -> str:
    who = f"{page.role} {page.speaker}".strip()
    lines = [f"<b>{escape(who)}</b>"] if who else []
    return "<br>".join([*lines, *(escape(part) for part in (page.place, page.date) if part)])


def _responsive_head(page: DemoPage) -> str:
    fields = (
        ("official_s_name", page.speaker),
        ("official_s_title", page.role),
        ("city_", page.place),
        ("date_long", page.date),
    )
    return "\n".join(
        f'<div id="templateFields"><span class="{name}">{escape(value)}<br></span></div>'
        for name, value in fields
        if value
    )


def _wordpress_head(page: DemoPage) -> str:
    author = ", ".join(part for part in (page.speaker, page.role) if part)
    fields = (
        ("article-meta doctype-meta", page.doctype),
        ("article-meta__author-bureau", author),
        ("article-meta__location", page.place),
        ("article-meta__publish-date", page.date),
    )
    return "\n".join(f'<p class="{name}">{escape(value)}</p>' for name, value in fields if value)


def _tags(page: DemoPage) -> str:
    return "".join(f'<a class="button--pill" href="/tags/">{escape(tag)}</a>' for tag in page.tags)


_HEADS = {
    "handmade": _handmade_head,
    "tables": _tables_head,
    "responsive": _responsive_head,
    "wordpress": _wordpress_head,
}
_BODIES = {
    "handmade": lambda page: "\n".join(f"<P>{_bold_label(text)}" for text in page.paragraphs),
    "tables": lambda page: "<p><p>" + "<p>".join(map(_marked, page.paragraphs)),
    "responsive": lambda page: "\n".join(f"<p>{_bold_label(t)}</p>" for t in page.paragraphs),
    "wordpress": lambda page: "\n".join(
        f"<p>{_marked(text).replace(': ', ':&nbsp; ', 1)}</p>" for text in page.paragraphs
    ),
}
