"""The element that fits some words best."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive_watch.extract.learning.tightest import holding_prose, holding_words_of
from cost import growth

_P = "<p>The council of the harbour met again today, and voted on the bridge and the ferry.</p>"
_LINKS = "".join(
    f"<li><a href=/{n}>Another story of the old harbour, {n}</a></li>" for n in range(9)
)


def _body(page: str) -> LexborNode:
    body = LexborHTMLParser(f"<html><body>{page}</body></html>").body
    assert body is not None
    return body


def _chosen(page: str) -> str | None:
    node = holding_prose(_body(page), frozenset())
    return None if node is None else node.attributes.get("id") or node.tag


@pytest.mark.parametrize(
    "page",
    [
        f"<ul>{_LINKS}</ul><div id=words>{_P * 4}</div><ul>{_LINKS}</ul>",
        f"<div><ul>{_LINKS}</ul></div><div id=words><h1>A title</h1><div>{_P * 4}</div></div>",
        f"<table><tr><td><ul>{_LINKS}</ul></td><td id=words>{_P * 4}</td></tr></table>",
        f"<ul>{_LINKS}</ul><div id=words>{_P}<p>{'The whole of it. ' * 60}</p>{_P}</div>",
        f"<ul>{_LINKS}</ul><div id=words><div>{_P * 4}</div><p>Harbour Office</p></div>",
        f"<ul>{_LINKS}</ul><table id=words>{'<tr><td>A pier</td><td>12 m</td></tr>' * 20}</table>",
    ],
)
def test_the_element_of_the_prose_is_chosen_with_its_headline_and_no_way_on(page: str) -> None:
    assert _chosen(page) == "words"


def test_where_only_a_few_words_are_none_is_chosen() -> None:
    assert _chosen("<div><p>Only words.</p></div>") is None


def test_an_element_around_it_that_leads_on_is_none_of_it() -> None:
    assert _chosen(f"<div id=all><nav>On</nav><div id=words>{_P * 4}</div></div>") == "words"


def test_what_is_known_to_stand_beside_the_words_has_no_weight() -> None:
    body = _body(f"<div id=notice>{_P * 9}</div><div id=words>{_P * 4}</div>")
    notice = body.css_first("#notice")
    assert notice is not None
    node = holding_prose(body, frozenset({notice.mem_id}))
    assert node is not None
    assert node.attributes.get("id") == "words"


def test_the_element_of_given_words_holds_also_those_that_were_left_out() -> None:
    body = _body(
        f"<ul>{_LINKS}</ul><div id=words>{_P}{_P}<p>A word on the tide, too.</p>{_P}</div>"
    )
    node = holding_words_of(body, f"<p>{LexborHTMLParser(_P).text()}</p>")
    assert node is not None
    assert node.attributes.get("id") == "words"


def test_thousands_of_elements_in_one_another_cost_what_as_many_beside_one_another_do() -> None:
    deep = 4_000
    beside = _body("<div></div>" * deep + f"<div>{_P * deep}</div>")
    within = _body("<div>" * deep + _P * deep + "</div>" * deep)
    ratio = growth(
        lambda: holding_prose(beside, frozenset()),
        lambda: holding_prose(within, frozenset()),
        below=10,
    )
    assert ratio < 10
