"""Elements that a person would call by a name: ``header#masthead``, ``div.menu``, ``nav``."""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from archive_watch.normalise.text import folded

_TELLING = frozenset(
    "address article aside body dialog footer form header main nav noscript section".split()
)
_WHOLE = frozenset("aside dialog dl footer header nav ol pre ul".split())
_CONTAINERS = frozenset(
    "article blockquote body center div font form html main section span table tbody td tr".split()
)
_SMALL_LETTERS = 400  # a container with fewer is not parted further
_MOST_CLASSES = 2
_LONGEST_NAME = 40


def telling_name(node: LexborNode) -> str | None:
    """What an element is called; None for one that says nothing about itself."""
    if node.tag is None or node.tag.startswith("-"):
        return None
    attributes = node.attributes
    if own := "".join((attributes.get("id") or "").split()):
        return f"{node.tag}#{own[:_LONGEST_NAME]}"
    if classes := (attributes.get("class") or "").split()[:_MOST_CLASSES]:
        return ".".join([node.tag, *(one[:_LONGEST_NAME] for one in classes)])
    return node.tag if node.tag in _TELLING else None


def letters_in(node: LexborNode) -> int:
    """How many characters of a text are no white space; none in an element."""
    return letters(node.text_content or "") if node.tag == "-text" else 0


def letters(text: str) -> int:
    """How many characters of ``text`` are no white space."""
    return len(folded(text).replace(" ", ""))


def holding_more_than_themselves(nodes: Sequence[LexborNode], parents: Sequence[int]) -> list[bool]:
    """Which nodes are no thing of their own: large ones that mostly consist of containers.

    ``parents`` are the numbers of the nodes' parents, which come before them.
    """
    count = [letters_in(node) for node in nodes]
    inside = [0] * len(nodes)  # letters in containers
    for number in range(len(nodes) - 1, 0, -1):
        count[parents[number]] += count[number]
        if nodes[number].tag in _CONTAINERS or nodes[number].tag in _WHOLE:
            inside[parents[number]] += count[number]
    holds: list[bool] = []
    for number, node in enumerate(nodes):
        is_open = number == 0 or holds[parents[number]]
        is_large = count[number] >= _SMALL_LETTERS or node.tag in {"html", "body"}
        parts = is_open and is_large and node.tag in _CONTAINERS
        holds.append(parts and 2 * inside[number] >= count[number])
    return holds
