"""The perturbations themselves: each applies to an invented page that has everything, gives the
same bytes every time, and is read as what it is."""

from __future__ import annotations

import pytest

from extract.reading import state
from perturb import EDITS, NEUTRAL

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="UTF-8"><title>Interview With Harbour Radio - Example</title>
<meta property="og:description" content="An interview">
<link rel="stylesheet" href="/theme.css?ver=1.2"></head>
<body class="single postid-7"><script>var keys = {"nonce":"a1b2c3"};</script>
<div class="header_banner_container">An official website of the United States Government</div>
<div class="old">
<p>You are viewing ARCHIVED CONTENT released online from January 20, 2021 to January 20, 2025.</p></div>
<header id="masthead" class="site-header"><ul class="menu">
<li class="item"><a href="/">Home</a></li></ul></header>
<main><article id="post-7" class="post-7 hentry">
<div id="breadcrumb__wrapper"><a class="bc_home" href="https://www.state.gov">Home</a></div>
<h1 class="featured-content__headline stars-above">Interview With Harbour Radio</h1>
<div class="article-meta"><p class="article-meta doctype-meta">Interview</p>
<p class="article-meta__author-bureau">Ada Example, Secretary of Examples</p>
<p class="article-meta__location">Port Sample</p>
<p class="article-meta__publish-date">May 4, 2018</p></div>
<div class="entry-content">
<p>QUESTION:&nbsp; Is it really true, Secretary, that the new harbour at Port Sample opened on May 3?</p>
<p>SECRETARY EXAMPLE:&nbsp; It is open, and 40 ships were there. Our friend Ferdinand didn’t see any. [1]</p>
<p>They are longer than <b>those</b> before it, and
<a href="https://www.example.org/list/?a=1&amp;b=2">some of them</a> will stay.</p>
<h2>The ships</h2><ul><li>One ferry</li><li>Two barges</li></ul>
<table><tr><td>Cranes</td><td>12</td></tr></table>
<p>QUESTION:&nbsp; And nobody in the whole town has asked what became of the “old” harbour?<br>Thank you.</p>
<p>[1] He was away at sea for the whole of that week, as the records of the harbour show.</p>
<p>As released by the Office of Samples</p>
<p>2018/42</p>
</div></article>
<div class="related-tags"><div class="related-tags__pills"><a href="/ports/">Ports</a></div></div></main>
<footer class="site-footer"><img src="/seal.png" alt="Seal"><p>Privacy</p></footer>
<div class="cmplz-cookiebanner"><div>We use cookies</div></div>
<div class="wmpci-popup-wrp"><div class="wpmci-popup-cnt-inr-wrp"><h2>Office</h2> <h4>Welcome</h4></div></div>
</body></html>""".encode()


@pytest.mark.parametrize("name", NEUTRAL)
def test_what_edits_nothing_leaves_the_state_as_it_is(name: str) -> None:
    body = NEUTRAL[name](_PAGE)
    assert body is not None
    assert body != _PAGE
    assert body == NEUTRAL[name](_PAGE)
    assert state(body) == state(_PAGE)


@pytest.mark.parametrize("name", EDITS)
def test_what_edits_something_is_another_state(name: str) -> None:
    body = EDITS[name](_PAGE)
    assert body is not None
    assert body == EDITS[name](_PAGE)
    assert state(body) != state(_PAGE)


def test_bytes_that_are_no_page_of_ours_are_left_alone() -> None:
    tried = [edit(b"<p>Nothing known") for edit in (*NEUTRAL.values(), *EDITS.values())]
    assert tried == [None] * len(tried)
