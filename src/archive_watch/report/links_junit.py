"""Links as JUnit XML, for continuous integration: a test case a link, a failure a dead one.

What is only suspected has not failed: a link is called dead once its checks are enough to say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from archive_watch.model.link import PROVED
from archive_watch.report.visible import visible

_NOT_JUDGED = frozenset({"unchecked", "excluded", "blocked"})
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def links_as_junit(found: Sequence[Mapping[str, Any]]) -> str:
    """One suite of the links, as ``links --format json`` lists them."""
    dead = [link for link in found if link["state"] in PROVED]
    skipped = [link for link in found if link["state"] in _NOT_JUDGED]
    suite = ElementTree.Element(
        "testsuite", name="archive-watch links", tests=str(len(found)), failures=str(len(dead)),
        errors="0", skipped=str(len(skipped)),
    )  # fmt: skip
    for link in found:
        case = ElementTree.SubElement(
            suite, "testcase", classname=_xml(link["found_on"][0]["url"]), name=_xml(link["url"])
        )
        why = f"{link['state']}: {link['reason'] or ''} {link['status'] or ''}".strip()
        if link["state"] in _NOT_JUDGED:
            ElementTree.SubElement(case, "skipped", message=_xml(why.rstrip(":")))
        elif link["state"] in PROVED:
            ElementTree.SubElement(case, "failure", message=_xml(why)).text = _places(link)
        elif link["state"] == "suspected":
            ElementTree.SubElement(case, "system-out").text = _xml(f"not confirmed yet: {why}")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ElementTree.tostring(suite, 'unicode')}"


def _places(link: Mapping[str, Any]) -> str:
    places = [_xml(f"{place['url']} “{place['text']}”") for place in link["found_on"]]
    if link["suggestion"] is not None:
        places.append(_xml(f"perhaps now at {link['suggestion']['url']}"))
    return "; ".join(places)


def _xml(text: str) -> str:
    """``text`` without what XML has no place for."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", visible(text))
