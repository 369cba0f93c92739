"""Every kind of the zoo, and the pages that link to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from zoo.alive import ALIVE, MOVED
from zoo.dead import DEAD
from zoo.fragments import FRAGMENTS
from zoo.kind import Asked, Kind, Reply, Truth, answer, not_found, page
from zoo.server import Zoo, open_zoo
from zoo.shut import BLOCKED, EXCLUDED, UNKNOWN
from zoo.soft import NEIGHBOUR, SOFT

KINDS: tuple[Kind, ...] = (
    *ALIVE,
    *MOVED,
    *DEAD,
    *SOFT,
    *BLOCKED,
    *UNKNOWN,
    *EXCLUDED,
    *FRAGMENTS,
)
_ON_A_PAGE = 20


def linking_pages(zoo: Zoo) -> dict[str, str]:
    """Path and markup of pages that link to every kind, some of them many times."""
    hrefs = list(_hrefs(zoo))
    parts = [hrefs[at : at + _ON_A_PAGE] for at in range(0, len(hrefs), _ON_A_PAGE)]
    pages = {f"/pages/{at}": _page(f"Boats, part {at}", part) for at, part in enumerate(parts)}
    for kind in zoo.kinds.values():
        for at in range(kind.times_linked - 1):
            pages[f"/pages/{kind.name}/{at}"] = _page(f"{kind.name} {at}", [zoo.href(kind.name)])
    return pages


def _hrefs(zoo: Zoo) -> Iterator[str]:
    yield "/about/here.html"
    for kind in zoo.kinds.values():
        if kind.name == "pages":
            continue
        yield zoo.href(kind.name)
        if kind.truth is Truth.SOFT and not kind.path.endswith(".pdf"):
            yield zoo.url(kind.name, NEIGHBOUR)
            yield zoo.url(kind.name, NEIGHBOUR.replace("prices", "history"))


def _page(title: str, hrefs: list[str]) -> str:
    links = " ".join(
        f'<p>Of the boats and their harbour more is said <a href="{href}">in another place</a>,'
        " which was written for whoever wants to know how the tide runs.</p>"
        for href in hrefs
    )
    return page(title, words=links).first.partition(b"\r\n\r\n")[2].decode()


def of_pages(pages: dict[str, str]) -> Kind:
    """The host of the pages that link; ``pages`` may be filled once it is known where all are."""

    def answers(asked: Asked) -> Reply:
        markup = pages.get(asked.path)
        return not_found() if markup is None else answer(markup.encode())

    return Kind(
        name="pages",
        told="has the pages that link",
        truth=Truth.ALIVE,
        answers=answers,
        path="/pages/0",
        is_there_only=False,
    )


@contextmanager
def linked_zoo(kinds: Sequence[Kind] = KINDS) -> Iterator[Zoo]:
    """The zoo of ``kinds``, and with it the pages that link to them: ``zoo.pages``."""
    pages: dict[str, str] = {"/about/here.html": _page("Here", [])}
    with open_zoo((of_pages(pages), *kinds)) as zoo:
        pages.update(linking_pages(zoo))
        zoo.pages = [zoo.url("pages", path) for path in pages if path.startswith("/pages/")]
        yield zoo
