"""Rows whose words match, each with the place where they do: an index in memory, a batch at a time.

Scripts that part no words have no words in an index: there every row is asked itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice

from archive_watch.storage.database import Row
from archive_watch.storage.sought import Sought

SNIPPET = "snippet({table}, {column}, '[[', ']]', '…', 24)"
_BATCH = 200
_AROUND = 80  # characters on each side, where there are no words to count


def matching(rows: Iterable[Row], sought: Sought, *, first: int) -> Iterator[tuple[Row, str]]:
    """The first row of each ``key`` whose ``head`` and ``words`` match, each with a snippet.

    ``first`` rows are looked at in one go to begin with: as many hits as are wanted.
    """
    found = _indexed(rows, sought, first) if sought.letter is None else _asked(rows, sought)
    told: set[int] = set()
    for row, snippet in found:
        if row["key"] not in told:
            told.add(row["key"])
            yield row, snippet


def _asked(rows: Iterable[Row], sought: Sought) -> Iterator[tuple[Row, str]]:
    for row in rows:
        if sought.is_in(f"{row['head']}\n\n{row['words']}"):
            yield row, snippet_of(row["words"], sought)


def _indexed(rows: Iterable[Row], sought: Sought, first: int) -> Iterator[tuple[Row, str]]:
    rows, size = iter(rows), max(1, min(first, _BATCH))
    with closing(_index()) as index:
        while batch := list(islice(rows, size)):
            size = min(2 * size, _BATCH)
            yield from _matching_in(index, batch, sought.match)


def _index() -> sqlite3.Connection:
    index = sqlite3.connect(":memory:", isolation_level=None)
    index.execute(
        "CREATE VIRTUAL TABLE sought USING fts5(head, words, tokenize='unicode61 remove_diacritics 2')"
    )
    return index


def _matching_in(
    index: sqlite3.Connection, batch: list[Row], match: str
) -> Iterator[tuple[Row, str]]:
    index.execute("DELETE FROM sought")
    index.executemany(
        "INSERT INTO sought (rowid, head, words) VALUES (?, ?, ?)",
        ((number, row["head"], row["words"]) for number, row in enumerate(batch)),
    )
    snippet = SNIPPET.format(table="sought", column=1)
    found = index.execute(
        f"SELECT rowid, {snippet} FROM sought WHERE sought MATCH ? ORDER BY rowid", (match,)
    )
    for number, text in found.fetchall():
        yield batch[number], text


def snippet_of(text: str, sought: Sought) -> str:
    """The place in a text that has the phrases, with the first of them marked."""
    if sought.letter is None:
        with closing(_index()) as index:
            index.execute("INSERT INTO sought (head, words) VALUES ('', ?)", (text,))
            marked = SNIPPET.format(table="sought", column=1)
            found = index.execute(
                f"SELECT {marked} FROM sought WHERE sought MATCH ?", (sought.match,)
            ).fetchone()
        if found is not None:
            return str(found[0])
    at, length = next(((text.find(one), len(one)) for one in sought.phrases if one in text), (0, 0))
    begin, end = max(0, at - _AROUND), at + length + _AROUND
    words = f"[[{text[at : at + length]}]]" if length else ""
    return (
        f"{'…' if begin else ''}{text[begin:at]}{words}{text[at + length : end]}"
        f"{'…' if end < len(text) else ''}"
    )
