"""The learner: from several pages of one host, which containers hold words and which never do.

Position counts, never frequency alone: "Thank you." and "(Applause.)" recur on every transcript and
are words.  So a single paragraph is never furniture, however often it was seen; only a whole
container is, that says the same wherever it stands, or that only links to what other pages link to.
Identical pages vote once.  The result depends on the set of pages and not on their order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive_watch.extract.learning.level import FEWEST_PAGES
from archive_watch.extract.learning.seen import PageSeen, SeenContainer
from archive_watch.model.learnt import BlockCount, ContainerCount, Learnt, SiteFacts

_MOST_ROOTS = 4
_MOST_FURNITURE = 200
_MOST_BLOCKS = 5_000
_NOVEL_HELD = 0.8  # of the words that only this page has, a root holds so many
_AS_GOOD = 0.03
_ALIKE = 0.9
_FEWEST_NOVEL = 20
_MOST_TIMES = 2
_BESIDE = frozenset({"aside", "dialog", "footer", "form", "header", "menu", "nav"})
ROOT, FURNITURE = "root", "furniture"


def facts_of(pages: Iterable[PageSeen], *, number: int) -> SiteFacts:
    """What the pages of one host have in common.  ``number`` is that of what is learnt."""
    known = {page.digest: page for page in pages if page.blocks}
    distinct = [known[digest] for digest in sorted(known)]
    if len(distinct) < FEWEST_PAGES:
        return SiteFacts(learnt=Learnt(number=number, pages=len(distinct)))
    seen = Counter(one for page in distinct for one in {b.fingerprint for b in page.blocks})
    roots = _roots(distinct, seen)
    furniture = _furniture(distinct, seen, roots)
    return SiteFacts(
        learnt=Learnt(
            number=number,
            pages=len(distinct),
            roots=tuple(one.signature for one in roots),
            furniture=tuple(one.signature for one in furniture),
        ),
        blocks=tuple(_block_counts(distinct)),
        containers=(*roots, *furniture),
    )


def _block_counts(pages: Sequence[PageSeen]) -> list[BlockCount]:
    """How many pages have each block at its position; those of one page only are not worth telling."""
    count = Counter(
        one for page in pages for one in {(b.position, b.fingerprint) for b in page.blocks}
    )
    repeated = sorted((-pages, *key) for key, pages in count.items() if pages > 1)
    return [
        BlockCount(position=position, fingerprint=fingerprint, pages=-pages)
        for pages, position, fingerprint in repeated[:_MOST_BLOCKS]
    ]


@dataclass(frozen=True, slots=True)
class _Held:
    """Of the words that only this page has, the share a container holds; and how much else."""

    novel: float
    pure: float

    @property
    def score(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.novel * self.pure / (self.novel + self.pure) if self.novel else 0.0


def _roots(pages: Sequence[PageSeen], seen: Counter[str]) -> list[ContainerCount]:
    """The containers that hold what only their page says, and little else: one for each kind of
    page, as long as there are enough pages that have none yet."""
    held = [_held(page, seen) for page in pages]
    waiting = [by_signature for by_signature in held if by_signature]
    found: list[ContainerCount] = []
    while len(waiting) >= FEWEST_PAGES and len(found) < _MOST_ROOTS:
        best = _best(waiting)
        if best is None:
            break
        waiting = [by_signature for by_signature in waiting if best not in by_signature]
        count = sum(best in by_signature for by_signature in held)
        found.append(ContainerCount(signature=best, kind=ROOT, pages=count))
    return found


def _best(waiting: Sequence[dict[str, _Held]]) -> str | None:
    """Of the containers on enough pages the purest; of almost equally good ones that on most pages,
    then the one that holds more."""
    scores: defaultdict[str, list[_Held]] = defaultdict(list)
    for by_signature in waiting:
        for signature, held in by_signature.items():
            scores[signature].append(held)
    rated = {
        signature: (sum(one.score for one in all_held) / len(all_held), all_held)
        for signature, all_held in scores.items()
        if len(all_held) >= FEWEST_PAGES and _share(all_held) >= _NOVEL_HELD
    }
    if not rated:
        return None
    top = max(score for score, _ in rated.values())
    equal = [(one, *rated[one]) for one in rated if rated[one][0] >= top - _AS_GOOD]
    return min(equal, key=lambda one: (-len(one[2]), -_share(one[2]), -one[1], one[0]))[0]


def _share(all_held: Sequence[_Held]) -> float:
    """Of the words that only their page has, the share they hold, in hundredths."""
    return round(sum(one.novel for one in all_held) / len(all_held), 2)


def _held(page: PageSeen, seen: Counter[str]) -> dict[str, _Held]:
    """What each container that stands once on the page holds of it; empty for a page that says
    nothing of its own."""
    novel, words = [0], [0]
    for block in page.blocks:
        own = block.words - block.linked if seen[block.fingerprint] == 1 else 0
        novel.append(novel[-1] + own)
        words.append(words[-1] + block.words)
    if novel[-1] < _FEWEST_NOVEL:
        return {}
    times = Counter(one.signature for one in page.containers)
    return {
        one.signature: _Held(
            novel=(novel[one.end] - novel[one.start]) / novel[-1],
            pure=(novel[one.end] - novel[one.start]) / (words[one.end] - words[one.start]),
        )
        for one in page.containers
        if times[one.signature] == 1
    }


def _furniture(
    pages: Sequence[PageSeen], seen: Counter[str], roots: Sequence[ContainerCount]
) -> list[ContainerCount]:
    """The containers that say the same on their pages, or only hold links that other pages have."""
    digests: Counter[tuple[str, str]] = Counter()
    met: defaultdict[str, list[tuple[PageSeen, list[SeenContainer]]]] = defaultdict(list)
    for page in pages:
        here: defaultdict[str, list[SeenContainer]] = defaultdict(list)
        for one in page.containers:
            here[one.signature].append(one)
        digests.update({(one.signature, one.digest) for one in page.containers})
        for signature, all_here in here.items():
            met[signature].append((page, all_here))
    rooted = {one.signature for one in roots}
    found = [
        ContainerCount(signature=signature, kind=FURNITURE, pages=len(where))
        for signature, where in met.items()
        if len(where) >= FEWEST_PAGES
        and signature not in rooted
        and (_says_the_same(where, digests) or _only_links(where, seen))
    ]
    return sorted(found, key=lambda one: (-one.pages, one.signature))[:_MOST_FURNITURE]


_Where = Sequence[tuple[PageSeen, list[SeenContainer]]]


def _says_the_same(where: _Where, digests: Counter[tuple[str, str]]) -> bool:
    """Whether a container says what it says on other pages too, nearly everywhere it stands."""
    every = [one for _, here in where for one in here]
    counts = [digests[one.signature, one.digest] for one in every]
    return (
        all(len(here) <= _MOST_TIMES for _, here in where)
        and all(map(_is_no_paragraph, every))
        and max(counts) >= FEWEST_PAGES
        and sum(count > 1 for count in counts) >= _ALIKE * len(counts)
    )


def _only_links(where: _Where, seen: Counter[str]) -> bool:
    """Whether a container that has a name holds links and nothing else, most of them repeated."""
    every = [(page, one) for page, here in where for one in here]
    if ">" in every[0][1].signature or any(len(here) > _MOST_TIMES for _, here in where):
        return False
    boxes = 0
    for page, one in every:
        blocks = page.blocks[one.start : one.end]
        words = sum(block.words for block in blocks)
        linked = sum(block.linked for block in blocks)
        repeated = sum(seen[block.fingerprint] > 1 for block in blocks)
        boxes += len(blocks) > 1 and linked >= _ALIKE * words and 2 * repeated >= len(blocks)
    return boxes >= _ALIKE * len(every)


def _is_no_paragraph(one: SeenContainer) -> bool:
    """Whether it holds several blocks, or is by its very tag beside the words."""
    return one.end - one.start > 1 or one.tag in _BESIDE
