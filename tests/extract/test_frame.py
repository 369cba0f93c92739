"""The frame of a page is what stands around its words, and nothing that is read."""

from __future__ import annotations

from archive_watch.extract.page import PageKind, cut_page
from archive_watch.model.site import SiteProfile

_PROFILE = SiteProfile(
    name="harbour",
    roots=("#words",),
    drop=(".banner",),
    related=(".tags",),
    title=("h1",),
    date=(".date",),
)
_FALLBACK = SiteProfile(name="any", fallback=True, roots=("main",), title=("h1",))


def _page(
    words: str = "<p>The quay is open.</p>", *, banner: str = "Old site", nav: str = ""
) -> str:
    return (
        f"<html><head><title>Tides</title></head><body><div>Kept by\n  the <b>harbour</b></div>"
        f"<nav><a href='/'>Home</a>{nav}</nav><h1>The tides</h1><p class='date'>May 4, 2018</p>"
        f"<div id='words'><div class='banner'>{banner}</div>{words}"
        "<div class='tags'><a href='/t'>Ports</a></div></div>"
        "<script>var nonce = 1</script><footer>The tides<p>Contact</p></footer></body></html>"
    )


def _frame(page: str, profile: SiteProfile = _PROFILE) -> tuple[str, ...] | None:
    return cut_page(
        page.encode(), content_type="text/html", url="https://h.example/", profile=profile
    ).frame


def test_the_frame_is_what_is_around_the_words_and_what_is_dropped_among_them() -> None:
    expected = ("Kept by the", "harbour", "Home", "The tides", "Contact", "Old site")
    assert _frame(_page()) == expected


def test_no_words_no_tags_and_no_metadata_are_part_of_the_frame() -> None:
    other = _page("<p>The quay is shut.</p>").replace("May 4", "May 5").replace("Ports", "Quays")
    assert _frame(other) == _frame(_page())
    titled = _page().replace("<h1>The tides", "<h1>The new tides")
    assert _frame(titled) == _frame(_page())


def test_white_space_scripts_and_classes_are_no_edit_of_the_frame() -> None:
    same = (
        _page().replace("Kept by\n  the", "Kept\tby&nbsp; the").replace("<nav>", "<nav class=x>\n")
    )
    assert _frame(same.replace("nonce = 1", "nonce = 2")) == _frame(_page())


def test_a_banner_that_is_edited_is_an_edit_of_the_frame() -> None:
    edited = _frame(_page(banner="New site"))
    assert edited is not None
    assert edited[-1] == "New site"


def test_where_the_whole_body_is_read_the_frame_is_its_known_furniture() -> None:
    page = _page().replace("id='words'", "class='words'")
    frame = _frame(page, _FALLBACK)
    assert frame == ("Home", "Old site", "The tides", "Contact")


def test_a_page_that_is_not_read_has_no_frame() -> None:
    cut = cut_page(
        _page().replace("id='words'", "").encode(),
        content_type="text/html", url="https://h.example/", profile=_PROFILE,
    )  # fmt: skip
    assert (cut.kind, cut.frame) == (PageKind.NEEDS_REVIEW, None)


def test_a_page_that_is_all_list_has_no_frame() -> None:
    assert _frame(_page(nav="<a href='/x'>x</a>" * 6_000)) is None
