"""A page explained, with what must hold of every explanation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from archive_watch.extract.explaining.explain import explain_page
from archive_watch.extract.explaining.explained import Explanation
from archive_watch.extract.intake.decode import decode_body
from archive_watch.extract.page import Cut, PageKind, cut_page, read_cut
from archive_watch.extract.profile import profile_for
from archive_watch.model.site import SiteProfile
from archive_watch.normalise.text import folded
from extract.reading import WORDPRESS, profiles

_UNSEEN = "head, script, style, template"


def explained(
    markup: str | bytes,
    host: str = WORDPRESS,
    *,
    read_by: SiteProfile | None = None,
    **answer: Any,
) -> Explanation:
    """An invented page of ``host``, explained; ``read_by`` is the profile, if not the shipped one."""
    answer = {"content_type": "text/html; charset=utf-8", "url": f"https://{host}/a/", **answer}
    body = markup.encode("utf-8") if isinstance(markup, str) else markup
    profile = read_by or profile_for(host, profiles())
    explanation = explain_page(body, profile=profile, **answer)
    agree(explanation, cut_page(body, profile=profile, **answer))
    return explanation


def cut_and_explained(body: bytes, **answer: Any) -> Cut:
    """What ``cut_page`` says of a page, whose explanation agrees."""
    cut = cut_page(body, **answer)
    agree(explain_page(body, **answer), cut)
    return cut


def agree(explanation: Explanation, cut: Cut) -> None:
    """The explanation is of this very reading; what it says is kept is the text."""
    assert explanation.cut == cut
    kept = [block.text for block in explanation.blocks if block.kept]
    if cut.kind in {PageKind.CONTENT, PageKind.LISTING}:
        transcript = read_cut(cut)
        assert explanation.transcript == transcript
        assert "\n\n".join(kept) == transcript.text
        said = {one.name: one.value for one in explanation.fields}
        assert said.pop("tags") == (", ".join(transcript.metadata.tags) or None)
        assert said.pop("lines") == ("; ".join(transcript.metadata.lines) or None)
        read = [block.read for block in explanation.blocks if block.kept]
        assert tuple(read) == transcript.blocks
        assert said == {name: getattr(transcript.metadata, name) for name in said}
    else:
        assert (explanation.transcript, kept) == (None, [])


def letters_told(explanation: Explanation) -> list[str]:
    """Every letter that is told of, in alphabetical order."""
    return _letters(block.text for block in explanation.blocks)


def letters_seen(body: bytes, content_type: str | None) -> list[str]:
    """Every letter that a visitor of the page may see, in alphabetical order."""
    tree = LexborHTMLParser(decode_body(body, content_type).text)
    for node in tree.css(_UNSEEN):
        node.remove()
    return _letters(_texts(tree))


def _letters(texts: Iterable[str]) -> list[str]:
    return sorted("".join(folded(text).replace(" ", "") for text in texts))


def _texts(tree: LexborHTMLParser) -> Iterator[str]:
    assert tree.root is not None
    for node in tree.root.traverse(include_text=True):
        if node.tag == "-text":
            yield node.text_content or ""
