"""The page that goes with a bundle of evidence: what it holds, how it came about, and how anybody
proves it without this program.

It says what is not proved as plainly as what is: a digest shows that bytes are what they were when
it was written down, never that a server sent them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.report.passages import Facts, Passage, Section, Verbatim, Words

_CHECK_SUMS = (
    "sha256sum -c SHA256SUMS\nshasum -a 256 -c SHA256SUMS        # where there is no sha256sum"
)
_CHECK_WARC = "pip install warcio\nwarcio check -v captures.warc.gz"
REBUILD = """\
# Does diff.json make both transcripts, to the letter?  Read these lines before you run them.
import json

with open("diff.json", encoding="utf-8") as file:
    ops = json.load(file)["ops"]
for side, name in (("old", "before"), ("new", "after")):
    text = "\\n\\n".join(op[side] for op in ops if op[side] is not None)
    with open(name + "/transcript.txt", encoding="utf-8", newline="") as file:
        print(name, "is rebuilt exactly" if text == file.read() else "DIFFERS")
"""
"""The file ``rebuild.py`` of a bundle."""

_NOT_PROVED = (
    "A digest proves that these bytes are what they were when the digest was written down. It does"
    " not prove that the server sent them, nor to everybody. Times are those of the computer that"
    " asked. Give the digest of this bundle to somebody else, or to a time-stamping authority (RFC"
    " 3161), on the day when it is made: from then on nobody can change it unseen. Copies that"
    " others made of the same address, near the same time, are the best witness.",
    "Secrets were masked before anything was stored: the values of cookies, passwords and the user"
    " part of addresses show as ***. Bodies are kept free of their transfer and content codings"
    " (chunks, gzip), and are otherwise as they came. Headers are told in lower case, in their order.",
)
_MEANINGS = {
    "README.txt": "this page as plain text",
    "README.html": "this page",
    "CITATION.txt": "the citation, to be pasted",
    "SHA256SUMS": "the digest of every other file",
    "finding.json": "all of this for a program: the change, both sides, their exchanges",
    "captures.warc.gz": "the captures as a WARC file: requests, answers, times, network addresses",
    "diff.html": "the difference, word by word, for a browser",
    "diff.txt": "the difference as plain text",
    "diff.json": "the difference as steps that make the new text out of the old",
    "rebuild.py": "ten lines that prove diff.json, see below",
    "checks.csv": "the check log around the change",
    "pages.csv": "every page on which the edit was seen, with the digests of what it answered",
}
_OF_TEMPLATE = {
    "diff.html": "the words that left and came, for a browser",
    "diff.txt": "the words that left and came, as plain text",
    "diff.json": "the words that left and came, for a program",
}
_OF_SIDE = {
    "body": "the bytes as they were answered; a browser would run what is in them: use an editor",
    "response-headers.txt": "the head of the answer",
    "request-headers.txt": "what was asked, and as whom",
    "transcript.txt": "the words that were read in them",
    "version.json": "the words with speakers, links, date and headline, for a program",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePage:
    """What the page tells.  ``before`` and ``after`` are facts of either side's exchange;
    ``files`` are the bundle's own; ``interval`` says what the check log shows, ``no_diff`` why there
    is no difference of words in it, ``why`` which rules judged the change as it is told."""

    change_id: int
    title: str
    facts: tuple[tuple[str, str], ...]
    citation: str
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    interval: tuple[str, ...]
    files: tuple[str, ...]
    no_diff: str | None = None
    doubts: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


def evidence_sections(page: EvidencePage) -> tuple[Section, ...]:
    """The page's sections, in the order of a reader's questions."""
    doubts: tuple[Passage, ...] = tuple(Words(f"Note: {doubt}") for doubt in page.doubts)
    missing = (Words(page.no_diff),) if page.no_diff else ()
    facts = (Facts((*page.facts, ("change", str(page.change_id)))),)
    why = (Section(title="Why it is judged so", passages=tuple(map(Words, page.why))),)
    return (
        Section(title="What was found", passages=(*doubts, *facts)),
        *(why if page.why else ()),
        Section(title="To cite it", passages=(Verbatim(page.citation),)),
        Section(title="Before", passages=(Facts(page.before),)),
        Section(title="After", passages=(Facts(page.after),)),
        Section(title="When it happened", passages=tuple(map(Words, page.interval))),
        Section(title="What is in this bundle", passages=(*missing, Facts(_named(page.files)))),
        Section(title="How to verify it without archive-watch", passages=_proofs(page.files)),
        Section(title="What this does not prove", passages=tuple(map(Words, _NOT_PROVED))),
    )


def _named(files: Sequence[str]) -> tuple[tuple[str, str], ...]:
    meanings = _MEANINGS | (_OF_TEMPLATE if "pages.csv" in files else {})
    return tuple((name, meanings.get(name) or _of_side(name)) for name in files)


def _of_side(name: str) -> str:
    side, _, own = name.partition("/")
    told = _OF_SIDE["body"] if own.startswith("body") else _OF_SIDE.get(own, "")
    return f"{side}: {told}"


def _proofs(files: Sequence[str]) -> tuple[Passage, ...]:
    """What to run, each with what it shows; only what the bundle's files allow."""
    proofs: list[Passage] = [
        Words("In the folder into which the bundle was unpacked. No file was changed since:"),
        Verbatim(_CHECK_SUMS),
    ]
    bodies = [name for name in files if "/body" in name]
    if bodies:
        proofs += [
            Words("The bytes have the digests that are cited above:"),
            Verbatim(f"sha256sum {' '.join(bodies)}"),
        ]
    if "captures.warc.gz" in files:
        proofs += [
            Words(
                "The same bytes, with times and exchanges, stand in a WARC file (ISO 28500), which"
                " web archives read. One of many tools that prove its digests; replayweb.page and"
                " pywb show it as it looked:"
            ),
            Verbatim(_CHECK_WARC),
        ]
    if "rebuild.py" in files:
        proofs += [
            Words(
                "The steps of the difference make each side's words, to the letter, so that what is"
                " said to have left or come is all that did. rebuild.py is ten lines: read it, then:"
            ),
            Verbatim("python3 rebuild.py"),
        ]
    texts = [name for name in files if name.endswith("transcript.txt")]
    if texts:
        proofs.append(
            Words(
                "The words stand in the bytes: open a body in a text editor and look for a sentence"
                f" of {texts[-1]}. Reading took off the markup, resolved its entities and folded white"
                " space; it changed no word."
            )
        )
    return tuple(proofs)
