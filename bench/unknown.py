"""Pages of sites that no profile knows: ours by its fallback, beside the general extractors.

Our real pages are read by ``generic`` as if nobody knew their host; what their own profile reads, or
what is known of them, is the answer.  Labelled pages of other sites are read too where the variable
ARCHIVE_WATCH_LABELLED names a folder of them (``html/NAME.html`` with its words in ``txt/NAME.txt``,
as the source distribution of newspaper4k has them in tests/data); none are part of this project.
One half of the pages is for whoever tunes the profile; the other half is what counts.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import shown
from archive_watch.extract.cutting.roots import FoundBy
from archive_watch.extract.learning.last_resort import engine
from archive_watch.extract.learning.learnt import facts_of
from archive_watch.extract.learning.level import FEWEST_PAGES
from archive_watch.extract.learning.seen import PageSeen, page_seen
from archive_watch.extract.page import PageKind, cut_page, read_cut
from archive_watch.model.learnt import Learnt
from archive_watch.model.site import SiteProfile
from readers import readers
from samples import Sample, profiles, samples

_LABELLED = "ARCHIVE_WATCH_LABELLED"
# A word, or one letter of a script that parts no words.
_TOKEN = re.compile(r"[\u0e00-\u0e7f\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_MOST_TEACHERS = 40
_EVERY_REPORT = 5  # they are large, and all of one kind


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its words; ``group`` is where it is from."""

    group: str
    sample: Sample

    @property
    def is_held_out(self) -> bool:
        """Whether it is of the half that nothing was tuned on."""
        return sha256(self.sample.url.encode()).digest()[0] % 2 == 1


Ways = dict[str, Callable[[Page], str]]


def measure() -> None:
    """Print the F1 of the words for each reader, by where the pages are from."""
    own = [page for page in samples() if page.group != "reports"]
    reports = [page for page in samples() if page.group == "reports"][::_EVERY_REPORT]
    pages = [*(Page(page.group, page) for page in (*own, *reports)), *_labelled()]
    if not any(page.group == "labelled" for page in pages):
        shown.note(f"no labelled pages: {_LABELLED} names no folder of them")
    ways = _ways(pages)
    for title, half in (
        ("tuned on", [page for page in pages if not page.is_held_out]),
        ("held out", [page for page in pages if page.is_held_out]),
    ):
        print(f"\n{title}: {len(half)} pages, mean F1 of the words")
        print(_table(half, ways))


def _table(pages: Sequence[Page], ways: Ways) -> str:
    groups = list(dict.fromkeys(page.group for page in pages))
    lines = [f"{'':24}" + "".join(f"{name:>16}" for name in ways)]
    scores = [[f1(way(page), page.sample.words) for way in ways.values()] for page in pages]
    for group in (*groups, "all"):
        of = [row for page, row in zip(pages, scores, strict=True) if group in {page.group, "all"}]
        means = [sum(column) / len(of) for column in zip(*of, strict=True)]
        lines.append(f"{len(of):4} {group:19}" + "".join(f"{mean:16.4f}" for mean in means))
    return "\n".join(lines)


def f1(text: str, words: Iterable[str]) -> float:
    """The harmonic mean of precision and recall of the tokens of ``text``."""
    said, wanted = (
        Counter(_TOKEN.findall(text.lower())),
        Counter(token for word in words for token in _TOKEN.findall(word.lower())),
    )
    shared = (said & wanted).total()
    return 2 * shared / max(1, said.total() + wanted.total())


def _ways(pages: Sequence[Page]) -> Ways:
    """Ours alone, ours with what its host's pages taught, and the peers that are installed."""
    generic = next(profile for profile in profiles() if profile.fallback)
    taught = _taught(pages)
    by_names = replace(generic, last_resort=False)

    def learnt(page: Page) -> str:
        return _ours(page, replace(generic, learnt=taught.get(_host(page))))[0]

    peers = {
        name: lambda page, read=reader: read(page.sample.body, page.sample).text
        for name, reader in readers().items()
        if name != "archive-watch"
    }
    return {
        "ours": lambda page: _ours(page, generic)[0],
        "ours, learnt": learnt,
        **({"ours, no engine": lambda page: _ours(page, by_names)[0]} if engine() else {}),
        **peers,
    }


def _ours(page: Page, profile: SiteProfile) -> tuple[str, FoundBy | None]:
    cut = cut_page(page.sample.body, content_type="text/html", url=page.sample.url, profile=profile)
    if cut.part is None or cut.kind not in {PageKind.CONTENT, PageKind.LISTING}:
        return "", None
    return read_cut(cut).text, cut.part.root_by


def _taught(pages: Sequence[Page]) -> dict[str, Learnt]:
    """What the pages of each host teach, where there are enough."""
    by_host: defaultdict[str, list[Page]] = defaultdict(list)
    for page in pages:
        by_host[_host(page)].append(page)
    return {
        host: facts_of(
            (seen for page in of[:_MOST_TEACHERS] if (seen := _seen(page)) is not None), number=1
        ).learnt
        for host, of in by_host.items()
        if len(of) >= FEWEST_PAGES
    }


def _seen(page: Page) -> PageSeen | None:
    return page_seen(page.sample.body, "text/html")


def _host(page: Page) -> str:
    """The pages of one era stand for a host."""
    return f"{page.group} {page.sample.url.split('/')[2]}"


def _labelled() -> Iterator[Page]:
    folder = Path(os.environ.get(_LABELLED, "")) if os.environ.get(_LABELLED) else None
    for file in sorted(folder.glob("html/*.html")) if folder else ():
        words = folder / "txt" / f"{file.stem}.txt" if folder else file
        if words.is_file():
            yield Page(
                "labelled",
                Sample(
                    group="labelled",
                    url=f"https://{file.stem}.example/a",
                    body=file.read_bytes(),
                    words=tuple(words.read_text(encoding="utf-8").split()),
                ),
            )


if __name__ == "__main__":
    measure()
