"""Whether two texts say the same and differ in typography alone.

Folded: white space, quotes, dashes, soft hyphens and what else cannot be seen, ligatures and full
width forms, character references, UTF-8 and Windows-1252 that were read as something else, single
quotes for double ones, the sign before an item of a list, the hyphen of a compound
(``cease-fire``).  Never folded: letters, digits, case, other punctuation, and whatever changes what
is said: a superscript (10² is not 102), a fraction, a minus sign that is gone, a space that makes
two words of one (``notable`` and ``not able``) or one number of two, a hyphen behind a prefix
(``co-op``, ``re-sign``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

from archive_watch.classify.everyday_words import COMMON_WORDS

_INVISIBLE = re.compile("[\u00ad\u0640\u061c\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff]")
_SINGLE_QUOTES = re.compile("[\u2018-\u201b\u2032\u2039\u203a\u00b4`]")
_DOUBLE_QUOTES = re.compile("[\u201c-\u201f\u2033\u00ab\u00bb]|''")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]|--+")
_ITEM_SIGN = re.compile(r"(?m)^(?:[•‣◦⁃∙·▪▫■□●○*\uf0b7–—-]|--)\s+(?=\S)")
_COMPOUND = re.compile(r"(?<![\w-])([^\W\d_]{2,})-(?=[^\W\d_]{2})")
_PREFIXES = frozenset(
    "re co pre pro un de non anti sub ex in en an bi mis over under out up off inter intra post".split()
)
_QUOTE = re.compile(r"(?<!\d)\"")
_MEANS_MORE = ("<super>", "<sub>", "<fraction>", "<circle>", "<square>")
_WORD = re.compile(r"[\w']+")
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+")
_NEAR = 40  # characters: no number is longer
_NEVER_ONE = frozenset("of in to on for by and with from at that".split())  # before "the"
_DIGITS = re.compile(r"\d+(?: \d+)*")
_MAY_STAND_FOR_LETTERS = re.compile(
    "[^\x00-\x7f\u00a0\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026]"
)
_NO_LETTER = re.compile(r"[\W_]+")
_NO_LETTERS = bytes(sign for sign in range(128) if not chr(sign).isalnum())


def is_typography(old: str, new: str) -> bool:
    """Whether nobody who reads ``old`` and ``new`` aloud would hear a difference."""
    if old == new:
        return True
    if not letters_of(old) & letters_of(new):
        return False
    return any(_same_words(before, after) for before in _readings(old) for after in _readings(new))


def letters_of(text: str) -> frozenset[str]:
    """The letters and digits of ``text``, which typography leaves as they are.

    Texts that share none of these say different words, however long they are; those that share one
    must be read.  There are two where the text can be read in two ways.
    """
    if _MAY_STAND_FOR_LETTERS.search(text) or ("&" in text and unescape(text) != text):
        return frozenset(_NO_LETTER.sub("", reading) for reading in _readings(text))
    letters = text.encode("ascii", "ignore").translate(None, _NO_LETTERS)
    return frozenset({letters.decode("ascii")})


def _readings(text: str) -> list[str]:
    """``text`` in its plain form; where it may be mis-decoded, read aright as well."""
    text = text if text.isascii() else text.translate(_CONTROLS)
    mended = _MISREAD.sub(_read_aright, text)
    return [_plain(text)] if mended == text else [_plain(text), _plain(mended)]


def _same_words(before: str, after: str) -> bool:
    if _same_but_spaces(before, after):
        return True
    before, after = _QUOTE.sub("'", before), _QUOTE.sub("'", after)
    return any(
        _same_but_spaces(_compounds(before, sign), _compounds(after, sign)) for sign in ("", " ")
    )


def _compounds(plain: str, sign: str) -> str:
    """A plain text with ``sign`` in its compounds, where a hyphen stood."""

    def written(found: re.Match[str]) -> str:
        return found.group() if found[1].lower() in _PREFIXES else found[1] + sign

    return _COMPOUND.sub(written, plain) if "-" in plain else plain


def _same_but_spaces(before: str, after: str) -> bool:
    if before == after:
        return True
    if before.replace(" ", "") != after.replace(" ", ""):
        return False
    return all(_says_nothing(text, at) for text, at in _seams(before, after))


def _plain(text: str) -> str:
    """``text`` with its typography folded, and runs of white space as one space."""
    text = unescape(text) if "&" in text else text
    text = _ITEM_SIGN.sub("", text)
    text = _SINGLE_QUOTES.sub("'", _DOUBLE_QUOTES.sub('"', _INVISIBLE.sub("", text)))
    return " ".join(_DASHES.sub("-", _one_form(text)).split())


def _one_form(text: str) -> str:
    """Compatibility forms as what they stand for, but for those that mean something else by it."""
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    forms = {
        ord(letter): unicodedata.normalize("NFKC", letter)
        for letter in set(composed)
        if not unicodedata.decomposition(letter).startswith(_MEANS_MORE)
    }
    return unicodedata.normalize("NFC", composed.translate(forms))


def _seams(before: str, after: str) -> Iterator[tuple[str, int]]:
    """Where one text has a space and the other none: the one that has it, and the place."""
    left = right = 0
    while left < len(before) and right < len(after):
        if before[left] == after[right]:
            left, right = left + 1, right + 1
        elif before[left] == " ":
            yield before, left
            left += 1
        else:
            yield after, right
            right += 1


def _says_nothing(text: str, at: int) -> bool:
    """Whether the space at ``at`` could be left out: not where both halves are words of their own."""
    before, after = text[at - 1], text[at + 1]
    if before.isdigit() and (after.isdigit() or _has_minus(text, at + 1)):
        return _parts_thousands(text, at)
    if not (before.isalpha() and after.isalpha()) or (before.islower() and after.isupper()):
        return True
    first, second = _word_before(text, at), _word_after(text, at)
    if second == "the" and first.lower() in _NEVER_ONE:
        return True
    return not (first.lower() in COMMON_WORDS and second.lower() in COMMON_WORDS)


def _has_minus(text: str, at: int) -> bool:
    return text[at] == "-" and text[at + 1 : at + 2].isdigit()


def _parts_thousands(text: str, at: int) -> bool:
    """Whether the space at ``at`` parts thousands: 1 000 is 1000, but 1 2 is not 12."""
    run = re.search(r"[\d ]*$", text[max(0, at - _NEAR) : at])
    assert run is not None
    found = _DIGITS.search(run.group() + text[at : at + _NEAR])
    return found is not None and _GROUPED.fullmatch(found.group()) is not None


def _word_before(text: str, at: int) -> str:
    begin = at
    while begin > 0 and (text[begin - 1].isalnum() or text[begin - 1] in "_'"):
        begin -= 1
    return text[begin:at].strip("'")


def _word_after(text: str, at: int) -> str:
    found = _WORD.match(text, at + 1)
    return "" if found is None else found.group().strip("'")


def _as_windows_1252(byte: int) -> str:
    """The character that browsers read for a byte; the five without one keep their number."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


_CONTROLS = {code: _as_windows_1252(code) for code in range(0x80, 0xA0)}
_BYTES = {_as_windows_1252(byte): byte for byte in range(0x80, 0x100)}
_FOLLOWS = "[" + re.escape("".join(_as_windows_1252(byte) for byte in range(0x80, 0xC0))) + "]"
_MISREAD = re.compile(
    f"[\u00c2\u00c3] |[\u00c2-\u00df]{_FOLLOWS}|[\u00e0-\u00ef]{_FOLLOWS}{{2}}|[\u00f0-\u00f4]{_FOLLOWS}{{3}}"
)


def _read_aright(found: re.Match[str]) -> str:
    """The character whose UTF-8 was read byte by byte; a no-break space was folded into a space."""
    signs = found.group().replace(" ", "\u00a0")
    try:
        return bytes(_BYTES[sign] for sign in signs).decode("utf-8")
    except UnicodeDecodeError:
        return found.group()
