"""Speaker labels: which words before a colon name someone who speaks.

Labels stand at the start of a paragraph, in capitals (``SECRETARY POWELL:``, ``MR PRICE:``,
``QUESTION:``), perhaps after a note in brackets (``(As Translated)FOREIGN MINISTER IVANOV:``).
They are kept verbatim, misspellings too.  Headings that look like labels are on the stop list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.model.transcript import TurnKind

# Marks of the direction of writing, which nobody sees and editors leave about.
_DIRECTION = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_UNSEEN = rf"[\s{_DIRECTION}]*"
_COLON = r":(?!//)(?!(?<=\d:)\d)"  # neither an address's nor a clock's
_NOTE = rf"(?:[(\[][^()\[\]]{{1,80}}[)\]]{_UNSEEN})"
_LABEL = re.compile(
    rf"^{_UNSEEN}(?P<before>{_NOTE}{{0,2}})(?P<label>[^\s:(\[{_DIRECTION}][^:\n(\[]{{0,79}}?)"
    rf"(?P<after>\s*{_NOTE})?{_UNSEEN}{_COLON}{_UNSEEN}"
)
_BRACKETED = re.compile(
    rf"^{_UNSEEN}(?P<label>[\[(][^\[\]():\n]{{2,79}}[\])]){_UNSEEN}{_COLON}{_UNSEEN}"
)
_UNCASED = re.compile(
    rf"^[{_DIRECTION}\s]*(?P<label>[^\s:：\n{_DIRECTION}][^:：\n{_DIRECTION}]{{0,59}}?)"
    rf"[{_DIRECTION}\s]*[:：][{_DIRECTION}\s]*"
)
# How labels begin in scripts without capitals: question, and the offices and honorifics.
_UNCASED_FIRST = frozenset(
    "سؤال السؤال سوال پرسش الوزير الوزيرة وزير وزيرة السيد السيدة السفير السفيرة الرئيس الرئيسة المتحدث"
    " المتحدثة المبعوث الصحفي المذيع المذيعة שאלה المحاور المحاورة المترجم المنسق".split()
)
_UNCASED_WHOLE = ("问题", "問題", "问", "記者", "记者", "主持人", "प्रश्न", "سوال")
_SMALL_WORDS = frozenset(
    "of the de da del der den di do dos du el la le al bin bint ibn von van y e and for to on"
    " mc mac jr sr".split()
)
_BEFORE_A_BRACKETED = frozenset("[(" + _DIRECTION)
_MIXED = re.compile(
    r"^[A-ZÀ-Þ]?[a-zß-ÿ]{0,3}['’-]?(?=[A-ZÀ-Þ]{2})"
)  # McCORMACK, O'BRIEN, al-FAISAL
_STOPPED = frozenset(
    "TRANSCRIPT MINUTES NOTE NOTES AGENDA SUBJECT RE FROM TO DATE TIME PLACE LOCATION WHAT WHEN"
    " WHERE WHO WHY HOW CONTACT CONTACTS ATTENDEES PRESENT BACKGROUND SUMMARY"
    " INTRODUCTION CONCLUSION EDITOR UPDATE UPDATED CORRECTION IMPORTANT ATTENTION WARNING VIDEO"
    " AUDIO PHOTO PHOTOS RELEASE HIGHLIGHTS OBJECTIVE OBJECTIVES GOAL GOALS ACTION ACTIONS RESULT"
    " RESULTS RECOMMENDATION RECOMMENDATIONS TOPIC TOPICS INDEX CONTENTS TITLE PURPOSE SCOPE"
    " TELEPHONE TEL FAX EMAIL E-MAIL WEBSITE ADDRESS SOURCE SOURCES EXAMPLE TABLE FIGURE CHAPTER"
    " SECTION PART ARTICLE ANNEX APPENDIX TOTAL TOTALS MEDIA PRESS PRN".split()
)
_STOPPED_ENDINGS = (" PRESENT", " ATTENDANCE", " PARTICIPANTS", " ATTENDEES", " TRANSCRIPT")
_ROLES = (
    "SECRETARY", "MR", "MS", "MRS", "MISS", "DR", "MODERATOR", "QUESTION", "PRESIDENT", "MINISTER",
    "AMBASSADOR", "SENATOR", "GOVERNOR", "MAYOR", "CHANCELLOR", "GENERAL", "ADMIRAL", "COLONEL",
    "CAPTAIN", "MAJOR", "LIEUTENANT", "BGEN", "LTGEN", "MAJGEN", "CONGRESSMAN", "CONGRESSWOMAN",
    "REPRESENTATIVE", "SPOKESPERSON", "SPOKESMAN", "SPOKESWOMAN", "COORDINATOR", "DIRECTOR",
    "ADMINISTRATOR", "COMMISSIONER", "PROFESSOR", "JUDGE", "JUSTICE", "KING", "QUEEN", "PRINCE",
    "PRINCESS", "SHEIKH", "HIGHNESS", "MAJESTY", "REVEREND", "BISHOP", "CARDINAL", "RABBI", "IMAM",
    "OFFICIAL", "OFFICER", "STAFF", "AUDIENCE", "PARTICIPANT", "INTERVIEWER", "INTERPRETER",
    "TRANSLATOR", "OPERATOR", "ANNOUNCER", "HOST", "ANCHOR", "REPORTER", "CHAIRMAN", "CHAIRWOMAN",
    "CHAIR", "VOICE", "SPEAKER", "STUDENT", "UNIDENTIFIED", "PREGUNTA", "PERGUNTA", "SECRETARIO",
    "SECRETARIA", "SUBSECRETARIO", "SUBSECRETARIA", "PRESIDENTE", "MINISTRO", "MINISTRA", "CANCILLER",
    "EMBAJADOR", "EMBAJADORA", "MODERADOR", "MODERADORA", "SR", "SRA", "SEÑOR", "SEÑORA", "CHARGÉ",
    "COUNSELOR", "ENVOY", "ATTORNEY", "VICE", "FIRST", "SGT", "SERGEANT", "QUESTIONER", "PRESENTER",
    "PANELIST", "NARRATOR", "CORRESPONDENT", "GEN", "AMB", "SEN", "REP", "GOV", "PROF", "LT", "COL",
    "CAPT", "ADM", "HON", "PORTAVOZ", "VOCERO", "VOCERA", "EMBAIXADOR", "EMBAIXADORA", "SECRETÁRIO",
    "SECRETÁRIA", "SENHOR", "SENHORA", "SECRÉTAIRE", "MINISTRE", "PRÉSIDENT", "PRÉSIDENTE",
    "AMBASSADEUR", "AMBASSADRICE", "MME", "MODÉRATEUR", "MODÉRATRICE", "INTÉRPRETE", "INTERPRÈTE",
    "PERIODISTA", "ENTREVISTADOR", "ENTREVISTADORA", "JOURNALISTE", "FRAGE", "ВОПРОС", "МИНИСТР",
    "СЕКРЕТАРЬ", "ГОССЕКРЕТАРЬ", "ПРЕЗИДЕНТ", "МОДЕРАТОР",
)  # fmt: skip
# Those who speak under their role alone; FIRST: or GENERAL: may be a heading.
_ALONE = frozenset(
    "QUESTION QUESTIONER MODERATOR INTERVIEWER INTERPRETER TRANSLATOR OPERATOR ANNOUNCER HOST ANCHOR"
    " REPORTER VOICE SPEAKER STUDENT STAFF AUDIENCE PARTICIPANT PRESENTER PANELIST NARRATOR SPOKESPERSON"
    " SPOKESMAN SPOKESWOMAN CORRESPONDENT UNIDENTIFIED PREGUNTA PERGUNTA MODERADOR MODERADORA PERIODISTA"
    " MODÉRATEUR MODÉRATRICE INTÉRPRETE INTERPRÈTE ENTREVISTADOR ENTREVISTADORA JOURNALISTE FRAGE"
    " ВОПРОС МОДЕРАТОР".split()
)
_ROLES_IN_MIXED_CASE = frozenset(
    "Mr Ms Mrs Miss Dr Secretary Ambassador President Minister Senator General Question Questioner"
    " Moderator Interviewer Interpreter Reporter Answer Under Deputy Assistant Foreign Prime".split()
)
_NAMES_TOO = frozenset(
    "KING QUEEN PRINCE PRINCESS BISHOP JUDGE JUSTICE MAJOR MAYOR CHAIR HOST CARDINAL POPE CAPTAIN"
    " SERGEANT STUDENT SENATOR GOVERNOR FIRST VOICE ANCHOR".split()
)
_STRONG = re.compile(r"(?:^|[\s.-])(?:" + "|".join(_ROLES) + r")S?(?=$|[\s.\d-])")
_QUESTION = re.compile(
    r"^(?:QUESTIONS?|PREGUNTAS?|PERGUNTAS?|FRAGE|ВОПРОС|PERIODISTA|JOURNALISTE|\[?(?:السؤال|سؤال|سوال|问题|問題|问|記者|记者|שאלה)|Q|QUESTIONER|REPORTER|AUDIENCE|PARTICIPANTS?|STUDENT)\b"
)
_MODERATOR = re.compile(
    r"^(?:MODERATOR|MODERADORA?|MODÉRAT(?:EUR|RICE)|МОДЕРАТОР|OPERATOR|ANNOUNCER|HOST)\b"
)
_MOST_WORDS = 9
_FURTHEST_COLON = 400  # behind three notes and a label, all as long as may be
_MOST_WORDS_IN_MIXED_CASE = 5
_OF_AN_OFFICE = frozenset({"FOR", "OF", "AND", "TO", "THE"})
_NO_NAME = re.compile(r"\d|\bU\.S\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label found at the start of a paragraph: its words, and where the speech begins."""

    label: str
    speech: int
    is_strong: bool


def label_of(paragraph: str) -> Label | None:
    """The label that ``paragraph`` begins with, in capitals; None where it begins with none."""
    found = _labelled(paragraph)
    if found is None:
        return _bracketed(paragraph)
    words = found["label"].strip()
    if not _is_name_in_capitals(words) or _is_stopped(words):
        return None
    return Label(
        label=words + (found["after"] or "").rstrip(),
        speech=found.end(),
        is_strong=_is_strong(words),
    )


def _bracketed(paragraph: str) -> Label | None:
    """A label that stands in brackets as a whole, kept with them: ``[SENIOR OFFICIAL]``."""
    found = _BRACKETED.match(paragraph) if paragraph[:1] in _BEFORE_A_BRACKETED else None
    if found is None:
        return None
    words = found["label"][1:-1].strip()
    if not _is_name_in_capitals(words) or not _is_strong(words) or _is_stopped(words):
        return None
    return Label(label=found["label"], speech=found.end(), is_strong=True)


def _labelled(paragraph: str) -> re.Match[str] | None:
    """What stands before a colon, looked for only where one is near: most paragraphs have none."""
    return _LABEL.match(paragraph) if paragraph.find(":", 0, _FURTHEST_COLON) >= 0 else None


def _is_strong(words: str) -> bool:
    """Whether a label says by itself that somebody speaks: a role with a name, or one that needs none."""
    if " " not in words.strip():
        return words.strip(".") in _ALONE
    return _STRONG.search(words) is not None


def uncased_label_of(paragraph: str) -> Label | None:
    """A label in a script without capitals, such as ``سؤال:``: known by its first word alone."""
    if ":" not in paragraph[:_FURTHEST_COLON] and "：" not in paragraph[:_FURTHEST_COLON]:
        return None
    found = _UNCASED.match(paragraph)
    if found is None:
        return None
    words = found["label"].strip()
    parts = words.split()
    is_known = parts[0] in _UNCASED_FIRST or words in _UNCASED_WHOLE
    if not is_known or len(parts) > _MOST_WORDS_IN_MIXED_CASE or words.upper() != words.lower():
        return None
    return Label(label=words, speech=found.end(), is_strong=False)


def bold_label_of(paragraph: str, bold: int) -> Label | None:
    """A label in mixed case that is set in bold as a whole, such as ``Ana Example:``."""
    found = _labelled(paragraph)
    if found is None or found["before"] or bold < found.end("label"):
        return None
    words = found["label"].strip()
    parts = words.split()
    is_name = 1 < len(parts) <= 5 and all(part[0].isupper() for part in parts)
    if not is_name or any(letter.isdigit() for letter in words) or bold > found.end() + 1:
        return None
    return Label(label=words, speech=found.end(), is_strong=False)


def mixed_label_of(paragraph: str) -> Label | None:
    """A label in mixed case that begins with a role, such as ``Mr. Example:`` or ``Question:``."""
    found = _labelled(paragraph)
    if found is None:
        return None
    words = found["label"].strip()
    parts = words.split()
    if parts[0].strip(".") not in _ROLES_IN_MIXED_CASE or len(parts) > _MOST_WORDS_IN_MIXED_CASE:
        return None
    if not all(part[0].isupper() or part in _SMALL_WORDS for part in parts):
        return None
    return Label(label=words, speech=found.end(), is_strong=False)


def is_label_by_its_words(label: str) -> bool:
    """Whether ``label``, as it was kept, is one without being set in bold."""
    paragraph = f"{label}: "
    return any(read(paragraph) is not None for read in (label_of, mixed_label_of, uncased_label_of))


def title_words(words: Sequence[str]) -> int:
    """How many of a label's words, from its first, are an office or an honorific and no name.

    The last of several words may be a name that is also an office: MR. LARRY KING.
    """
    upper = [word.upper() for word in words]
    if upper and _STRONG.search(upper[-1]) and (len(upper) == 1 or upper[-1] not in _NAMES_TOO):
        return len(upper)
    titled = [at for at, word in enumerate(upper[:-1]) if _STRONG.search(word)]
    return titled[-1] + 1 if titled else 0


def kind_of(label: str) -> TurnKind:
    """What a turn under this label is."""
    if _QUESTION.match(label.upper()):
        return TurnKind.QUESTION
    if _MODERATOR.match(label.upper()):
        return TurnKind.MODERATOR
    return TurnKind.SPEECH


def _is_name_in_capitals(words: str) -> bool:
    parts = words.replace("/", " ").replace("&", " and ").split()
    if not 0 < len(parts) <= _MOST_WORDS:
        return False
    return any(map(_is_loud, parts)) and all(
        _is_loud(part) or part.lower().strip(".,") in _SMALL_WORDS or part.strip("#.,").isdigit()
        for part in parts
    )


def _is_loud(part: str) -> bool:
    """Whether a word is in capitals; ``McCORMACK`` and ``al-FAISAL`` are."""
    if part.isascii() and part.isupper():
        return True
    bare = _MIXED.sub("", part)
    letters = [letter for letter in bare if letter.isalpha()]
    return bool(letters) and all(not letter.islower() for letter in letters) and any(
        letter.isupper() for letter in letters
    )  # fmt: skip


def may_be_office(label: Label) -> bool:
    """Whether a label with a role may be the heading of an office: UNDER SECRETARY FOR …."""
    return not _OF_AN_OFFICE.isdisjoint(label.label.split())


def may_be_name(label: Label) -> bool:
    """Whether a label without a role may be somebody's name."""
    return not _NO_NAME.search(label.label)


def _is_stopped(words: str) -> bool:
    upper = words.upper().strip(" .")
    return upper in _STOPPED or upper.endswith(_STOPPED_ENDINGS)
