"""A page that comes back with other tokens and nothing else is known again without being cut."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.extract.page import Cut, PageKind, cut_page
from archive_watch.model.site import SiteProfile
from archive_watch.model.visit import Outcome, Visit
from archive_watch.services.checking.know_answer import is_proved
from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.services.watch import Watch
from archive_watch.versioning.answer import less_tokens
from servers import Answer, PageServer, Request
from services.asking import HOST, Hands, article, changes, check, settings, told, versions, watching

_URL = f"http://{HOST}/remarks/"
_TOKEN = '<meta name="csrf-token" content="{}">'
_PROFILE = SiteProfile(name="plain", roots=("main",), required=())


class Site:
    """One page that has another token in each answer, and its watch."""

    def __init__(self, server: PageServer, watch: Watch, hands: Hands) -> None:
        self.watch = watch
        self.words = "The ship was not delayed."
        self.head = _TOKEN
        self.headers: dict[str, str] = {}
        self._tokens = count(1)
        self._hands = hands
        server.routes[HOST, "/remarks/"] = self

    def __call__(self, request: Request) -> Answer:
        token = self.head.replace("{}", f"t0k3n{next(self._tokens)}")
        return Answer(
            body=article(self.words).replace("<head>", f"<head>{token}"), headers=self.headers
        )

    async def look(self, *, force: bool = False) -> Visit:
        """One visit, a day after the last one."""
        self._hands.move(days=1)
        (visit,) = await check(self.watch, _URL, force=force)
        return visit

    async def looks(self, number: int) -> list[str]:
        """The outcomes of so many visits."""
        return [(await self.look()).outcome.value for _ in range(number)]

    def bodies(self) -> int:
        """How many bodies are kept: one of each answer that was judged, none of one known again."""
        return self.watch.archive.number("SELECT count(*) FROM captures")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    hands = Hands()
    with (
        PageServer() as server,
        watching(tmp_path, settings(server.connect_to(HOST)), hands) as watch,
    ):
        yield Site(server, watch, hands)


async def test_a_page_with_another_token_is_known_again(site: Site) -> None:
    archive = site.watch.archive
    assert await site.looks(4) == ["new", "unchanged", "unchanged", "unchanged"]
    assert (site.bodies(), versions(archive)) == (1, 1)
    proofs = [row["how"] for row in archive.rows("SELECT how FROM fetches ORDER BY id")]
    assert proofs == ["read", "same slice", "same slice", "same slice"]
    assert archive.number("SELECT count(DISTINCT frame_id) FROM fetches") == 1
    assert verify_archive(site.watch) == []


@pytest.mark.parametrize(
    "edit",
    [
        {"words": "The ship was delayed."},
        {"head": _TOKEN + "<title>Remarks Withdrawn</title>"},
        {"words": "The ship was not delayed. <a href='/annex/'>Annex</a>"},
    ],
    ids=["a word", "the title", "a link"],
)
async def test_a_change_beside_another_token_is_a_change(site: Site, edit: dict[str, str]) -> None:
    await site.looks(2)
    before = {name: getattr(site, name) for name in edit}
    for values in (edit, before):
        for name, value in values.items():
            setattr(site, name, value)
        assert await site.looks(2) == ["changed", "unchanged"]
    assert (versions(site.watch.archive), len(changes(site.watch.archive))) == (2, 2)
    assert verify_archive(site.watch) == []


async def test_a_challenge_with_the_same_body_is_a_block(site: Site) -> None:
    await site.looks(2)
    site.headers = {"cf-mitigated": "challenge"}
    assert await site.looks(1) == ["blocked"]


async def test_a_forced_check_judges_the_page(site: Site) -> None:
    await site.looks(2)
    assert site.bodies() == 1
    assert (await site.look(force=True)).outcome is Outcome.UNCHANGED
    assert site.bodies() == 2


async def test_a_version_that_was_set_aside_is_not_known_again(site: Site) -> None:
    await site.looks(2)
    with site.watch.archive.writing() as conn:
        conn.execute("UPDATE versions SET retracted_at = '2026-03-04T00:00:00Z'")
    assert told([await site.look()]) == [("needs_review", "retracted_version")]


_PIECES = st.sampled_from(
    [
        *(_TOKEN.replace("{}", "{t}"), '<script nonce="{t}">go();</script>', "<!-- {t} -->"),
        *("<script>a = {'nonce':'{t}'};</script>", "<p>nonce: '{t}'</p>", "<title>{t}</title>"),
        *("<!--", "-->", "--!>", "<script>", "</script>", "<style>", "</style>", "</title>"),
        *("<title>", "<textarea>", "</textarea>", "'", '"', "<div title='", "<svg>", "</svg>"),
        *("words ", "<p>", "<!-->", "<noscript>", "</noscript>", "<meta ", "<iframe>", "</<b>"),
        *("<template>", "</xmp>", "<xmp>", "<input type=hidden name=token value='{t}'>", "<?x "),
        *("<math>", "<![CDATA[", "<select>", "<plaintext>", "<a href='/{t}/'>a</a>"),
    ]
)


@given(st.lists(_PIECES, max_size=8), st.sampled_from(["b-2", "Zz==", "9"]))
def test_what_is_proved_reads_alike_with_any_token(pieces: list[str], token: str) -> None:
    page = f"<html><head></head><body><main><h1>Port</h1>{''.join(pieces)}<p>End.</p></main>"
    one, other = (page.replace("{t}", value).encode() for value in ("q7", token))
    if less_tokens(one) != less_tokens(other):
        return
    cut = _cut(one)
    if cut.kind is PageKind.CONTENT and is_proved(cut, one, "text/html"):
        found = _cut(other)
        assert (found.kind, found.slice_sha256, found.frame) == (
            cut.kind,
            cut.slice_sha256,
            cut.frame,
        )


def _cut(body: bytes) -> Cut:
    return cut_page(
        body, content_type="text/html", url="http://harbour.example/x/", profile=_PROFILE
    )
