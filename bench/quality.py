"""How right the reading is, how steady, and how watchful, beside other readers.

Right: the words of real pages, their turns and facts, and no phrase of the furniture.  Steady: of
all perturbations that change no word, how many seem a change.  Watchful: of all edits, how many
are seen.  ``gate`` is what CI runs: our reader over every page and, in the same run, the peers and
ours on a share of the pages, for they are slow.  ``measure`` tries more on that share.

``python bench/quality.py`` prints the gate's table; with ``all`` every perturbation is tried on
every page.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from perturb import EDITS, NEUTRAL
from readers import OURS, Ours, Reader, Reading, readers
from samples import Sample, few, samples

_SHARE_OF_PEERS = 24  # as much as a test run can bear: trafilatura alone reads for seconds
GROUPS = ("transcripts", "older pages", "reports", "releases")


@dataclass(slots=True, kw_only=True)
class Scores:
    """What one reader made of all pages: numbers by their name, and whatever went wrong."""

    words: dict[str, tuple[float, float]] = field(default_factory=dict)
    turns: float = 0.0
    labels: tuple[int, int] = (0, 0)
    facts: tuple[int, int] = (0, 0)
    leaks: int = 0
    steady: dict[str, tuple[int, int]] = field(default_factory=dict)
    watchful: dict[str, tuple[int, int]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    pages: Sequence[Sample] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Our scores over every page, those of all readers on a share of them, and the table of both."""

    ours: Scores
    beside: dict[str, Scores]
    shown: str


def gate(*, everything: bool = False) -> Gate:
    """Our reader over every page, and the peers beside it."""
    pages = samples()
    share = [replace(page, share=_SHARE_OF_PEERS) for page in few(pages)]
    if everything:
        pages = [replace(page, share=1) for page in pages]
    ours = score(Ours(), pages)
    beside = {name: score(read, share) for name, read in readers().items()}
    shown = table({f"{OURS} on all": ours, **beside})
    return Gate(ours=ours, beside=beside, shown=shown)


def score(read: Reader, pages: Sequence[Sample]) -> Scores:
    """What ``read`` makes of ``pages``."""
    scores = Scores(pages=pages)
    pairs: list[tuple[Sample, Reading]] = []
    for at, page in enumerate(pages):
        plain = read(page.body, page)
        pairs.append((page, plain))
        leaked = [phrase for phrase in page.unwanted if phrase in plain.text]
        scores.leaks += bool(leaked)
        scores.faults += [f"leak of {leaked}: {page.url}"] if leaked else []
        for kind, tried, into in (
            ("a change", NEUTRAL, scores.steady),
            ("no change", EDITS, scores.watchful),
        ):
            for name in turn_of(at, page, tried):
                body = tried[name](page.body)
                if body is None:
                    continue
                is_same = read(body, page).state == plain.state
                is_wrong = is_same == (tried is EDITS)
                wrong, count = into.get(name, (0, 0))
                into[name] = (wrong + is_wrong, count + 1)
                scores.faults += [f"{name} is {kind}: {page.url}"] if is_wrong else []
    scores.words = {
        group: _words([pair for pair in pairs if pair[0].group == group]) for group in GROUPS
    }
    known = [pair for pair in pairs if pair[0].known]
    scores.turns, scores.labels, scores.facts = _turns(known), _labels(known), _facts(known)
    return scores


def turn_of(at: int, page: Sample, tried: Iterable[str]) -> list[str]:
    """Which of the perturbations are tried on the page at place ``at``: its share, in its turn."""
    return list(tried)[-at % page.share :: page.share]


def _words(pairs: Sequence[tuple[Sample, Reading]]) -> tuple[float, float]:
    """Precision and recall of the words."""
    shared = said = wanted = 0
    for page, reading in pairs:
        found, known = Counter(reading.text.split()), Counter(page.words)
        shared += (found & known).total()
        said, wanted = said + found.total(), wanted + known.total()
    return shared / max(1, said), shared / max(1, wanted)


def _turns(pairs: Sequence[tuple[Sample, Reading]]) -> float:
    """F1 of the turns, each with its label and all of its words."""
    shared = said = wanted = 0
    for page, reading in pairs:
        found = Counter(_told(reading))
        known = Counter((turn["speaker"], turn["text"]) for turn in page.known["turns"])
        shared += (found & known).total()
        said, wanted = said + found.total(), wanted + known.total()
    return 2 * shared / max(1, said + wanted)


def _told(reading: Reading) -> list[tuple[str | None, str]]:
    read = reading.transcript
    if read is None:
        return []
    return [(turn.speaker, read.turn_text(turn)) for turn in read.turns if turn.speaker is not None]


def _labels(pairs: Sequence[tuple[Sample, Reading]]) -> tuple[int, int]:
    """The pages whose labels are exactly the known ones, in their order."""
    right = sum(
        [speaker for speaker, _ in _told(reading)]
        == [turn["speaker"] for turn in page.known["turns"]]
        for page, reading in pairs
    )
    return right, len(pairs)


def _facts(pairs: Sequence[tuple[Sample, Reading]]) -> tuple[int, int]:
    """The facts that are exactly the known ones, of all that are known."""
    right = count = 0
    for page, reading in pairs:
        for name, value in page.known["meta"].items():
            if value is not None:
                count += 1
                read = reading.transcript
                right += read is not None and getattr(read.metadata, name) == value
    return right, count


def totals(rows: dict[str, tuple[int, int]]) -> tuple[int, int]:
    """How many answers were wrong, of how many."""
    return sum(wrong for wrong, _ in rows.values()), sum(count for _, count in rows.values())


def table(columns: dict[str, Scores]) -> str:
    """The scores as a table, a column a reader."""
    width = max(map(len, columns)) + 3
    lines = ["", f"{'':52}" + "".join(f"{name:>{width}}" for name in columns) + "   wanted"]

    def row(name: str, values: Sequence[str], wanted: str = "") -> None:
        said = "".join(f"{value:>{width}}" for value in values)
        lines.append(f"{name:52}{said}   {wanted}".rstrip())

    scores = list(columns.values())
    for group in GROUPS:
        row(f"pages: {group}", [str(_count(one.pages, group)) for one in scores])
    for group in GROUPS:
        for at, (kind, wanted) in enumerate((("precision", ">= 0.995"), ("recall", ">= 0.999"))):
            row(
                f"words of {group}, {kind}",
                [f"{one.words[group][at]:.4f}" for one in scores],
                wanted,
            )
    row("turns, F1", [_where_known(one, f"{one.turns:.4f}") for one in scores], ">= 0.99")
    row(
        "pages with exactly the labels",
        [_where_known(one, _of(one.labels)) for one in scores],
        "all",
    )
    row("facts about the page", [_where_known(one, _of(one.facts)) for one in scores], "all")
    row("pages with furniture among the words", [str(one.leaks) for one in scores], "0")
    row("false changes in all", [_share(totals(one.steady)) for one in scores], "<= 0.1 %")
    row("edits missed in all", [_share(totals(one.watchful)) for one in scores], "0")
    for title, part in (("false changes by", "steady"), ("edits missed of", "watchful")):
        lines += ["", f"{title}: of how many pages"]
        for name in {name: 0 for one in scores for name in getattr(one, part)}:
            row(f"  {name}", [_wrong(getattr(one, part).get(name)) for one in scores])
    tried = dict.fromkeys(f"{_tried_on(one.pages)}" for one in scores)
    return "\n".join([*lines, "", *tried])


def _count(pages: Sequence[Sample], group: str) -> int:
    return sum(page.group == group for page in pages)


def _tried_on(pages: Sequence[Sample]) -> str:
    """How much was tried: on pages that are slow to read, each perturbation in its turn."""
    shares = sorted({(GROUPS.index(page.group), page.share) for page in pages})
    said = [
        f"every {_nth(share)} of the {len(NEUTRAL)} perturbations and {len(EDITS)} edits on each of"
        f" {sum(page.group == GROUPS[at] and page.share == share for page in pages)} {GROUPS[at]}"
        for at, share in shares
    ]
    return "tried: " + ",\n       ".join(said)


def _nth(share: int) -> str:
    return "one" if share == 1 else f"{share}th" if share > 3 else {2: "2nd", 3: "3rd"}[share]


def _where_known(scores: Scores, value: str) -> str:
    return value if scores.facts[0] else "-"


def _of(pair: tuple[int, int]) -> str:
    return f"{pair[0]} of {pair[1]}"


def _share(pair: tuple[int, int]) -> str:
    return f"{pair[0] / max(1, pair[1]):.2%} of {pair[1]}"


def _wrong(pair: tuple[int, int] | None) -> str:
    return "-" if pair is None else _of(pair)


def measure() -> None:
    """Print every reader's scores on the same few pages."""
    pages = [replace(page, share=1) for page in few(samples())]
    print(table({name: score(read, pages) for name, read in readers().items()}))


def main() -> None:
    """Print the gate's table."""
    found = gate(everything="all" in sys.argv[1:])
    print("\n".join([found.shown, "", *found.ours.faults]))


if __name__ == "__main__":
    main()
