"""Links that are answered with a good status, by something that is not the document."""

from __future__ import annotations

from zoo.kind import (
    PATH,
    Answering,
    Asked,
    Kind,
    Reply,
    Truth,
    always,
    answer,
    not_found,
    page,
    redirect,
)

_FEW = "<p>Sorry, we looked everywhere.</p>"


def _soft(name: str, told: str, answers: Answering, **more: object) -> Kind:
    given = {"is_there_only": False, **more}
    return Kind(name=name, told=told, truth=Truth.SOFT, answers=answers, **given)  # type: ignore[arg-type]


def _to(path: str, found: Reply, status: bytes = b"302 Found") -> Answering:
    """Every address is redirected to ``path``."""
    return lambda asked: found if asked.path == path else redirect(path, status)


def _refreshed_to_404(asked: Asked) -> Reply:
    if asked.path == "/missing":
        return not_found()
    sent = "<meta http-equiv=refresh content='2; url=/missing'>"
    return page("Harbour", words="<p>One moment.</p>", head=sent)


SOFT = (
    _soft("says-so", "says “Page not found” with a 200", always(page("Page not found", words=_FEW))),
    _soft("to-error", "is redirected to /error.html",
          _to("/error.html", page("Something went wrong", words=_FEW))),
    _soft("to-home-301", "is redirected to the home page (301)", _to("/", page("Harbour"), b"301 Moved")),
    _soft("to-home-302", "is redirected to the home page (302)", _to("/", page("Harbour"))),
    _soft("parked", "is a domain that is for sale", always(page(
        "harbour-office.example", words="<p>This domain is for sale. <a href=/buy>Enquire</a></p>"))),
    _soft("pdf-to-page", "asks for a PDF, and is answered with a page", path="/files/report.pdf",
          answers=always(page("Publications of the harbour"))),
    _soft("empty", "is answered with nothing", always(answer(b"  \n"))),
    _soft("refreshed-to-404", "sends the browser on to a 404", _refreshed_to_404),
    _soft("same-for-all", "answers every address with the same page", always(page(
        "Welcome to the harbour", words="<p>Choose from the menu above to find your way about the"
        " harbour, its boats, its history and the people who work there, all the year round.</p>"))),
    _soft("robots-to-home", "is redirected to the home page, as robots.txt is",
          _to("/", page("Harbour")), robots=_to("/", page("Harbour"))),
    _soft("to-one", "is redirected, with all its neighbours, to one page",
          _to("/archive/", page("The archive has moved on"))),
)  # fmt: skip
ISSUES_OWN = tuple(kind.name for kind in SOFT[:8])
"""The eight kinds that links.md names."""
NEIGHBOUR = PATH.replace("times", "prices")
