"""What a page is known by beside its address: the numbers and addresses that it states itself.

Addresses change when an archive moves; the number that a publisher's system gave a page stays.  An
id is a hint for finding a page, never a proof that two addresses are one page.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class IdKind(StrEnum):
    """Where an id is stated."""

    POST_ID = "post_id"
    ITEM_ID = "item_id"
    HTM_NUMBER = "htm_number"
    SHORTLINK = "shortlink"
    CANONICAL = "canonical"
    OG_URL = "og_url"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class StableId:
    """One id: a number, or the key of an address; ``url`` is the address as it was stated."""

    kind: IdKind
    value: str
    url: str | None = None
