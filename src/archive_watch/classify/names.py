"""Names that are the same name, cut short: a title, or the initials of several words.

``Sec.`` is ``Secretary``, and ``UN`` is ``United Nations`` where the one took the place of the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive_watch.classify.numbers import Meant

_TITLES = {
    "Adm": "Admiral", "Amb": "Ambassador", "Asst": "Assistant", "Capt": "Captain", "Col": "Colonel",
    "Dep": "Deputy", "Dept": "Department", "Dr": "Doctor", "Ft": "Fort", "Gen": "General",
    "Gov": "Governor", "Govt": "Government", "Lt": "Lieutenant", "Maj": "Major", "Mt": "Mount",
    "Pres": "President", "Prof": "Professor", "Rep": "Representative", "Sec": "Secretary",
    "Sen": "Senator", "Sgt": "Sergeant", "St": "Saint",
}  # fmt: skip
_INITIALS = re.compile(r"[A-Z]{2,6}")


def title_in_full(name: str) -> str:
    """A title that is cut short, in full; any other name as it is."""
    return _TITLES.get(name, name)


def without_initials(
    left: Sequence[Meant], came: Sequence[Meant]
) -> tuple[list[Meant], list[Meant]]:
    """The names of both sides but those that are initials on one and names in full on the other."""
    gone, come = list(left), list(came)
    _spell_out(gone, come)
    _spell_out(come, gone)
    return gone, come


def _spell_out(short: list[Meant], full: list[Meant]) -> None:
    for meant in [one for one in short if _INITIALS.fullmatch(one[0])]:
        many = len(meant[0])
        for at in range(len(full) - many + 1):
            if "".join(said[0] for said, _ in full[at : at + many]) == meant[0]:
                del full[at : at + many]
                short.remove(meant)
                break
