"""What a page may run, wear and load: only what was written in a template, told by a number used once.

Each answer has a number of its own.  ``archive-watch serve`` puts it on every script and style in the
sources of the templates, Datasette's own too, before anything is filled in: so nothing that a page
of an archive has written can ever carry it.  A browser that is told the number runs nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from contextvars import ContextVar
from typing import Any
from weakref import WeakKeyDictionary

from jinja2.ext import Extension

_NONCE: ContextVar[str] = ContextVar("nonce_of_this_answer")
_STRICT: WeakKeyDictionary[Any, bool] = WeakKeyDictionary()
_HANDLERS: set[str] = set()  # what templates say beside onclick= and the like, as digests

# Not after a quote: there it is text of a script.  Not where it has a number already.
_TAG = re.compile(r"(?<![\"'`\\])<(script|style)\b(?![^>]*\bnonce=)", re.IGNORECASE)
_HANDLER = re.compile(r"<[^<>]*\son[a-z]+=\"([^\"{]+)\"", re.IGNORECASE)

# The style that the editor of SQL of 0.65 makes: empty first, then the handle to resize it.
_EDITOR = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    " 'sha256-38xqj8N9cygggde3AvM+xVgS15DUXTOhM9fjk0hLOS0='"
)


def new_nonce() -> str:
    """A number for one answer; within it, ``nonce_of_this_answer`` gives the same."""
    nonce = secrets.token_urlsafe(18)
    _NONCE.set(nonce)
    return nonce


def nonce_of_this_answer() -> str:
    """The number of the answer that is being drawn; empty, which lets nothing run, where it has none."""
    return _NONCE.get("")


def be_strict(datasette: Any) -> None:
    """Let ``datasette`` draw all its pages so that they can be held to ``policy``."""
    _STRICT[datasette] = True


class Numbered(Extension):
    """Puts the answer's number on each script and style that a template's source holds."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """The source of one template."""
        for said in _HANDLER.findall(source):
            digest = base64.b64encode(hashlib.sha256(said.encode()).digest()).decode()
            _HANDLERS.add(f"'sha256-{digest}'")
        return _TAG.sub(r'<\1 nonce="{{ nonce_of_this_answer() }}"', source)


def number_the_templates(env: Any, datasette: Any) -> None:
    """Prepare a Jinja environment for ``datasette``, where that is to be strict."""
    env.globals["nonce_of_this_answer"] = nonce_of_this_answer
    if datasette in _STRICT:
        env.add_extension(Numbered)


def policy(nonce: str, *, styles_by_script: bool) -> str:
    """What the pages of a strict Datasette may do; they load nothing from, and send nothing, elsewhere.

    Attributes of style are Datasette's own, in both worlds.  ``styles_by_script``: its editor of SQL
    makes styles that are not known beforehand (1.0), which can only be allowed to all.
    """
    styles = "'unsafe-inline'" if styles_by_script else f"'nonce-{nonce}' {_EDITOR}"
    handlers = f" 'unsafe-hashes' {' '.join(sorted(_HANDLERS))}" if _HANDLERS else ""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'{handlers};"
        f" style-src 'self' {styles}; style-src-attr 'unsafe-inline'; img-src 'self' data:;"
        " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
