"""Whether a good answer is not the document: signs, each with its weight.

Three points make a suspicion, and a second look after a day may prove it.  There are signs of two
sorts.  Some say that *this answer* is no document: it says "not found", it is the home page, it is
empty.  Others only say that the answer is *nothing particular to this address*: an invented address
is answered alike, other links lead to the same place.  That is so of many a living page too (an
application that answers every address with its shell, pages that were made one), so they prove
nothing by themselves, however often they are seen, unless there are five points of them, or it is
known that the host tells its addresses apart.  Weak signs (few words, no wish to be indexed, no word
of the address in the title) only add to others.

The weights are those that the field knows (docs/decisions/0040), where it has any.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from archive_watch.classify.likeness import is_like
from archive_watch.classify.link_face import Face, is_page
from archive_watch.classify.link_paths import (
    document_suffix,
    is_home,
    led_home,
    led_to_error,
    led_to_search,
    names_nothing_of,
    same_address,
    stands_for_home,
)
from archive_watch.extract.page import Cut, PageKind
from archive_watch.model.capture import Response
from archive_watch.model.imprint import SiblingAnswer
from archive_watch.model.link import LinkReason

SUSPICIOUS = 3
CONCLUSIVE = 5
_FEW_BYTES = 64
_BOUND_BYTES = 64 * 1024  # of a body: more of it may not have been read
_LENGTHS_DIFFER = 0.25  # of the longer text: more is not one page
_SHARING = 3  # sources that lead to one target
_MANY_SHARING = 10
_WITHOUT_BODY = frozenset({204, 205, 304})
_NOT_THERE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: its weight, what it says to people, and for which reason a link would be dead.

    ``is_own``: it says that this very answer is no document.  Without ``reason`` it only adds to
    others.
    """

    weight: int
    says: str
    reason: LinkReason | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class SoftSigns:
    """What the signs of one answer come to; without ``reason`` there is no suspicion."""

    score: int = 0
    reason: LinkReason | None = None
    is_conclusive: bool = False
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What is known of a host beside a link's own answer.

    ``sibling`` is what an invented address beside the link's was answered; ``sharing`` how many
    links of the host that was asked, this one included, lead to the same target; ``tells_apart``:
    it is known to answer other addresses beside the link's otherwise than the invented one.
    """

    sibling: SiblingAnswer | None = None
    sharing: int = 0
    tells_apart: bool = False

    @property
    def is_honest(self) -> bool | None:
        """Whether the host says of what it does not have that it is not there; None: unknown."""
        if self.sibling is None or self.sibling.status is None:
            return None
        return self.sibling.status in _NOT_THERE


ALONE = Company()


def soft_signs(
    response: Response,
    *,
    page: Cut | None = None,
    face: Face | None = None,
    company: Company = ALONE,
) -> SoftSigns:
    """What speaks against a good answer being the document that the link is for.

    ``page`` is what its body is and ``face`` what it shows, where it is a page.
    """
    own = [
        *_of_page(page),
        *_of_target(response),
        *_of_type(response, face),
        *_of_nothing(response, page, face),
    ]
    others = [*_of_company(response, page, face, company)]
    weak = [*_weak(response, face, is_alike=bool(others))]
    found = [*own, *others, *weak]
    score = sum(sign.weight for sign in found)
    strong = max((sign for sign in found if sign.reason is not None), key=_weight, default=None)
    if strong is None or score < SUSPICIOUS:
        return SoftSigns(score=score)
    by_itself = sum(sign.weight for sign in [*own, *weak]) if own else 0
    return SoftSigns(
        score=score,
        reason=strong.reason,
        is_conclusive=by_itself >= SUSPICIOUS
        or score >= CONCLUSIVE
        or (company.tells_apart and bool(others)),
        signs=tuple(sign.says for sign in found),
    )


def _weight(sign: Sign) -> int:
    return sign.weight


def _of_page(page: Cut | None) -> Iterator[Sign]:
    if page is None:
        return
    said = "; ".join(page.evidence)
    if page.kind is PageKind.NOT_FOUND:
        yield Sign(
            3, f"it says that it is not there: {said}", LinkReason.NOT_FOUND_PAGE, is_own=True
        )
    if page.kind is PageKind.MOVED_NOTICE:
        yield Sign(3, f"it says that it has moved: {said}", LinkReason.MOVED_NOTICE, is_own=True)


def _of_target(response: Response) -> Iterator[Sign]:
    """Where a redirect led to."""
    asked, answered = response.url, response.final_url
    if not response.hops or same_address(asked, answered):
        return
    if led_home(asked, answered):
        yield Sign(3, f"it led to the home page {answered}", LinkReason.HOME_PAGE, is_own=True)
    elif led_to_error(asked, answered):
        yield Sign(3, f"it led to {answered}, named for errors", LinkReason.ERROR_PATH, is_own=True)
    elif led_to_search(asked, answered):
        yield Sign(2, f"it led to the search {answered}", LinkReason.SEARCH_PAGE, is_own=True)


def _of_type(response: Response, face: Face | None) -> Iterator[Sign]:
    """A page, where a document was linked; one that names the document may well show it."""
    suffix = document_suffix(response.url)
    if suffix is None or face is None or not is_page(response) or is_home(response.final_url):
        return
    weight = 2 + names_nothing_of(response.url, f"{face.title} {face.heading}")
    said = f"a page (text/html) answered where a {suffix} was linked"
    yield Sign(weight, said, LinkReason.TYPE_MISMATCH, is_own=True)


def _of_nothing(response: Response, page: Cut | None, face: Face | None) -> Iterator[Sign]:
    """An answer without words; not one that is cut off at our bound, coded in a way we cannot read,
    or of pictures, as an image map is."""
    is_blank = not response.body.strip()
    if response.status in _WITHOUT_BODY or len(response.body) >= _BOUND_BYTES:
        return
    if is_blank and response.header("content-encoding") is None:
        yield Sign(3, "the answer is empty", LinkReason.EMPTY, is_own=True)
    elif face is not None and face.has_pictures:
        return
    elif not is_blank and page is not None and page.kind is PageKind.EMPTY:
        is_bare = face is not None and not face.text_bytes and not face.has_scripts
        said = "; ".join(page.evidence)
        yield Sign(3 if is_bare else 2, f"the page is empty: {said}", LinkReason.EMPTY, is_own=True)


def _of_company(
    response: Response, page: Cut | None, face: Face | None, company: Company
) -> Iterator[Sign]:
    """What says that the answer is nothing particular to the link's address."""
    if stands_for_home(response.url):
        return
    if company.sibling is not None and _is_alike(response, page, face, company.sibling):
        yield Sign(3, "an invented address of the host is answered alike", LinkReason.ERROR_PAGE)
    if response.hops and company.sharing >= _SHARING:
        weight = 1 if company.is_honest else SUSPICIOUS
        if company.sharing >= _MANY_SHARING:
            weight = CONCLUSIVE
        said = f"{company.sharing} links of the host lead to {response.final_url}"
        yield Sign(weight, said, LinkReason.SHARED_TARGET)


def _is_alike(
    response: Response, page: Cut | None, face: Face | None, sibling: SiblingAnswer
) -> bool:
    if sibling.status is None or not HTTPStatus.OK <= sibling.status < HTTPStatus.MULTIPLE_CHOICES:
        return False
    if response.hops and same_address(response.final_url, sibling.final_url or ""):
        return not same_address(response.url, response.final_url)
    if face is None or sibling.imprint is None:
        return False
    if page is not None and page.kind is PageKind.NEEDS_REVIEW:  # the shell of an application
        return False
    longer = max(face.text_bytes, sibling.imprint.text_bytes)
    if abs(face.text_bytes - sibling.imprint.text_bytes) > longer * _LENGTHS_DIFFER:
        return False  # without the cost of an imprint
    return is_like(face.imprint, sibling.imprint)


def _weak(response: Response, face: Face | None, *, is_alike: bool) -> Iterator[Sign]:
    if face is None:
        return
    few = 0 < face.text_bytes < _FEW_BYTES
    if few and not is_alike and not face.has_scripts and not face.has_pictures:
        yield Sign(2, f"it has only {face.text_bytes} bytes of text")
    if face.refuses_indexing:
        yield Sign(1, "it asks not to be indexed")
    is_elsewhere = bool(response.hops) and not same_address(response.url, response.final_url)
    answered = response.final_url.partition("?")[0]  # a search is for what is not there
    if is_elsewhere and names_nothing_of(response.url, f"{face.title} {face.heading} {answered}"):
        yield Sign(1, "no word of its address is in the title, nor in the address that answered")
