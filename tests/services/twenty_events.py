"""What may happen to an archived page, and what is to be told of it: the table of the acceptance.

Peers tell almost none of these apart: a takedown, a block and an outage are one error to them, told
again in every round, and an error page or the home page is the page's new text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from servers import Answer, PageServer, Request, Route, conditional
from services.asking import article

PATH = "/remarks/"
SIBLINGS = tuple(f"/{number}/" for number in range(3))

_TURNS = (
    "SECRETARY POMPEO: We are optimistic that the talks will go on in the spring.",
    "QUESTION: When will the harbour be opened to the ships of all nations?",
    "MS NAUERT: It will not be opened before the first of May, and that is what we said.",
    "SECRETARY POMPEO: Our team has read <a href='/report/'>the whole report</a> on the harbour.",
    "QUESTION: Is the minister's own report to be published as well, or only the summary?",
)


def transcript(turns: tuple[str, ...] = _TURNS, *, title: str = "Remarks at the Harbour") -> str:
    """The page, with its words as they were unless they are given otherwise."""
    return article("</p><p>".join(turns), title=title)


def _edited(old: str, new: str) -> Answer:
    assert any(old in turn for turn in _TURNS)
    return Answer(body=transcript(tuple(turn.replace(old, new) for turn in _TURNS)))


def _led(target: str, status: int = 302) -> Answer:
    return Answer(status=status, headers=(("Location", target),))


NOT_FOUND = article("Sorry, the page you are looking for cannot be found.", title="Page not found")
BLOCK_PAGE = (
    "<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1>"
    "<p>You don't have permission to access this server. Reference #18.2f</p></body></html>"
)

Set = Mapping[str, Route]
"""What the host answers from then on, by path; ``*`` is every path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What comes to pass, and what is to come of it.

    ``then`` is what the host answers round by round, the last for ever; ``outcome`` is the page's
    check that shows it, ``alerts`` begin the subjects of all that is told, ``over`` those of what is
    told once all is as it was before (None: as it is then is no way back).
    """

    then: tuple[Set, ...]
    outcome: str
    state: str = "live"
    kinds: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    over: tuple[str, ...] | None = None
    versions: int = 1
    before: Set = field(default_factory=dict)


def _alone(*answers: Route) -> tuple[Set, ...]:
    return tuple({PATH: answer} for answer in answers)


def hung_up(server: PageServer) -> Callable[[Request], Answer]:
    """A route that resets the connection."""

    def route(_: Request) -> Answer:
        server.close_connections()
        return Answer()

    return route


_TITLE = "Remarks at the Harbour"
_STALE = conditional(transcript(), etag='"1"')


def _lying(request: Request) -> Answer:
    """Edited, but a conditional request is answered 304 by the same ETag."""
    if request.header("if-none-match") == '"1"':
        return Answer(status=304, headers=(("ETag", '"1"'),))
    body = transcript(tuple(turn.replace("optimistic", "pessimistic") for turn in _TURNS))
    return Answer(body=body, headers=(("ETag", '"1"'),))


EVENTS: dict[str, Event] = {
    "one word edited": Event(
        then=_alone(_edited("optimistic", "pessimistic")), outcome="changed", kinds=("text",),
        alerts=(f"{_TITLE}: ",), versions=2,
    ),
    "a paragraph deleted": Event(
        then=_alone(Answer(body=transcript((*_TURNS[:2], *_TURNS[3:])))), outcome="changed",
        kinds=("turn_removed",), alerts=(f"{_TITLE}: ",), versions=2,
    ),
    "a paragraph moved": Event(
        then=_alone(Answer(body=transcript((*_TURNS[1:], _TURNS[0])))), outcome="changed",
        kinds=("moved_text",), alerts=(f"{_TITLE}: ",), versions=2,
    ),
    "a speaker's label swapped": Event(
        then=_alone(_edited("MS NAUERT:", "SECRETARY POMPEO:")), outcome="changed",
        kinds=("attribution",), alerts=(f"{_TITLE}: ",), versions=2,
    ),
    "nbsp and an apostrophe": Event(
        then=_alone(_edited("minister's own", "minister’s\u00a0own")), outcome="changed",
        kinds=("cosmetic",), versions=2,
    ),
    "nbsp alone": Event(then=_alone(_edited("the talks", "the\u00a0talks")), outcome="unchanged"),
    "only a link's target": Event(
        then=_alone(_edited("'/report/'", "'/summary/'")), outcome="changed", kinds=("links",),
        alerts=(f"{_TITLE}: ",), versions=2,
    ),
    "only the title": Event(
        then=_alone(Answer(body=transcript().replace(f"<title>{_TITLE}", "<title>Remarks"))),
        outcome="changed", kinds=("metadata",), alerts=(f"{_TITLE}: ",), versions=2,
    ),
    "moved for good, same text": Event(
        then=({PATH: _led("/new/remarks/", 301), "/new/remarks/": Answer(body=transcript())},),
        outcome="moved", state="moved", kinds=("moved",), alerts=(f"{_TITLE}: ",),
    ),
    "404": Event(
        then=_alone(Answer(status=404, body="<h1>Not found</h1>")), outcome="missing",
        state="removed", kinds=("removed",), alerts=("Gone: ",), over=(f"{_TITLE}: ",),
    ),
    "410": Event(
        then=_alone(Answer(status=410)), outcome="missing", state="removed", kinds=("removed",),
        alerts=("Gone: ",), over=(f"{_TITLE}: ",),
    ),
    "a soft 404": Event(
        then=_alone(Answer(body=NOT_FOUND)), outcome="soft_missing", state="removed",
        kinds=("removed",), alerts=("Gone: ",), over=(f"{_TITLE}: ",),
    ),
    "a redirect to the home page": Event(
        then=({PATH: _led("/"), "/": Answer(body=article("Welcome home.", title="Home"))},),
        outcome="soft_missing", state="removed", kinds=("removed",), alerts=("Gone: ",),
        over=(f"{_TITLE}: ",),
    ),
    "a redirect to another page": Event(
        then=({PATH: _led("/notice/", 301), "/notice/": Answer(body=article("See elsewhere."))},),
        outcome="soft_missing", state="removed", kinds=("removed",), alerts=("Gone: ",),
        over=(f"{_TITLE}: ",),
    ),
    "200 and empty": Event(
        then=_alone(Answer(body="")), outcome="soft_missing", state="removed", kinds=("removed",),
        alerts=("Gone: ",), over=(f"{_TITLE}: ",),
    ),
    "403 for all: a bot block": Event(
        then=({"*": Answer(status=403, body=BLOCK_PAGE)},), outcome="blocked", state="blocked",
        incidents=("blocked_host",), alerts=("Blocked host: ",), over=("Over: Blocked host: ",),
    ),
    "a block page with status 200": Event(
        then=({"*": Answer(body=BLOCK_PAGE)},), outcome="blocked", state="blocked",
        incidents=("blocked_host",), alerts=("Blocked host: ",), over=("Over: Blocked host: ",),
    ),
    "403 for this page alone": Event(
        then=_alone(Answer(status=403, body=BLOCK_PAGE)), outcome="blocked", state="withheld",
        incidents=("page_withheld",), alerts=("Page withheld: ",), over=("Over: Page withheld: ",),
    ),
    "503 for this page alone": Event(
        then=_alone(Answer(status=503)), outcome="server_error", state="unreachable",
        incidents=("pages_unreachable",), alerts=("Pages unreachable: ",),
        over=("Over: Pages unreachable: ",),
    ),
    "503 for all: an outage": Event(
        then=({"*": Answer(status=503)},), outcome="server_error", state="unreachable",
        incidents=("unreachable_host",), alerts=("Unreachable host: ",),
        over=("Over: Unreachable host: ",),
    ),
    "one 503, then fine": Event(
        then=_alone(Answer(status=503), Answer(body=transcript())), outcome="server_error",
    ),
    "edited behind a 304": Event(
        before={PATH: _STALE}, then=({PATH: _lying},), outcome="not_modified", kinds=("text",),
        alerts=(f"{_TITLE}: ",), versions=2,
    ),
    "an edit and its exact revert": Event(
        then=_alone(_edited("optimistic", "pessimistic"), Answer(body=transcript())),
        outcome="changed", kinds=("text", "reverted"), alerts=(f"{_TITLE}: ", f"{_TITLE}: "),
        versions=2,
    ),
}  # fmt: skip
"""Every event by its name.  The reset needs a server in hand: ``resets``."""


def resets(server: PageServer) -> Event:
    """The connection for this page alone is reset."""
    return Event(
        then=_alone(hung_up(server)), outcome="network_error", state="unreachable",
        incidents=("pages_unreachable",), alerts=("Pages unreachable: ",),
        over=("Over: Pages unreachable: ",),
    )  # fmt: skip


RESET = "the connection is reset"
NAMES = (*EVENTS, RESET)


def begin(server: PageServer) -> None:
    """The host as it was before anything came to pass."""
    server.routes.clear()
    server.fallback = Answer(status=404)
    server.routes["/robots.txt"] = Answer(
        body="User-agent: *\nDisallow:\n", content_type="text/plain"
    )
    server.page(PATH, transcript())
    for path in SIBLINGS:
        words = article(f"The words of the page {path}, and of no other.")
        server.routes[path] = conditional(words, etag=f'"{path}"')


def put(server: PageServer, answers: Set) -> None:
    """Let the host answer so from now on; what is not named stays as it was in the beginning."""
    hook = server.routes["/hook"]
    begin(server)
    server.routes["/hook"] = hook
    for path, answer in answers.items():
        if path == "*":
            for known in (PATH, *SIBLINGS):
                server.routes[known] = answer
        else:
            server.routes[path] = answer
