"""The sections of a host: the folders whose pages change, and go, together.

A page's section is the deepest of its folders that has pages enough to learn from.  Months and
days are no sections: ``/r/pa/prs/ps/2013/02/`` is the year's.  Pages with flat names, as WordPress
gives them, are of their whole host.
"""

from __future__ import annotations

import re

FEWEST_PAGES = 8

_MONTH_OR_DAY = re.compile(r"/\d{1,2}/$")
_DEEPEST = 8


def folders_of(key: str) -> list[str]:
    """The folders that may be the section of the page with that key, the deepest first.

    As beginnings of keys; the host itself is none of them.
    """
    host, _, path = key.removeprefix("//").partition("/")
    names = path.partition("?")[0].split("/")[:-1][:_DEEPEST]
    folders = [f"//{host}/{'/'.join(names[:depth])}/" for depth in range(len(names), 0, -1)]
    return [folder for folder in folders if not _MONTH_OR_DAY.search(folder)]


def root_of(host: str) -> str:
    """The beginning of the keys of all pages of a host."""
    return f"//{host}/"


def end_of(prefix: str) -> str:
    """The first text after all that begin with a folder: ``/`` made ``0``."""
    return f"{prefix[:-1]}0"
