"""One line that tells a change, as a journalist would want it: the words, and whose they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive_watch.classify.compared import TextDifference
from archive_watch.model.change import ChangeKind, Op, OpKind, Sign, WordRun
from archive_watch.model.transcript import PageLink

_LONGEST = 90
_MOST_TOLD = 2
_BESIDE = 20  # letters of what is the same, before what differs
_NAMES = {
    "title": "headline",
    "html_title": "page title",
    "doctype": "kind of document",
    "speaker": "speaker",
    "role": "role",
    "audience": "event",
    "place": "place",
    "stated_date": "date",
    "lines": "line beside the words",
}


def elided(text: str) -> str:
    """``text`` on one line, its middle left out where it is long."""
    text = " ".join(text.split())
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half].rstrip()} … {text[-half:].lstrip()}"


def summary_of_ops(ops: Sequence[Op]) -> list[str]:
    """What happened to the text: the first edits in words, the rest counted."""
    told = [sentence for op in ops for sentence in _of_op(op)]
    if len(told) <= _MOST_TOLD + 1:
        return told
    return [*told[:_MOST_TOLD], f"{len(told) - _MOST_TOLD} more edits"]


def summary_of_text(text: TextDifference) -> list[str]:
    """What happened to the text: whose words are another's, and the edits."""
    hands = [summary_of_attribution(*hand) for hand in text.hands[:_MOST_TOLD]]
    if len(text.hands) > _MOST_TOLD:
        hands.append(f"{len(text.hands) - _MOST_TOLD} more passages are another's now")
    if ChangeKind.REPLACED in text.kinds:
        return [_replaced(text)]
    if ChangeKind.TRUNCATED in text.kinds:
        cut = [one.op for one in text.told if one.was is not None and one.now is None]
        lost = sum(len((op.old or "").split()) for op in cut)
        told = f"the end is cut off: {lost:,} words, from “{elided((cut[0].old or '') if cut else '')}”"
        return [*hands, told]
    return [*hands, *summary_of_ops([one.op for one in text.told])]


def _replaced(text: TextDifference) -> str:
    old, new = (
        [side.text for side in sides if side is not None]
        for sides in zip(*((one.was, one.now) for one in text.told), strict=True)
    )
    was = next((words for words in old if words not in new), "")
    now = next((words for words in new if words not in old), "")
    return f"another text stands in its place: {_became(was or None, now or None)}"


def summary_of_metadata(facts: Sequence[tuple[str, str | None, str | None]]) -> list[str]:
    """What happened to the metadata; a page title that follows the headline is not told twice."""
    names = {name for name, _, _ in facts}
    return [
        f"{_NAMES[name]}: {_became(was, now)}"
        for name, was, now in facts
        if not (name == "html_title" and "title" in names)
    ]


def summary_of_attribution(words: str, old: str | None, new: str | None) -> str:
    """Whose words are another speaker's now."""
    said = f"the words “{elided(words)}”"
    return f"{said}: said by {old or 'nobody named'}, now by {new or 'nobody named'}"


def summary_of_links(old: Sequence[PageLink], new: Sequence[PageLink]) -> list[str]:
    """What happened to the links of the body, by their addresses."""
    targets_old, targets_new = ({link.target for link in links} for links in (old, new))
    gone = [link.url for link in old if link.target not in targets_new]
    come = [link.url for link in new if link.target not in targets_old]
    if len(gone) == 1 and len(come) == 1:
        return ["link: {} became {}".format(*_elided_both(gone[0], come[0]))]
    told = [
        *([f"{_counted(len(gone), 'link')} removed: {_first_of(gone)}"] if gone else []),
        *([f"{_counted(len(come), 'link')} added: {_first_of(come)}"] if come else []),
    ]
    return told or ["links: another order or number"]


def _first_of(urls: Sequence[str]) -> str:
    return elided(urls[0]) + (", …" if len(urls) > 1 else "")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _of_op(op: Op) -> Iterator[str]:
    where = _where(op)
    match op.op:
        case OpKind.REPLACE:
            removed = " … ".join(r.text.strip() for r in op.words if r.sign is Sign.REMOVED)
            added = " … ".join(r.text.strip() for r in op.words if r.sign is Sign.ADDED)
            if removed and removed == added:  # the same words elsewhere: told with what they passed
                removed, added = _from_first_to_last(op.words)
            if removed or added:
                yield where + _became(removed or None, added or None)
        case OpKind.INSERT:
            yield where + _became(None, op.new)
        case OpKind.DELETE:
            yield where + _became(op.old, None)
        case OpKind.MOVE_TO:
            yield f"{where}moved: “{elided(op.new or '')}”"
        case _:
            return


def _from_first_to_last(runs: Sequence[WordRun]) -> tuple[str, str]:
    """All words of both sides from the first that an edit touched to the last."""
    edited = [at for at, run in enumerate(runs) if run.sign is not Sign.KEPT]
    between = runs[edited[0] : edited[-1] + 1]
    old, new = (
        "".join(run.text for run in between if run.sign is not sign).strip()
        for sign in (Sign.ADDED, Sign.REMOVED)
    )
    return old, new


def _where(op: Op) -> str:
    if op.speaker is None:
        return ""
    return f"{op.speaker}, {_ordinal(op.turn)} turn: " if op.turn is not None else f"{op.speaker}: "


def _ordinal(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _became(was: str | None, now: str | None) -> str:
    if was and now:
        return "“{}” became “{}”".format(*_elided_both(was, now))
    if was:
        return f"“{elided(was)}” removed"
    return f"“{elided(now or '')}” added"


def _elided_both(was: str, now: str) -> tuple[str, str]:
    """Both on one line, the same part of each left out, and never what differs."""
    told = elided(was), elided(now)
    if told[0] != told[1]:
        return told
    old, new = " ".join(was.split()), " ".join(now.split())
    same = next((at for at, pair in enumerate(zip(old, new, strict=False)) if len({*pair}) > 1), 0)
    near = max(0, same - _BESIDE)
    begin = old.rfind(" ", max(0, near - _BESIDE), near) + 1 or near
    return _part(old, begin), _part(new, begin)


def _part(text: str, begin: int) -> str:
    end = begin + _LONGEST
    told = text[begin:end].strip()
    return f"{'… ' if begin else ''}{told}{' …' if end < len(text) else ''}"
