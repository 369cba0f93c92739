"""A page explained: every block in its order, kept or left out, by what really decided it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.extract.explaining.explained import Explanation
from archive_watch.extract.page import PageKind
from archive_watch.extract.profile import profile_for
from extract.explaining import explained, letters_seen, letters_told
from extract.reading import KERRY, NINETIES, POWELL, UNKNOWN, WORDPRESS, profiles, wordpress

_PIECES = (
    "<p>{}</p>", "<p>QUESTION: {}</p>", "<p>MR. SAMPLE: {}<br>MS. SAMPLE: {}</p>", "{}<br><br>{}",
    "<h2>{}</h2>", "<ul><li>{}<li>{}</ul>", "<p class=share-this-page>{}</p>", "<nav>{}</nav>",
    "<div class=related-tags><a href=/t/>{}</a></div>", "<p>{}<button>{}</button>{}</p>",
    "<p>{}<span class=screen-reader-text>{}</span>{}</p>", "<script>var a = '<p>no</p>'</script>",
    "<p>{}<noscript><p>{}</p></noscript>{}</p>", "<pre>{}\n\n{}</pre>", "<!-- <p>no</p> -->",
    "<p>You are viewing ARCHIVED CONTENT.</p>", "<p>You are viewing ARCHIVED CONTENT.<br>{}</p>",
    "<table><tr><td>{}<td>{}<tr><td><p>{}</p><p>{}</p></table>", "<p><b>{}</b>: <i>{}</i>{}",
    "<div><div>{}</div>{}</div>", "<a href=/x/><img src=y></a>", "<p>###</p>", "<p>2004/93</p>",
    "<p>[end of document]</p>", "<p><a href=/n/>{}</a></p>", "<p>January 8, 1999</p>",
    "<form><p>{}</p><select><option>{}<option>{}</select></form>", "<aside><p>{}</p></aside>",
    "<svg><style>b{{}}</style><title>{}</title></svg>", "<p hidden>{}</p>", "</div>", "<div>",
    "<header><p>{}</p></header>", "<p>U.S. Department of State</p>", "&#0;\x01{}\u00a0{}",
)  # fmt: skip
_FRAMES = (
    (WORDPRESS, "{}<main><article>{}<div class=entry-content>{}</div>{}</article></main>{}"),
    (NINETIES, "<p><div id=archivebanner>{}</div><p>{}<blockquote>{}</blockquote>{}<p>{}"),
    (POWELL, "<table><tr><td>{}<tr><td>{}<div id=content><h2>T</h2>{}</div>{}</table>{}"),
    (KERRY, "{}<h2 id=page-title>T</h2>{}<div id=centerblock>{}</div>{}<aside>{}</aside>"),
    (UNKNOWN, "<header>{}</header>{}<main>{}</main>{}<footer>{}</footer>"),
    (UNKNOWN, "<div class=menu>{}</div><div>{}{}</div>{}<footer>{}</footer>"),
)


@st.composite
def _pages(draw: st.DrawFn) -> tuple[str, str]:
    """A host, and a page of it whose words are all different."""
    host, frame = draw(st.sampled_from(_FRAMES))
    drawn = st.lists(st.sampled_from(_PIECES), max_size=5).map("\n".join)
    body = frame.format(*(draw(drawn) for _ in range(5)))
    parts = body.split("{}")
    words = "".join(f"{part}w{number} " for number, part in enumerate(parts[:-1])) + parts[-1]
    return (
        host,
        f"<html><head><title>T</title></head><body>{words.replace('{{}}', '')}</body></html>",
    )


@given(_pages())
def test_what_is_kept_is_the_text_and_every_letter_is_told_once(page: tuple[str, str]) -> None:
    host, markup = page
    ours = replace(profile_for(host, profiles()), last_resort=False)  # it gives markup of its own
    explanation = explained(markup, host, read_by=ours)
    assert letters_told(explanation) == letters_seen(markup.encode(), "text/html; charset=utf-8")


def _told(explanation: Explanation) -> list[tuple[str, str, str]]:
    return [(block.text, block.why.value, block.by) for block in explanation.blocks]


def test_each_block_stands_in_its_place_with_what_decided_it() -> None:
    page = wordpress(
        '<p>QUESTION: Ready?</p><p class="share-this-page">Share <b>this</b></p>'
        '<p>MR SAMPLE: Yes. <span class="screen-reader-text">(new window)</span></p>'
        "<p>Nearly.<button>Play</button></p>",
        before='<div class="who-knows"><p>A banner.</p></div>',
        inside="<p>You are viewing ARCHIVED CONTENT.</p>",
        after='<div id="wmpci-popup-wrp"><h4>Welcome</h4></div><script>var a = 1</script>',
    )
    assert _told(explained(page)) == [
        ("Skip to content", "outside", ""),
        ("A banner.", "outside", ""),
        ("Countries", "outside", ""),
        ("An Interview", "outside", ""),
        ("Interview", "outside", ""),
        ("Ada Example, Secretary of Examples", "outside", ""),
        ("Port Sample", "outside", ""),
        ("May 4, 2018", "outside", ""),
        ("You are viewing ARCHIVED CONTENT.", "furniture", ""),
        ("QUESTION: Ready?", "kept", ""),
        ("Share this", "dropped", ".share-this-page"),
        ("MR SAMPLE: Yes.", "kept", ""),
        ("(new window)", "dropped", ".screen-reader-text"),
        ("Nearly.", "kept", ""),
        ("Play", "silent", "button"),
        ("Tags", "related", ".related-tags"),
        ("Ports", "related", ".related-tags"),
        ("Welcome", "outside", ""),
        ("Privacy Policy", "outside", ""),
    ]


def test_links_that_are_kept_apart_are_told_as_that_inside_the_content_too() -> None:
    page = "<main><article><div class=entry-content>Words.<div class=report__tags><a href=/t/>Tag"
    assert _told(explained(page)) == [("Words.", "kept", ""), ("Tag", "related", ".report__tags")]


def test_what_stands_outside_is_told_by_the_nearest_element_with_a_name() -> None:
    page = wordpress(
        "<p>Words.</p>",
        before='<div><div><p>Bare.</p></div></div><nav class="menu  wide extra"><p>Menu</p></nav>',
        after='<div id="wmpci-popup-wrp" class="splash"><h4>Welcome</h4></div>',
    )
    containers = {block.text: block.container for block in explained(page).blocks}
    wanted = {
        "Bare.": "div#page",
        "Menu": "nav.menu.wide",
        "Countries": "header#masthead",
        "Words.": "div.entry-content",
        "Welcome": "div#wmpci-popup-wrp",
        "Privacy Policy": "footer",
    }
    assert {text: containers[text] for text in wanted} == wanted


def test_a_field_is_told_with_its_selector_and_the_block_with_what_it_was_read_as() -> None:
    explanation = explained(wordpress("<p>Port Sample</p>"))
    fields = {one.name: (one.value, one.by) for one in explanation.fields}
    byline = "p.article-meta__author-bureau"
    assert fields["speaker"] == ("Ada Example", byline)
    assert fields["role"] == ("Secretary of Examples", byline)
    assert fields["published_on"] == ("2018-05-04", "p.article-meta__publish-date")
    assert fields["tags"] == ("Ports", ".related-tags__pills a")
    assert fields["audience"] == (None, "")
    read = [(block.text, block.read_as) for block in explanation.blocks if block.read_as]
    assert read == [
        ("An Interview", ("title",)),
        ("Interview", ("doctype",)),
        ("Ada Example, Secretary of Examples", ("speaker", "role")),
        ("Port Sample", ("place",)),  # not the words of the text that are the same
        ("May 4, 2018", ("published_on",)),
        ("Ports", ("tags",)),
    ]


def test_a_date_in_no_declared_format_is_told_as_found_and_not_read() -> None:
    explanation = explained(wordpress("<p>Words.</p>").replace("May 4, 2018", "n.d."))
    (date,) = [one for one in explanation.fields if one.name == "published_on"]
    assert (date.value, date.unread) == (None, "n.d.")
    assert date.by == "p.article-meta__publish-date"


_OF_THE_NINETIES = """<BODY><BLOCKQUOTE><TABLE><TR><TD><IMG></TD><TD><B>Secretary of State Ada K.
Example</B><BR>Interview on Example TV<BR>Port Sample, D.C., December 10, 1999<BR>U.S. Department of
State</TD></TR></TABLE><P>MR. SAMPLE:  Ready?<P>SECRETARY EXAMPLE:  Yes.<P>[end of document]
<P><A HREF="/x">Home</A></BLOCKQUOTE></BODY>"""


def test_the_lines_at_the_head_and_the_end_are_told_with_what_they_were_read_as() -> None:
    explanation = explained(_OF_THE_NINETIES, NINETIES)
    mark = r"(?i)^\[?end of (?:file|document)\.?\]?$"
    assert [(one.text, one.why, one.by, one.read_as) for one in explanation.blocks] == [
        ("Secretary of State Ada K. Example", "head_line", "", ("speaker", "role")),
        ("Interview on Example TV", "head_line", "", ("title",)),
        ("Port Sample, D.C., December 10, 1999", "head_line", "", ("place", "published_on")),
        ("U.S. Department of State", "head_line", "", ("lines",)),
        ("MR. SAMPLE: Ready?", "kept", "", ()),
        ("SECRETARY EXAMPLE: Yes.", "kept", "", ()),
        ("[end of document]", "end_mark", mark, ()),
        ("Home", "after_the_end", mark, ()),
    ]


def test_what_a_page_says_beside_the_usual_facts_is_told_with_where_it_stands() -> None:
    fields = {one.name: (one.value, one.by) for one in explained(_OF_THE_NINETIES, NINETIES).fields}
    assert fields["published_on"] == ("1999-12-10", "head lines")
    assert fields["date_text"] == ("December 10, 1999", "head lines")
    assert fields["lines"] == ("U.S. Department of State", "head lines")
    page = "<table><tr><td><span id=content><h2>T</h2><p>Words.<p>2004/93</span></table>"
    fields = {one.name: (one.value, one.by) for one in explained(page, POWELL).fields}
    assert (fields["lines"], fields["date_text"]) == (("2004/93", "last lines"), (None, ""))
    two = '<p class="article-meta__publish-date">May 4, 2018</p>'
    both = explained(
        wordpress("<p>Words.</p>").replace(two, f"{two}{two.replace('May 4', 'May 5')}")
    )
    (lines,) = [(one.value, one.by) for one in both.fields if one.name == "lines"]
    assert lines == ("May 5, 2018", "further selectors")


def test_a_paragraph_is_told_with_what_it_is() -> None:
    page = wordpress("<h2>Dues</h2><p>12:34 p.m. EDT</p><ul><li>A<ul><li>B</ul></ul><p>Words.</p>")
    kept = [one.as_json() for one in explained(page).blocks if one.kept]
    assert [(one["text"], one["kind"], one["level"]) for one in kept] == [
        ("Dues", "heading", 2),
        ("12:34 p.m. EDT", "time", 0),
        ("A", "list_item", 1),
        ("B", "list_item", 2),
        ("Words.", "paragraph", 0),
    ]
    left_out = [one.as_json()["kind"] for one in explained(page).blocks if not one.kept]
    assert set(left_out) == {None}


def test_the_title_again_a_tail_and_the_way_on_are_told() -> None:
    page = "<table><tr><td><span id=content><h2>T</h2><p>Words.<p>2004/93</span></table>"
    assert [why for _, why, _ in _told(explained(page, POWELL))] == ["title_again", "kept", "tail"]
    page = "<body><blockquote><p>Words.<p><a href=/x>On</a> | <a href=/y>Back</a></blockquote>"
    assert [why for _, why, _ in _told(explained(page, NINETIES))] == ["kept", "way_on"]


def test_every_paragraph_has_the_turn_that_it_stands_in() -> None:
    page = wordpress("<p>Before.</p><p>QUESTION: Ready?</p><p>MR SAMPLE:</p><p>Yes.</p><p>###</p>")
    turns = [(one.text, one.turn) for one in explained(page).blocks if one.kept]
    assert turns == [
        ("Before.", 0), ("QUESTION: Ready?", 1), ("MR SAMPLE:", 2), ("Yes.", 2), ("###", None),
    ]  # fmt: skip


def test_a_page_of_no_known_content_is_parted_into_what_might_hold_it() -> None:
    long = "<p>Many words that somebody wrote and that nobody selects.</p>" * 20
    page = f"""<body><header id=top><p>Home</p></header><div class=all><div id=story>{long}</div>
    <ul class=menu><li>A<li>B</ul></div></body>"""
    explanation = explained(page)
    assert explanation.cut.kind is PageKind.NEEDS_REVIEW
    containers = list(dict.fromkeys(block.container for block in explanation.blocks))
    assert containers == ["header#top", "div#story", "ul.menu"]


def test_furniture_by_its_usual_name_is_told_where_the_whole_body_is_read() -> None:
    page = "<body><div class=menu>Menu</div><div><p>Words.</p></div><footer>Foot</footer></body>"
    assert _told(explained(page, UNKNOWN)) == [
        ("Menu", "known_furniture", ".menu"),
        ("Words.", "kept", ""),
        ("Foot", "known_furniture", "footer"),
    ]


def test_a_page_that_is_not_read_keeps_nothing_and_says_why() -> None:
    gone = wordpress("<p>Sorry.</p>").replace("<body>", '<body class="error404">')
    explanation = explained(gone)
    assert "the site's own mark of a missing page is on it" in explanation.evidence()
    assert ("Sorry.", "unread", "") in _told(explanation)
    assert explained("<p>x" * 210_000).blocks == ()  # over budget: never parsed
    assert explained(b"%PDF-1.4", content_type="application/pdf").blocks == ()
    assert explained(b" ").evidence() == ("the body is empty",)
