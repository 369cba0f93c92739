"""Which label is whom, where the page itself says so, and never by a guess.

The page says so in its head ("Ada Example, Secretary of Examples"), or by an earlier, fuller label
(``MR. BEN SAMPLE:``, then ``MR. SAMPLE:``).  A surname that two people on the page share names
neither of them, and ``MS. SAMPLE`` is nobody that ``MR. BEN SAMPLE`` is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive_watch.extract.words.labels import kind_of, title_words
from archive_watch.model.transcript import TurnKind

_SUFFIXES = frozenset({"JR", "SR", "II", "III", "IV"})
_NUMBERS = frozenset("ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN".split())
_PARTICLES = frozenset(
    "LE LA DI DE DA DEL DELLA DO DOS DU VAN VON DER DEN BIN BINT AL EL ST SAINT MAC MC TEN TER".split()
)
_OF_OFFICES = frozenset(  # what an office that is misspelt still begins with
    "FOREIGN PRIME DEPUTY ASSISTANT UNDER ACTING SENIOR STATE EXTERNAL DEFENSE DEFENCE HIGH FORMER"
    " PRINCIPAL SPECIAL CHIEF THE".split()
)
_IN_HEAD = frozenset({"IN THE HEAD"})  # a title that no label has
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_MIXED_PREFIX = re.compile(r"^(?:[A-ZÀ-Þ]?[a-zß-ÿ]+['’-]?)(?=[A-ZÀ-Þ]{2})")
_CAPITALS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Named:
    """A label or a name taken apart: the words of an office or an honorific, and the name."""

    title: frozenset[str]
    names: tuple[str, ...]

    @property
    def surname(self) -> str:
        return _folded(self.names[-1])

    @property
    def is_full(self) -> bool:
        return len(self.names) > 1 and self.names[0].upper() not in _PARTICLES | _OF_OFFICES


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody whom the page names in full, and the title or the role that it gives them."""

    name: str
    named: _Named
    title: frozenset[str]


def people_of(
    labels: Iterable[str], speakers: Sequence[str] = (), roles: Sequence[str] = ()
) -> dict[str, str]:
    """The person behind each label that is one for certain; ``labels`` in the order of the page.

    ``speakers`` are the names in the page's head, ``roles`` their roles, in the same order where
    there are as many.
    """
    in_order = [one for one in dict.fromkeys(labels) if kind_of(one) is TurnKind.SPEECH]
    parted = {label: _parted(label) for label in in_order}
    in_head = _in_head(speakers, roles)
    known = [*in_head, *_in_labels(parted.values(), in_head)]
    found: dict[str, str] = {}
    seen = list(in_head)
    for label, named in parted.items():
        own = next((one for one in known if one.named is named), None)
        seen += [own] if own is not None else []
        if own is not None:
            person: _Person | None = own
        elif named.names:
            person = _by_name(named, known)
        else:
            person = _by_role(named, in_head)
        if (
            person is not None
            and person in seen
            and _is_vouched_for(person, parted.values())
            and not _is_contested(named, person, parted.values())
        ):
            found[label] = person.name
    return found


def _is_vouched_for(person: _Person, labels: Iterable[_Named]) -> bool:
    """Whether anything but capitals says that this is a person: TEAM LEADER may be none."""
    return bool(person.title) or any(
        bool(label.names) and label.surname == person.named.surname and bool(label.title)
        for label in labels
    )


def _in_labels(labels: Iterable[_Named], in_head: Sequence[_Person]) -> list[_Person]:
    """The people whom labels name in full and the head does not."""
    people: list[_Person] = []
    for named in labels:
        if named.is_full and not _is_known(named, [*in_head, *people]):
            people.append(_Person(_in_mixed_case(named.names), named, named.title))
    return people


def _in_head(speakers: Sequence[str], roles: Sequence[str]) -> list[_Person]:
    own = roles if len(roles) == len(speakers) else [""] * len(speakers)
    parted = [(name, _parted(name.upper()), role) for name, role in zip(speakers, own, strict=True)]
    return [
        _Person(name, named, named.title | frozenset(_words(role.upper())) | _IN_HEAD)
        for name, named, role in parted
        if named.names
    ]


def _by_name(named: _Named, known: Sequence[_Person]) -> _Person | None:
    """The only one of that surname, if nothing in the label speaks against it; one that is named in
    full is who bears that name."""
    namesakes = [one for one in known if one.named.surname == named.surname]
    if named.is_full:
        namesakes = [one for one in namesakes if _may_be(named, one)]
    if len(namesakes) != 1:
        return None
    return namesakes[0] if _may_be(named, namesakes[0]) else None


def _may_be(named: _Named, person: _Person) -> bool:
    """Whether given names and honorifics agree, as far as both sides have them."""
    if named.is_full and person.named.is_full:
        first, second = _folded(named.names[0]), _folded(person.named.names[0])
        if first != second and not (1 in {len(first), len(second)} and first[0] == second[0]):
            return False
    genders = _gender(named.title), _gender(person.title)
    return None in genders or genders[0] == genders[1]


def _is_known(named: _Named, known: Sequence[_Person]) -> bool:
    """Whether a label with this whole name is somebody known already."""
    return any(
        one.named.surname == named.surname
        and _folded(one.named.names[0]) == _folded(named.names[0])
        for one in known
    )


def _by_role(named: _Named, known: Sequence[_Person]) -> _Person | None:
    """The only one whose role the label names, such as ``SPOKESPERSON`` alone."""
    fitting = [one for one in known if named.title and named.title <= one.title]
    return fitting[0] if len(fitting) == 1 else None


def _is_contested(named: _Named, person: _Person, others: Iterable[_Named]) -> bool:
    """Whether another label of that surname stands for somebody else, and this one may too."""
    rivals = [
        other
        for other in others
        if other.names
        and named.names
        and other.surname == named.surname
        and not (other.title <= named.title or named.title <= other.title)
    ]
    return bool(rivals) and not (named.title and named.title <= person.title)


def _gender(title: frozenset[str]) -> str | None:
    if title & {"MR", "SIR", "SEÑOR", "SR", "KING", "PRINCE"}:
        return "he"
    return "she" if title & {"MS", "MRS", "MISS", "MADAM", "SRA", "QUEEN", "PRINCESS"} else None


def _parted(label: str) -> _Named:
    """A label, its brackets left out, as title and name."""
    words = _words(_BRACKETS.sub(" ", label))
    while words and words[-1].upper() in _SUFFIXES:
        words.pop()
    count = title_words(words)
    title = frozenset(word.upper() for word in words[:count] if word.upper() not in {"THE", "OF"})
    names = _names_after_office(words[count:])
    return _Named(title, () if _is_a_number(names) else names)


def _names_after_office(words: Sequence[str]) -> tuple[str, ...]:
    """The name after an office: of SECRETARY FOR POLITICAL AFFAIRS ADA EXAMPLE only the last word
    is one for certain."""
    if not words or words[0].upper() not in {"OF", "FOR", "TO"}:
        return tuple(words)
    if [word.upper() for word in words[:2]] == ["OF", "STATE"]:
        return tuple(words[2:])
    return tuple(words[-1:])


def _is_a_number(names: Sequence[str]) -> bool:
    """Whether what follows an office only counts: OFFICIAL TWO, OFFICIAL #2."""
    return len(names) == 1 and (names[0].upper() in _NUMBERS or names[0].isdigit())


def _words(text: str) -> list[str]:
    return [word.strip(".,#") for word in re.split(r"[\s,]+", text) if word.strip(".,#")]


def _folded(name: str) -> str:
    return name.upper().replace("’", "'")


def _in_mixed_case(names: Sequence[str]) -> str:
    """A name in capitals as names are written: LARRY McKING is Larry McKing."""
    return " ".join(_as_written(name) for name in names)


def _as_written(name: str) -> str:
    prefix = _MIXED_PREFIX.match(name)
    head = prefix.group() if prefix is not None else ""
    if len(name) == 1:
        return f"{name}."
    rest = _CAPITALS.sub(lambda part: part[0].capitalize(), name[len(head) :])
    return head + rest
