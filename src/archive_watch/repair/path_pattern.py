"""Forms of paths, as a map of hosts writes them: ``/secretary/rm/{year}/{id}.htm``.

In braces stands what varies: ``{year}``, ``{month}`` (in digits or as a word), ``{id}`` (three to six
digits), ``{rest}`` (anything, at the end alone), and any other name for a part without a slash.  They
are no regular expressions on purpose: whatever is written, a match takes time in proportion to the
path, since no two parts that vary freely stand beside each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

_FIELD = re.compile(r"\{([a-z][a-z0-9_]{0,30})\}")
_FORMS = {
    "year": r"(?:19|20)\d\d",
    "month": r"(?:0?[1-9]|1[0-2]|[A-Za-z]{3,9})",
    "id": r"\d{3,6}",
    "rest": r".{0,2000}",
}
_PART = r"[^/]{1,200}?"
_INDEX = re.compile(r"/(?:index\.html?)?$", re.IGNORECASE)
_DOUBLED = re.compile(r"/{2,}")
_LONGEST = 300
LONGEST_PATH = 2_000
"""No longer path is matched: no page of any archive has one."""


def fields_of(form: str) -> tuple[str, ...]:
    """The names in braces, in their order."""
    return tuple(_FIELD.findall(form))


def form_faults(form: str) -> Iterator[str]:
    """What is wrong with a form of paths, each with its remedy; nothing where it can be used."""
    if not form.startswith("/") or len(form) > _LONGEST:
        yield f"{form[:80]!r} is no path: it begins with / and has {_LONGEST} characters at most"
        return
    if re.search(r"[{}]", _FIELD.sub("", form)):
        yield f"{form!r}: braces hold a name in small letters, such as {{year}}"
    if re.search(r"[?#\s]", form):
        yield f"{form!r}: only the path is matched, so write no ?, # or space"
    names = fields_of(form)
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{form!r}: {{{name}}} stands twice; give the second another name"
    if "{rest}" in form and not form.endswith("{rest}"):
        yield f"{form!r}: {{rest}} takes everything, so it can only stand at the end"
    for part in form.split("/"):
        if sum(name not in _FORMS or name == "rest" for name in fields_of(part)) > 1:
            yield f"{form!r}: two parts that may be anything stand in {part!r}; parted by / they may"


def matched(form: str, path: str) -> dict[str, str] | None:
    """What stands in ``path`` for the names of ``form``; None where it has another form.

    A trailing slash and ``/index.html`` make no difference, except to ``{rest}``, nor do doubled
    slashes.
    """
    if len(path) > LONGEST_PATH:
        return None
    folded = _DOUBLED.sub("/", path) if form.endswith("{rest}") else _folded(path)
    found = _compiled(form).fullmatch(folded)
    return None if found is None else found.groupdict()


def filled(form: str, values: Mapping[str, str]) -> str:
    """``form`` with ``values`` for its names, each of which must be among them."""
    return _FIELD.sub(lambda field: values[field[1]], form)


def _folded(path: str) -> str:
    return _INDEX.sub("", _DOUBLED.sub("/", path))


@lru_cache(maxsize=512)
def _compiled(form: str) -> re.Pattern[str]:
    parts, at = [], 0
    folded = form if form.endswith("{rest}") else _folded(form)
    for field in _FIELD.finditer(folded):
        parts.append(re.escape(folded[at : field.start()]))
        parts.append(f"(?P<{field[1]}>{_FORMS.get(field[1], _PART)})")
        at = field.end()
    return re.compile("".join(parts) + re.escape(folded[at:]), re.DOTALL)
