"""What the cut takes of a page is taken whole, wherever on the page it stands."""

from __future__ import annotations

import pytest

from archive_watch.extract.page import cut_page, read_cut
from archive_watch.model.site import SiteProfile
from archive_watch.model.transcript import LinkArea

_RELATED = '<div class="tags"><p><a href="/ports/">Ports</a></p></div>'
_WORDS = '<p>The quay is <a href="/open/">open</a>.</p>'
_PROFILE = SiteProfile(
    name="harbour", roots=("#words",), drop=(".banner", "ul"), related=(".tags",)
)
_UNKNOWN = SiteProfile(
    name="any", fallback=True, roots=("#words",), drop=(".banner",), related=(".tags",)
)


@pytest.mark.parametrize(
    ("body", "profile"),
    [
        (f"<div id=words>{_WORDS}</div>{_RELATED}", _PROFILE),
        (f"<div id=words>{_WORDS}{_RELATED}</div>", _PROFILE),
        (f"<div id=words>{_WORDS}<div class=banner>Share {_RELATED}</div></div>", _PROFILE),
        (f"<div id=words>{_WORDS}{_RELATED}</div>", _UNKNOWN),
        (f"<div>{_WORDS}<footer>Foot {_RELATED}</footer></div>", _UNKNOWN),
    ],
    ids=["beside", "among the words", "in what is dropped", "any host", "in the furniture"],
)
def test_related_links_are_read_wherever_they_stand(body: str, profile: SiteProfile) -> None:
    whole = f"<html><head><title>T</title></head><body>{body}</body></html>"
    found = cut_page(
        whole.encode(), content_type="text/html", url="https://h.example/a/", profile=profile
    )
    links = [(link.url, link.area) for link in read_cut(found).links]
    assert links == [
        ("https://h.example/open/", LinkArea.BODY),
        ("https://h.example/ports/", LinkArea.RELATED),
    ]


def test_what_is_dropped_inside_what_is_dropped_goes_with_it() -> None:
    nested = "<div class=banner>A<ul><li class=banner>B<ul><li>C</ul></ul></div>" * 50
    silent = "<noscript><object><object><script>x</script></object></object></noscript>" * 50
    body = f"<body><div id=words>{silent}{nested}{_WORDS}{nested}<p>End.</p></div>"
    found = cut_page(
        body.encode(), content_type="text/html", url="https://h.example/", profile=_PROFILE
    )
    assert read_cut(found).text == "The quay is open.\n\nEnd."
    assert found.frame is not None
    assert found.frame == ("A", "B", "C") * 100
