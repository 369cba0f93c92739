"""Is an answer the last one again, but for what a server makes anew for each reader?

Many sites put a token into every answer: a ``nonce`` on a script, a ``csrf`` in a meta element or a
hidden field, the seconds that it took into a comment.  The bytes then differ at every check, and
whoever compares digests of bytes has to parse each page to find that nothing happened.  Two answers
with one digest here differ in nothing but the values of such tokens, so that a parser makes one tree
of both but for those values, which no reading asks for.

What is taken for a token is a value without blanks, quotes or angle brackets, at a place that a
short walk over the markup takes for one: inside the tag of a meta or hidden element whose name says
so, inside a script or a style, or a comment behind a tag.  What stands in a title or a text field is
words.  The walk is no parser and proves nothing: that the page is the same with other tokens is
found out once, by cutting it with them (``services.know_answer``), before an answer is known by it.
"""

from __future__ import annotations

import re
from hashlib import sha256

_MOST_BYTES = 2 * 1024 * 1024
_RAW = rb"script|style|title|textarea|xmp|iframe|noembed|noframes"
_PLACES = re.compile(
    rb"<(?:(?P<comment>!--)|(?P<raw>%b)(?=[\s/>])|(?P<tag>meta|input)(?=[\s/])"
    rb"|(?P<rest>plaintext)(?=[\s/>])|(?P<bogus>[?!]|/[^a-z]))" % _RAW
)
_SILENT = frozenset({b"script", b"style"})  # their words are nobody's
_NAMED = re.compile(
    rb"\b(?:name|id|property)\s*=\s*[\"']?[^\"'<>\s]*"
    rb"(?:csrf|xsrf|nonce|token|viewstate|eventvalidation|form_build_id)"
)
_HIDDEN = re.compile(rb"\btype\s*=\s*[\"']?hidden")
_VALUE = re.compile(rb"(?<=[\s\"'])(content|value)\s*=\s*([\"'])[\w+/=.:~-]*\2", re.IGNORECASE)
_IN_SCRIPT = re.compile(
    rb"(nonce|csrf|xsrf|token)([\w-]*[\"']?\s*[:=]\s*)([\"'])[\w+/=.:~-]*\3", re.IGNORECASE
)
_WORDS = (b"nonce", b"csrf", b"xsrf", b"token")
_PLAIN_COMMENT = re.compile(rb"[^<>\"'&]*")
_ESCAPE = b"\x1b"  # of an encoding in which a letter may look like a bracket


def answer_sha256(body: bytes, *, reader: str, url: str, content_type: str | None) -> str:
    """The digest of an answer less its tokens, and of everything else that its reading depends on.

    ``reader`` names the extractor and all of the profile that would read it.
    """
    whole = sha256("\n".join((reader, url, content_type or "", "")).encode("utf-8", "replace"))
    whole.update(less_tokens(body))
    return whole.hexdigest()


def less_tokens(body: bytes, token: bytes = b"") -> bytes:
    """``body`` with ``token`` for each of its tokens; a page that is too large as it is."""
    if len(body) > _MOST_BYTES or _ESCAPE in body:
        return body
    lowered = body.lower()
    kept: list[bytes] = []
    done = at = 0
    while (found := _PLACES.search(lowered, at)) is not None:
        end = _end_of(lowered, found)
        if end < 0:
            break
        piece = body[found.start() : end]
        less = _less(piece, found, lowered, token)
        if less != piece:
            kept += (body[done : found.start()], less)
            done = end
        at = end
    return b"".join((*kept, body[done:]))


def _end_of(lowered: bytes, found: re.Match[bytes]) -> int:
    """Where the comment, the raw text or the tag that begins there ends; -1: it does not."""
    if found["comment"] is not None:
        end = lowered.find(b"-->", found.start() + 2)
        return end if end < 0 else end + 3
    if found["raw"] is not None:
        return lowered.find(b"</" + found["raw"], found.end())
    return -1 if found["rest"] is not None else lowered.find(b">", found.end())


def _less(piece: bytes, found: re.Match[bytes], lowered: bytes, token: bytes) -> bytes:
    if found["bogus"] is not None:
        return piece
    if found["comment"] is not None:
        is_plain = _PLAIN_COMMENT.fullmatch(piece[4:-3]) is not None
        return (
            b"<!--%b-->" % token if is_plain and _is_behind_tag(lowered, found.start()) else piece
        )
    if found["raw"] is not None:
        may_hold = found["raw"] in _SILENT and any(word in piece.lower() for word in _WORDS)
        return _IN_SCRIPT.sub(rb"\1\2\3%b\3" % token, piece) if may_hold else piece
    named = _NAMED.search(piece.lower())
    if named is None or b"<" in piece[1:]:
        return piece
    if found["tag"] == b"input" and _HIDDEN.search(piece.lower()) is None:
        return piece
    return _VALUE.sub(rb"\1=\2%b\2" % token, piece)


def _is_behind_tag(lowered: bytes, at: int) -> bool:
    """Whether what stands before ``at`` is the end of a tag, or of another comment."""
    while at > 0 and lowered[at - 1] in b" \t\r\n":
        at -= 1
    return at > 0 and lowered[at - 1] == ord(">")
