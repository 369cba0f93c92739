"""Invented pages in the markup of each era of the archives: any kind of page in any of them.

A page is a list of paragraphs in simple markup; each era dresses them as its hosts do: unclosed
``<P>`` inside a blockquote, every paragraph nested in another, a theme whose menu leaves elements
open.  What stands around the words is the furniture that no reading may let in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extract.reading import KERRY, NINETIES, POWELL, WORDPRESS

FURNITURE = (
    "ARCHIVED CONTENT", "permanent electronic archive", "Other State Department Archive Sites",
    "You are in:", "Diplomacy in Action", "Here's how you know", "Skip to", "Welcome to our site",
    "Cookie Settings", "In This Section", "Great Seal", "Back to Top", "end of document", "Privacy",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a page says of itself."""

    title: str = "Remarks at the Harbour Fair"
    speaker: str = "Ada Example"
    role: str = "Secretary of State"
    place: str = "Port Sample, Maine"
    date: str = "May 4, 2018"


@dataclass(frozen=True, slots=True)
class Era:
    """A generation of pages: its host, and how it dresses paragraphs."""

    name: str
    host: str
    dress: Callable[[Head, Sequence[str]], str]


def _nineties(head: Head, paragraphs: Sequence[str]) -> str:
    words = "".join(f"<P>{paragraph}\r\n" for paragraph in paragraphs)
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN"><HTML><HEAD>
<TITLE>05/04/98 Example at fair</TITLE><BASE HREF="//1997-2001.state.gov/statements/1998/"></HEAD>
<BODY><A NAME="top"></A>
<P><div id="archivebanner"><table><tr><td><img alt="U.S. Department of State"></td>
<td class="dos_right02">The State Department web site below is a permanent electronic archive of information
 released online. <a class="lnkwhtreg10px" href="/x">Other State Department Archive Sites</a></td></tr>
</table></div><P><P>
<BLOCKQUOTE><TABLE><TR><TD WIDTH=95><IMG ALT="Great Seal" SRC="/s.gif"></TD><TD WIDTH=505>
<B>{head.role} {head.speaker}<BR>{head.title}</B><BR>{head.place}, {head.date}<BR>
<FONT SIZE=-1>As released by the Office of the Spokesman<BR>U.S. Department of State</FONT></TD></TR>
</TABLE>
<IMG SRC="/images/bluebar.gif" ALT="Blue Bar">{words}<P><FONT SIZE="1">[end of document]</FONT>
<P><A HREF="#top">Back to Top</A> | <A HREF="/statements/index.html">Statements</A></BLOCKQUOTE></BODY>
</HTML>"""


def _powell(head: Head, paragraphs: Sequence[str]) -> str:
    words = "".join(f"<p><p>{paragraph}" for paragraph in paragraphs)
    return f"""<html><head><title>{head.title}</title></head><body><div id="archivebanner">
<img alt="U.S. Department of State">
<a href="/x">Other State Department Archive Sites</a></div><table><tr><td colspan="2">
<a href="/">Home</a></td></tr>
<tr><td>You are in: <a href="/secretary/">Secretary of State</a> &gt; Remarks</td></tr><tr><td>
<div id="content"><h2>{head.title}</h2>
<p><b>{head.role} {head.speaker}</b><br>{head.place}<br>{head.date}</p>{words}<p>2004/961</p>
<p>Released on {head.date}</p></div>
</td></tr></table><div>Privacy Notice</div></body></html>"""


def _kerry(head: Head, paragraphs: Sequence[str]) -> str:
    words = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html><html><head><title>{head.title}</title></head><body>
<div class="container">
<!--googleoff: all--><header class="l-header"><h1>U.S. Department of State</h1>
<p>Diplomacy in Action</p>
<a href="#main-content">Skip to Main Content</a></header>
<main class="l-main subpage" id="main-content"><a id="main-content"></a>
<ul class="breadcrumbs"><li>Home</li></ul><div class="l-page-title">
<h2 id="page-title" class="title">{head.title}</h2>
<div class="addthis_toolbox">Share</div></div><div class="l-wrap"><div id="middlecolumn">
<div id="top-meta">
<div id="templateFields"><span class="official_s_name">{head.speaker}<br></span></div>
<div id="templateFields"><span class="official_s_title">{head.role}<br></span></div>
<div id="templateFields"><span class="city_">{head.place}<br></span></div>
<div id="templateFields"><span class="date_long">{head.date}<br></span></div></div>
<hr class="separator">
<!-- CENTERBLOCK START --><div id="centerblock">{words}</div><!-- CENTERBLOCK END --></div></div>
<aside class="sidebar-first"><h3>In This Section:</h3><ul><li>Go Back</li></ul></aside></main></div>
</body></html>"""


def _wordpress(head: Head, paragraphs: Sequence[str]) -> str:
    words = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html><html lang="en-US"><head>
<title>{head.title} - United States Department of State</title>
<link rel="shortlink" href="https://www.state.gov/?p=20128"></head><body class="single postid-20128">
<div id="page" class="site">
<a class="skip-link" href="#content">Skip to content</a><div class="header_banner_container">
<span class="accordion">Here's how you know</span>
<div>A lock ( <span class="icon_lock"></span> ) or https:// means you are safe.</div></div>
<p>2021-2025 ARCHIVED CONTENT</p>
<p>You are viewing ARCHIVED CONTENT released online from January 20, 2021 to January 20, 2025.</p>
<header id="masthead"><nav><ul><li class="nav__countries"><div><div><a href="/c/">Countries</a></li>
</ul></nav></header>
<div id="content"><main><article class="post hentry" id="post-20128"><section class="featured-content">
<h1 class="featured-content__headline stars-above"> {head.title} </h1><div class="article-meta">
<p class="article-meta doctype-meta">Remarks</p>
<p class="article-meta__author-bureau">{head.speaker}, {head.role}</p>
<p class="article-meta__location">{head.place}</p><p class="article-meta__publish-date">{head.date}</p>
</div></section>
<div class="entry-content">{words}</div><div class="related-tags">
<p class="related-tags__label">Tags</p>
<div class="related-tags__pills"><a class="button--pill" href="/t/">Harbours</a></div></div></article>
</main></div>
<footer class="site-footer">Privacy Policy</footer><div class="splash" id="wmpci-popup-wrp">
<h4>Welcome to our site</h4></div>
<div class="cmplz-cookiebanner">Cookie Settings</div></div></body></html>"""


def wayback(page: str, host: str) -> str:
    """The page as a web archive serves it: toolbar, addresses written anew."""
    copy = page.replace('href="/', f'href="/web/20210101000000/https://{host}/')
    toolbar = '<div id="wm-ipp-base"><p>The Wayback Machine has 12 captures</p></div>'
    return re.sub(
        r"<body[^>]*>", lambda body: body[0] + toolbar, copy, count=1, flags=re.IGNORECASE
    )


ERAS = (
    Era("1997-2001", NINETIES, _nineties),
    Era("2001-2009", POWELL, _powell),
    Era("2009-2017", KERRY, _kerry),
    Era("since 2017", WORDPRESS, _wordpress),
)
