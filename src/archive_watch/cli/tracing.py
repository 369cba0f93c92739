"""blame, when: which version brought the words of a page, and when words came and went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.naming import VERSION_NUMBER, page_named
from archive_watch.cli.opening import reading
from archive_watch.cli.printing import format_option, print_json, print_table
from archive_watch.cli.streams import say
from archive_watch.model.page import WatchedPage
from archive_watch.report.origins import edited_in_words, interval_in_words, parts_in_words
from archive_watch.report.visible import visible
from archive_watch.services.telling.blame_page import Blamed, Part, Sentence, blame_page
from archive_watch.services.telling.find_version import wanted_version
from archive_watch.services.telling.tell_turn import Wording, tell_turn
from archive_watch.services.telling.tell_when import tell_when
from archive_watch.storage.database import Archive
from archive_watch.storage.worded import Sight


@click.command(
    epilog=examples(
        "blame https://2017-2021.state.gov/some-page/",
        "blame https://2017-2021.state.gov/some-page/ --version 3 --format json",
    )
)
@click.argument("url")
@click.option("--version", "number", type=VERSION_NUMBER, help="The version's number.")
@click.option(
    "--buckets", type=click.IntRange(1, 1000), default=50, show_default=True,
    help="Into how many stretches the heat of each edit is parted (json).",
)  # fmt: skip
@format_option("text", "json")
@click.pass_context
def blame(ctx: click.Context, url: str, number: int | None, buckets: int, form: str) -> None:
    """Tell which version brought each sentence of a page.

    Of the current version, unless --version names another.  Words that another version brought
    than the rest of their sentence stand in brackets with its number; words that were gone and
    came back are of the version that brought them first, and marked as returned.  `json` has the
    intervals, and for each edit where in the text how many words changed.
    """
    with reading(ctx) as archive:
        page = page_named(archive, url)
        head = wanted_version(archive, page, number=number)
        blamed = blame_page(archive, page, head, buckets=buckets)
    if form == "json":
        print_json(blamed.as_json())
    else:
        say(visible(_blame_as_text(blamed)))


def _blame_as_text(blamed: Blamed) -> str:
    lines = [f"{blamed.page.url}, version {blamed.shown.version}"]
    shown = [sentence for one in blamed.paragraphs for sentence in one.sentences]
    named = {id(sight) for one in shown for sight in _named_in(one)}
    lines += [
        f"version {sight.version}: {interval_in_words(sight.not_before, sight.not_after)}"
        for sight in blamed.sights
        if id(sight) in named
    ]
    width = max(len(_origin(one)) for one in [*shown, None])
    for paragraph in blamed.paragraphs:
        lines.append("")
        for one in paragraph.sentences:
            parts = [(part.text, _name(part, one)) for part in one.parts]
            told = parts_in_words(parts, _most_of(parts))
            lines.append(f"{_origin(one).rjust(width)}  {told}")
    return "\n".join(lines)


def _named_in(sentence: Sentence) -> list[Sight]:
    sights = [sentence.origin, sentence.since, *(part.origin for part in sentence.parts)]
    sights += [part.since for part in sentence.parts]
    return [sight for sight in sights if sight is not None]


def _origin(sentence: Sentence | None) -> str:
    if sentence is None:
        return ""
    back = "" if sentence.since is None else f", back {sentence.since.not_after[:10]}"
    return f"{sentence.origin.version}{back}"


def _name(part: Part, sentence: Sentence) -> str:
    if part.since is None or part.since is sentence.since:
        return str(part.origin.version)
    return f"{part.origin.version}, back {part.since.not_after[:10]}"


def _most_of(parts: Sequence[tuple[str, str]]) -> str:
    """What brought most of a sentence: those words need no brackets."""
    weights: Counter[str] = Counter()
    for text, name in parts:
        weights[name] += len(text)
    return max(weights, key=lambda name: weights[name], default="")


@click.command(
    epilog=examples(
        "when https://2017-2021.state.gov/some-page/ 'maximum pressure'",
        "when https://2017-2021.state.gov/some-page/ optimistic --format json",
    )
)
@click.argument("url")
@click.argument("words", nargs=-1, required=True)
@format_option("text", "json")
@click.pass_context
def when(ctx: click.Context, url: str, words: tuple[str, ...], form: str) -> None:
    """Tell when a page began to say some words, and when it stopped.

    The WORDS stand one behind the other, in the headline or the text; capitals, accents and
    punctuation do not matter.  Each time lies between the last look before and the first after.
    """
    with reading(ctx) as archive:
        page = page_named(archive, url)
        told = tell_when(archive, page, " ".join(words))
    if form == "json":
        print_json(told.as_json())
        return
    if not told.events:
        click.echo(f"no version of {visible(page.url)} says so", err=True)
        return
    print_table(
        [
            [
                event.happened.value,
                event.sight.not_before or "(first look)",
                event.sight.not_after,
                "gone" if event.sight.version is None else event.sight.version,
                event.times,
                event.change_id,
            ]
            for event in told.events
        ],
        ["event", "not before", "not after", "version", "times", "change"],
    )
    click.echo(
        f"said {told.times_now} times now, last looked at {told.last_seen_at}"
        if told.times_now != 1
        else f"said once now, last looked at {told.last_seen_at}",
        err=True,
    )


def tell_turn_of(
    archive: Archive, page: WatchedPage, name: str, number: int | None
) -> tuple[Wording, ...]:
    """The story of a turn, as ``history --turn`` asks for it."""
    return tell_turn(archive, page, wanted_version(archive, page, number=number), name)


def print_turn(story: Sequence[Wording], form: str) -> None:
    """Print the story of a turn: each wording, and what the next one edited."""
    if form == "json":
        print_json([wording.as_json() for wording in story])
        return
    before: str | None = None
    for wording in story:
        came = interval_in_words(wording.sight.not_before, wording.sight.not_after)
        speaker = f", {wording.speaker}" if wording.speaker else ""
        say(
            visible(f"version {wording.sight.version}{speaker}: {came}, seen until {wording.until}")
        )
        for paragraph in edited_in_words(before, wording.text):
            say(visible(f"  {paragraph}"))
        say()
        before = wording.text
